// @ts-check
// Reads a .tar.gz into files: enough of POSIX ustar and GNU/pax long names for rule archives, with Node alone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * Extracts regular files below `folder`. Names that would leave it are refused.
 * @param {string} archive
 * @param {string} folder
 * @returns {number} files written
 */
export function extractTarGz(archive, folder) {
  const tar = gunzipSync(readFileSync(archive));
  let written = 0;
  /** @type {string | null} */
  let longName = null;
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header[0] === 0) break;
    const size = parseInt(text(header, 124, 12), 8);
    const type = text(header, 156, 1);
    const body = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'L') longName = text(body, 0, size);
    else if (type === 'x') longName = /\d+ path=(.*)\n/.exec(body.toString())?.[1] ?? null;
    else {
      const prefix = text(header, 345, 155);
      const name = longName ?? (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100);
      longName = null;
      if (type !== '0' && type !== '') continue;
      const path = normalize(name);
      if (path.startsWith('..') || path.startsWith('/'))
        throw new Error(`unsafe name in ${archive}: ${name}`);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), body);
      written += 1;
    }
  }
  return written;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} length
 */
function text(bytes, at, length) {
  const end = bytes.indexOf(0, at);
  return Buffer.from(
    bytes.subarray(at, end < 0 || end > at + length ? at + length : end),
  ).toString();
}
