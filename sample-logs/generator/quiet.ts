// The ordinary morning of an office: what must not raise alerts, near misses included.
import { at, minutes, seconds } from './clock.ts';
import type { Book, FirewallRecord, UnitBook } from './book.ts';
import { trafficFields, type Flow } from './fortigate.ts';
import { DESK_COUNT, deskOf, type Desk } from './people.ts';
import type { Province, Server, Unit } from './province.ts';
import { createRandom, type Random } from './random.ts';
import { SECURITY, SYSMON, SYSTEM, type WindowsEvent } from './windows.ts';

const START = at('07:00:00');
const END = at('11:30:00');

const WEB_HOSTS = [
  ['dichvucong.example', '203.0.113.21', '2001:db8:21::1'],
  ['baochi.example.vn', '203.0.113.34', '2001:db8:34::1'],
  ['thu-dien-tu.example', '198.51.100.40', '2001:db8:40::1'],
  ['capnhat.example.com', '192.0.2.55', '2001:db8:55::1'],
  ['luutru.example.org', '198.51.100.61', '2001:db8:61::1'],
] as const;

const SCANNERS = ['198.51.100.7', '192.0.2.99', '203.0.113.240'] as const;

/** Writes each unit's morning into the book; a unit in `silentFrom` writes nothing from then on. */
export function writeQuietMorning(
  book: Book,
  province: Province,
  silentFrom: ReadonlyMap<string, number>,
): void {
  for (const unitBook of book.units.values()) {
    const { unit } = unitBook;
    const random = createRandom(`quiet ${unit.id}`);
    const until = silentFrom.get(unit.id) ?? END;
    for (const timeMs of moments(random, until, 62)) {
      unitBook.firewall.push(firewallRecord(unit, random, timeMs, province));
    }
    for (const timeMs of moments(random, until, 34)) writeWindows(unitBook, random, timeMs);
    if (unit.consoleGroups.length > 0) writeConsole(book, unit, random);
  }
  writeDataCentre(book, province);
}

/** About `count` moments between the start and `until`, evenly spread with some jitter, whole seconds. */
function moments(random: Random, until: number, count: number): readonly number[] {
  const step = (END - START) / count;
  return Array.from({ length: count }, (_, index) => {
    const jitter = random.integer(0, Math.floor(step / 1000) - 1);
    return START + Math.floor((index * step) / 1000) * 1000 + seconds(jitter);
  }).filter((timeMs) => timeMs < until);
}

function firewallRecord(
  unit: Unit,
  random: Random,
  timeMs: number,
  province: Province,
): FirewallRecord {
  const dice = random.integer(1, 100);
  const desk = deskOf(unit, random.integer(0, DESK_COUNT - 1));
  if (dice <= 40) return web(desk, random, timeMs);
  if (dice <= 58) return toDataCentre(desk, random, timeMs, province.servers);
  if (dice <= 68) return { timeMs, fields: dnsFields(desk, random) };
  if (dice <= 78) return { timeMs, fields: webFilterFields(desk, random) };
  if (dice <= 90) return knockFromInternet(unit, random, timeMs);
  if (dice <= 93) return refusedTelnet(desk, random, timeMs);
  return { timeMs, fields: deviceFields(unit, random) };
}

function web(desk: Desk, random: Random, timeMs: number): FirewallRecord {
  const [hostname, address4, address6] = random.pick(WEB_HOSTS);
  const isSix = random.chance(18);
  const flow = flowOf(random, {
    source: isSix ? desk.address6 : desk.address4,
    target: isSix ? address6 : address4,
    port: random.chance(92) ? 443 : 80,
    service: 'HTTPS',
  });
  const named = random.chance(40) ? { user: desk.user } : {};
  return { timeMs, fields: trafficFields(flow, { ...named, app: 'HTTPS.BROWSER', hostname }) };
}

function toDataCentre(
  desk: Desk,
  random: Random,
  timeMs: number,
  servers: readonly Server[],
): FirewallRecord {
  const server = servers[random.integer(0, servers.length - 1)];
  const flow = flowOf(random, {
    source: desk.address4,
    target: server?.address ?? '',
    port: 443,
    service: 'HTTPS',
  });
  return { timeMs, fields: trafficFields(flow, { policyname: 'LAN-TTDL' }) };
}

