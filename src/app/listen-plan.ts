// What soclite.yml says of receiving, as the listeners need it, and the sources that read what they keep.
import type { Config } from '../config/config.ts';
import { spoolPath, type SpoolPlace } from '../ingest/spool-path.ts';
import type { ListenPlan } from '../ports/listen.ts';

/** A source of the spool, before its zone is looked up. */
export interface SpoolSource {
  readonly id: string;
  /** Absolute. */
  readonly pattern: string;
  readonly unit: string | null;
  /** Null = the zone of the configuration. */
  readonly zone: string | null;
  /** Whether somebody said that it sends: silence then means something. */
  readonly isExpected: boolean;
}

/** Null when nothing listens. `at` makes paths of the configuration absolute. */
export function planListening(
  { listen, inventory, data }: Pick<Config, 'listen' | 'inventory' | 'data'>,
  at: (path: string) => string,
): { readonly plan: ListenPlan; readonly sources: readonly SpoolSource[] } | null {
  if (listen.listeners.length === 0) return null;
  const folder = at(`${data}/spool`);
  return {
    sources: spoolSources(listen, folder),
    plan: {
      listeners: listen.listeners.map(({ tls, ...listener }) => ({
        ...listener,
        tls: tls && {
          certPath: at(tls.cert),
          keyPath: at(tls.key),
          caPath: tls.ca === null ? null : at(tls.ca),
        },
      })),
      senders: listen.senders,
      inventory: [
        ...inventory.machines.flatMap(({ addresses, unit }) =>
          addresses.map((network) => ({ network, unit, source: null })),
        ),
        ...inventory.networks.map(({ cidr, unit }) => ({ network: cidr, unit, source: null })),
      ],
      spool: { folder, ...listen.spool },
    },
  };
}

/** The named senders first: the files of the others are matched by what is more general. */
function spoolSources(listen: Config['listen'], folder: string): readonly SpoolSource[] {
  const sources = new Map<string, SpoolSource>();
  const add = (
    id: string,
    place: SpoolPlace,
    rest: Pick<SpoolSource, 'zone' | 'isExpected'>,
  ): void => {
    const pattern = `${folder}/${spoolPath(place, '*')}`;
    const unit = place.kind === 'unit' && place.unit !== ANY_UNIT ? place.unit : null;
    if (!sources.has(pattern)) sources.set(pattern, { id, pattern, unit, ...rest });
  };
  const listeners = listen.listeners.map(({ id }) => id);
  for (const { unit, source: named, zone } of listen.senders)
    for (const source of named === null ? listeners : [named]) {
      const rest = { zone, isExpected: true };
      if (unit === null) add(`central/${source}`, { kind: 'central', source }, rest);
      else add(`${unit}/${source}`, { kind: 'unit', unit, source }, rest);
    }
  const unasked = { zone: null, isExpected: false };
  for (const source of listeners) add(`unknown/${source}`, { kind: 'unknown', source }, unasked);
  for (const source of listeners) add(source, { kind: 'unit', unit: ANY_UNIT, source }, unasked);
  return [...sources.values()];
}

/** Stands for the folder of any unit in a pattern. */
const ANY_UNIT = '{unit}';
