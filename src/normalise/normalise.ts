// A record in its product's words becomes one in Sigma's: field names and log sources, by tables. Attribution is not
// made here, and no log can bring it: `soclite.*` names are escaped (field-name.ts).
import type { DecodedRecord, Dialect } from '../decode/format.ts';
import { normaliseAntivirus } from './antivirus.ts';
import { normaliseCef } from './cef.ts';
import { normaliseFortigate } from './fortigate.ts';
import { normaliseGeneric } from './generic.ts';
import { normaliseLeef } from './leef.ts';
import { normaliseCiscoAsa } from './cisco-asa.ts';
import { normaliseFilterlog } from './filterlog.ts';
import { normaliseNetfilter } from './netfilter.ts';
import { normaliseMikrotik } from './mikrotik.ts';
import { normaliseSophosFirewall } from './sophos-firewall.ts';
import { normaliseSonicwall } from './sonicwall.ts';
import { normaliseCiscoIos } from './cisco-ios.ts';
import { normaliseJuniper } from './juniper.ts';
import { normalisePaloalto } from './paloalto.ts';
import { normaliseUnifi } from './unifi.ts';
import { normaliseCheckpoint } from './checkpoint.ts';
import type { Normalised } from './normalised.ts';
import { normaliseSyslog } from './syslog.ts';
import { normaliseWindows } from './windows.ts';

export type { Normalised } from './normalised.ts';

const BY_DIALECT = {
  windows: ({ fields }) => normaliseWindows(fields),
  fortigate: ({ fields }) => normaliseFortigate(fields),
  cef: ({ fields }) => normaliseCef(fields),
  leef: ({ fields }) => normaliseLeef(fields),
  filterlog: ({ fields }) => normaliseFilterlog(fields),
  netfilter: ({ fields }) => normaliseNetfilter(fields),
  mikrotik: ({ fields }) => normaliseMikrotik(fields),
  'sophos-firewall': ({ fields }) => normaliseSophosFirewall(fields),
  sonicwall: ({ fields }) => normaliseSonicwall(fields),
  juniper: ({ fields }) => normaliseJuniper(fields),
  unifi: ({ fields }) => normaliseUnifi(fields),
  antivirus: ({ fields }) => normaliseAntivirus(fields),
  syslog: ({ fields }) => normaliseSyslog(fields),
  'cisco-asa': ({ fields }) => normaliseCiscoAsa(fields),
  'cisco-ios': ({ fields }) => normaliseCiscoIos(fields),
  paloalto: ({ fields }) => normalisePaloalto(fields),
  checkpoint: ({ fields }) => normaliseCheckpoint(fields),
  generic: ({ fields }) => normaliseGeneric(fields),
} as const satisfies Record<Dialect, (record: DecodedRecord) => Normalised>;

/**
 * The record's log sources (interned arrays) and its fields under Sigma's names, in a map of the caller's own: it may be
 * the record's, which is taken over and must not be read again.
 */
export function normalise(record: DecodedRecord): Normalised {
  return BY_DIALECT[record.dialect](record);
}
