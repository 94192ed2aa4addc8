import { formatsToAsk } from './formats.ts';
import type { DecodedRecord, StreamContext } from './format.ts';

export interface LineExplanation {
  /** The format that reads the line by itself, its records, and whether it is a header; null when none does. */
  readonly reading: {
    readonly format: string;
    readonly kind: 'records' | 'header' | 'pending';
    readonly records: readonly DecodedRecord[];
  } | null;
  /** Why the formats asked before it did not, in the order in which they were asked. */
  readonly refusals: readonly { readonly format: string; readonly reason: string }[];
}

/**
 * Which format reads one line, and why the others do not, for `soclite parse`. The line stands alone: rows of a
 * mapped CSV need their header before them and are refused with that reason.
 */
export function explainLine(text: string, context: StreamContext): LineExplanation {
  const refusals: { format: string; reason: string }[] = [];
  for (const format of formatsToAsk(context)) {
    const result = format.createDecoder(context).decode(text, 1);
    if (result.kind === 'mismatch') {
      refusals.push({ format: format.name, reason: result.reason });
      continue;
    }
    const records = result.kind === 'records' ? result.records : [];
    return { reading: { format: format.name, kind: result.kind, records }, refusals };
  }
  return { reading: null, refusals };
}
