import type { FieldValue } from '../../event/event.ts';
import type { Envelope, MessageFormat } from '../format.ts';
import { readJunosText } from './junos-text.ts';
import { JUNOS_SAMPLES } from './junos-samples.ts';
import { readSyslogHeader } from './syslog-header.ts';

/** Daemons that only Junos has; their messages are Junos's also without a tag. */
const DAEMONS =
  'rt_flow rt_utm rt_idp rt_ids rt_aamw rt_secintel rt_system rt_nat rt_alg rt_screen rt_log rt_pst_ds apptrack mgd rpd eswd mib2d chassisd alarmd dcd cosd jsrpd kmd iked utmd idpd pfed jddosd l2cpd lacpd lldpd bfdd authd jdhcpd craftd fpc pfex flowd appidd aamwd secintel srx'.split(
    ' ',
  );

/** `RT_FLOW: RT_FLOW_SESSION_DENY: …`, `%PFE-3-…`; or a relayed line in structured form; or nothing but structured data. */
const BEGINNING =
  /(?:RT_[A-Z]{2,12}: |%[A-Z0-9]{1,16}-\d-)?(?:RT_|APPTRACK_|IDP_|AV_|WEBFILTER_|ANTISPAM_|CONTENT_FILTERING_|AAMW_|SECINTEL_|FLOW_|UI_|SNMPD?_|KMD_|PFE_|JSRPD_)[A-Z0-9_]{2,64}(?:: | \[junos@2636)|(?:1 )?\d{4}-\d\d-\d\dT\S{8,32} \S{1,255} \S{1,64} \S{1,64} [A-Z0-9_-]{1,64} \[junos@2636|$/y;

const TAG =
  /^(?:RT_[A-Z]{2,12}: |%[A-Z0-9]{1,16}-\d-)?([A-Z][A-Z0-9]{1,31}_[A-Z0-9_]{2,64})(?:: ?| )/;

/** Junos on SRX (and EX, MX): structured data as RFC 5424 has it, and the sentences of the standard format. */
export const junos: MessageFormat = {
  name: 'juniper-junos',
  title: 'Juniper Junos (SRX: RT_FLOW, RT_UTM, RT_IDP, screens), structured and standard',
  reference:
    'https://www.juniper.net/documentation/us/en/software/junos/flow-packet-processing/topics/ref/statement/security-edit-log.html',
  samples: JUNOS_SAMPLES,
  programs: DAEMONS,
  begins: BEGINNING,
  isBare: false,
  read(text, envelope, context) {
    const own = readStructured(text, envelope);
    if (own !== null) return { dialect: 'juniper', timeMs: null, host: null, fields: own };
    const at = text.indexOf('[junos@2636');
    if (at >= 0) {
      // Relayed or with the tag in front: what is missing of an RFC 5424 header is put there
      const head = text.slice(0, at).trim().split(' ', 8).length;
      const missing =
        '<0>1 ' + '- '.repeat(Math.max(0, 5 - head + (text.startsWith('1 ') ? 1 : 0)));
      const header = readSyslogHeader(missing + text.replace(/^1 /, ''), context);
      const fields = header === null ? null : readStructured(text.slice(at), header);
      if (header !== null && fields !== null)
        return { dialect: 'juniper', timeMs: header.timeMs, host: header.host, fields };
    }
    const tag = TAG.exec(text);
    const program = envelope.program?.toLowerCase() ?? '';
    if (tag === null && !DAEMONS.includes(program))
      return 'neither a tag nor structured data of Junos';
    const fields = new Map<string, FieldValue>();
    if (tag?.[1] !== undefined) fields.set('tag', tag[1]);
    if (envelope.program !== null) fields.set('process', envelope.program);
    const message = text.slice(tag?.[0].length ?? 0);
    fields.set('message', message);
    readJunosText(message, tag?.[1] ?? '', fields);
    return { dialect: 'juniper', timeMs: null, host: null, fields };
  },
};

/** The parameters of `[junos@2636.1.1.1.2.26 …]`, whose last numbers name the platform; null when there are none. */
function readStructured(text: string, envelope: Envelope): Map<string, FieldValue> | null {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of envelope.structuredData)
    if (name.startsWith('junos@2636')) fields.set(name.slice(name.lastIndexOf('.') + 1), value);
  if (fields.size === 0) return null;
  if (envelope.messageId !== null) fields.set('tag', envelope.messageId);
  if (envelope.program !== null) fields.set('process', envelope.program);
  const message = text.startsWith('[') ? '' : text.trim();
  if (message !== '') fields.set('message', message);
  return fields;
}
