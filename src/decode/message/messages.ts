import type { MessageFormat } from '../format.ts';
import { ciscoAsa } from '../format/cisco/cisco-asa.ts';
import { ciscoIos } from '../format/cisco/cisco-ios.ts';
import { panos } from '../format/paloalto/panos.ts';
import { checkpoint } from '../format/checkpoint/checkpoint.ts';
import { cef } from '../format/cef.ts';
import { filterlog } from '../format/filterlog.ts';
import { fortigate } from '../format/fortigate.ts';
import { junos } from '../format/junos.ts';
import { leef } from '../format/leef.ts';
import { mikrotik } from '../format/mikrotik.ts';
import { netfilter } from '../format/netfilter.ts';
import { netscreen } from '../format/netscreen.ts';
import { pfWebGui } from '../format/pf-web-gui.ts';
import { sonicwall } from '../format/sonicwall.ts';
import { sophosFirewall } from '../format/sophos-firewall.ts';
import { unifi } from '../format/unifi.ts';

/** What may travel in syslog or stand on lines of its own, the surest first. Adding a format touches its file and this list. */
export const MESSAGE_FORMATS: readonly MessageFormat[] = [
  cef,
  leef,
  ciscoAsa,
  ciscoIos,
  panos,
  checkpoint,
  filterlog,
  netfilter,
  mikrotik,
  sophosFirewall,
  sonicwall,
  junos,
  netscreen,
  pfWebGui,
  unifi,
  fortigate,
];
