// What kind of device speaks CEF or LEEF: many products, two formats.
import type { LogSource } from '../event/event.ts';
import { createInterner, logSource, NO_LOG_SOURCES } from './log-source.ts';

interface Kind {
  /** Both lower case, found anywhere in the device's words. */
  readonly vendor: string;
  readonly product: string;
  readonly sources: readonly Partial<LogSource>[];
}

const kind = (
  vendor: string,
  product: string,
  ...sources: readonly Partial<LogSource>[]
): Kind => ({
  vendor,
  product,
  sources,
});

/** The first that fits counts; `product: ''` is any product of the vendor. */
const KINDS: readonly Kind[] = [
  kind('fortinet', 'fortigate', { category: 'firewall', product: 'fortigate' }),
  kind('check point', '', { category: 'firewall', product: 'checkpoint' }),
  kind('palo alto networks', 'pan-os', { category: 'firewall', product: 'paloalto' }),
  kind('cisco', 'firepower', { category: 'firewall', product: 'cisco', service: 'ftd' }),
  kind('cisco', 'asa', { category: 'firewall', product: 'cisco', service: 'asa' }),
  kind('sonicwall', '', { category: 'firewall', product: 'sonicwall' }),
  kind('sophos', 'firewall', { category: 'firewall', product: 'sophos' }),
  kind('ubiquiti', '', { category: 'firewall', product: 'unifi' }),
  kind('barracuda', 'ngfw', { category: 'firewall', product: 'barracuda' }),
  kind('forcepoint', 'firewall', { category: 'firewall', product: 'forcepoint' }),
  kind('kaspersky', '', { category: 'antivirus', product: 'kaspersky' }),
  kind('bitdefender', '', { category: 'antivirus', product: 'bitdefender' }),
  kind('symantec', 'endpoint', { category: 'antivirus', product: 'symantec' }),
  kind('mcafee', '', { category: 'antivirus', product: 'mcafee' }),
  kind('trellix', 'endpoint', { category: 'antivirus', product: 'trellix' }),
  kind('trend micro', '', { category: 'antivirus', product: 'trendmicro' }),
  kind('microsoft', 'windows', { product: 'windows' }),
  kind('infoblox', 'nios', { category: 'dns', product: 'infoblox' }),
  kind('zscaler', 'nssweblog', { category: 'proxy', product: 'zscaler' }),
  kind('skyhigh', 'web gateway', { category: 'proxy', product: 'skyhigh' }),
];

const intern = createInterner();

/** The log sources of a device by what it calls itself; none for one that is not known. */
export function vendorSources(vendor: string | null, product: string | null): readonly LogSource[] {
  const [byVendor, byProduct] = [vendor?.toLowerCase() ?? '', product?.toLowerCase() ?? ''];
  const found = KINDS.find(
    (known) => byVendor.includes(known.vendor) && byProduct.includes(known.product),
  );
  if (found === undefined) return NO_LOG_SOURCES;
  return intern(`${found.vendor}|${found.product}`, () => found.sources.map(logSource));
}
