import type { FieldValue } from '../../../event/event.ts';
import type { MessageFormat, StreamContext } from '../../format.ts';
import { readSyslogTime } from '../../time/syslog-time.ts';
import { findCiscoHeader } from './cisco-header.ts';
import { IOS_MESSAGES } from './ios-messages.ts';
import { CISCO_IOS_SAMPLES } from './ios-samples.ts';
import { matchTemplate } from './template.ts';

/** `%SEC-6-IPACCESSLOGP: `; a facility may have a second part, IOS XR sets a blank before the colon. */
const SIGN =
  /%([A-Z][A-Z0-9_]{0,31}(?:-[A-Z0-9_]{1,32}){0,2})-([0-7])-([A-Z0-9_]{1,64})(?: ?:|(?= |$))/y;

/** Messages of Cisco's routers and switches; one whose mnemonic the table lacks gives its header and text. */
export const ciscoIos: MessageFormat = {
  name: 'cisco-ios',
  title: 'Cisco IOS, IOS XE, IOS XR and NX-OS messages, %FACILITY-SEVERITY-MNEMONIC',
  reference: 'https://www.cisco.com/c/en/us/td/docs/ios/system/messages/guide/consol_smg.html',
  samples: CISCO_IOS_SAMPLES,
  programs: [],
  begins: /[^%]{0,160}%(?:\$[\w-]{1,40}\$ ?%)?[A-Z][\w-]{0,99}-[0-7]-[A-Z0-9]/y,
  isBare: true,
  read(text, envelope, context) {
    const header = findCiscoHeader(text, SIGN, envelope);
    if (header === null) return 'without %FACILITY-severity-MNEMONIC';
    const [, facility = '', severity = '', mnemonic = ''] = header.match;
    const body = text.slice(header.end).trim();
    const fields = new Map<string, FieldValue>([
      ['facility', facility],
      ['severity', severity],
      ['mnemonic', mnemonic],
      ['message', body],
    ]);
    IOS_MESSAGES.get(mnemonic)?.some((wording) => matchTemplate(wording, body, fields));
    const isOwnTime = envelope.timeMs === null;
    return {
      dialect: 'cisco-ios',
      timeMs: isOwnTime ? readPrefixTime(text.slice(0, header.match.index), context) : null,
      host: envelope.host ?? nameOf(envelope.program),
      fields,
    };
  },
};

/** `RP/0/RP0/CPU0:Nov 20 08:02:03: `, `*task: Nov 20 08:02:03.123: `: the time after some word and its colon. */
function readPrefixTime(prefix: string, context: StreamContext): number | null {
  for (let at = prefix.indexOf(':'); at >= 0; at = prefix.indexOf(':', at + 1)) {
    const time = readSyslogTime(prefix, prefix[at + 1] === ' ' ? at + 2 : at + 1, context);
    if (time !== null) return time.timeMs;
  }
  return null;
}

/** `sw-01: %SYS-5-CONFIG_I: `: the word before a colon is the device, not a program, unless it is the sign itself. */
function nameOf(program: string | null): string | null {
  return program === null || program.startsWith('%') || program === 'UTC' ? null : program;
}
