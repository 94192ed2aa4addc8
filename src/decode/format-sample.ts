import type { FieldValue } from '../event/event.ts';

export interface FormatSample {
  /** The lines of one stream, in order (a CSV sample starts with its header). */
  readonly lines: readonly string[];
  /** Expected fields of the last record, a subset. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Expected time of the last record, ISO 8601 in UTC, with `Asia/Ho_Chi_Minh` as the zone and 2026-11-23T00:00:00Z as reference time. */
  readonly time: string | null;
  readonly host: string | null;
}
