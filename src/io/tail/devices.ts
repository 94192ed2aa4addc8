// The system numbers its devices anew when it starts, and shares when they are mounted; the inode numbers on them stay.
// A folder of each device is remembered, to know its number of today.
import type { ListedFolder } from './discover.ts';
import type { SavedDevice } from './saved-tail.ts';
import type { TailDisk } from './tail-disk.ts';

export class Devices {
  readonly #folders = new Map<bigint, SavedDevice>();

  /** One folder a device is enough. */
  note(folders: ReadonlyMap<string, ListedFolder>): void {
    for (const [folder, { identity }] of folders)
      if (!this.#folders.has(identity.dev))
        this.#folders.set(identity.dev, {
          dev: String(identity.dev),
          ino: String(identity.ino),
          folder,
        });
  }

  save(): readonly SavedDevice[] {
    return [...this.#folders.values()];
  }

  /** The number of today by the number of then, for those that can be told. */
  async restore(
    saved: readonly SavedDevice[],
    disk: TailDisk,
  ): Promise<ReadonlyMap<bigint, bigint>> {
    const today = new Map<bigint, bigint>();
    for (const { dev, ino, folder } of saved) {
      const view = await disk.view(folder).catch(() => null); // the first round tells what is wrong with it
      if (view === null || String(view.identity.ino) !== ino) continue;
      today.set(BigInt(dev), view.identity.dev);
      this.#folders.set(view.identity.dev, { dev: String(view.identity.dev), ino, folder });
    }
    return today;
  }
}
