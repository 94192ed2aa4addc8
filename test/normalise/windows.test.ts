import { describe, expect, test } from 'vitest';
import type { FieldValue, LogSource } from '../../src/event/event.ts';
import { normalise } from '../../src/normalise/normalise.ts';
import { readStream } from '../support/streams.ts';

interface Read {
  readonly sources: readonly string[];
  readonly fields: ReadonlyMap<string, FieldValue>;
}

/** One flat event through decoding and normalisation. */
function read(event: Readonly<Record<string, unknown>>): Read {
  const [record] = readStream(JSON.stringify(event)).records;
  if (record === undefined) throw new Error('no record');
  const { logSources, fields } = normalise(record);
  return { sources: logSources.map(formatSource), fields };
}

function formatSource({ category, product, service }: LogSource): string {
  return `${category ?? '-'}/${product ?? '-'}/${service ?? '-'}`;
}

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';
const DEFENDER = 'Microsoft-Windows-Windows Defender/Operational';

describe('log sources', () => {
  test.each([
    [SYSMON, 1, {}, ['process_creation/windows/sysmon']],
    [SYSMON, '3', {}, ['network_connection/windows/sysmon']],
    [SYSMON, 4, {}, ['sysmon_status/windows/sysmon']],
    [SYSMON, 16, {}, ['sysmon_status/windows/sysmon']],
    [SYSMON, 255, {}, ['sysmon_error/windows/sysmon']],
    [
      SYSMON,
      12,
      { EventType: 'CreateKey' },
      ['registry_event/windows/sysmon', 'registry_add/windows/sysmon'],
    ],
    [
      SYSMON,
      12,
      { EventType: 'DeleteValue' },
      ['registry_event/windows/sysmon', 'registry_delete/windows/sysmon'],
    ],
    [
      SYSMON,
      12,
      { EventType: 'DeleteKey' },
      ['registry_event/windows/sysmon', 'registry_delete/windows/sysmon'],
    ],
    [SYSMON, 12, {}, ['registry_event/windows/sysmon']],
    [SYSMON, 13, {}, ['registry_event/windows/sysmon', 'registry_set/windows/sysmon']],
    [SYSMON, 14, {}, ['registry_event/windows/sysmon', 'registry_rename/windows/sysmon']],
    [SYSMON, 18, {}, ['pipe_created/windows/sysmon']],
    [SYSMON, 21, {}, ['wmi_event/windows/sysmon']],
    [SYSMON, 99, {}, ['-/windows/sysmon']],
    ['security', 4688, {}, ['process_creation/windows/security']],
    ['Security', 4625, {}, ['-/windows/security']],
    ['Windows PowerShell', 400, {}, ['ps_classic_start/windows/powershell-classic']],
    ['Windows PowerShell', 600, {}, ['ps_classic_provider_start/windows/powershell-classic']],
    ['Windows PowerShell', 800, {}, ['ps_classic_script/windows/powershell-classic']],
    ['Microsoft-Windows-PowerShell/Operational', 4104, {}, ['ps_script/windows/powershell']],
    ['PowerShellCore/Operational', 4103, {}, ['ps_module/windows/powershell']],
    [DEFENDER, 1116, {}, ['antivirus/windows/windefend']],
    [DEFENDER, 1117, {}, ['-/windows/windefend']],
    ['Microsoft-Windows-SMBClient/Security', 31017, {}, ['-/windows/smbclient-security']],
    [
      'Microsoft-ServiceBus-Client/Admin',
      40300,
      {},
      ['-/windows/microsoft-servicebus-client', '-/windows/servicebus-client'],
    ],
    ['A channel that Sigma has no name for', 1, {}, ['-/windows/-']],
    // The channel is told by a provider that has only one
    [null, 4625, { SourceName: 'Microsoft-Windows-Security-Auditing' }, ['-/windows/security']],
    [null, 1, { SourceName: 'Microsoft-Windows-Kernel-General' }, ['-/windows/-']],
  ])('%s %s %j', (Channel, EventID, rest, expected) => {
    expect(read({ EventID, ...(Channel === null ? {} : { Channel }), ...rest }).sources).toEqual(
      expected,
    );
  });

  test('records of one kind share one array', () => {
    const events = Array.from({ length: 2 }, () => ({ EventID: 4688, Channel: 'Security' }));
    const [a, b] = readStream(events.map((event) => JSON.stringify(event)).join('\n')).records;
    expect(a && normalise(a).logSources).toBe(b && normalise(b).logSources);
  });
});

