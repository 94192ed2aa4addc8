// What a file's first bytes say about containers that must not be scanned as text. `file(1)`'s magic, the PKWARE
// APPNOTE, RFC 1952 (gzip), RFC 8878 (zstd), POSIX ustar, and the xz, bzip2, 7-Zip, RAR and LZ4 format notes.

/** Enough bytes for every check here; the last is tar's magic at offset 257. */
export const ARCHIVE_HEAD_BYTES = 512;

interface Magic {
  readonly name: string;
  readonly offset: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

const MAGICS: readonly Magic[] = [
  { name: 'zip', offset: 0, bytes: [...ascii('PK'), 3, 4] },
  { name: 'zip', offset: 0, bytes: [...ascii('PK'), 5, 6] },
  { name: 'tar', offset: 257, bytes: [...ascii('ustar'), 0] },
  { name: 'tar', offset: 257, bytes: ascii('ustar ') },
  { name: 'xz', offset: 0, bytes: [0xfd, ...ascii('7zXZ'), 0] },
  { name: 'zstd', offset: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'bzip2', offset: 4, bytes: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59] },
  { name: '7z', offset: 0, bytes: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'rar', offset: 0, bytes: [...ascii('Rar!'), 0x1a, 0x07] },
  { name: 'lz4', offset: 0, bytes: [0x04, 0x22, 0x4d, 0x18] },
  { name: 'compress (.Z)', offset: 0, bytes: [0x1f, 0x9d, 0x90] },
];

interface Unread extends Magic {
  readonly hint: string;
}

/** Content that is no archive, and not text that a scan could read either. */
const UNREAD: readonly Unread[] = [
  { name: 'UTF-16 text', offset: 0, bytes: [0xff, 0xfe], hint: 'save it as UTF-8' },
  { name: 'UTF-16 text', offset: 0, bytes: [0xfe, 0xff], hint: 'save it as UTF-8' },
];

/** What these bytes begin when soclite cannot read it, and what to do; null for everything else. */
export function unreadKind(
  head: Uint8Array,
): { readonly name: string; readonly hint: string } | null {
  return UNREAD.find(({ offset, bytes }) => hasBytes(head, offset, bytes)) ?? null;
}

/** The name of the archive or compression that these bytes begin, gzip excepted; null for everything else. */
export function archiveKind(head: Uint8Array): string | null {
  const found = MAGICS.find(({ offset, bytes }) => hasBytes(head, offset, bytes));
  return found?.name ?? null;
}

/** RFC 1952: the two identification bytes and the one compression method there is. */
export function isGzip(head: Uint8Array): boolean {
  return hasBytes(head, 0, [0x1f, 0x8b, 0x08]);
}

function hasBytes(head: Uint8Array, offset: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[offset + index] === byte);
}
