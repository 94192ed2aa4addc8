// One end of a connection as ASA writes it: `inside:192.0.2.7/443 (198.51.100.7/443) (LOCAL\an.nv)`.
import type { FieldValue } from '../../../event/event.ts';

export type Side = 'src' | 'dst';

const ECS: Readonly<Record<Side, string>> = { src: 'source', dst: 'destination' };

const ENDPOINT = /^([^\s()]+?)[.,]?((?: ?\([^()]*\))*)$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]*:[0-9a-f:.]*)(?:%\w+)?$/i;

export function readEndpoint(text: string, side: Side, fields: Map<string, FieldValue>): void {
  const match = ENDPOINT.exec(text);
  if (match === null) return;
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '' && !fields.has(name)) fields.set(name, value);
  };
  const place = splitPlace(match[1] ?? '');
  put(`${side}_intf`, place.intf);
  put(`${side}_ip`, place.ip);
  put(`${side}_port`, place.port);
  for (const [, inside = ''] of (match[2] ?? '').matchAll(/\(([^()]*)\)/g)) {
    const nat = /^([\da-f.:]+)(?:\/(\d+))?$/i.exec(inside);
    const icmp = /^type (\d+),? code (\d+)$/i.exec(inside);
    if (icmp !== null) {
      put('icmp_type', icmp[1]);
      put('icmp_code', icmp[2]);
    } else if (/^\d{1,5}$/.test(inside)) put(`${side}_port`, inside);
    else if (nat !== null && ADDRESS.test(nat[1] ?? '')) {
      put(`${ECS[side]}.nat.ip`, nat[1]);
      put(`${ECS[side]}.nat.port`, nat[2]);
    } else if (!inside.includes('='))
      put(side === 'src' ? 'username' : 'destination.user.name', inside.trim());
  }
}

interface Place {
  readonly intf?: string;
  readonly ip: string;
  readonly port?: string;
}

/** `intf:ip/port`, `intf/ip`, `ip/port`, `ip`; an address may have colons itself. */
function splitPlace(word: string): Place {
  if (ADDRESS.test(word)) return { ip: word };
  const slash = word.lastIndexOf('/');
  const tail = word.slice(slash + 1);
  if (slash > 0 && ADDRESS.test(tail)) return { intf: word.slice(0, slash), ip: tail };
  const port = slash > 0 ? { port: tail } : {};
  const head = slash > 0 ? word.slice(0, slash) : word;
  if (ADDRESS.test(head)) return { ip: head, ...port };
  const colon = head.indexOf(':');
  if (colon < 1) return { ip: head, ...port };
  return { intf: head.slice(0, colon), ip: head.slice(colon + 1), ...port };
}
