import type { FieldValue, LogSource } from '../event/event.ts';
import { safeFieldName } from './field-name.ts';
import { createInterner, logSource } from './log-source.ts';
import type { Normalised } from './normalised.ts';

/** One entry per mapping that the user wrote. */
const intern = createInterner();

/** The mapping named the fields already; `Product` is what it says of itself, never the log's. */
export function normaliseAntivirus(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of decoded) fields.set(safeFieldName(name), value);
  const product = fields.get('Product');
  return { logSources: logSourcesOf(typeof product === 'string' ? product : null), fields };
}

function logSourcesOf(product: string | null): readonly LogSource[] {
  return intern(product ?? '', () => [logSource({ category: 'antivirus', product })]);
}
