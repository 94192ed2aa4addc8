import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';

function parse(text: string) {
  return parseConfig([
    { text: `units: [{ id: syt, name: Y tế, short-name: SYT }]\nnotify:\n${text}`, file: 's.yml' },
  ]);
}

test('channels and routes with their defaults', () => {
  const config = parse(`
  give-up-after: 2h
  channels:
    - { id: chat, kind: webhook, url: { env: CHAT_URL }, token: { file: t.txt } }
    - { id: siem, kind: syslog, host: 10.0.0.9, port: 6514, protocol: tls, ca: ca.pem }
    - { id: mail, kind: email, host: smtp.example.vn, from: soc@example.vn, to: a@example.vn }
    - { id: sms, kind: command, run: [sms, 84], timeout: 5s }
  routes:
    - { id: all, channels: [chat, siem, mail, sms], units: [syt, unknown], ceiling: { rule: none }, quiet-hours: '22:00-06:00' }
`);
  expect(config.problems).toEqual([]);
  const tls = { ca: null, cert: null, key: null };
  expect(config.ok && config.value.notify).toEqual({
    giveUpMs: 7_200_000,
    channels: [
      {
        id: 'chat',
        kind: 'webhook',
        timeoutMs: 10_000,
        url: { kind: 'env', name: 'CHAT_URL' },
        token: { kind: 'file', path: 't.txt' },
        tokenHeader: 'Authorization',
        tls,
      },
      {
        id: 'siem',
        kind: 'syslog',
        timeoutMs: 10_000,
        protocol: 'tls',
        host: '10.0.0.9',
        port: 6514,
        format: 'cef',
        facility: 16,
        framing: 'counted',
        tls: { ...tls, ca: 'ca.pem' },
      },
      {
        id: 'mail',
        kind: 'email',
        timeoutMs: 30_000,
        host: 'smtp.example.vn',
        port: 587,
        security: 'starttls',
        user: null,
        password: null,
        from: 'soc@example.vn',
        to: ['a@example.vn'],
        language: null,
        tls,
      },
      { id: 'sms', kind: 'command', timeoutMs: 5000, run: ['sms', '84'] },
    ],
    routes: [
      {
        id: 'all',
        channels: ['chat', 'siem', 'mail', 'sms'],
        units: ['syt', null],
        layers: null,
        minimumSeverity: 'low',
        rules: null,
        reasons: ['new', 'recurring', 'escalated', 'raised', 'grown'],
        digestMs: null,
        quietHours: { fromMinute: 1320, untilMinute: 360 },
        ceiling: { rule: null, unit: { count: 60, windowMs: 3_600_000 } },
      },
    ],
  });
});

const CHANNEL = '  channels: [{ id: sms, kind: command, run: [sms] }]\n';

test.each([
  [
    'a secret in the file',
    'channels: [{ id: a, kind: webhook, url: "https://h/", token: s3cret }]',
    'plain-secret',
  ],
  [
    'http to another machine',
    'channels: [{ id: a, kind: webhook, url: "http://h/s3cret" }]',
    'plain-http',
  ],
  [
    'a password in a url',
    'channels: [{ id: a, kind: webhook, url: "https://u:s3cret@h/" }]',
    'bad-url',
  ],
  ['an unknown kind', 'channels: [{ id: a, kind: pigeon }]', 'not-a-choice'],
  [
    'a key of another kind',
    'channels: [{ id: a, kind: command, run: [x], host: h }]',
    'unknown-key',
  ],
  ['a missing port', 'channels: [{ id: a, kind: syslog, host: h }]', 'missing-key'],
  [
    'tls files without tls',
    'channels: [{ id: a, kind: syslog, host: h, port: 1, ca: x }]',
    'tls-only',
  ],
  [
    'an address with a header',
    'channels: [{ id: a, kind: email, host: h, from: "a@b\\r\\nBcc: c@d", to: [x@y] }]',
    'bad-mail-address',
  ],
  [
    'a password in the clear',
    'channels: [{ id: a, kind: email, host: h, from: a@b, to: [x@y], security: none, user: u, password: { env: P } }]',
    'plain-password',
  ],
  ['an empty command', 'channels: [{ id: a, kind: command, run: [] }]', 'empty-text'],
] as const)('%s', (_name, text, code) => {
  const { ok, problems } = parse(`  ${text}\n`);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect({ ok, codes: errors.map((each) => each.code) }).toEqual({ ok: false, codes: [code] });
  expect(errors.every(({ at }) => at.line === 3)).toBe(true);
  expect(JSON.stringify(problems)).not.toContain('s3cret');
});

test.each([
  ['an unknown channel', '{ id: r, channels: [smss] }', 'unknown-channel'],
  ['an unknown unit', '{ id: r, channels: sms, units: [syte] }', 'unknown-unit'],
  ['an empty list', '{ id: r, channels: sms, rules: [] }', 'empty-list'],
  ['a ceiling without a time', '{ id: r, channels: sms, ceiling: 20 }', 'not-text'],
  ['a ceiling of nothing', '{ id: r, channels: sms, ceiling: 0/1h }', 'bad-rate'],
  ['hours that are none', "{ id: r, channels: sms, quiet-hours: '22:00-25:00' }", 'bad-hours'],
  ['a layer that is none', '{ id: r, channels: sms, layers: [5] }', 'not-a-number'],
  ['an unknown reason', '{ id: r, channels: sms, reasons: [old] }', 'not-a-choice'],
] as const)('%s', (_name, route, code) => {
  const { ok, problems } = parse(`${CHANNEL}  routes:\n    - ${route}\n`);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect({ ok, codes: errors.map((each) => [each.code, each.at.line]) }).toEqual({
    ok: false,
    codes: [[code, 5]],
  });
});
