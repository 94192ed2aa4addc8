import type { FieldValue } from '../event/event.ts';
import { safeFieldName } from './field-name.ts';
import { NO_LOG_SOURCES } from './log-source.ts';
import type { Normalised } from './normalised.ts';

/** Records whose product is not known: their own names, and no log source to select rules by. */
export function normaliseGeneric(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of decoded) fields.set(safeFieldName(name), value);
  return { logSources: NO_LOG_SOURCES, fields };
}
