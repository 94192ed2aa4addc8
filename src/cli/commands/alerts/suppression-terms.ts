// What an exception or a maintenance window is about and for how long, as the command line says it.
import type { Layer } from '../../../alert/alert.ts';
import { parseDuration } from '../../../config/duration.ts';
import { parseMoment } from '../../../decode/moment.ts';
import type { Suppression, SuppressionScope } from '../../../lifecycle/act.ts';
import type { Level } from '../../../sigma/rule.ts';
import { UsageError } from '../../context.ts';
import type { OpenedDesk } from './open-desk.ts';
import { UNKNOWN_UNIT } from './queue-filter.ts';

export interface SuppressArguments {
  readonly config?: string | undefined;
  readonly rule?: string | undefined;
  readonly unit?: string | undefined;
  readonly layer?: Layer | undefined;
  readonly 'max-level'?: Level | undefined;
  readonly machine?: string | undefined;
  readonly group?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly for?: string | undefined;
  readonly owner?: string | undefined;
  readonly reason: string;
  readonly past: string;
  readonly 'dry-run': boolean;
  readonly output: 'table' | 'json';
}

/** @throws UsageError for what makes no sense */
export function readTerms(
  desk: OpenedDesk,
  args: SuppressArguments,
): Omit<Suppression, 'id' | 'kind'> {
  const { view, person, say } = desk;
  const fromMs = args.from === undefined ? view.nowMs : moment(desk, '--from', args.from);
  if (args.until === undefined && args.for === undefined) {
    throw new UsageError(say('cần --until hoặc --for', '--until or --for is needed'));
  }
  const untilMs =
    args.for === undefined
      ? moment(desk, '--until', args.until ?? '')
      : fromMs + readDurationFlag(desk, '--for', args.for);
  return {
    scope: readScope(desk, args),
    owner: args.owner ?? person.name,
    reason: args.reason,
    fromMs,
    untilMs,
  };
}

function readScope(desk: OpenedDesk, args: SuppressArguments): SuppressionScope {
  const { rule, unit, layer, machine, group } = args;
  const maximumLevel = args['max-level'];
  const isKnown = desk.inventory.units.some(({ id }) => id === unit);
  if (unit !== undefined && !isKnown && unit !== UNKNOWN_UNIT) {
    throw new UsageError(`--unit: no unit "${unit}" in the inventory; see soclite units`);
  }
  return {
    ...(rule === undefined ? {} : { ruleId: rule }),
    ...(unit === undefined ? {} : { unit: isKnown ? unit : null }),
    ...(layer === undefined ? {} : { layer }),
    ...(maximumLevel === undefined ? {} : { maximumLevel }),
    ...(machine === undefined ? {} : { machine }),
    ...(group === undefined ? {} : { groupKey: group.map((pair) => readPair(desk, pair)) }),
  };
}

function readPair(
  { say }: OpenedDesk,
  text: string,
): { readonly field: string; readonly value: string } {
  const at = text.indexOf('=');
  if (at > 0) return { field: text.slice(0, at), value: text.slice(at + 1) };
  throw new UsageError(
    say(
      `--group: viết trường=giá trị, ví dụ src_ip=10.0.0.1, không phải "${text}"`,
      `--group: write field=value, for example src_ip=10.0.0.1, not "${text}"`,
    ),
  );
}

function moment({ zone, say }: OpenedDesk, flag: string, text: string): number {
  const ms = parseMoment(text, zone);
  if (ms !== null) return ms;
  throw new UsageError(
    say(
      `${flag}: "${text}" không phải thời điểm; viết "28/11/2026 22:00" hoặc 2026-11-28T22:00`,
      `${flag}: "${text}" is no time; write 2026-11-28T22:00 or "28/11/2026 22:00"`,
    ),
  );
}

/** @throws UsageError */
export function readDurationFlag({ say }: OpenedDesk, flag: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new UsageError(
    say(
      `${flag}: "${text}" không phải khoảng thời gian; viết 4h, 7d`,
      `${flag}: "${text}" is no length of time; write 4h, 7d`,
    ),
  );
}
