// Correlations by their definition (docs/sigma.md): every window is looked at as a whole, every time. Shares no code
// with src/correlate and cares for nothing but being plainly right.
import type { Event, FieldValue } from '../../src/event/event.ts';
import type { SigmaCorrelation } from '../../src/sigma/rule.ts';

export interface ExpectedFinding {
  readonly id: string;
  readonly group: readonly string[];
  readonly unit: string | null;
  readonly count: number;
  readonly times: readonly number[];
  readonly units: readonly string[];
}

/** When something happens: events in their order, then the closing of windows. */
interface Moment {
  readonly timeMs: number;
  /** Event: 0 and its position. Closing: 1, the correlation's position, the opening's position. */
  readonly order: readonly number[];
}

interface Hit {
  readonly moment: Moment;
  readonly ruleId: string;
  readonly fields: ReadonlyMap<string, FieldValue>;
  readonly unit: string | null;
  readonly units: readonly string[];
}

interface Part {
  readonly moment: Moment;
  readonly rules: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
  readonly numbers: readonly number[];
  readonly units: readonly string[];
  readonly unit: string | null;
  readonly group: readonly string[];
}

interface Fired {
  readonly moment: Moment;
  readonly isStart: boolean;
  readonly finding: ExpectedFinding;
}

/** All findings in order. Correlations stand behind those that they refer to. */
export function findByDefinition(
  correlations: readonly SigmaCorrelation[],
  events: readonly { readonly event: Event; readonly rules: readonly string[] }[],
): readonly ExpectedFinding[] {
  const hits: Hit[] = events.flatMap(({ event, rules }, index) =>
    rules.map((ruleId) => ({
      moment: { timeMs: event.timeMs, order: [0, index] },
      ruleId,
      fields: event.fields,
      unit: event.unit,
      units: event.unit === null ? [] : [event.unit],
    })),
  );
  const all: (Fired & { readonly position: number })[] = [];
  for (const [position, correlation] of correlations.entries()) {
    const own = hits
      .filter(({ ruleId }) => correlation.ruleIds.includes(ruleId))
      .toSorted((a, b) => compareMoments(a.moment, b.moment));
    const fired = isDeferred(correlation)
      ? fireAtClose(correlation, own, position)
      : fireAtOnce(correlation, own);
    for (const { moment, isStart, finding } of fired) {
      all.push({ moment, isStart, finding, position });
      if (!isStart) continue;
      const fields = new Map(
        correlation.groupBy.map((name, at) => [name, finding.group[at] ?? '']),
      );
      const { id: ruleId, unit, units } = finding;
      hits.push({ moment, ruleId, fields, unit, units });
    }
  }
  return all
    .toSorted(
      (a, b) =>
        compareMoments(a.moment, b.moment) ||
        a.position - b.position ||
        compareGroups(a.finding, b.finding),
    )
    .map(({ finding }) => finding);
}

function isDeferred({ alternatives }: SigmaCorrelation): boolean {
  return alternatives.some(({ absent }) => absent.length > 0);
}

/** Groups, each with what it was given, in order of their first part. */
function toGroups(correlation: SigmaCorrelation, hits: readonly Hit[]): readonly Part[][] {
  const groups = new Map<string, { moment: Moment; hits: Hit[]; group: string[] }[]>();
  for (const hit of hits) {
    const resolve = (name: string): string =>
      correlation.aliases.get(name)?.get(hit.ruleId) ?? name;
    const group = correlation.groupBy.map((name) => hit.fields.get(resolve(name)));
    if (group.some((value) => value === undefined || value === null)) continue;
    const texts = group.map(String);
    const unit = correlation.scope === 'province' ? null : hit.unit;
    const key = JSON.stringify([unit, texts]);
    const parts = groups.get(key) ?? [];
    groups.set(key, parts);
    const same = parts.find(({ moment }) => compareMoments(moment, hit.moment) === 0);
    if (same === undefined) parts.push({ moment: hit.moment, hits: [hit], group: texts });
    else same.hits.push(hit);
  }
  return [...groups.values()].map((parts) =>
    parts
      .map(({ moment, hits: together, group }) => ({
        moment,
        group,
        rules: new Set(together.map(({ ruleId }) => ruleId)),
        ...listValues(correlation, together),
        units: [...new Set(together.flatMap(({ units }) => units))],
        unit: correlation.scope === 'province' ? null : (together[0]?.unit ?? null),
      }))
      .filter(
        ({ texts, numbers }) =>
          correlation.fields.length === 0 || texts.size > 0 || numbers.length > 0,
      ),
  );
}

