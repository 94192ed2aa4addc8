import { gunzipSync } from 'node:zlib';
import type { Inode, MemoryDisk } from './memory-disk.ts';

/** What can happen to a log; each is one moment in time. */
export const EVENTS = [
  'write',
  'write-much',
  'write-half',
  'rotate',
  'rotate-without-create',
  'reopen',
  'copytruncate',
  'copy',
  'truncate',
  'gzip',
  'delete',
  'recreate',
  'pause',
] as const;
export type LogEvent = (typeof EVENTS)[number];

const KEPT_GENERATIONS = 4;

/**
 * A program that logs numbered tokens to `x.log`, and the rotation around it. Knows which tokens a reader can no longer
 * be blamed for: those that were destroyed before anybody could read them.
 */
export class RotatingLog {
  readonly #disk: MemoryDisk;
  readonly #name = 'x.log';
  #writer: Inode;
  #count = 0;
  /** Rotations since the writer last opened the log. */
  #behind = 0;
  /** Size of the copy that copytruncate made and has not yet cut for. */
  #copied: { inode: Inode; bytes: number } | null = null;
  /** Tokens that were destroyed by rotation or deletion; the tailer may or may not have read them. */
  readonly destroyed = new Set<string>();
  readonly written: string[] = [];
  /** What is still to be written of a line that was begun, and for how many steps it may wait. */
  #rest = '';
  #patience = 0;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
    this.#writer = disk.create(this.#name);
  }

  /** A writer pauses within a line, but not as long as a rotated file is waited for. */
  step(): void {
    this.#patience -= 1;
    if (this.#patience <= 0) this.finishLine();
  }

  happen(event: LogEvent): void {
    const disk = this.#disk;
    const log = disk.files.get(this.#name);
    if (event !== 'pause') this.finishLine();
    if (event.startsWith('write')) this.#writeAs(event);
    else if (event === 'rotate' && log !== undefined) {
      this.#renameLog();
      disk.create(this.#name);
    } else if (event === 'rotate-without-create' && log !== undefined) {
      this.#renameLog();
    } else if (event === 'reopen') this.#open(log ?? disk.create(this.#name));
    else if (event === 'copytruncate' && log !== undefined) {
      this.#copy(log);
      this.#truncate();
    } else if (event === 'copy' && log !== undefined) this.#copy(log);
    else if (event === 'truncate') this.#truncate();
    else if (event === 'gzip') this.#gzip();
    else if (event === 'delete' || event === 'recreate') {
      this.#destroy(this.#name);
      if (event === 'recreate') this.#open(disk.create(this.#name));
    }
  }

  /** The tokens in a text. */
  static tokens(text: string): string[] {
    return text.match(/<\d+>/g) ?? [];
  }

  #writeAs(event: LogEvent): void {
    this.#write(event === 'write-much' ? 40 : 1, event === 'write-half' ? '>\n'.length : 0);
  }

  /** Ends a line that was begun. */
  finishLine(): void {
    if (this.#rest !== '') this.#disk.append(this.#writer, this.#rest);
    this.#rest = '';
  }

  #write(tokens: number, heldBack: number): void {
    let text = '';
    for (let index = 0; index < tokens; index += 1) {
      const token = `<${this.#count}>`;
      this.#count += 1;
      this.written.push(token);
      text += `${token}\n`;
      // nobody but who holds a descriptor can read what goes to a deleted file
      // and a writer that missed two rotations is given up when the second file went quiet
      if (this.#writer.links === 0 || this.#behind > 1) this.destroyed.add(token);
    }
    const cut = text.length - heldBack;
    this.#rest = text.slice(cut);
    this.#patience = 3;
    this.#disk.append(this.#writer, text.slice(0, cut));
  }

  #renameLog(): void {
    if (this.#writer === this.#disk.files.get(this.#name) || this.#behind > 0) this.#behind += 1;
    this.#shift();
    this.#disk.rename(this.#name, `${this.#name}.1`);
  }

  #open(log: Inode): void {
    this.#writer = log;
    this.#behind = 0;
  }

  #shift(): void {
    this.#copied = null;
    for (const suffix of ['', '.gz']) {
      this.#destroy(`${this.#name}.${KEPT_GENERATIONS}${suffix}`);
      for (let number = KEPT_GENERATIONS - 1; number > 0; number -= 1)
        this.#disk.rename(
          `${this.#name}.${number}${suffix}`,
          `${this.#name}.${number + 1}${suffix}`,
        );
    }
  }

  #copy(log: Inode): void {
    this.#shift();
    this.#disk.copy(this.#name, `${this.#name}.1`);
    this.#copied = { inode: log, bytes: log.data.length };
  }

  #truncate(): void {
    if (this.#copied === null) return;
    const { inode, bytes } = this.#copied;
    this.#copied = null;
    // what was written between the copy and the cut is lost by the rotation itself
    this.#mayBeLost(inode.data.subarray(bytes).toString());
    this.#disk.truncate(inode);
  }

  #gzip(): void {
    const last = this.#disk.files.get(`${this.#name}.1`);
    if (last === undefined || this.#copied !== null) return;
    this.#disk.unlink(`${this.#name}.1.gz`);
    this.#disk.gzip(`${this.#name}.1`);
  }

  #destroy(name: string): void {
    const inode = this.#disk.files.get(name);
    if (inode === undefined) return;
    if (inode === this.#copied?.inode) this.#copied = null;
    this.#mayBeLost(RotatingLog.plain(inode));
    this.#disk.unlink(name);
  }

  #mayBeLost(text: string): void {
    for (const token of RotatingLog.tokens(text)) this.destroyed.add(token);
  }

  static plain(inode: Inode): string {
    const isGzip = inode.data[0] === 0x1f;
    return (isGzip ? gunzipSync(inode.data) : inode.data).toString('latin1');
  }
}
