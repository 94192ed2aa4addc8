import type { FieldValue } from '../../../event/event.ts';
import type { Envelope, MessageFormat } from '../../format.ts';
import { parseEpoch } from '../../time/epoch-time.ts';
import { readTextField } from '../time-fields.ts';
import {
  readBarPairs,
  readColonPairs,
  readDataPairs,
  readQuotedPairs,
} from './checkpoint-pairs.ts';
import { CHECKPOINT_SAMPLES } from './checkpoint-samples.ts';

const PROGRAM = 'checkpoint';

/** Check Point's logs as Log Exporter sends them (formats syslog, splunk, generic) and as `fw log` prints them. */
export const checkpoint: MessageFormat = {
  name: 'checkpoint',
  title: 'Check Point logs (Log Exporter: syslog, splunk and generic; fw log)',
  reference: 'https://support.checkpoint.com/results/sk/sk144192',
  samples: CHECKPOINT_SAMPLES,
  programs: [PROGRAM],
  begins:
    /(?:time|loc)=\d{1,13}\||\[?[A-Za-z_]\w{0,63}:"|\d{1,2}[A-Z][a-z]{2}\d{4} +\d{1,2}:\d\d:\d\d /y,
  isBare: true,
  read(text, envelope) {
    const fields = readPairs(text, envelope);
    const isNamed = envelope.program?.toLowerCase() === PROGRAM;
    if (fields.size === 0 && isNamed && text.startsWith('[')) fields.set('message', text);
    if (fields.size === 0) return 'no names and values as Check Point writes them';
    if (!isNamed && !isOwn(fields)) return 'names and values without an origin';
    const time = fields.get('time');
    const host = readTextField(fields, ['hostname']);
    const origin = readTextField(fields, ['origin', 'orig']);
    return {
      dialect: 'checkpoint',
      timeMs: typeof time === 'string' ? parseEpoch(time) : null,
      host: host ?? (envelope.host === null ? origin : null),
      fields,
    };
  },
};

/** `20Nov2026  8:02:03 drop   192.0.2.1 >eth0 `: time, action, origin, direction and interface. */
const FW_LOG =
  /\d{1,2}[A-Z][a-z]{2}\d{4} +\d{1,2}:\d\d:\d\d +(?:\d+ +)?([a-z]\w{1,30}) +([\w.:-]{1,255}) +([<>])(\S{1,64}) +/y;

function readPairs(text: string, { structuredData }: Envelope): Map<string, FieldValue> {
  FW_LOG.lastIndex = 0;
  const printed = FW_LOG.exec(text);
  if (printed !== null) {
    const [head, action = '', origin = '', direction = '', ifname = ''] = printed;
    return new Map([
      ...readColonPairs(text.slice(head.length)),
      ['action', action],
      ['origin', origin],
      ['ifdir', direction === '>' ? 'inbound' : 'outbound'],
      ['ifname', ifname],
    ]);
  }
  if (/^(?:time|loc)=/.test(text)) return readBarPairs(text);
  const quoted = readQuotedPairs(text);
  return quoted.size > 0 ? quoted : readDataPairs(structuredData);
}

/** Names and values are common; that they say which gateway logged them, and what, is not. */
function isOwn(fields: ReadonlyMap<string, FieldValue>): boolean {
  const hasOrigin = fields.has('origin') || fields.has('orig') || fields.has('hostname');
  const hasKind = ['product', 'loguid', 'action', 'originsicname'].some((name) => fields.has(name));
  return hasOrigin && hasKind;
}
