import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat, StreamContext } from '../format.ts';
import { readDeviceTime } from '../time/device-time.ts';
import { parseKeyValues } from './key-value.ts';
import { SONICWALL_SAMPLES } from './sonicwall-samples.ts';
import { readTextField } from './time-fields.ts';

/** SonicOS's default and enhanced syslog, and GMS's, which is the same with more fields. */
export const sonicwall: MessageFormat = {
  name: 'sonicwall',
  title: 'SonicWall SonicOS, key=value',
  reference:
    'https://www.sonicwall.com/techdocs/pdf/sonicos-7-0-0-0-log_events_reference_guide.pdf',
  samples: SONICWALL_SAMPLES,
  programs: [],
  begins: /(?:[\w.-]{1,64} )?id=\S{1,64} (?:sn|time|fw|mgmtIp)=/y,
  isBare: true,
  read(text, envelope, context) {
    // Some versions write a space after the sign
    const fields = parseKeyValues(text.replace(/ (src|dst)= {1,8}(?=[\da-f])/gi, ' $1='));
    if (!fields.has('sn') && !fields.has('fw')) return 'key=value without sn and fw';
    if (!fields.has('m') && !fields.has('msg')) return 'key=value without m and msg';
    const id = readTextField(fields, ['id']);
    return {
      dialect: 'sonicwall',
      timeMs: readTime(fields, context),
      // `firewall` is what SonicOS calls itself until somebody names it
      host: (id === 'firewall' ? null : id) ?? envelope.host ?? readTextField(fields, ['fw', 'sn']),
      fields,
    };
  },
};

/** `2026-11-20 01:02:03 UTC`; also with slashes, without leading zeros, without a zone. */
function readTime(fields: ReadonlyMap<string, FieldValue>, context: StreamContext): number | null {
  const time = readTextField(fields, ['time']);
  if (time === null) return null;
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2})(:.{1,40})$/.exec(time);
  if (parts === null) return readDeviceTime(time, context);
  const [, year = '', month = '', day = '', hour = '', rest = ''] = parts;
  return readDeviceTime(`${year}-${pad(month)}-${pad(day)} ${pad(hour)}${rest}`, context);
}

function pad(digits: string): string {
  return digits.padStart(2, '0');
}
