import { Buffer } from 'node:buffer';
import type { TailFile, TailSink } from '../../src/ports.ts';
import type { Problem } from '../../src/util/problem.ts';

export interface Recorded {
  readonly file: TailFile;
  text: string;
  closed: string | null;
}

/** Remembers all that a tailer tells, and fails when it breaks the contract of TailSink. */
export class RecordingSink implements TailSink {
  readonly files: Recorded[] = [];
  readonly problems: Problem[] = [];
  caughtUpCount = 0;
  onData: () => void | Promise<void> = () => undefined;
  /** Hears of everything told, for tracing. */
  onTold: (what: string) => void = () => undefined;
  readonly #open = new Map<TailFile, Recorded>();

  /** All text in the order of its arrival. */
  get text(): string {
    return this.files.map((file) => file.text).join('');
  }

  opened(file: TailFile): void {
    this.onTold(`opened ${file.path}`);
    const recorded = { file, text: '', closed: null };
    this.files.push(recorded);
    this.#open.set(file, recorded);
  }

  data(file: TailFile, bytes: Uint8Array): void | Promise<void> {
    const text = Buffer.from(bytes).toString('latin1');
    this.onTold(`data ${file.path} ${JSON.stringify(text)}`);
    this.#get(file).text += text;
    return this.onData();
  }

  closed(file: TailFile, reason: string): void {
    this.onTold(`closed ${file.path} ${reason}`);
    this.#get(file).closed = reason;
    this.#open.delete(file);
  }

  caughtUp(): void {
    this.caughtUpCount += 1;
  }

  problem(problem: Problem): void {
    this.problems.push(problem);
  }

  #get(file: TailFile): Recorded {
    const recorded = this.#open.get(file);
    if (recorded === undefined) throw new Error(`${file.path} is not open`);
    return recorded;
  }
}
