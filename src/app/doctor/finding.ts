import type { Say } from '../../util/language.ts';
import type { Clock, InputReader, TextFiles } from '../../ports.ts';
import type { Machine } from '../../ports/machine.ts';
import type { StoreOpener } from '../../ports/store.ts';

/** One thing that the doctor looked at. */
export interface Finding {
  /** What was examined; a stable name. */
  readonly check:
    | 'config'
    | 'rules'
    | 'source'
    | 'clock'
    | 'data'
    | 'disk'
    | 'store'
    | 'service'
    | 'listener'
    | 'metrics'
    | 'terminal'
    | 'node';
  readonly result: 'ok' | 'warning' | 'error';
  /** A file, a source, a port: what it is about. */
  readonly where: string;
  readonly what: string;
  /** What to do; null where all is well. */
  readonly todo: string | null;
}

/** What the doctor examines with; nothing of it writes. */
export interface DoctorEffects {
  readonly files: TextFiles;
  readonly inputs: InputReader;
  readonly stores: StoreOpener;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly host: string;
  readonly terminal: TerminalFacts;
  readonly say: Say;
}

export interface TerminalFacts {
  readonly isTty: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function fine(check: Finding['check'], where: string, what: string): Finding {
  return { check, result: 'ok', where, what, todo: null };
}
