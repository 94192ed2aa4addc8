// Story 6, VP UBND tỉnh: a machine reaches addresses of the national list, and the firewall leaves doors open. The
// web address that the machine asked for tries to act on the terminal of whoever reads the log.
import { bookOf, type Book, type FirewallRecord } from '../book.ts';
import { at, minutes, seconds } from '../clock.ts';
import { trafficFields } from '../fortigate.ts';
import { deskOf } from '../people.ts';
import { flowOf } from '../quiet.ts';
import { createRandom } from '../random.ts';
import { OUTBREAK_SHA256 } from './malware.ts';

const LISTED_ADDRESS = '198.51.100.200';
const LISTED_DOMAIN = 'capnhat-dinhdanh.example';

/** The national list as the province received it. */
export const NATIONAL_LIST = [
  ['type', 'value', 'description', 'reference'],
  ['ip', LISTED_ADDRESS, 'Máy chủ điều khiển mã độc (mẫu)', 'CB-2026/11-01'],
  ['ip', '203.0.113.250', 'Máy chủ phát tán mã độc (mẫu)', 'CB-2026/11-01'],
  ['ip', '2001:db8:bad::/48', 'Dải địa chỉ phát tán mã độc (mẫu)', 'CB-2026/11-02'],
  ['domain', LISTED_DOMAIN, 'Trang giả mạo định danh điện tử (mẫu)', 'CB-2026/11-02'],
  ['sha256', OUTBREAK_SHA256, 'Tệp kê khai giả mạo chứa mã độc (mẫu)', 'CB-2026/11-03'],
] as const;

export function tellBorder(book: Book): void {
  const { unit, firewall } = bookOf(book, 'vp-ubnd-tinh');
  const random = createRandom('border');
  const desk = deskOf(unit, 6);
  const push = (
    timeMs: number,
    flow: Parameters<typeof flowOf>[1],
    extra: FirewallRecord['fields'] = {},
  ): void => {
    firewall.push({ timeMs, fields: trafficFields(flowOf(random, flow), extra) });
  };
  for (let call = 0; call < 4; call += 1) {
    push(at('10:41:07') + call * minutes(9), {
      source: desk.address4,
      target: LISTED_ADDRESS,
      port: 443,
      service: 'HTTPS',
      action: 'close',
    });
  }
  firewall.push({ timeMs: at('10:43:30'), fields: hostileWebFields(desk.address4, desk.user) });
  // Telnet to a conference unit in the data centre's network
  push(at('09:34:12'), {
    source: `${unit.prefix4}.33`,
    target: '10.95.113.20',
    port: 23,
    service: 'TELNET',
    action: 'close',
  });
  // Remote desktop of the unit's server, forwarded by the provider's modem
  for (const [index, source] of [
    '198.51.100.23',
    '192.0.2.14',
    '198.51.100.151',
    '2001:db8:7a::15',
  ].entries()) {
    push(at('11:26:40') + index * seconds(47), {
      source,
      target: source.includes(':') ? `${unit.prefix6}::a` : `${unit.prefix4}.10`,
      port: 3389,
      service: 'RDP',
      action: index === 1 ? 'server-rst' : 'close',
      from: 'wan',
      to: 'lan',
      policy: 12,
    });
  }
  push(
    at('11:28:18'),
    {
      source: `${unit.prefix4}.35`,
      target: '203.0.113.34',
      port: 8443,
      service: 'tcp/8443',
      action: 'close',
      policy: 1,
    },
    { policyname: 'tam-any-any' },
  );
}

/** Escape codes, a bidi override, markup, a formula and a prototype key, as a hostile web page would send them. */
function hostileWebFields(source: string, user: string): FirewallRecord['fields'] {
  return {
    logid: '0317013312',
    type: 'utm',
    subtype: 'webfilter',
    eventtype: 'ftgd_allow',
    level: 'notice',
    vd: 'root',
    policyid: 7,
    sessionid: 771_204,
    user,
    srcip: source,
    srcport: 52_811,
    srcintf: 'internal',
    srcintfrole: 'lan',
    dstip: '203.0.113.77',
    dstport: 80,
    dstintf: 'wan1',
    dstintfrole: 'wan',
    proto: 6,
    service: 'HTTP',
    hostname: LISTED_DOMAIN,
    profile: 'default',
    action: 'passthrough',
    url: `http://${LISTED_DOMAIN}/\u001B]0;bi chiem quyen\u0007\u001B[2J\u001B[31m<script>alert(1)</script>\u202Efdp.exe`,
    agent: "=HYPERLINK('http://198.51.100.200','xem')",
    ['__proto__']: 'isAdmin',
    constructor: 'prototype',
    msg: 'URL belongs to an allowed category in policy',
  };
}
