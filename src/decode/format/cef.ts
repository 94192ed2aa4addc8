import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat, StreamContext } from '../format.ts';
import { readDeviceTime } from '../time/device-time.ts';
import { readExtension } from './extension.ts';
import { readPipeHeader } from './pipe-header.ts';
import { readTextField } from './time-fields.ts';

const HEADER = [
  'DeviceVendor',
  'DeviceProduct',
  'DeviceVersion',
  'DeviceEventClassID',
  'Name',
  'Severity',
] as const;

/** When it happened, before when somebody received it. */
const TIMES = ['rt', 'deviceReceiptTime', 'end', 'endTime', 'start', 'startTime'];
const HOST_NAMES = ['dvchost', 'deviceHostName'];
/** An address says less than the name in the envelope. */
const HOST_ADDRESSES = ['dvc', 'deviceAddress'];

/** ArcSight's Common Event Format, which many products speak; also with a space after `CEF:`. */
export const cef: MessageFormat = {
  name: 'cef',
  title: 'Common Event Format (CEF)',
  reference:
    'https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/cef-implementation-standard/',
  samples: [
    {
      lines: [
        '<134>Nov 20 08:02:03 gw-01 CEF:0|Contoso|Web \\| Gateway|7.1|42|Blocked page|6|rt=1795136523456 src=10.20.1.7 spt=51514 dst=203.0.113.9 dpt=443 act=blocked suser=an.nv request=https://example.net/a?b\\=c msg=a page that is not allowed cs1Label=Category cs1=Malware sites',
      ],
      fields: {
        DeviceVendor: 'Contoso',
        DeviceProduct: 'Web | Gateway',
        Name: 'Blocked page',
        src: '10.20.1.7',
        request: 'https://example.net/a?b=c',
        msg: 'a page that is not allowed',
        cs1: 'Malware sites',
        Category: 'Malware sites',
      },
      time: '2026-11-20T01:02:03.456Z',
      host: 'gw-01',
    },
    {
      lines: [
        'CEF: 0|Contoso|Agent|1|7|Start|Low|rt=Nov 20 2026 01:02:03 UTC dvchost=pc-07 cn1Label=Host ID cn1=',
      ],
      fields: { Severity: 'Low', cn1: '', dvchost: 'pc-07' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'pc-07',
    },
  ],
  programs: [],
  begins: /CEF: ?[01]\|/y,
  isBare: true,
  read(text, envelope, context) {
    const header = readPipeHeader(text, text.indexOf('|') + 1, HEADER.length);
    if (header === null) return `a CEF header of fewer than ${HEADER.length} cells`;
    const fields = new Map<string, FieldValue>();
    for (const [index, name] of HEADER.entries()) fields.set(name, header.cells[index] ?? '');
    readExtension(text, header.end, fields);
    addLabelled(fields);
    return {
      dialect: 'cef',
      timeMs: readTime(fields, context),
      host:
        readTextField(fields, HOST_NAMES) ?? envelope.host ?? readTextField(fields, HOST_ADDRESSES),
      fields,
    };
  },
};

function readTime(fields: ReadonlyMap<string, FieldValue>, context: StreamContext): number | null {
  for (const name of TIMES) {
    const value = fields.get(name);
    const timeMs = typeof value === 'string' ? readDeviceTime(value, context) : null;
    if (timeMs !== null) return timeMs;
  }
  return null;
}

/** `cs1Label=Category cs1=…`: the value under the name that the device gives it, too. */
function addLabelled(fields: Map<string, FieldValue>): void {
  const written = Array.from(fields);
  for (const [key, label] of written) {
    if (!key.endsWith('Label') || typeof label !== 'string' || label === '') continue;
    const value = fields.get(key.slice(0, -'Label'.length));
    if (value !== undefined && value !== '' && !fields.has(label)) fields.set(label, value);
  }
}
