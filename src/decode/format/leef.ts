import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat } from '../format.ts';
import { readDeviceTime } from '../time/device-time.ts';
import { readPipeHeader } from './pipe-header.ts';
import { readTextField } from './time-fields.ts';

const HEADER = ['Vendor', 'Product', 'ProductVersion', 'EventID'] as const;
const HOSTS = ['identHostName', 'deviceName', 'devname', 'dvchost'];

/** IBM QRadar's Log Event Extended Format, versions 1 (tabs) and 2 (a separator of its own). */
export const leef: MessageFormat = {
  name: 'leef',
  title: 'Log Event Extended Format (LEEF 1 and 2)',
  reference: 'https://www.ibm.com/docs/en/dsm?topic=overview-leef-event-components',
  samples: [
    {
      lines: [
        '<13>Nov 20 08:02:03 gw-01 LEEF:1.0|Contoso|Gateway|7.1|login-failed|src=10.20.1.7\tsrcPort=51514\tusrName=an.nv\tsev=5\tdevTime=Nov 20 2026 08:02:01',
      ],
      fields: { Vendor: 'Contoso', EventID: 'login-failed', src: '10.20.1.7', usrName: 'an.nv' },
      time: '2026-11-20T01:02:01.000Z',
      host: 'gw-01',
    },
    {
      lines: ['LEEF:2.0|Contoso|Gateway|8|deny|x5E|src=10.20.1.7^dst=203.0.113.9^msg=a b=c'],
      fields: { src: '10.20.1.7', dst: '203.0.113.9', msg: 'a b=c' },
      time: null,
      host: null,
    },
  ],
  programs: [],
  begins: /LEEF: ?[12](?:\.\d)?\|/y,
  isBare: true,
  read(text, _envelope, context) {
    const start = text.indexOf('|') + 1;
    const header = readPipeHeader(text, start, HEADER.length);
    if (header === null) return `a LEEF header of fewer than ${HEADER.length} cells`;
    const fields = new Map<string, FieldValue>();
    for (const [index, name] of HEADER.entries()) fields.set(name, header.cells[index] ?? '');
    const second = isVersion2(text) ? readSeparator(text, header.end) : null;
    readPairs(text.slice(second?.end ?? header.end), second?.separator ?? '\t', fields);
    const time = readTextField(fields, ['devTime', 'rt']);
    return {
      dialect: 'leef',
      timeMs: time === null ? null : readDeviceTime(time, context),
      host: readTextField(fields, HOSTS),
      fields,
    };
  },
};

function isVersion2(text: string): boolean {
  return /^LEEF: ?2/.test(text);
}

/** `^|`, `x5E|`, `0x5e|` or nothing: the cell that version 2 adds; without it the tab separates. */
function readSeparator(
  text: string,
  start: number,
): { readonly separator: string; readonly end: number } | null {
  const end = text.indexOf('|', start);
  const cell = text.slice(start, end);
  if (end < 0 || cell.length > 6) return null;
  if (cell === '') return { separator: '\t', end: end + 1 };
  const hex = /^(?:0x|x)([0-9a-f]{1,4})$/i.exec(cell)?.[1];
  if (hex !== undefined)
    return { separator: String.fromCharCode(Number.parseInt(hex, 16)), end: end + 1 };
  return cell.length === 1 ? { separator: cell, end: end + 1 } : null;
}

function readPairs(text: string, separator: string, fields: Map<string, FieldValue>): void {
  for (const pair of text.split(separator)) {
    const equals = pair.indexOf('=');
    if (equals > 0 && !fields.has(pair.slice(0, equals).trim()))
      fields.set(pair.slice(0, equals).trim(), pair.slice(equals + 1));
  }
}