describe('names', () => {
  test('shippers spell System members in their own ways', () => {
    const { fields } = read({
      EventID: '4625',
      Channel: 'Security',
      Hostname: 'PC-07',
      SourceName: 'Microsoft-Windows-Security-Auditing',
    });
    expect(Object.fromEntries(fields)).toEqual({
      EventID: 4625,
      Channel: 'Security',
      Hostname: 'PC-07',
      SourceName: 'Microsoft-Windows-Security-Auditing',
      Computer: 'PC-07',
      Provider_Name: 'Microsoft-Windows-Security-Auditing',
    });
  });

  test('their own names win over aliases', () => {
    const { fields } = read({
      EventID: 1,
      Channel: SYSMON,
      Computer: 'A',
      Hostname: 'B',
      Provider_Name: 'P',
      SourceName: 'S',
    });
    expect([fields.get('Computer'), fields.get('Provider_Name')]).toEqual(['A', 'P']);
  });

  test('spaces are stripped, the name without them wins', () => {
    const { fields } = read({
      EventID: 1,
      Channel: SYSMON,
      'Threat Name': 'X',
      'Process Name': 'p1',
      ProcessName: 'p2',
    });
    expect([
      fields.get('ThreatName'),
      fields.get('ProcessName'),
      fields.has('Threat Name'),
    ]).toEqual(['X', 'p2', false]);
  });

  test.each([
    'soclite.unit',
    'Soclite.unit',
    ' soclite.system',
    'soclite',
    'so clite.indicator',
    'SOCLITE.X',
  ])('a log cannot bring %j', (name) => {
    const { fields } = read({ EventID: 1, Channel: SYSMON, [name]: { unit: 'x' } });
    const reserved = [...fields.keys()].filter((key) => /^soclite(\.|$)/i.test(key));
    expect(reserved).toEqual([]);
    expect([...fields.keys()].filter((key) => /^_soclite/i.test(key))).toHaveLength(1);
  });

  test('event 104 names the log that was cleared, and stays in its own', () => {
    const { sources, fields } = read({
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'Microsoft-Windows-Eventlog' } },
          EventID: 104,
          Channel: 'System',
        },
        UserData: { LogFileCleared: { Channel: 'Windows PowerShell' } },
      },
    });
    expect([sources, fields.get('Channel')]).toEqual([['-/windows/system'], 'Windows PowerShell']);
  });

  test('unnamed Data of Winlogbeat and of XML converters is the array Data', () => {
    const winlog = { channel: 'Windows PowerShell', event_id: '400' };
    const beat = read({ winlog: { ...winlog, event_data: { param1: 'a', param2: 'b' } } });
    expect(beat.fields.get('Data')).toEqual(['a', 'b']);
    const xml = read({
      Event: {
        System: { EventID: 1, Channel: 'Application' },
        EventData: {
          Data: [{ '@Name': 'User', '#text': 'an' }, { '#text': 'x' }, 'y'],
        },
      },
    });
    expect([xml.fields.get('User'), xml.fields.get('Data')]).toEqual(['an', ['x', 'y']]);
  });
});

describe('Security 4688 as process creation', () => {
  const base = {
    EventID: 4688,
    Channel: 'Security',
    NewProcessName: 'C:\\Windows\\System32\\cmd.exe',
    ParentProcessName: 'C:\\Windows\\explorer.exe',
    ProcessId: '0x1a4',
    SubjectUserName: 'ntlan',
    SubjectDomainName: 'STC',
    SubjectLogonId: '0x3e7',
    TargetUserName: '-',
    MandatoryLabel: 'S-1-16-12288',
  };
  const names = ['Image', 'ParentImage', 'User', 'IntegrityLevel', 'LogonId', 'ProcessId'];

  test.each([
    [
      'the creator',
      {},
      [
        'C:\\Windows\\System32\\cmd.exe',
        'C:\\Windows\\explorer.exe',
        'STC\\ntlan',
        'High',
        '0x3e7',
        '0x1a4',
      ],
    ],
    [
      'the target',
      {
        TargetUserName: 'SYSTEM',
        TargetDomainName: 'NT AUTHORITY',
        TargetLogonId: '0x1',
        MandatoryLabel: 'S-1-16-16384',
      },
      [
        'C:\\Windows\\System32\\cmd.exe',
        'C:\\Windows\\explorer.exe',
        'NT AUTHORITY\\SYSTEM',
        'System',
        '0x1',
        '0x1a4',
      ],
    ],
  ])('runs as %s', (_, rest, expected) => {
    const { fields } = read({ ...base, ...rest });
    expect(names.map((name) => fields.get(name))).toEqual(expected);
  });

  test('other Security events get nothing', () => {
    const { fields } = read({ ...base, EventID: 4689 });
    expect(names.map((name) => fields.has(name))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

test.each([
  [1116, {}, 'infected', 'none'],
  [1117, { 'Action ID': '2' }, 'infected', 'quarantined'],
  [1117, { 'Action ID': 3 }, 'infected', 'deleted'],
  [1117, { 'Action ID': '99' }, 'infected', undefined],
  [1119, {}, 'infected', 'failed'],
  [5001, {}, undefined, undefined],
])('Defender %d %j', (EventID, rest, status, result) => {
  const { fields } = read({
    EventID,
    Channel: DEFENDER,
    'Threat Name': 'Virus:DOS/EICAR_Test_File',
    Path: 'file:_C:\\x.com',
    ...rest,
  });
  expect(
    ['Signature', 'Filename', 'ThreatStatus', 'HandlingResult'].map((name) => fields.get(name)),
  ).toEqual(['Virus:DOS/EICAR_Test_File', 'file:_C:\\x.com', status, result]);
});
