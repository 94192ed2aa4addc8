// State as text that another run of the program reads: a line that names kind, version and a digest of the rest, and
// JSON. The digest makes sure that what is read is what was written, whole; so the JSON's shape need not be proven again.
import { digestText } from './text-digest.ts';

/** What a text holds; a change of the JSON's shape is a new version. */
export interface Seal {
  /** Kebab-case. */
  readonly kind: string;
  readonly version: number;
}

export type Unsealed<T> =
  | { readonly ok: true; readonly value: T }
  /** `reason` in words: lower case, no full stop. */
  | { readonly ok: false; readonly reason: string };

/** `<kind> <version> <digest>`, line feed, JSON. Lone surrogates survive; the text itself has none. */
export function sealText(seal: Seal, body: object): string {
  return sealJson(seal, JSON.stringify(body));
}

/** The same of a body that is JSON already. */
export function sealJson({ kind, version }: Seal, json: string): string {
  return `${kind} ${version} ${digestText(json)}\n${json}`;
}

/** @typeParam T what `sealText` was given under this kind and version */
export function unsealText<T>({ kind, version }: Seal, text: string): Unsealed<T> {
  const end = text.indexOf('\n');
  const header = /^([a-z-]{1,40}) (\d{1,9}) ([\da-f]{16})$/.exec(text.slice(0, Math.max(0, end)));
  if (header === null || header[1] !== kind)
    return { ok: false, reason: `the saved state is no ${kind}` };
  if (Number(header[2]) !== version) {
    const reason = `the saved ${kind} has version ${header[2]}, this program reads version ${version}`;
    return { ok: false, reason };
  }
  const json = text.slice(end + 1);
  if (digestText(json) !== header[3])
    return { ok: false, reason: `the saved ${kind} is not as it was written` };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the digest proves that sealText wrote it
  return { ok: true, value: JSON.parse(json) as T };
}
