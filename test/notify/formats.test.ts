import { expect, test } from 'vitest';
import { escapeExtension, escapeHeader } from '../../src/notify/cef.ts';
import { mailText } from '../../src/notify/mail-text.ts';
import { testNotice, toNotice, type Notice } from '../../src/notify/notice.ts';
import { toNotificationRecord } from '../../src/notify/notification-record.ts';
import { syslogLines } from '../../src/notify/syslog-line.ts';
import { toItem } from '../../src/notify/item.ts';
import { openDigest, gather } from '../../src/notify/digest.ts';
import type { KnownAlert } from '../../src/lifecycle/news.ts';
import { CONTROLS, HOSTILE_TEXTS } from '../support/hostile-text.ts';
import { expectSchema } from '../support/json-schema.ts';
import { LOOK, makeKnown } from '../support/notices.ts';

function notice(known: KnownAlert, isThere = true): Notice {
  const item = toItem(known, { id: `${known.alert.id}:new`, kind: 'new' }, 1000);
  const delivery = {
    id: item.id,
    channel: 'chat',
    kind: 'alert',
    createdMs: 1000,
    items: [item],
    tally: null,
    attempts: 0,
    error: null,
  } as const;
  return toNotice(delivery, () => (isThere ? known : null), 2000);
}

function digest(): Notice {
  const items = [1, 2].map((i) => {
    const known = makeKnown({ id: `a00000000000000${i}` });
    return toItem(known, { id: `${known.alert.id}:new`, kind: 'new' }, i);
  });
  const place = { route: 'all', kind: 'held', channel: 'chat', dueMs: 9 } as const;
  const { tally } = items.reduce(gather, openDigest(place, 0));
  return {
    id: 'all:held:0',
    kind: 'held',
    nowMs: 2000,
    entries: items.map((item) => ({ item, known: null })),
    tally,
  };
}

/** A log line and names that hold every text that acts somewhere. */
function hostile(text: string): KnownAlert {
  const { alert } = makeKnown();
  return makeKnown({
    title: `t${text}`,
    titleVi: `t${text}`,
    ruleId: `r${text}`,
    machines: [`m${text}`],
    groupKey: [{ field: 'user', value: `g${text}` }],
    evidence: alert.evidence.map((each) => ({ ...each, raw: `e${text}`, file: `f${text}` })),
  });
}

const TEXTS = [
  ...HOSTILE_TEXTS.map(({ text }) => text),
  ...CONTROLS,
  'a\r\nBcc: victim@example.com\r\n\r\nhello',
  '|=\\"]',
  '\r\n<34>1 2026-01-01T00:00:00Z other su - - - faked',
  '\n.\nQUIT',
];

test.each(TEXTS.map((text) => ({ name: JSON.stringify(text), text })))(
  'no log text acts in any form: $name',
  ({ text }) => {
    const message = notice(hostile(text));
    // oxlint-disable-next-line no-control-regex
    const bad =
      /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;
    for (const format of ['cef', 'text'] as const)
      for (const line of syslogLines(message, LOOK, { format, facility: 16 }))
        expect(line).not.toMatch(bad);
    const mail = mailText(message, LOOK);
    expect(mail.subject).not.toMatch(bad);
    expect(mail.text.replaceAll('\n', '')).not.toMatch(bad);
    const record = toNotificationRecord(message, LOOK);
    expectSchema('notification', record);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  },
);

test('CEF escapes as its guide says', () => {
  expect(escapeHeader('a|b\\c=d\ne')).toBe('a\\|b\\\\c=d e');
  expect(escapeExtension('a|b\\c=d\ne\rf')).toBe('a|b\\\\c\\=d\\ne\\rf');
});

test('one alert as CEF in a line of RFC 5424', () => {
  const [line, ...more] = syslogLines(notice(makeKnown()), LOOK, { format: 'cef', facility: 16 });
  expect(more).toEqual([]);
  expect(line).toBe(
    '<131>1 1970-01-01T00:00:02.000Z soc-1 soclite - ALERT [origin software="soclite" swVersion="0.1.0"] ' +
      'CEF:0|soclite|soclite|0.1.0|rule-1|Web shell written to the upload folder|8|' +
      'rt=2000 externalId=a000000000000001 reason=new dvchost=soc-1 cs1Label=unit cs1=so-tttt ' +
      'cs2Label=unitName cs2=Department of Information cs6Label=notificationId cs6=a000000000000001:new ' +
      'cat=layer-2/application start=1000 end=1000 cnt=1 dhost=dvc-web02 msg=POST /uploads/a.php 200 ' +
      'cs3Label=layer cs3=Layer 2: Professional monitoring cs4Label=group cs4=machine\\=dvc-web02 ' +
      'cs5Label=machines cs5=dvc-web02',
  );
});

test('a mail says who must act, what to do and what shows it; addresses in logs are no links', () => {
  const { alert } = makeKnown();
  const evidence = alert.evidence.map((each) => ({ ...each, raw: 'GET http://evil.example/x' }));
  expect(mailText(notice(makeKnown({ evidence })), LOOK)).toMatchInlineSnapshot(`
    {
      "subject": "[soclite] [HIGH] Web shell written to the upload folder - Department of Information (new)",
      "text": "Web shell written to the upload folder

    Severity: High
    Why now: new
    Unit: Department of Information
    Contact: Anh Bình, 0900 000 000
    Who must act: Layer 2: Professional monitoring
    State: new
    Machines: dvc-web02
    Grouped by: machine = dvc-web02
    Count: 1
    First: 01/01/1970 07:00:01
    Last: 01/01/1970 07:00:01
    Rule: rule-1

    What to do:
      1. Isolate the machine

    Evidence (as logged; links are made harmless):
      01/01/1970 07:00:01  web.log line 7
      | GET http[:]//evil.example/x

    soclite alerts show a000000000000001

    --
    soclite 0.1.0 on soc-1
    Notification: a000000000000001:new
    ",
    }
  `);
});

test.each(['vi', 'en'] as const)('a digest, a test, an alert that was deleted: %s', (language) => {
  const look = { ...LOOK, language };
  const gone = notice(makeKnown(), false);
  for (const each of [digest(), testNotice(5), gone])
    expectSchema('notification', toNotificationRecord(each, look));
  expect(mailText(digest(), look).text).toMatchSnapshot();
  expect(mailText(gone, look).text).toContain(language === 'vi' ? 'đã bị xóa' : 'was deleted');
  expect(syslogLines(digest(), look, { format: 'cef', facility: 1 }).length).toBe(3);
});
