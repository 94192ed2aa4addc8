// Story 4, Sở Tài chính: a password is guessed on the unit's server, a new administrator made, the log cleared.
import { bookOf, type Book } from '../book.ts';
import { at, seconds } from '../clock.ts';
import { EVENT_LOG, SECURITY, type WindowsEvent } from '../windows.ts';

const SERVER = 'SRV-SO-TAI-CHINH';
const ACCOUNT = 'ketoantruong';
const DOMAIN_SID = 'S-1-5-21-2025429265-764733703-1417001333';
const FROM = { IpAddress: '10.95.8.77', WorkstationName: 'PC-STC-047' } as const;
const BY = { SubjectUserName: ACCOUNT, SubjectDomainName: 'HAUGIANG' } as const;

export function tellTakeover(book: Book): void {
  const { windows } = bookOf(book, 'so-tai-chinh');
  for (let guess = 0; guess < 25; guess += 1) {
    windows.push(
      security(at('09:02:05') + guess * seconds(11), 4625, {
        SubjectUserName: '-',
        TargetUserSid: 'S-1-0-0',
        TargetUserName: ACCOUNT,
        TargetDomainName: 'HAUGIANG',
        Status: '0xc000006d',
        SubStatus: '0xc000006a',
        LogonType: '3',
        ...FROM,
        IpPort: String(50_200 + guess),
      }),
    );
  }
  windows.push(
    security(at('09:07:30'), 4624, {
      SubjectUserName: '-',
      TargetUserSid: `${DOMAIN_SID}-1142`,
      TargetUserName: ACCOUNT,
      TargetDomainName: 'HAUGIANG',
      LogonType: '3',
      ...FROM,
      IpPort: '50230',
    }),
    security(at('09:11:02'), 4720, {
      TargetUserName: 'hotro01',
      TargetDomainName: SERVER,
      TargetSid: `${DOMAIN_SID}-1188`,
      ...BY,
    }),
    security(at('09:12:20'), 4732, {
      MemberName: '-',
      MemberSid: `${DOMAIN_SID}-1188`,
      TargetUserName: 'Administrators',
      TargetDomainName: 'Builtin',
      TargetSid: 'S-1-5-32-544',
      ...BY,
    }),
    {
      timeMs: at('09:20:44'),
      computer: SERVER,
      ...EVENT_LOG,
      id: 1102,
      userData: 'LogFileCleared',
      data: { SubjectUserSid: `${DOMAIN_SID}-1142`, ...BY, SubjectLogonId: '0xaf855' },
    },
  );
}

function security(timeMs: number, id: number, data: WindowsEvent['data']): WindowsEvent {
  return { timeMs, computer: SERVER, ...SECURITY, id, data };
}
