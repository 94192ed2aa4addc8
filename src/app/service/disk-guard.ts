import type { Machine } from '../../ports/machine.ts';

/** Stops reading before the disk of the data folder is full, and lets it go on when there is room again. */
export class DiskGuard {
  /** Why reading waits; null = it does not. */
  fault: string | null = null;
  readonly #machine: Pick<Machine, 'disk'>;
  #gate: { readonly opens: Promise<void>; readonly open: () => void } | null = null;

  constructor(machine: Pick<Machine, 'disk'>) {
    this.#machine = machine;
  }

  /** Null: read on. */
  ready(): Promise<void> | null {
    return this.#gate?.opens ?? null;
  }

  /** Asks the disk; it has to be asked now and then. */
  look(folder: string, minFreeBytes: number): void {
    const disk = this.#machine.disk(folder);
    // some room more than the limit ends it: reading would stop again at once
    const neededBytes = this.fault === null ? minFreeBytes : minFreeBytes * 1.05;
    if (disk === null || disk.freeBytes >= neededBytes) {
      this.fault = null;
      this.#gate?.open();
      this.#gate = null;
      return;
    }
    const mib = (bytes: number): number => Math.floor(bytes / 2 ** 20);
    this.fault = `only ${mib(disk.freeBytes)} MiB are free on the disk of ${folder}, limits.free-disk is ${mib(minFreeBytes)} MiB`;
    if (this.#gate !== null) return;
    let open = (): void => undefined;
    const opens = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#gate = { opens, open };
  }
}
