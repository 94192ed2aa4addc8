import type { LogSource } from '../../event/event.ts';

/** How an event names its machine. */
export type EventKind = 'network' | 'antivirus' | 'host';

/** Devices that see other machines' traffic: their own name says where it was seen, not whose it is. */
const NETWORK_CATEGORIES: ReadonlySet<string> = new Set(['firewall', 'proxy', 'ids']);
const NETWORK_PRODUCTS: ReadonlySet<string> = new Set(['zeek', 'suricata']);

/** Log source arrays are interned (event.ts), so that each is judged once. */
export function createKindTable(): (logSources: readonly LogSource[]) => EventKind {
  const known = new WeakMap<readonly LogSource[], EventKind>();
  return (logSources) => {
    const found = known.get(logSources);
    if (found !== undefined) return found;
    const kind = kindOf(logSources);
    known.set(logSources, kind);
    return kind;
  };
}

function kindOf(logSources: readonly LogSource[]): EventKind {
  if (logSources.some(({ category }) => category === 'antivirus')) return 'antivirus';
  return logSources.some(isNetwork) ? 'network' : 'host';
}

function isNetwork({ category, product }: LogSource): boolean {
  // Windows' own firewall speaks of its own machine
  if (product === 'windows') return false;
  return (
    (category !== null && NETWORK_CATEGORIES.has(category)) ||
    (product !== null && NETWORK_PRODUCTS.has(product))
  );
}
