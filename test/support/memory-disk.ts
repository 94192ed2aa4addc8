import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import type { FileView, OpenFile, TailDisk } from '../../src/io/tail/tail-disk.ts';

export interface Inode {
  ino: bigint;
  birthtimeNs: bigint;
  modifiedNs: bigint;
  data: Buffer;
  links: number;
  /** Descriptors the tailer holds. */
  opened: number;
}

/**
 * One folder in memory that behaves as ext4 does where it hurts: the inode number of a deleted file goes to the next
 * one, a deleted or renamed file stays readable through an open descriptor, and a copy is a new file.
 * `between` runs before every answer, so that a test can change the disk between any two calls of the tailer.
 */
export class MemoryDisk implements TailDisk {
  readonly folder: string;
  readonly files = new Map<string, Inode>();
  between: () => void = () => undefined;
  /** Hears of every call, for tracing. */
  onCall: (call: string) => void = () => undefined;
  /** Paths that answer EACCES to `open`. */
  readonly forbidden = new Set<string>();
  #clock = 1_000_000_000n;
  #changedNs = 0n;
  readonly #used = new Set<bigint>();
  /** The number of the device. */
  dev = 1n;

  constructor(folder: string) {
    this.folder = folder;
  }

  async view(path: string): Promise<FileView | null> {
    this.#called(`view ${path}`);
    if (path === this.folder)
      return { ...this.#viewOf(emptyInode(1n, 0n)), kind: 'folder', modifiedNs: this.#changedNs };
    const inode = this.files.get(this.#name(path));
    return inode === undefined ? null : this.#viewOf(inode);
  }

  async open(path: string): Promise<OpenFile | null> {
    this.#called(`open ${path}`);
    if (this.forbidden.has(path))
      throw Object.assign(new Error('EACCES: denied'), { code: 'EACCES' });
    const inode = this.files.get(this.#name(path));
    if (inode === undefined) return null;
    inode.opened += 1;
    return {
      view: async () => {
        this.#called(`  view ${inode.ino}`);
        return this.#viewOf(inode);
      },
      read: async (buffer, offset) => {
        this.#called(`  read ${inode.ino} at ${offset}`);
        if (offset >= inode.data.length) return 0;
        return inode.data.copy(buffer, 0, offset, offset + buffer.length);
      },
      close: async () => {
        inode.opened -= 1;
        this.#release(inode);
      },
    };
  }

  async list(folder: string): Promise<readonly string[] | null> {
    this.#called('list');
    return folder === this.folder ? [...this.files.keys()] : null;
  }

  async target(): Promise<null> {
    return null;
  }

  create(name: string): Inode {
    this.unlink(name);
    let ino = 10n;
    while (this.#used.has(ino)) ino += 1n;
    this.#used.add(ino);
    const inode = emptyInode(ino, this.#tick());
    this.files.set(name, inode);
    this.#changedNs = this.#clock;
    return inode;
  }

  append(inode: Inode, text: string): void {
    inode.data = Buffer.concat([inode.data, Buffer.from(text)]);
    inode.modifiedNs = this.#tick();
  }

  truncate(inode: Inode): void {
    inode.data = Buffer.alloc(0);
    inode.modifiedNs = this.#tick();
  }

  rename(from: string, to: string): void {
    const inode = this.files.get(from);
    if (inode === undefined) return;
    this.unlink(to);
    this.files.delete(from);
    this.files.set(to, inode);
    this.#changedNs = this.#tick();
  }

  copy(from: string, to: string): void {
    const inode = this.files.get(from);
    if (inode === undefined) return;
    this.create(to).data = Buffer.from(inode.data);
  }

  gzip(name: string): void {
    const inode = this.files.get(name);
    if (inode === undefined) return;
    this.create(`${name}.gz`).data = gzipSync(inode.data);
    this.unlink(name);
  }

  unlink(name: string): void {
    const inode = this.files.get(name);
    if (inode === undefined) return;
    this.files.delete(name);
    this.#changedNs = this.#tick();
    inode.links = 0;
    this.#release(inode);
  }

  /** All files are copied to another disk: nothing but their content and names stays. */
  migrate(): void {
    this.dev += 1n;
    const inodes = [...this.files.values()];
    this.#used.clear();
    inodes.toReversed().forEach((inode, index) => {
      inode.ino = BigInt(index) + 10n;
      inode.birthtimeNs = this.#tick();
      this.#used.add(inode.ino);
    });
  }

  #viewOf({ ino, birthtimeNs, modifiedNs, links, data }: Inode): FileView {
    return {
      identity: { dev: this.dev, ino, birthtimeNs },
      kind: 'file',
      sizeBytes: data.length,
      modifiedNs,
      links,
    };
  }

  #called(call: string): void {
    this.between();
    this.onCall(call);
  }

  #release(inode: Inode): void {
    if (inode.links === 0 && inode.opened === 0) this.#used.delete(inode.ino);
  }

  #tick(): bigint {
    this.#clock += 1n;
    return this.#clock;
  }

  #name(path: string): string {
    return path.slice(this.folder.length + 1);
  }
}

function emptyInode(ino: bigint, nowNs: bigint): Inode {
  return { ino, birthtimeNs: nowNs, modifiedNs: nowNs, data: Buffer.alloc(0), links: 1, opened: 0 };
}
