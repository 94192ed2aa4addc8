// An alert's row: what of it is filtered or ordered by. The whole of it is the JSON in `alert_body`.
import { createHash } from 'node:crypto';
import type { Alert } from '../../alert/alert.ts';
import type { AlertStatus } from '../../lifecycle/act.ts';
import { UNTOUCHED } from '../../lifecycle/history.ts';
import type { StoredAlert } from '../../ports/store.ts';
import type { Row } from './connection.ts';
import { parseStored } from './stored-text.ts';

/** Columns from which `toStoredAlert` makes an alert; of the tables `alert a` and `alert_body b`. */
export const STORED_COLUMNS = 'b.body, a.status, a.recurrence_of, a.suppressed_by, a.change';

export function toStoredAlert(row: Row): StoredAlert {
  return {
    alert: readAlert(row['body']),
    status: readStatus(row['status']),
    recurrenceOf: textOrNull(row['recurrence_of']),
    suppressedBy: textOrNull(row['suppressed_by']),
    change: Number(row['change']),
  };
}

export function readStatus(value: unknown): AlertStatus {
  if (value === null) return UNTOUCHED;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own encoding, never a user's file
  return parseStored(value) as AlertStatus;
}

function readAlert(value: unknown): Alert {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own encoding, never a user's file
  return parseStored(value) as Alert;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A grouping key of any length in 16 bytes: nobody can make two keys of one digest. */
export function toGroupingDigest(key: string): Uint8Array {
  return createHash('sha256').update(JSON.stringify(key)).digest().subarray(0, 16);
}
