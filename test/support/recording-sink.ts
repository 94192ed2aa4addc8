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

  /** What a store would hold at this moment. */
  snapshot(): readonly Recorded[] {
    return this.files.map((recorded) => ({ ...recorded }));
  }

  /** The sink of the next run: what the snapshot has open must be told resumed. */
  static resume(snapshot: readonly Recorded[]): RecordingSink {
    const sink = new RecordingSink();
    for (const recorded of snapshot) sink.files.push({ ...recorded });
    return sink;
  }

  /** Files of an earlier run that are open and were not told again. */
  get orphans(): readonly Recorded[] {
    const told = new Set(this.#open.values());
    return this.files.filter((recorded) => recorded.closed === null && !told.has(recorded));
  }

  opened(file: TailFile): void {
    this.onTold(`opened ${file.id} ${file.path}${file.isResumed ? ' again' : ''}`);
    const earlier = this.files.find((known) => known.file.id === file.id);
    if (file.isResumed !== (earlier?.closed === null))
      throw new Error(`${file.path}: told ${file.isResumed ? 'resumed' : 'new'} in error`);
    if (earlier !== undefined) {
      this.#open.set(file, earlier);
      return;
    }
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
