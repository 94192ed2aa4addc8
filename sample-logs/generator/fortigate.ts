// FortiGate log lines as three generations of FortiOS write them (FortiOS log message reference 5.6, 6.4, 7.4).
import { toLocal, toSyslog } from './clock.ts';

/** `7`: quoted, nanoseconds and zone; `6`: behind a syslog header; `5`: bare words unquoted, no zone at all. */
export type Generation = '5' | '6' | '7';

export interface Device {
  readonly name: string;
  readonly serial: string;
  readonly generation: Generation;
  /** How far its clock is ahead (negative: behind), milliseconds. */
  readonly skewMs: number;
}

export type FortiFields = Readonly<Record<string, string | number>>;

/** Fields whose values FortiOS never quotes. */
const BARE = new Set(['srcip', 'dstip', 'tranip', 'botnetip', 'date', 'time']);

export function formatFortigate(device: Device, timeMs: number, fields: FortiFields): string {
  const deviceMs = timeMs + device.skewMs;
  const [date = '', time = ''] = toLocal(deviceMs).split('T');
  const head: Record<string, string | number> = {
    date,
    time,
    devname: device.name,
    devid: device.serial,
  };
  if (device.generation !== '5') {
    head['eventtime'] =
      device.generation === '7' ? `${String(deviceMs)}000000` : String(deviceMs / 1000);
    head['tz'] = '+0700';
  }
  const line = Object.entries({ ...head, ...fields })
    .map(([name, value]) => `${name}=${quote(name, value, device.generation)}`)
    .join(' ');
  if (device.generation === '6') return `<189>${toSyslog(deviceMs)} ${device.name} ${line}`;
  return device.generation === '7' ? line : `<190>${line}`;
}

function quote(name: string, value: string | number, generation: Generation): string {
  if (typeof value === 'number' || BARE.has(name) || name === 'eventtime') return String(value);
  return generation === '5' && /^[\w.:/+-]+$/.test(value) ? value : `"${value}"`;
}

export interface Flow {
  readonly source: string;
  readonly sourcePort: number;
  readonly target: string;
  readonly port: number;
  readonly service: string;
  readonly action: 'accept' | 'close' | 'deny' | 'timeout' | 'client-rst' | 'server-rst';
  readonly from: 'lan' | 'wan' | 'dmz';
  readonly to: 'lan' | 'wan' | 'dmz';
  readonly policy: number;
  readonly sent: number;
  readonly received: number;
  readonly session: number;
}

/** Ports by which the address families and zones are wired in every sample firewall. */
const INTERFACES = { lan: 'internal', wan: 'wan1', dmz: 'dmz' } as const;

export function trafficFields(flow: Flow, extra: FortiFields = {}): FortiFields {
  const isDenied = flow.action === 'deny';
  const isUdp = flow.service === 'DNS' || flow.service === 'NTP';
  return {
    logid: '0000000013',
    type: 'traffic',
    subtype: 'forward',
    level: isDenied ? 'warning' : 'notice',
    vd: 'root',
    srcip: flow.source,
    srcport: flow.sourcePort,
    srcintf: INTERFACES[flow.from],
    srcintfrole: flow.from,
    dstip: flow.target,
    dstport: flow.port,
    dstintf: INTERFACES[flow.to],
    dstintfrole: flow.to,
    sessionid: flow.session,
    proto: isUdp ? 17 : 6,
    action: flow.action,
    policyid: isDenied ? 0 : flow.policy,
    service: flow.service,
    ...(isDenied
      ? { crscore: 30, craction: 131_072, crlevel: 'high' }
      : { trandisp: flow.to === 'wan' ? 'snat' : 'noop' }),
    duration: isDenied ? 0 : 1 + (flow.session % 120),
    sentbyte: isDenied ? 0 : flow.sent,
    rcvdbyte: isDenied ? 0 : flow.received,
    ...extra,
  };
}
