// @ts-check
// Messages of 139 vendors in syslog: which product, which host and what time they are taken for.
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { rounded, soclite } from './score.mjs';

/** When upstream's tests were rendered: settles the years that messages leave out. */
const CLOCK_SECONDS = 1_795_302_180;

/**
 * The products that soclite names as supported, by upstream's source types, with the formats that say so. Whatever the
 * vendor, a message in CEF or LEEF is one of these. Doubtful in upstream's expectation, and left as differences: with CEF
 * it takes the envelope's time rather than `rt` (three cases); some Cisco IOS cases expect as host a word of the text.
 * @type {readonly (readonly [product: string, sourcetype: RegExp, formats: RegExp])[]}
 */
const SUPPORTED = [
  ['FortiGate', /^fgt_/, /^fortigate$/],
  ['pfSense filterlog', /^pfsense:filterlog$/, /^filterlog$/],
  ['Sophos Firewall', /^sophos:xg/, /^sophos-firewall$/],
  ['MikroTik', /^routeros$/, /^mikrotik$/],
  ['Cisco ASA and FTD', /^cisco:(?:asa|pix|ftd|firepower)/, /^cisco-asa$/],
  ['Cisco IOS', /^cisco:(?:ios|xr|nx-os)$/, /^cisco-ios$/],
  ['PAN-OS', /^pan:/, /^paloalto-panos$/],
  ['Check Point', /^cp_log/, /^checkpoint$/],
  ['SonicWall', /^(?:dell:)?sonicwall/, /^sonicwall$/],
  ['Juniper', /^(?:juniper|netscreen):/, /^juniper-/],
  ['UniFi', /^ubnt/, /^(?:netfilter|unifi-device)$/],
  ['Suricata', /^suricata:/, /^suricata/],
  ['BIND', /^isc:bind/, /^(?:bind|named)/],
  ['Linux', /^nix:syslog$/, /./],
];

/**
 * @param {string} corpus folder with sc4s.ndjson.gz
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scoreSyslog(corpus) {
  const cases = readCases(corpus);
  const { readings, seconds } = await readAll(cases.map(({ messages }) => String(messages[0])));

  const counter = createCounter();
  for (const [index, one] of cases.entries()) {
    const record = readings.get(index);
    const [{ sourcetype, host, _time: time }] = one.expected;
    const formats = formatsOf(String(sourcetype), String(one.messages[0]));
    const at = Date.parse(record?.time ?? '') / 1000;
    const isHost = record?.host === host;
    const isTime = Math.abs(at - Number(time)) < 1;
    const name = formats === null ? '' : `${one.test} (${sourcetype}):`;
    if (typeof host === 'string') counter.count('all: host', isHost);
    if (typeof time === 'string') counter.count('all: time', isTime);
    if (formats === null) continue;
    const isProduct = formats.test(record?.format ?? '');
    counter.count('supported: product', isProduct, `${name} read as ${record?.format}`);
    if (typeof host === 'string')
      counter.count('supported: host', isHost, `${name} host ${record?.host}`);
    if (typeof time === 'string')
      counter.count('supported: time', isTime, `${name} time ${record?.time}`);
  }
  return {
    corpus: 'sc4s-syslog',
    figures: { ...counter.figures, seconds: rounded(seconds) },
    notes: counter.notes,
  };
}

/** @param {string} corpus */
function readCases(corpus) {
  const text = gunzipSync(readFileSync(join(corpus, 'sc4s.ndjson.gz'))).toString('utf8');
  const cases = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ messages, expected }) => messages.length === 1 && expected.length > 0);
  if (cases.length === 0) throw new Error(`${corpus} holds no case`);
  return cases;
}

function createCounter() {
  /** @type {Record<string, { got: number, of: number }>} */
  const figures = {};
  /** @type {string[]} */
  const notes = [];
  return {
    figures,
    notes,
    /** @param {string} kind @param {boolean} isRight @param {string} [note] */
    count(kind, isRight, note) {
      const { got, of } = figures[kind] ?? { got: 0, of: 0 };
      figures[kind] = { got: got + (isRight ? 1 : 0), of: of + 1 };
      if (!isRight && note !== undefined) notes.push(note);
    },
  };
}

/**
 * @param {string} sourcetype
 * @param {string} message
 * @returns {RegExp | null} null: no product that soclite names
 */
function formatsOf(sourcetype, message) {
  if (/CEF: ?[01]\|/.test(message)) return /^cef$/;
  if (/LEEF: ?[12]/.test(message)) return /^leef$/;
  const found = SUPPORTED.find(([, type]) => type.test(sourcetype));
  return found?.[2] ?? null;
}

/**
 * @typedef {{ format: string, host: string | null, time: string | null }} Reading
 */

/**
 * Each message in a file of its own, as old as upstream's clock; a message may be several lines: the first counts.
 * @param {string[]} messages
 * @returns {Promise<{ readings: Map<number, Reading>, seconds: number }>}
 */
async function readAll(messages) {
  const folder = mkdtempSync(join(tmpdir(), 'soclite-sc4s-'));
  try {
    for (const [index, message] of messages.entries()) {
      const file = join(folder, `${index}.log`);
      writeFileSync(file, `${message}\n`);
      utimesSync(file, CLOCK_SECONDS, CLOCK_SECONDS);
    }
    const config = join(folder, 'soclite.yml');
    writeFileSync(config, 'zone: UTC\n');
    /** @type {Map<number, Reading>} */
    const readings = new Map();
    const args = ['parse', join(folder, '*.log'), '-c', config, '-o', 'ndjson'];
    const { seconds } = await soclite(args, (line) => {
      const record = JSON.parse(line);
      const index = Number(basename(record.file, '.log'));
      if (!readings.has(index)) readings.set(index, record);
    });
    return { readings, seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
