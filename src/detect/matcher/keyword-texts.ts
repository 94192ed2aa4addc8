import type { Event, FieldValue } from '../../event/event.ts';
import { scalarText } from '../../event/scalar.ts';

/**
 * What a keyword is searched in (semantics 2.4): the raw message, or any single scalar value, nested ones included.
 * A record that is a JSON object or a Windows event XML is searched through its values only: its raw text would
 * add nothing but key names, which are not searched. A record without fields (no format read it) always by its raw text.
 */
export function listKeywordTexts(event: Event): readonly string[] {
  const texts: string[] = [];
  if (event.raw !== '' && (event.fields.size === 0 || !isSerialised(event.raw)))
    texts.push(event.raw);
  for (const value of event.fields.values()) collectTexts(value, texts);
  return texts;
}

function isSerialised(raw: string): boolean {
  return raw.startsWith('{') || raw.startsWith('<Event');
}

/** Recursion is bounded by the decoder's limit on nesting. */
function collectTexts(value: FieldValue, texts: string[]): void {
  const text = scalarText(value);
  if (text !== null) texts.push(text);
  else if (value !== null && typeof value === 'object')
    for (const child of Object.values(value)) collectTexts(child, texts);
}
