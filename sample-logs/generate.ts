// Writes the sample logs: the same bytes at every run. README.md says how to run it; test/sample-logs checks that the
// committed files are what it writes.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { formatConsole } from './generator/antivirus.ts';
import { createBook, type Book, type FirewallRecord, type UnitBook } from './generator/book.ts';
import { at, minutes } from './generator/clock.ts';
import { formatFortigate, type Device, type Generation } from './generator/fortigate.ts';
import { GARBAGE, HOSTILE_JSON, tear } from './generator/oddities.ts';
import { readProvince, type Unit } from './generator/province.ts';
import { writeQuietMorning } from './generator/quiet.ts';
import { NATIONAL_LIST, tellBorder } from './generator/stories/border.ts';
import { tellIntrusion } from './generator/stories/intrusion.ts';
import { tellEverydayFinds, tellOutbreak, tellUsbWorm } from './generator/stories/malware.ts';
import { tellPhishing } from './generator/stories/phishing.ts';
import { tellTakeover } from './generator/stories/takeover.ts';
import { formatWindows, type Shape } from './generator/windows.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const INVENTORY = join(HERE, '..', 'seeds', 'hau-giang');

/** Units with an oddity of their own; README.md describes them. */
const SILENT = new Map([['ban-dan-toc', at('08:40:00')]]);
const SLOW_CLOCK = 'ubnd-h-chau-thanh-a';
const ROTATED = 'so-tnmt';
const WINDOWS_LINE_ENDS = 'so-xay-dung';
const GARBLED = 'so-gtvt';
const TORN = 'thanh-tra-tinh';
const HOSTILE = 'tt-pvhcc';

/** Path below sample-logs/ -> contents. */
export type SampleFiles = ReadonlyMap<string, Uint8Array>;

export function generateSampleLogs(): SampleFiles {
  const province = readProvince((name) => readFileSync(join(INVENTORY, name), 'utf8'));
  const book = createBook(province.units);
  writeQuietMorning(book, province, SILENT);
  tellPhishing(book);
  tellUsbWorm(book);
  tellOutbreak(book);
  tellEverydayFinds(book);
  tellTakeover(book);
  tellIntrusion(book, province);
  tellBorder(book);
  return writeBook(book);
}

function writeBook(book: Book): SampleFiles {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, contents: string): void => {
    files.set(path, Buffer.from(contents));
  };
  for (const unitBook of book.units.values()) {
    for (const [name, contents] of firewallFiles(unitBook))
      files.set(`logs/${unitBook.unit.id}/fortigate/${name}`, contents);
    put(`logs/${unitBook.unit.id}/windows/events.ndjson`, windowsFile(unitBook));
  }
  const dataCentre: Device = {
    name: 'FW-TTDL-01',
    serial: 'FG200FT920000001',
    generation: '7',
    skewMs: 0,
  };
  put(
    'logs/central/dc-firewall/traffic.log',
    joinLines(firewallLines(dataCentre, book.dataCentre)),
  );
  put('logs/central/antivirus/console.csv', formatConsole(book.console));
  put('indicators/national.csv', joinLines(NATIONAL_LIST.map((row) => row.join(','))));
  return files;
}

function firewallFiles({ unit, firewall }: UnitBook): ReadonlyMap<string, Uint8Array> {
  const device = deviceOf(unit);
  const lines = firewallLines(device, firewall);
  if (unit.id === ROTATED) return rotatedFiles(device, firewall);
  if (unit.id === GARBLED) return new Map([['firewall.log', garble(lines)]]);
  if (unit.id === TORN) {
    const torn = [...lines.slice(0, -1), tear(lines.at(-1) ?? '')].join('\n');
    return new Map([['firewall.log', Buffer.from(torn)]]);
  }
  const lineEnd = unit.id === WINDOWS_LINE_ENDS ? '\r\n' : '\n';
  return new Map([['firewall.log', Buffer.from(joinLines(lines, lineEnd))]]);
}

/** Two rotations, at 07:45 and at 09:30; the older file was compressed. */
function rotatedFiles(
  device: Device,
  records: readonly FirewallRecord[],
): ReadonlyMap<string, Uint8Array> {
  const between = (from: string, to: string): Buffer =>
    Buffer.from(
      joinLines(
        firewallLines(
          device,
          records.filter(({ timeMs }) => timeMs >= at(from) && timeMs < at(to)),
        ),
      ),
    );
  return new Map([
    ['firewall.log.2.gz', gzipSync(between('00:00:00', '07:45:00'), { level: 9 })],
    ['firewall.log.1', between('07:45:00', '09:30:00')],
    ['firewall.log', between('09:30:00', '24:00:00')],
  ]);
}

function garble(lines: readonly string[]): Buffer {
  const step = Math.floor(lines.length / GARBAGE.length);
  const parts = lines.flatMap((line, index) => {
    const garbage = index % step === 0 ? GARBAGE[index / step] : undefined;
    return garbage === undefined ? [line] : [line, garbage];
  });
  return Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from(part), Buffer.from('\n')])));
}

function firewallLines(device: Device, records: readonly FirewallRecord[]): readonly string[] {
  return records
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .map(({ timeMs, fields }) => formatFortigate(device, timeMs, fields));
}

function deviceOf(unit: Unit): Device {
  const generations: readonly Generation[] = ['7', '6', '5', '7'];
  return {
    name: unit.firewall,
    serial: `FGT60FTK20${String(unit.number).padStart(6, '0')}`,
    generation: generations[unit.number % generations.length] ?? '7',
    skewMs: unit.id === SLOW_CLOCK ? minutes(-7) : 0,
  };
}

function windowsFile({ unit, windows }: UnitBook): string {
  const shapes: readonly Shape[] = ['nxlog', 'winlogbeat', 'evtx'];
  const shape = shapes[unit.number % shapes.length] ?? 'nxlog';
  const lines = windows
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .map((event, index) => formatWindows(shape, event, unit.number * 10_000 + index));
  if (unit.id === HOSTILE) lines.splice(Math.floor(lines.length / 2), 0, HOSTILE_JSON);
  if (unit.id === TORN) return [...lines.slice(0, -1), tear(lines.at(-1) ?? '')].join('\n');
  return joinLines(lines);
}

function joinLines(lines: readonly string[], lineEnd = '\n'): string {
  return lines.map((line) => line + lineEnd).join('');
}

/** Replaces `logs/` and `indicators/` below the given folder. */
export function writeSampleLogs(folder: string = HERE): void {
  for (const name of ['logs', 'indicators'])
    rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, contents] of generateSampleLogs()) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSampleLogs();
