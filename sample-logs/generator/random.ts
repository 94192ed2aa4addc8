// A small seeded generator (xorshift32, Marsaglia 2003): the same seed gives the same logs on every machine.

export interface Random {
  /** Integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(values: readonly T[]): T;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
}

export function createRandom(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let round = 0; round < 8; round += 1) next();
  const integer = (low: number, high: number): number => low + (next() % (high - low + 1));
  return {
    integer,
    pick(values) {
      const value = values[integer(0, values.length - 1)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    chance: (percent) => integer(1, 100) <= percent,
  };
}

/** FNV-1a; never 0, from which xorshift does not move. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value ^= character.codePointAt(0) ?? 0;
    value = Math.imul(value, 0x01000193);
  }
  return value === 0 ? 1 : value;
}
