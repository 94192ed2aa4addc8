import type { Problem } from '../../util/problem.ts';
import type { Place } from '../yaml/locate.ts';

/** A problem that knows its place in the document but not yet its line. */
export interface Fault {
  readonly code: string;
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly hint?: string;
  readonly place: Place;
}

/** What a fault says, without severity and place. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Collects the faults of one document: everything is read, everything is reported. */
export class FaultList {
  readonly #faults: Fault[] = [];

  get all(): readonly Fault[] {
    return this.#faults;
  }

  get hasErrors(): boolean {
    return this.#faults.some((fault) => fault.severity === 'error');
  }

  error(place: Place, complaint: Complaint): void {
    this.#faults.push({ ...complaint, severity: 'error', place });
  }

  warning(place: Place, complaint: Complaint): void {
    this.#faults.push({ ...complaint, severity: 'warning', place });
  }
}
