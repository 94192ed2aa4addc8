import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat } from '../format.ts';

/** What the web interface says of log-ins; the part before names the page. */
const LOGINS: readonly (readonly [RegExp, result: string])[] = [
  [
    /(?:webConfigurator|Web GUI|GUI|WebGUI) authentication error for (?:user )?'([^']{0,128})' from:? (\S{1,64})/i,
    'login-failure',
  ],
  [/Successful login for user '([^']{0,128})' from:? (\S{1,64})/i, 'login-success'],
  [/User logged out for user '([^']{0,128})' from:? (\S{1,64})/i, 'logout'],
];

/** Log-ins to the web interface of pfSense and OPNsense. */
export const pfWebGui: MessageFormat = {
  name: 'pf-web-gui',
  title: 'pfSense and OPNsense web interface: log-ins',
  reference: 'https://docs.netgate.com/pfsense/en/latest/monitoring/logs/authentication.html',
  samples: [
    {
      lines: [
        '<35>1 2026-11-20T08:02:03+07:00 opnsense.example.net audit 24409 - [meta sequenceId="4"] /index.php: Web GUI authentication error for \'root\' from 203.0.113.9',
      ],
      fields: { user: 'root', src: '203.0.113.9', action: 'login-failure', process: 'audit' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'opnsense.example.net',
    },
    {
      lines: [
        "<38>Nov 20 08:02:03 fw-01 php-fpm[388]: /index.php: Successful login for user 'admin' from: 192.0.2.9 (Local Database)",
      ],
      fields: { user: 'admin', src: '192.0.2.9', action: 'login-success', process: 'php-fpm' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'fw-01',
    },
  ],
  programs: ['audit', 'php-fpm', 'php', 'opnsense'],
  begins: null,
  isBare: false,
  read(text, envelope) {
    for (const [pattern, action] of LOGINS) {
      const match = pattern.exec(text.slice(0, 512));
      if (match === null) continue;
      const fields = new Map<string, FieldValue>([
        ['user', match[1] ?? ''],
        ['src', match[2] ?? ''],
        ['action', action],
        ['message', text],
      ]);
      if (envelope.program !== null) fields.set('process', envelope.program);
      return { dialect: 'filterlog', timeMs: null, host: null, fields };
    }
    return 'no log-in to the web interface';
  },
};