function listValues(
  { type, fields: asked, aliases }: SigmaCorrelation,
  hits: readonly Hit[],
): Pick<Part, 'texts' | 'numbers'> {
  const texts: string[] = [];
  const numbers = new Map<string, readonly number[]>();
  for (const { fields, ruleId } of hits) {
    const names = asked.map((name) => aliases.get(name)?.get(ruleId) ?? name);
    const [first = [], second = null] = names.map((name) => listScalars(fields.get(name)));
    if (type === 'value_count' && second === null) texts.push(...first);
    else if (type === 'value_count')
      texts.push(...first.flatMap((a) => (second ?? []).map((b) => JSON.stringify([a, b]))));
    else numbers.set(names.join(), first.filter((text) => /^-?[\d.]+$/.test(text)).map(Number));
  }
  return { texts: new Set(texts), numbers: [...numbers.values()].flat() };
}

function listScalars(value: FieldValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map(String);
}

function* fireAtOnce(correlation: SigmaCorrelation, hits: readonly Hit[]): Generator<Fired> {
  for (const parts of toGroups(correlation, hits)) {
    const reported = new Set<Part>();
    let wasTrue = false;
    for (const [index, last] of parts.entries()) {
      const window = parts
        .slice(0, index + 1)
        .filter(({ moment }) => moment.timeMs >= last.moment.timeMs - correlation.timespanMs);
      if (window.length === 1) wasTrue = false;
      const count = measure(correlation, window);
      const isTrue =
        correlation.alternatives.length > 0
          ? correlation.alternatives.some(({ present }) => occurs(correlation, present, window))
          : compare(correlation, count);
      if (isTrue) {
        const fresh = window.filter((part) => !reported.has(part));
        for (const part of fresh) reported.add(part);
        yield {
          moment: last.moment,
          isStart: !wasTrue,
          finding: toFinding(correlation, fresh, count),
        };
      }
      wasTrue = isTrue;
    }
  }
}

function occurs(
  { type }: SigmaCorrelation,
  rules: readonly string[],
  window: readonly Part[],
): boolean {
  return type === 'temporal'
    ? rules.every((rule) => window.some((part) => part.rules.has(rule)))
    : isChain(rules, window);
}

/** Whether the rules occur one after the other; one part may stand for several. */
function isChain([first, ...rest]: readonly string[], window: readonly Part[]): boolean {
  if (first === undefined) return true;
  return window.some((part, index) => part.rules.has(first) && isChain(rest, window.slice(index)));
}

function measure(correlation: SigmaCorrelation, window: readonly Part[]): number {
  const { type, ruleIds, alternatives } = correlation;
  const numbers = window.flatMap((part) => part.numbers);
  switch (type) {
    case 'event_count':
      return window.length;
    case 'value_count':
      return new Set(window.flatMap((part) => [...part.texts])).size;
    case 'temporal':
      return ruleIds.filter((rule) => window.some((part) => part.rules.has(rule))).length;
    case 'temporal_ordered': {
      const chains =
        alternatives.length > 0 ? alternatives.map(({ present }) => present) : listSubsets(ruleIds);
      return Math.max(
        0,
        ...chains.filter((chain) => isChain(chain, window)).map((chain) => chain.length),
      );
    }
    case 'value_sum':
      return addExactly(numbers);
    case 'value_avg':
      return addExactly(numbers) / numbers.length;
    case 'value_percentile':
    case 'value_median': {
      const sorted = numbers.toSorted((a, b) => a - b);
      const rank = ((correlation.percentile ?? 0) / 100) * (sorted.length - 1);
      const low = sorted[Math.floor(rank)] ?? 0;
      const high = sorted[Math.ceil(rank)] ?? 0;
      return low + (high - low) * (rank - Math.floor(rank));
    }
  }
}

function listSubsets([first, ...rest]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  const others = listSubsets(rest);
  return [...others.map((subset) => [first, ...subset]), ...others];
}

/** Doubles times 2^70 are whole numbers here. */
function addExactly(numbers: readonly number[]): number {
  const sum = numbers.reduce((total, number) => total + BigInt(number * 2 ** 70), 0n);
  return Number(sum) / 2 ** 70;
}

