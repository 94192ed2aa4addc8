import { LRUCache } from 'lru-cache';
import type { Problem } from '../../util/problem.ts';
import { errorCode, errorReason } from '../input/input-fault.ts';

/** Paths whose faults are remembered; beyond it a fault may be told again. */
const MAX_FAULTS = 20_000;

/** A file may show itself but not open, or open and then fail. */
const ASPECTS = ['looking', 'opening', 'reading'] as const;
type Aspect = (typeof ASPECTS)[number];

/** Faults of the world by path: each is told once, and again only after it changed or went away in between. */
export class Faults {
  readonly #tell: (problem: Problem) => void;
  readonly #errors = new LRUCache<string, string>({ max: MAX_FAULTS });
  readonly #states = new LRUCache<string, string>({ max: MAX_FAULTS });

  constructor(tell: (problem: Problem) => void) {
    this.#tell = tell;
  }

  /** Runs an operation on a path; a fault is told, and gives null. Bugs pass through. */
  async attempt<T>(
    path: string,
    operation: () => Promise<T>,
    aspect: Aspect = 'looking',
  ): Promise<T | null> {
    const key = `${aspect} ${path}`;
    try {
      const value = await operation();
      this.#errors.delete(key);
      return value;
    } catch (error) {
      const code = errorCode(error);
      if (code === 'unknown') throw error;
      if (this.#errors.get(key) === code) return null;
      this.#errors.set(key, code);
      const message = `cannot read "${path}": ${errorReason(error)}`;
      this.#report(path, { code: 'source-unreadable', severity: 'error', message });
      return null;
    }
  }

  /** A state of the path that is no error of the system: told once until it is another one. */
  tell(path: string, code: string, message: string): void {
    if (this.#states.get(path) === code) return;
    this.#states.set(path, code);
    this.#report(path, { code, severity: 'warning', message });
  }

  /** The path is gone, with whatever was wrong with it. */
  clear(path: string): void {
    for (const aspect of ASPECTS) this.#errors.delete(`${aspect} ${path}`);
    this.#states.delete(path);
  }

  #report(path: string, problem: Omit<Problem, 'at'>): void {
    this.#tell({ ...problem, at: { file: path, line: 0, column: 0 } });
  }
}
