import { identityKey } from '../../ingest/fingerprint.ts';
import type { FileIdentity } from '../../ingest/fingerprint.ts';
import type { Faults } from './faults.ts';
import type { SourceSet } from './source-set.ts';
import type { FileView, TailDisk } from './tail-disk.ts';

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

/** Rounds after which a folder is listed again though its time of change is the same: some shares do not keep it. */
const MAX_REUSES = 10;

/** The names in folders that did not change; listing them is most of what a look at quiet logs costs. */
export class Listings {
  readonly #kept = new Map<string, { of: string; names: readonly string[]; reuses: number }>();

  /** A listing is used again when it was made a round after the folder had last changed: that time is coarse. */
  async names(
    folder: string,
    { identity, modifiedNs }: FileView,
    list: () => Promise<readonly string[] | null>,
  ): Promise<readonly string[]> {
    const of = `${identityKey(identity)} ${modifiedNs}`;
    const kept = this.#kept.get(folder);
    if (kept?.of === of && kept.reuses >= 0 && kept.reuses < MAX_REUSES) {
      kept.reuses += 1;
      return kept.names;
    }
    const names = await list();
    this.#kept.delete(folder);
    if (names === null) return [];
    this.#kept.set(folder, { of, names, reuses: kept?.of === of ? 0 : -1 });
    return names;
  }

  retain(folders: ReadonlyMap<string, unknown>): void {
    for (const folder of this.#kept.keys()) if (!folders.has(folder)) this.#kept.delete(folder);
  }
}

/** Walks the folders that can hold a file of a source. A folder is entered once, however many links lead to it. */
export async function discover(
  sources: SourceSet,
  disk: TailDisk,
  faults: Faults,
  listings: Listings,
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
    const list = (): Promise<readonly string[] | null> =>
      faults.attempt(here, () => disk.list(here));
    const names = await listings.names(here, view, list);
    folders.set(here, { identity: view.identity, names, modifiedNs: view.modifiedNs });
    for (const name of names) {
      const path = here === '/' ? `/${name}` : `${here}/${name}`;
      if (sources.match(path) !== null) paths.add(path);
      if (sources.canContain(path)) pending.push(path);
    }
  }
  listings.retain(folders);
  return { paths: [...paths], folders };
}