function compare({ conditions }: SigmaCorrelation, count: number): boolean {
  return conditions.every(({ operator, value }) => {
    if (operator === 'gt') return count > value;
    if (operator === 'gte') return count >= value;
    if (operator === 'lt') return count < value;
    if (operator === 'lte') return count <= value;
    return operator === 'eq' ? count === value : count !== value;
  });
}

function* fireAtClose(
  correlation: SigmaCorrelation,
  hits: readonly Hit[],
  position: number,
): Generator<Fired> {
  const { alternatives, timespanMs } = correlation;
  for (const parts of toGroups(correlation, hits)) {
    const reported = new Set<Part>();
    let wasTrue = false;
    let openUntil = Number.NEGATIVE_INFINITY;
    for (const opening of parts) {
      const fromMs = opening.moment.timeMs;
      const toMs = fromMs + timespanMs;
      if (!alternatives.some(({ present }) => present.some((rule) => opening.rules.has(rule))))
        continue;
      if (fromMs > openUntil) wasTrue = false;
      openUntil = toMs;
      const window = parts.filter(({ moment }) => moment.timeMs >= fromMs && moment.timeMs <= toMs);
      const held = alternatives.filter(({ present, absent }) => {
        const lastMs =
          correlation.type === 'temporal'
            ? lastOf(opening, present, window)
            : lastOfChains(opening, present, window.slice(window.indexOf(opening)));
        return (
          lastMs !== null &&
          !parts.some(
            ({ moment, rules }) =>
              moment.timeMs >= lastMs - timespanMs &&
              moment.timeMs <= toMs &&
              absent.some((rule) => rules.has(rule)),
          )
        );
      });
      const present = held.flatMap((alternative) => alternative.present);
      const fresh =
        held.length === 0
          ? []
          : window.filter(
              (part) => !reported.has(part) && present.some((rule) => part.rules.has(rule)),
            );
      for (const part of fresh) reported.add(part);
      const count = Math.max(0, ...held.map((alternative) => alternative.present.length));
      if (fresh.length > 0)
        yield {
          moment: {
            timeMs: toMs,
            order: [
              1,
              position,
              hits.findIndex((hit) => compareMoments(hit.moment, opening.moment) === 0),
            ],
          },
          isStart: !wasTrue,
          finding: toFinding(correlation, fresh, count),
        };
      wasTrue = held.length > 0;
    }
  }
}

function lastOf(opening: Part, present: readonly string[], window: readonly Part[]): number | null {
  if (!present.some((rule) => opening.rules.has(rule))) return null;
  const times = present
    .filter((rule) => !opening.rules.has(rule))
    .map((rule) => window.findLast((part) => part.rules.has(rule))?.moment.timeMs ?? null);
  const found = times.filter((time) => time !== null);
  return found.length < times.length ? null : Math.max(opening.moment.timeMs, ...found);
}

/** The latest end of a chain that begins with the opening part, which stands first in `window`. */
function lastOfChains(
  opening: Part,
  [first, ...rest]: readonly string[],
  window: readonly Part[],
): number | null {
  if (first === undefined || !opening.rules.has(first)) return null;
  if (rest.every((rule) => opening.rules.has(rule))) return opening.moment.timeMs;
  const ends = window.filter(
    (part, index) =>
      part.rules.has(rest.at(-1) ?? '') && isChain(rest.slice(0, -1), window.slice(0, index + 1)),
  );
  return ends.at(-1)?.moment.timeMs ?? null;
}

function toFinding(
  correlation: SigmaCorrelation,
  parts: readonly Part[],
  count: number,
): ExpectedFinding {
  return {
    id: correlation.id,
    group: parts[0]?.group ?? [],
    unit: parts[0]?.unit ?? null,
    count,
    times: parts.map(({ moment }) => moment.timeMs),
    units: [...new Set(parts.flatMap(({ units }) => units))].toSorted(),
  };
}

function compareGroups(a: ExpectedFinding, b: ExpectedFinding): number {
  return JSON.stringify([a.unit, ...a.group]) < JSON.stringify([b.unit, ...b.group]) ? -1 : 1;
}

function compareMoments(a: Moment, b: Moment): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  for (const [index, value] of a.order.entries()) {
    const other = b.order[index] ?? -1;
    if (value !== other) return value - other;
  }
  return 0;
}
