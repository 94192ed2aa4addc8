import type { Layer } from '../alert/alert.ts';
import { compareLevels } from '../alert/order.ts';
import type { AlertQuery } from '../alert/query.ts';
import { layerOfRule } from '../alert/rule-layer.ts';
import type { Workspace } from '../app/workspace.ts';
import { parseMoment } from '../decode/moment.ts';
import type { Event } from '../event/event.ts';
import type { Level, SigmaRule } from '../sigma/rule.ts';
import { UsageError } from './context.ts';

export interface QueryArguments {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly unit?: string | undefined;
  readonly layer?: Layer | undefined;
  readonly level?: Level | undefined;
}

/** The flags as a query; times without a zone are in the configuration's. @throws UsageError for what makes no sense */
export function makeQuery(
  args: QueryArguments,
  { zone, inventory }: Pick<Workspace, 'zone' | 'inventory'>,
): AlertQuery {
  const { unit, layer, level } = args;
  if (unit !== undefined && !inventory.units.some(({ id }) => id === unit)) {
    throw new UsageError(`--unit: no unit "${unit}" in the inventory; see soclite units`);
  }
  const moment = (flag: string, text: string): number => {
    const ms = parseMoment(text, zone);
    if (ms !== null) return ms;
    throw new UsageError(
      `${flag}: "${text}" is no time; write 2026-11-20T07:30 or "20/11/2026 07:30"`,
    );
  };
  const sinceMs = args.since === undefined ? undefined : moment('--since', args.since);
  const untilMs = args.until === undefined ? undefined : moment('--until', args.until);
  if (sinceMs !== undefined && untilMs !== undefined && sinceMs > untilMs) {
    throw new UsageError(
      `--since ${args.since} is after --until ${args.until}: nothing can lie between`,
    );
  }
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(layer === undefined ? {} : { layer }),
    ...(level === undefined ? {} : { minimumLevel: level }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
}

/** The same question asked of a single match. */
export function isMatchSelected(query: AlertQuery, rule: SigmaRule, event: Event): boolean {
  const { unit, layer, minimumLevel, sinceMs, untilMs } = query;
  return (
    (unit === undefined || event.unit === unit) &&
    (layer === undefined || layerOfRule(rule) === layer) &&
    (minimumLevel === undefined || compareLevels(rule.level, minimumLevel) >= 0) &&
    (sinceMs === undefined || event.timeMs >= sinceMs) &&
    (untilMs === undefined || event.timeMs <= untilMs)
  );
}
