import type { FormatSample } from '../format-sample.ts';

/** One event in each shape; written for this test, no real machine. */
export const WINDOWS_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon","Guid":"{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"}},"EventID":1,"Version":5,"TimeCreated":{"#attributes":{"SystemTime":"2026-11-20T01:02:03.456789Z"}},"Correlation":null,"Execution":{"#attributes":{"ProcessID":3308,"ThreadID":4008}},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"PC-07.stc.local","Security":{"#attributes":{"UserID":"S-1-5-18"}}},"EventData":{"RuleName":"-","UtcTime":"2026-11-20 01:02:03.450","ProcessId":7808,"Image":"C:\\\\Windows\\\\System32\\\\whoami.exe","CommandLine":"whoami /all"}}}',
    ],
    fields: {
      EventID: 1,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Provider_Name: 'Microsoft-Windows-Sysmon',
      Computer: 'PC-07.stc.local',
      Execution_ProcessID: 3308,
      Security_UserID: 'S-1-5-18',
      TimeCreated_SystemTime: '2026-11-20T01:02:03.456789Z',
      Image: 'C:\\Windows\\System32\\whoami.exe',
      CommandLine: 'whoami /all',
    },
    time: '2026-11-20T01:02:03.456Z',
    host: 'PC-07.stc.local',
  },
  {
    lines: [
      '{"Event":{"System":{"Provider":{"#attributes":{"Name":"PowerShell"}},"EventID":{"#attributes":{"Qualifiers":0},"#text":400},"TimeCreated":{"#attributes":{"SystemTime":"2026-11-20T01:02:03Z"}},"Channel":"Windows PowerShell","Computer":"PC-07"},"EventData":{"Data":{"#text":["Available","None","HostApplication=powershell -nop"]},"Binary":null}}}',
    ],
    fields: {
      EventID: 400,
      EventID_Qualifiers: 0,
      Data: ['Available', 'None', 'HostApplication=powershell -nop'],
      Binary: null,
    },
    time: '2026-11-20T01:02:03.000Z',
    host: 'PC-07',
  },
  {
    lines: [
      '{"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Eventlog"}},"EventID":104,"TimeCreated":{"#attributes":{"SystemTime":"2026-11-20T01:02:03Z"}},"Channel":"System","Computer":"DC-01"},"UserData":{"LogFileCleared":{"#attributes":{"xmlns":"x"},"SubjectUserName":"quantri","Channel":"Application","BackupPath":""}}}}',
    ],
    fields: {
      EventID: 104,
      Channel: 'System',
      UserData_Channel: 'Application',
      SubjectUserName: 'quantri',
      BackupPath: '',
    },
    time: '2026-11-20T01:02:03.000Z',
    host: 'DC-01',
  },
  {
    lines: [
      '{"@timestamp":"2026-11-20T01:02:03.456Z","event":{"code":"4625"},"host":{"name":"pc-07"},"message":"An account failed to log on.","winlog":{"channel":"Security","event_id":"4625","provider_name":"Microsoft-Windows-Security-Auditing","computer_name":"PC-07.stc.local","record_id":99,"event_data":{"TargetUserName":"administrator","LogonType":"3","IpAddress":"10.20.1.7"}}}',
    ],
    fields: {
      EventID: '4625',
      Channel: 'Security',
      Provider_Name: 'Microsoft-Windows-Security-Auditing',
      Computer: 'PC-07.stc.local',
      TargetUserName: 'administrator',
      LogonType: '3',
      Message: 'An account failed to log on.',
      event: { code: '4625' },
    },
    time: '2026-11-20T01:02:03.456Z',
    host: 'PC-07.stc.local',
  },
  {
    lines: [
      '{"EventTime":"2026-11-20 08:02:03","Hostname":"PC-07.stc.local","Keywords":-9223372036854775808,"EventType":"INFO","EventID":7045,"SourceName":"Service Control Manager","Channel":"System","ServiceName":"PSEXESVC","EventReceivedTime":"2026-11-20 08:02:09"}',
    ],
    fields: {
      EventID: 7045,
      Hostname: 'PC-07.stc.local',
      SourceName: 'Service Control Manager',
      Keywords: '-9223372036854775808',
      ServiceName: 'PSEXESVC',
    },
    time: '2026-11-20T01:02:03.000Z',
    host: 'PC-07.stc.local',
  },
  {
    lines: [
      '{"TimeCreated":"2026-11-19 20:02:03.460","UtcTime":"2026-11-20 01:02:03.456","EventID":"3","Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"PC-07","DestinationIp":"203.0.113.9"}',
    ],
    fields: { EventID: '3', DestinationIp: '203.0.113.9' },
    time: '2026-11-20T01:02:03.456Z',
    host: 'PC-07',
  },
  {
    lines: [
      '{"Id":1116,"LogName":"Microsoft-Windows-Windows Defender/Operational","ProviderName":"Microsoft-Windows-Windows Defender","MachineName":"PC-07","TimeCreated":"/Date(1795136523456)/","Threat Name":"Virus:DOS/EICAR_Test_File"}',
    ],
    fields: { Id: 1116, 'Threat Name': 'Virus:DOS/EICAR_Test_File' },
    time: '2026-11-20T01:02:03.456Z',
    host: 'PC-07',
  },
];
