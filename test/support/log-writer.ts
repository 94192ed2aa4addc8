// A writer that rotates as real ones do, and counts what it wrote.
import { appendFileSync, copyFileSync, renameSync, truncateSync } from 'node:fs';

export interface LogWriter {
  /** Appends whole lines; every fourth append is torn in two writes. */
  write(lines: readonly string[]): void;
  /** logrotate's default: the file is renamed and a new one is begun. */
  rotateByRename(): void;
  /** logrotate's copytruncate: the file is copied, then cut to nothing. */
  rotateByCopy(): void;
  readonly lines: number;
  readonly bytes: number;
}

export function createLogWriter(path: string): LogWriter {
  let lines = 0;
  let bytes = 0;
  let appends = 0;
  let rotations = 0;
  /** Old generations move up by one, as logrotate moves them. */
  function shift(): void {
    for (let n = rotations; n >= 1; n -= 1) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
    rotations += 1;
  }

  return {
    get lines() {
      return lines;
    },
    get bytes() {
      return bytes;
    },
    write(batch) {
      const text = batch.map((line) => `${line}\n`).join('');
      appends += 1;
      const cut = appends % 4 === 0 ? Math.floor(text.length / 2) : text.length;
      appendFileSync(path, text.slice(0, cut));
      if (cut < text.length) appendFileSync(path, text.slice(cut));
      lines += batch.length;
      bytes += Buffer.byteLength(text);
    },
    rotateByRename() {
      shift();
      renameSync(path, `${path}.1`);
    },
    rotateByCopy() {
      shift();
      copyFileSync(path, `${path}.1`);
      truncateSync(path, 0);
    },
  };
}
