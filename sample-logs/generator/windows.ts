// Windows events in the three JSON shapes that reach a collector: NXLog (flat), winlogbeat, and an evtx dump.
import { toLocal, toUtc } from './clock.ts';

export type Shape = 'nxlog' | 'winlogbeat' | 'evtx';

export interface WindowsEvent {
  readonly timeMs: number;
  readonly computer: string;
  readonly channel: string;
  readonly provider: string;
  readonly id: number;
  readonly data: Readonly<Record<string, string>>;
  /** Under `UserData` instead of `EventData`: the element's name. */
  readonly userData?: string;
}

export const SECURITY = {
  channel: 'Security',
  provider: 'Microsoft-Windows-Security-Auditing',
} as const;
export const SYSMON = {
  channel: 'Microsoft-Windows-Sysmon/Operational',
  provider: 'Microsoft-Windows-Sysmon',
} as const;
export const SYSTEM = { channel: 'System', provider: 'Service Control Manager' } as const;
export const EVENT_LOG = { channel: 'Security', provider: 'Microsoft-Windows-Eventlog' } as const;

const FORMATTERS = { nxlog: formatNxlog, winlogbeat: formatWinlogbeat, evtx: formatEvtx } as const;

export function formatWindows(shape: Shape, event: WindowsEvent, record: number): string {
  return JSON.stringify(FORMATTERS[shape](event, record));
}

/** NXLog's im_msvistalog with to_json(): local time without a zone. */
function formatNxlog(event: WindowsEvent, record: number): object {
  const time = toLocal(event.timeMs).replace('T', ' ');
  return {
    EventTime: time,
    Hostname: event.computer,
    EventType: 'INFO',
    SeverityValue: 2,
    Severity: 'INFO',
    EventID: event.id,
    SourceName: event.provider,
    RecordNumber: record,
    Channel: event.channel,
    ...event.data,
    EventReceivedTime: time,
    SourceModuleName: 'in',
    SourceModuleType: 'im_msvistalog',
  };
}

function formatWinlogbeat(event: WindowsEvent, record: number): object {
  return {
    '@timestamp': toUtc(event.timeMs),
    event: { code: String(event.id), provider: event.provider, kind: 'event' },
    host: { name: event.computer },
    winlog: {
      channel: event.channel,
      provider_name: event.provider,
      event_id: String(event.id),
      record_id: record,
      computer_name: event.computer,
      [event.userData === undefined ? 'event_data' : 'user_data']: event.data,
    },
    agent: { type: 'winlogbeat', version: '8.15.0' },
  };
}

function formatEvtx(event: WindowsEvent, record: number): object {
  return {
    Event: {
      System: {
        Provider: { '#attributes': { Name: event.provider } },
        EventID: event.id,
        Level: 4,
        TimeCreated: { '#attributes': { SystemTime: toUtc(event.timeMs) } },
        EventRecordID: record,
        Channel: event.channel,
        Computer: event.computer,
      },
      ...(event.userData === undefined
        ? { EventData: event.data }
        : { UserData: { [event.userData]: event.data } }),
    },
  };
}
