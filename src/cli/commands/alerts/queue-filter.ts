// Which alerts a command is about: the filters of the queue.
import { ALERT_STATES, type AlertState } from '../../../lifecycle/act.ts';
import type { QueueQuery } from '../../../ports/store.ts';
import { LEVELS } from '../../../sigma/rule.ts';
import type { CommandContext } from '../../context.ts';
import { makeQuery, type QueryArguments } from '../../scan-query.ts';
import type { OpenedDesk } from './open-desk.ts';

export interface FilterArguments extends QueryArguments {
  readonly state?: readonly AlertState[] | undefined;
  readonly owner?: string | undefined;
  readonly rule?: string | undefined;
  readonly text?: string | undefined;
  readonly suppressed?: boolean | undefined;
}

// The builder's table: one entry an option, described in both languages.
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- yargs infers the arguments from this literal
export function filterOptions({ say }: CommandContext) {
  return {
    unit: {
      type: 'string',
      describe: say(
        'chỉ đơn vị này (mã; unknown = chưa rõ đơn vị)',
        'only this unit (id; unknown = unit not determined)',
      ),
    },
    layer: { choices: [1, 2, 3, 4] as const, describe: say('chỉ lớp này', 'only this layer') },
    level: { choices: LEVELS, describe: say('mức này trở lên', 'this level or above') },
    state: {
      choices: ALERT_STATES,
      array: true,
      nargs: 1,
      describe: say('chỉ tình trạng này (ghi nhiều lần được)', 'only this state (repeatable)'),
    },
    since: {
      type: 'string',
      describe: say(
        'từ lúc (ISO 8601 hoặc dd/mm/yyyy)',
        'from this time on (ISO 8601 or dd/mm/yyyy)',
      ),
    },
    until: { type: 'string', describe: say('đến lúc', 'up to this time') },
    owner: {
      type: 'string',
      describe: say('chỉ của người này (me = tôi)', 'only those of this person (me = mine)'),
    },
    rule: { type: 'string', describe: say('chỉ luật này (mã)', 'only this rule (id)') },
    text: {
      type: 'string',
      describe: say(
        'có những từ này, không kể dấu và chữ hoa',
        'with these words, without regard to marks and case',
      ),
    },
    suppressed: {
      type: 'boolean',
      describe: say(
        'kể cả cảnh báo đang được miễn trừ hoặc bảo trì giữ lại',
        'also those that an exception or maintenance holds',
      ),
    },
  } as const;
}

/** Stands for the unit that could not be determined, where the inventory has no unit of that id. */
export const UNKNOWN_UNIT = 'unknown';
export const OPEN_STATES: readonly AlertState[] = ['new', 'acked', 'escalated'];

/** The filters as a query; `states` are those asked for, else `otherwise`. @throws UsageError for what makes no sense */
export function makeFilter(
  args: FilterArguments,
  desk: OpenedDesk,
  otherwise: readonly AlertState[],
): Omit<QueueQuery, 'limit'> {
  const { unit, state, owner, rule, text, suppressed } = args;
  const isKnown = desk.inventory.units.some(({ id }) => id === unit);
  const isUnknown = unit === UNKNOWN_UNIT && !isKnown;
  const query = makeQuery({ ...args, unit: isUnknown ? undefined : unit }, desk);
  return {
    ...query,
    ...(isUnknown ? { unit: null } : {}),
    states: state ?? otherwise,
    ...(owner === undefined ? {} : { owner: owner === 'me' ? desk.person.name : owner }),
    ...(rule === undefined ? {} : { ruleId: rule }),
    ...(text === undefined ? {} : { text }),
    includesSuppressed: suppressed ?? false,
  };
}

/** Whether anything was asked for at all: nobody closes the whole queue by forgetting an id. */
export function hasFilter(args: FilterArguments): boolean {
  const { unit, layer, level, state, since, until, owner, rule, text } = args;
  return [unit, layer, level, state, since, until, owner, rule, text].some(
    (each) => each !== undefined,
  );
}
