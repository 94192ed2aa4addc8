// Syslog: which service a program belongs to, as SigmaHQ's linux rules name them. Every record is also
// `linux/syslog`, the stream itself.
import type { FieldValue, LogSource } from '../event/event.ts';
import { safeFieldName } from './field-name.ts';
import { createInterner, logSource } from './log-source.ts';
import type { Normalised } from './normalised.ts';

const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  sshd: ['sshd', 'auth'],
  'sshd-session': ['sshd', 'auth'],
  sudo: ['sudo', 'auth'],
  su: ['auth'],
  login: ['auth'],
  pkexec: ['auth'],
  polkitd: ['auth'],
  'systemd-logind': ['auth'],
  useradd: ['auth'],
  usermod: ['auth'],
  userdel: ['auth'],
  groupadd: ['auth'],
  passwd: ['auth'],
  chage: ['auth'],
  cron: ['cron'],
  crond: ['cron'],
  crontab: ['cron'],
  anacron: ['cron'],
  atd: ['cron'],
  vsftpd: ['vsftpd'],
  clamd: ['clamav'],
  clamscan: ['clamav'],
  clamav: ['clamav'],
  freshclam: ['clamav'],
  guacd: ['guacamole'],
  guacamole: ['guacamole'],
  auditd: ['auditd'],
  audispd: ['auditd'],
  audit: ['auditd'],
  nginx: ['nginx'],
  apache: ['apache'],
  apache2: ['apache'],
  httpd: ['apache'],
};
const SERVICES: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(PROGRAMS));
const AUTH_FACILITIES: ReadonlySet<FieldValue | undefined> = new Set(['auth', 'authpriv']);

const intern = createInterner();

export function normaliseSyslog(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of decoded) fields.set(safeFieldName(name), value);
  const program = programOf(fields);
  if (program === 'sudo') addSudoFields(fields);
  return { logSources: linuxSources(program, fields.get('facility')), fields };
}

/** `/usr/sbin/CRON` is `cron`. */
function programOf(fields: ReadonlyMap<string, FieldValue>): string {
  const program = fields.get('program');
  if (typeof program !== 'string') return '';
  return program.slice(program.lastIndexOf('/') + 1).toLowerCase();
}

function linuxSources(program: string, facility: FieldValue | undefined): readonly LogSource[] {
  const known = SERVICES.get(program) ?? [];
  const isAuth = AUTH_FACILITIES.has(facility) && !known.includes('auth');
  const services = [...known, ...(isAuth ? ['auth'] : []), 'syslog'];
  return intern(services.join(), () =>
    services.map((service) => logSource({ product: 'linux', service })),
  );
}

/** `ntlan : TTY=pts/0 ; PWD=/ ; USER=#-1 ; COMMAND=/bin/bash`: rules on sudo read `USER`. */
function addSudoFields(fields: Map<string, FieldValue>): void {
  const message = fields.get('message');
  if (typeof message !== 'string') return;
  for (const part of message.split(/ [;:] /)) {
    const match = /^\s*(TTY|PWD|USER|COMMAND|GROUP)=(.*)$/.exec(part);
    if (match?.[1] !== undefined && !fields.has(match[1])) fields.set(match[1], match[2] ?? '');
  }
}
