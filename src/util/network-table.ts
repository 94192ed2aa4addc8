import type { IpAddress, IpNetwork } from './ip-address.ts';

/** Longest-prefix look-up: one hash look-up for each prefix length in use, longest first. */
export interface NetworkTable<T> {
  /** What the longest network that holds the address stands for. */
  find(address: IpAddress): T | null;
}

interface Prefixes<T> {
  readonly shift: bigint;
  readonly values: Map<bigint, T>;
}

const BITS = { 4: 32, 6: 128 } as const;

/** Of two equal networks the later one holds. */
export function createNetworkTable<T extends {}>(
  entries: Iterable<readonly [Pick<IpNetwork, 'family' | 'network' | 'prefixLength'>, T]>,
): NetworkTable<T> {
  const byLength = { 4: new Map<number, Prefixes<T>>(), 6: new Map<number, Prefixes<T>>() };
  for (const [{ family, network, prefixLength }, value] of entries) {
    const lengths = byLength[family];
    const prefixes = lengths.get(prefixLength) ?? {
      shift: BigInt(BITS[family] - prefixLength),
      values: new Map<bigint, T>(),
    };
    lengths.set(prefixLength, prefixes);
    prefixes.values.set(network >> prefixes.shift, value);
  }
  const ordered = { 4: longestFirst(byLength[4]), 6: longestFirst(byLength[6]) };
  return {
    find({ family, value }) {
      for (const { shift, values } of ordered[family]) {
        const found = values.get(value >> shift);
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}

function longestFirst<T>(lengths: ReadonlyMap<number, Prefixes<T>>): readonly Prefixes<T>[] {
  return [...lengths].toSorted(([a], [b]) => b - a).map(([, prefixes]) => prefixes);
}
