import { readIdentity, readMark } from './saved-mark.ts';
import type { SavedStream } from './saved-tail.ts';
import type { SourceMatch, SourceSet } from './source-set.ts';
import { TailStream } from './tail-stream.ts';
import type { StreamContext } from './tail-stream.ts';

/** A stream of an earlier run, without its descriptor; the sink is told of the file that it had open. */
export function resumeStream(
  id: string,
  saved: SavedStream,
  context: StreamContext,
  world: { readonly devices: ReadonlyMap<bigint, bigint>; readonly sources: SourceSet },
): TailStream {
  const { path, file } = saved;
  const opened = {
    path,
    match: world.sources.match(path) ?? matchOfThen(saved),
    handle: null,
    identity: readIdentity(saved.identity, world.devices),
    modifiedMs: saved.modifiedMs,
  };
  const stream = new TailStream(context, opened, saved.isInHole ? 'a-cut' : 'nothing');
  stream.target = saved.target;
  stream.mark = readMark(saved.mark);
  stream.knownBytes = stream.mark.offset;
  stream.isSuperseded = saved.isSuperseded;
  stream.isCompressed = saved.isCompressed;
  stream.isUnwatched = true;
  stream.id = id;
  if (file !== null)
    stream.tellResumed({
      sourceId: file.sourceId,
      path: file.path,
      captures: new Map(file.captures),
    });
  return stream;
}

/** Of a file that no source has any more. */
function matchOfThen({ path, file }: SavedStream): SourceMatch {
  const source = { id: file?.sourceId ?? '', pattern: path, from: 'start' as const };
  return { source, captures: new Map(file?.captures) };
}
