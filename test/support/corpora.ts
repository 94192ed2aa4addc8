// Public corpora that nobody here wrote; they lie beside the repository, not in it (test/README or ../shared/corpora).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createStreamReader } from '../../src/decode/stream-reader.ts';
import { parseTimeZone } from '../../src/decode/timestamp.ts';
import type { Event } from '../../src/event/event.ts';
import { normalise } from '../../src/normalise/normalise.ts';

const ROOT = process.env['SOCLITE_CORPORA'] ?? '../shared/corpora';

/** Path below the corpora, or null where they are absent: skip then, with a message. With CI=true absence is a failure. */
export function corpusPath(path: string): string | null {
  const full = join(ROOT, path);
  if (existsSync(full)) return full;
  if (process.env['CI'] === 'true') throw new Error(`no corpus at ${full}: set SOCLITE_CORPORA`);
  return null;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** The regular files of a .tar.gz in ustar, GNU or pax form (long names included). */
export function readTarGz(path: string): readonly TextFile[] {
  const bytes = gunzipSync(readFileSync(path));
  const files: TextFile[] = [];
  let longName: string | null = null;
  for (let at = 0; at + 512 <= bytes.length;) {
    const field = (from: number, length: number): string =>
      bytes.toString('utf8', at + from, at + from + length).replace(/\0[^]*$/, '');
    const size = Number.parseInt(field(124, 12), 8) || 0;
    const content = bytes.subarray(at + 512, at + 512 + size);
    const type = field(156, 1);
    const prefix = field(257, 5) === 'ustar' ? field(345, 155) : '';
    if (type === 'L') longName = content.toString('utf8').replace(/\0[^]*$/, '');
    else if (type === 'x')
      longName = /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1] ?? null;
    else {
      const name: string =
        longName ?? (prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`);
      longName = null;
      if (name !== '' && (type === '0' || type === ''))
        files.push({ name, text: content.toString('utf8') });
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** Every file below a folder, sorted. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** The events of a log file (gzip by name), decoded and normalised as the product does, without attribution. */
export function readEvents(path: string): readonly Event[] {
  const stored = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(stored) : stored;
  const zone = parseTimeZone('Asia/Ho_Chi_Minh');
  if (zone === null) throw new Error('no zone');
  const events: Event[] = [];
  const reader = createStreamReader({
    zone,
    referenceTimeMs: Date.UTC(2026, 10, 23),
    mappings: [],
  });
  const emit: Parameters<typeof reader.push>[1] = (record) => {
    events.push({
      unit: null,
      system: null,
      machine: record.host,
      origin: { source: 'corpus', file: path, line: record.line },
      format: record.format,
      timeMs: record.timeMs ?? 0,
      timeOrigin: 'record',
      host: record.host,
      ...normalise(record),
      raw: record.raw,
    });
  };
  reader.push(bytes, emit);
  reader.end(emit);
  return events;
}