function knockFromInternet(unit: Unit, random: Random, timeMs: number): FirewallRecord {
  const flow = flowOf(random, {
    source: random.pick(SCANNERS),
    target: `${unit.prefix4}.${String(random.integer(2, 9))}`,
    port: random.pick([23, 445, 3389, 8080, 22]),
    service: 'other',
    action: 'deny',
    from: 'wan',
    to: 'lan',
  });
  return { timeMs, fields: trafficFields(flow, { srccountry: 'Reserved' }) };
}

function refusedTelnet(desk: Desk, random: Random, timeMs: number): FirewallRecord {
  const port = random.pick([21, 23]);
  const flow = flowOf(random, {
    source: desk.address4,
    target: '203.0.113.90',
    port,
    service: port === 21 ? 'FTP' : 'TELNET',
    action: 'deny',
  });
  return { timeMs, fields: trafficFields(flow) };
}

type FlowStart = Pick<Flow, 'source' | 'target' | 'port' | 'service'> & Partial<Flow>;

export function flowOf(random: Random, start: FlowStart): Flow {
  return {
    action: random.chance(85) ? 'close' : 'accept',
    from: 'lan',
    to: 'wan',
    policy: 7,
    sourcePort: random.integer(49_152, 65_000),
    sent: random.integer(400, 9000),
    received: random.integer(900, 250_000),
    session: random.integer(100_000, 999_999),
    ...start,
  };
}

function dnsFields(desk: Desk, random: Random): FirewallRecord['fields'] {
  const [hostname, address] = random.pick(WEB_HOSTS);
  return {
    logid: '1501054802',
    type: 'utm',
    subtype: 'dns',
    eventtype: 'dns-response',
    level: 'notice',
    vd: 'root',
    policyid: 7,
    sessionid: random.integer(100_000, 999_999),
    srcip: desk.address4,
    srcport: random.integer(49_152, 65_000),
    srcintf: 'internal',
    srcintfrole: 'lan',
    dstip: '10.95.100.20',
    dstport: 53,
    dstintf: 'wan1',
    dstintfrole: 'wan',
    proto: 17,
    profile: 'default',
    qname: hostname,
    qtype: 'A',
    qtypeval: 1,
    qclass: 'IN',
    ipaddr: address,
    msg: 'Domain is monitored',
    action: 'pass',
    cat: 52,
    catdesc: 'Information Technology',
  };
}

function webFilterFields(desk: Desk, random: Random): FirewallRecord['fields'] {
  const [hostname, address] = random.pick(WEB_HOSTS);
  const isBlocked = random.chance(25);
  return {
    logid: isBlocked ? '0316013056' : '0317013312',
    type: 'utm',
    subtype: 'webfilter',
    eventtype: isBlocked ? 'ftgd_blk' : 'ftgd_allow',
    level: isBlocked ? 'warning' : 'notice',
    vd: 'root',
    policyid: 7,
    sessionid: random.integer(100_000, 999_999),
    user: desk.user,
    srcip: desk.address4,
    srcport: random.integer(49_152, 65_000),
    srcintf: 'internal',
    srcintfrole: 'lan',
    dstip: address,
    dstport: 443,
    dstintf: 'wan1',
    dstintfrole: 'wan',
    proto: 6,
    service: 'HTTPS',
    hostname: isBlocked ? 'trochoi.example' : hostname,
    profile: 'default',
    action: isBlocked ? 'blocked' : 'passthrough',
    url: isBlocked ? 'https://trochoi.example/' : `https://${hostname}/`,
    msg: isBlocked
      ? 'URL belongs to a denied category in policy'
      : 'URL belongs to an allowed category in policy',
    catdesc: isBlocked ? 'Games' : 'Government and Legal Organizations',
  };
}

