// `wide` and its relatives, `base64` and `base64offset` (specification 2.1, "Encoding modifiers"). Values stay bytes
// between them: UTF-16 by code units, text as UTF-8.
import { encodeUtf8 } from '../../util/utf8.ts';
import type { Complaint } from '../document/faults.ts';
import { base64Variants, encodeBase64 } from './base64.ts';
import { createLiteral, refuseKind, toText } from './draft.ts';
import type { Draft } from './draft.ts';
import type { OpenPart } from './open-part.ts';
import type { ValueModifier } from './modifier.ts';
import { DASHES } from './windash.ts';

function createEncoding(
  name: string,
  aliases: readonly string[],
  encode: (text: string) => Uint8Array,
): ValueModifier {
  return {
    name,
    aliases,
    position: 'any',
    isForKeywords: true,
    apply(value) {
      if (value.kind === 'bytes' || isEncoded(value)) return refuseKind(name, 'plain text', value);
      const texts = readTexts(name, value);
      if (isFault(texts)) return texts;
      const { isCased } = texts;
      return texts.all.map((text): Draft => ({ kind: 'bytes', bytes: encode(text), isCased }));
    },
  };
}

const BYTE_ORDER_MARK = '\uFEFF';

export const wide: ValueModifier = createEncoding('wide', ['utf16le'], (text) =>
  toUtf16(text, { isBigEndian: false }),
);
export const utf16be: ValueModifier = createEncoding('utf16be', [], (text) =>
  toUtf16(text, { isBigEndian: true }),
);
/** With the byte order mark FF FE, little-endian (pySigma writes the mark as UTF-8). */
export const utf16: ValueModifier = createEncoding('utf16', [], (text) =>
  toUtf16(BYTE_ORDER_MARK + text, { isBigEndian: false }),
);

function toUtf16(text: string, { isBigEndian }: { readonly isBigEndian: boolean }): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1)
    view.setUint16(at * 2, text.charCodeAt(at), !isBigEndian);
  return bytes;
}

export const base64: ValueModifier = {
  name: 'base64',
  position: 'any',
  isForKeywords: true,
  apply(value) {
    const found = readBytes('base64', value);
    if (isFault(found)) return found;
    return found.all.map((bytes) =>
      createLiteral(encodeBase64(bytes), { isCased: found.isCased, isEncoded: true }),
    );
  },
};

/** Shorter values would have variants of one character or none, which are found everywhere. */
const MIN_OFFSET_BYTES = 3;

export const base64offset: ValueModifier = {
  name: 'base64offset',
  position: 'any',
  isForKeywords: true,
  apply(value) {
    const found = readBytes('base64offset', value);
    if (isFault(found)) return found;
    if (found.all.some((bytes) => bytes.length < MIN_OFFSET_BYTES))
      return {
        code: 'base64offset-short',
        message: `the modifier base64offset needs a value of ${MIN_OFFSET_BYTES} bytes or more`,
        hint: 'a shorter one would be found in most base64 texts; write a longer value',
      };
    return found.all
      .flatMap(base64Variants)
      .map((text) => createLiteral(text, { isCased: found.isCased, isEncoded: true }));
  },
};

interface Found<T> {
  readonly all: readonly T[];
  readonly isCased: boolean;
}

function isFault<T>(found: Found<T> | Complaint): found is Complaint {
  return 'code' in found;
}

function isEncoded(value: Draft): boolean {
  return value.kind === 'text' && value.isEncoded;
}

function readBytes(name: string, value: Draft): Found<Uint8Array> | Complaint {
  if (value.kind === 'bytes') return { all: [value.bytes], isCased: value.isCased };
  const texts = readTexts(name, value);
  return isFault(texts) ? texts : { all: texts.all.map(encodeUtf8), isCased: texts.isCased };
}

/** The texts that a value without wildcards stands for: one, or one for each choice of dashes after `windash`. */
function readTexts(name: string, value: Draft): Found<string> | Complaint {
  const text = toText(value);
  if (text === null) return refuseKind(name, 'text', value);
  let all: readonly string[] = [''];
  for (const part of text.parts) {
    const choices = choicesOf(part);
    if (choices === null)
      return {
        code: 'encoding-wildcard',
        message: `the modifier ${name} cannot encode a wildcard`,
        hint: 'escape it as \\* or \\?, and write contains, startswith or endswith behind the encoding',
      };
    all = all.flatMap((before) => choices.map((choice) => before + choice));
    if (all.length > MAX_TEXTS)
      return {
        code: 'value-variants',
        message: `the value has more than ${MAX_TEXTS} variants`,
        hint: 'write fewer dashes in one value',
      };
  }
  return { all, isCased: text.isCased };
}

const MAX_TEXTS = 3125;

function choicesOf(part: OpenPart): readonly string[] | null {
  if (part.kind === 'literal') return [part.text];
  return part.kind === 'dash' ? DASHES : null;
}
