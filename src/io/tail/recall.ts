// Recognises, by content, what was read before under another name, in another copy, or in a file that is gone.
import { HEAD_BYTES, sharesHead, START } from '../../ingest/fingerprint.ts';
import type { Mark } from '../../ingest/fingerprint.ts';
import type { KnownFiles } from './known-files.ts';
import { readAt } from './mark-at.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { FileView, OpenFile } from './tail-disk.ts';
import { holdsMark } from './tail-stream.ts';

/** A rotated name needs no more than a byte in common to be asked about. */
export const ROTATED_LEAST_BYTES = 1;

export class Recall {
  readonly #known: KnownFiles;
  readonly #registry: StreamRegistry;

  constructor(known: KnownFiles, registry: StreamRegistry) {
    this.#known = known;
    this.#registry = registry;
  }

  /**
   * How far the file was read before: by its own identity, else by the content of files in the same folder of which at
   * least `leastBytes` were read.
   */
  async markOf(folder: string, file: OpenFile, view: FileView, leastBytes: number): Promise<Mark> {
    const own = this.#known.markOf(view.identity);
    if (own !== null && (await holdsMark(file, own, view.sizeBytes))) return own;
    const head = await readAt(file, 0, HEAD_BYTES);
    for (const mark of await this.marksIn(folder)) {
      if (!sharesHead(mark.head, head)) continue;
      // under a name that rotation gave, a shorter file may be a copy that was cut; under any other it is a log of its
      // own: what would tell it apart lies beyond its end
      const mayBeShorter = leastBytes <= ROTATED_LEAST_BYTES;
      if (mark.offset < leastBytes || (!mayBeShorter && view.sizeBytes < mark.offset)) continue;
      if (await holdsMark(file, mark, view.sizeBytes)) return mark;
    }
    return START;
  }

  /**
   * What was read of files in a folder, the longest first. They are read to their ends before, so that what a
   * copy of one holds is not taken from both.
   */
  async marksIn(folder: string): Promise<readonly Mark[]> {
    const streams = this.#registry.inFolder(folder);
    for (const stream of streams) await stream.readTo(Number.POSITIVE_INFINITY);
    const live = streams.map(({ mark }) => mark);
    const marks = [...this.#known.generationsIn(folder), ...live];
    return marks.filter(({ offset }) => offset > 0).toSorted((a, b) => b.offset - a.offset);
  }
}