function deviceFields(unit: Unit, random: Random): FirewallRecord['fields'] {
  if (random.chance(25)) {
    const source = `${unit.prefix4}.20`;
    return {
      logid: '0100032001',
      type: 'event',
      subtype: 'system',
      level: 'information',
      vd: 'root',
      logdesc: 'Admin login successful',
      user: 'quantrimang',
      ui: `https(${source})`,
      method: 'https',
      srcip: source,
      dstip: `${unit.prefix4}.1`,
      action: 'login',
      status: 'success',
      reason: 'none',
      msg: `Administrator quantrimang logged in successfully from https(${source})`,
    };
  }
  return {
    logid: '0100040704',
    type: 'event',
    subtype: 'system',
    level: 'notice',
    vd: 'root',
    logdesc: 'System performance statistics',
    action: 'perf-stats',
    cpu: random.integer(1, 30),
    mem: random.integer(30, 60),
    totalsession: random.integer(80, 900),
    disk: random.integer(1, 20),
    bandwidth: `${String(random.integer(90, 900))}/${String(random.integer(90, 900))}`,
    msg: 'Performance statistics',
  };
}

const PROGRAMS = [
  ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Windows\\explorer.exe'],
  ['C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE', 'C:\\Windows\\explorer.exe'],
  ['C:\\Windows\\splwow64.exe', 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE'],
  ['C:\\Windows\\System32\\cmd.exe', 'C:\\Windows\\explorer.exe'],
  ['C:\\Windows\\System32\\svchost.exe', 'C:\\Windows\\System32\\services.exe'],
  ['C:\\Program Files\\UniKey\\UniKeyNT.exe', 'C:\\Windows\\explorer.exe'],
] as const;

function writeWindows({ unit, windows }: UnitBook, random: Random, timeMs: number): void {
  const desk = deskOf(unit, random.integer(0, DESK_COUNT - 1));
  const dice = random.integer(1, 100);
  if (dice <= 35) windows.push(logon(desk, timeMs, random.pick(['2', '7'])));
  else if (dice <= 62) windows.push(processStart(desk, random, timeMs));
  else if (dice <= 74) windows.push(dnsQuery(desk, random, timeMs));
  else if (dice <= 86) windows.push(serviceState(desk, random, timeMs));
  else if (dice <= 95) windows.push(failedLogon(desk, timeMs));
  else windows.push(newRemoteDesktopUser(desk, timeMs));
}

function logon(desk: Desk, timeMs: number, type: string): WindowsEvent {
  return {
    timeMs,
    computer: desk.computer,
    ...SECURITY,
    id: 4624,
    data: {
      SubjectUserName: `${desk.computer}$`,
      SubjectDomainName: 'HAUGIANG',
      TargetUserSid: `S-1-5-21-2025429265-764733703-1417001333-${desk.address4.replace(/^.*\./, '11')}`,
      TargetUserName: desk.user,
      TargetDomainName: 'HAUGIANG',
      LogonType: type,
      IpAddress: '127.0.0.1',
      IpPort: '0',
    },
  };
}

function failedLogon(desk: Desk, timeMs: number): WindowsEvent {
  return {
    timeMs,
    computer: desk.computer,
    ...SECURITY,
    id: 4625,
    data: {
      SubjectUserName: `${desk.computer}$`,
      TargetUserSid: 'S-1-0-0',
      TargetUserName: desk.user,
      TargetDomainName: 'HAUGIANG',
      Status: '0xc000006d',
      SubStatus: '0xc000006a',
      LogonType: '2',
      IpAddress: '127.0.0.1',
      IpPort: '0',
    },
  };
}

function newRemoteDesktopUser(desk: Desk, timeMs: number): WindowsEvent {
  return {
    timeMs,
    computer: desk.computer,
    ...SECURITY,
    id: 4732,
    data: {
      MemberName: '-',
      MemberSid: 'S-1-5-21-2025429265-764733703-1417001333-1150',
      TargetUserName: 'Remote Desktop Users',
      TargetDomainName: 'Builtin',
      TargetSid: 'S-1-5-32-555',
      SubjectUserName: 'quantrimang',
      SubjectDomainName: 'HAUGIANG',
    },
  };
}

function processStart(desk: Desk, random: Random, timeMs: number): WindowsEvent {
  const [image, parent] = random.pick(PROGRAMS);
  return sysmonProcess(desk, timeMs, { image, parent, commandLine: `"${image}"` });
}

export interface ProcessStart {
  readonly image: string;
  readonly parent: string;
  readonly commandLine: string;
  readonly parentCommandLine?: string;
}

export function sysmonProcess(desk: Desk, timeMs: number, start: ProcessStart): WindowsEvent {
  return {
    timeMs,
    computer: desk.computer,
    ...SYSMON,
    id: 1,
    data: {
      RuleName: '-',
      UtcTime: new Date(timeMs).toISOString().replace('T', ' ').replace('Z', ''),
      ProcessId: String(2000 + ((timeMs / 1000) % 7000)),
      Image: start.image,
      CommandLine: start.commandLine,
      CurrentDirectory: 'C:\\Windows\\system32\\',
      User: `HAUGIANG\\${desk.user}`,
      IntegrityLevel: 'Medium',
      ParentImage: start.parent,
      ParentCommandLine: start.parentCommandLine ?? start.parent,
    },
  };
}

function dnsQuery(desk: Desk, random: Random, timeMs: number): WindowsEvent {
  const [hostname, address] = random.pick(WEB_HOSTS);
  return {
    timeMs,
    computer: desk.computer,
    ...SYSMON,
    id: 22,
    data: {
      RuleName: '-',
      UtcTime: new Date(timeMs).toISOString().replace('T', ' ').replace('Z', ''),
      ProcessId: '4120',
      QueryName: hostname,
      QueryStatus: '0',
      QueryResults: `::ffff:${address};`,
      Image: 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    },
  };
}

function serviceState(desk: Desk, random: Random, timeMs: number): WindowsEvent {
  return {
    timeMs,
    computer: desk.computer,
    ...SYSTEM,
    id: 7036,
    data: {
      param1: random.pick([
        'Windows Update',
        'Print Spooler',
        'Background Intelligent Transfer Service',
      ]),
      param2: random.pick(['running', 'stopped']),
    },
  };
}

function writeConsole(book: Book, unit: Unit, random: Random): void {
  for (let index = 0; index < 6; index += 1) {
    const desk = deskOf(unit, index);
    const timeMs = START + minutes(random.integer(2, 262)) + seconds(random.integer(0, 59));
    book.console.push({
      timeMs,
      computer: desk.computer,
      // each sixth agent reports no address: the console group then says whose machine it is
      address: index === 5 ? '' : desk.address4,
      group: spellGroup(unit, index),
      user: desk.user,
      malware: '',
      path: '',
      sha256: '',
      status: 'Sạch',
      result: '',
    });
  }
}

/** Console groups as people typed them over the years: in full, short, decomposed, in capitals. */
export function spellGroup(unit: Unit, index: number): string {
  const group = unit.consoleGroups[index % unit.consoleGroups.length] ?? unit.nameVi;
  if (index % 4 === 1) return group.normalize('NFD');
  return index % 4 === 3 ? group.toUpperCase() : group;
}

/** The data centre's firewall: offices at work on its systems, citizens on the portals, the usual knocking. */
function writeDataCentre(book: Book, province: Province): void {
  const random = createRandom('data centre');
  const { servers, units } = province;
  for (const timeMs of moments(random, END, 330)) {
    const server = servers[random.integer(0, servers.length - 1)];
    const unit = units[random.integer(0, units.length - 1)];
    if (server === undefined || unit === undefined) continue;
    const desk = deskOf(unit, random.integer(0, DESK_COUNT - 1));
    const dice = random.integer(1, 100);
    const common = { target: server.address, to: 'dmz' } as const;
    const flow =
      dice <= 60
        ? flowOf(random, { ...common, source: desk.address4, port: 443, service: 'HTTPS' })
        : dice <= 85
          ? flowOf(random, {
              ...common,
              source: `203.0.113.${String(random.integer(100, 190))}`,
              port: 443,
              service: 'HTTPS',
              from: 'wan',
            })
          : flowOf(random, {
              ...common,
              source: random.pick(SCANNERS),
              port: random.pick([22, 445, 1433, 3389]),
              service: 'other',
              from: 'wan',
              action: 'deny',
            });
    book.dataCentre.push({ timeMs, fields: trafficFields(flow) });
  }
}
