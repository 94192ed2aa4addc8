import type { Problem } from '../../util/problem.ts';
import { errorCode, errorReason } from '../input/input-fault.ts';

/** Faults of the world by path: each is told once, and again only after it changed or went away in between. */
export class Faults {
  readonly #tell: (problem: Problem) => void;
  readonly #known = new Map<string, string>();

  constructor(tell: (problem: Problem) => void) {
    this.#tell = tell;
  }

  /** Runs an operation on a path; a fault is told, and gives null. Bugs pass through. */
  async attempt<T>(path: string, operation: () => Promise<T>): Promise<T | null> {
    try {
      const value = await operation();
      this.#known.delete(path);
      return value;
    } catch (error) {
      const code = errorCode(error);
      if (code === 'unknown') throw error;
      this.tell(path, code, `cannot read "${path}": ${errorReason(error)}`);
      return null;
    }
  }

  tell(path: string, code: string, message: string): void {
    if (this.#known.get(path) === code) return;
    this.#known.set(path, code);
    const isErrno = /^E[A-Z]+$/.test(code);
    this.#tell({
      code: isErrno ? 'source-unreadable' : code,
      severity: isErrno ? 'error' : 'warning',
      message,
      at: { file: path, line: 0, column: 0 },
    });
  }

  /** The path is gone: whatever was wrong with it. */
  clear(path: string): void {
    this.#known.delete(path);
  }
}
