// Story 1, Sở Y tế: a macro in a mailed document starts PowerShell; the machine then calls a botnet server.
import { bookOf, type Book } from '../book.ts';
import { at, minutes } from '../clock.ts';
import type { FortiFields } from '../fortigate.ts';
import { deskOf } from '../people.ts';
import { sysmonProcess } from '../quiet.ts';
import { SYSMON } from '../windows.ts';

const OFFICE = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const DOCUMENT = 'C:\\Users\\motcua\\Downloads\\Giấy mời họp trực tuyến 20-11.docm';
/** What `-Enc` takes: base64 of UTF-16LE. Harmless on purpose. */
const HARMLESS = Buffer.from("Write-Host 'mẫu'", 'utf16le').toString('base64');
const DOMAIN = 'cdn-capnhat.example.net';
const SERVER = '203.0.113.66';

export function tellPhishing(book: Book): void {
  const { unit, firewall, windows } = bookOf(book, 'so-y-te');
  const desk = deskOf(unit, 2);
  windows.push(
    sysmonProcess(desk, at('08:31:12'), {
      image: `${OFFICE}WINWORD.EXE`,
      parent: `${OFFICE}OUTLOOK.EXE`,
      commandLine: `"${OFFICE}WINWORD.EXE" /n "${DOCUMENT}"`,
    }),
    sysmonProcess(desk, at('08:31:40'), {
      image: POWERSHELL,
      parent: `${OFFICE}WINWORD.EXE`,
      commandLine: `powershell.exe -NoP -W Hidden -Enc ${HARMLESS}`,
      parentCommandLine: `"${OFFICE}WINWORD.EXE" /n "${DOCUMENT}"`,
    }),
    {
      timeMs: at('08:31:44'),
      computer: desk.computer,
      ...SYSMON,
      id: 22,
      data: {
        RuleName: '-',
        UtcTime: '2026-11-20 01:31:44.000',
        ProcessId: '6120',
        QueryName: DOMAIN,
        QueryStatus: '0',
        QueryResults: `::ffff:${SERVER};`,
        Image: POWERSHELL,
      },
    },
  );
  for (let call = 0; call < 6; call += 1) {
    firewall.push({
      timeMs: at('08:32:10') + call * minutes(4),
      fields: botnetFields(desk.address4, 'detected', 51_000 + call),
    });
  }
  // From 09:05 the unit's traffic leaves through the data centre, whose firewall stops it.
  for (let call = 0; call < 3; call += 1) {
    book.dataCentre.push({
      timeMs: at('09:05:30') + call * minutes(4),
      fields: botnetFields(desk.address4, 'dropped', 52_000 + call),
    });
  }
}

function botnetFields(source: string, action: string, sourcePort: number): FortiFields {
  return {
    logid: '0422016400',
    type: 'utm',
    subtype: 'ips',
    eventtype: 'botnet',
    level: 'warning',
    vd: 'root',
    msg: 'Botnet C&C Communication.',
    severity: 'critical',
    srcip: source,
    srccountry: 'Reserved',
    dstip: SERVER,
    dstcountry: 'Reserved',
    srcintf: 'internal',
    srcintfrole: 'lan',
    dstintf: 'wan1',
    dstintfrole: 'wan',
    sessionid: sourcePort * 3,
    action,
    srcport: sourcePort,
    dstport: 443,
    proto: 6,
    service: 'HTTPS',
    policyid: 7,
    attack: 'Emotet.Botnet',
    attackid: 7_630_172,
    direction: 'outgoing',
    hostname: DOMAIN,
  };
}
