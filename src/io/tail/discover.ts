import type { FileIdentity } from '../../ingest/fingerprint.ts';
import type { Faults } from './faults.ts';
import type { SourceSet } from './source-set.ts';
import type { TailDisk } from './tail-disk.ts';

export interface Discovery {
  /** Paths that a source matches, in the order of the walk. */
  readonly paths: readonly string[];
  /** Folders that were listed, by path. */
  readonly folders: ReadonlyMap<string, ListedFolder>;
}

export interface ListedFolder {
  readonly identity: FileIdentity;
  readonly names: readonly string[];
  /** When a name last came, went or changed; as it was before the names were listed. */
  readonly modifiedNs: bigint;
}

/** Walks the folders that can hold a file of a source. A folder is entered once, however many links lead to it. */
export async function discover(
  sources: SourceSet,
  disk: TailDisk,
  faults: Faults,
): Promise<Discovery> {
  const paths = new Set<string>();
  const folders = new Map<string, ListedFolder>();
  const entered = new Set<string>();
  const pending = sources.patterns.map((pattern) => pattern.root);
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (folders.has(folder)) continue;
    const here = folder;
    const view = await faults.attempt(here, () => disk.view(here));
    const identity = view === null ? '' : `${view.identity.dev}:${view.identity.ino}`;
    if (view?.kind !== 'folder' || entered.has(identity)) continue;
    entered.add(identity);
    const names = (await faults.attempt(here, () => disk.list(here))) ?? [];
    folders.set(here, { identity: view.identity, names, modifiedNs: view.modifiedNs });
    for (const name of names) {
      const path = here === '/' ? `/${name}` : `${here}/${name}`;
      if (sources.match(path) !== null) paths.add(path);
      if (sources.canContain(path)) pending.push(path);
    }
  }
  return { paths: [...paths], folders };
}
