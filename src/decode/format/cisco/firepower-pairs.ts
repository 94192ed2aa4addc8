import type { FieldValue } from '../../../event/event.ts';

/** Names are words of letters, some with blanks (`Prefilter Policy`). */
const NAME = /(?:^|, )([A-Za-z][\w ]{0,40}): ?/g;

/** `AccessControlRuleAction: Block, SrcIP: 192.0.2.7, …`: messages 430001 to 430005; a value may hold commas. */
export function readFirepowerPairs(
  text: string,
  fields: Map<string, FieldValue>,
): Map<string, FieldValue> {
  let open: string | null = null;
  let start = 0;
  const close = (end: number): void => {
    if (open !== null && !fields.has(open) && end > start) fields.set(open, text.slice(start, end));
  };
  for (const match of text.matchAll(NAME)) {
    close(match.index);
    open = match[1] ?? null;
    start = match.index + match[0].length;
  }
  close(text.length);
  return fields;
}
