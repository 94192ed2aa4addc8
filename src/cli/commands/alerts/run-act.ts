// What the acts on alerts share: the alerts that they are about, the guard of bulk acts, and what became of each.
import {
  actOnAlerts,
  findTargets,
  selectTargets,
  type Outcome,
  type Target,
  type WantedAct,
} from '../../../app/queue.ts';
import type { AlertState } from '../../../lifecycle/act.ts';
import { STATE_LABELS } from '../../../lifecycle/labels.ts';
import { refusalText } from '../../../lifecycle/step-text.ts';
import { toStepRecord } from '../../../report/queue-record.ts';
import { titleOf } from '../../../report/queue-table.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import type { OpenedDesk } from './open-desk.ts';
import { hasFilter, makeFilter, type FilterArguments } from './queue-filter.ts';
import { unknownAlert } from './show.ts';

export interface ActArguments extends FilterArguments {
  readonly id?: readonly string[] | undefined;
  readonly yes: boolean;
  readonly seen?: number | undefined;
  readonly output: 'table' | 'json';
}

/** More than that is not done without a word. */
const UNASKED = 20;
/** By one command. */
const MOST = 10_000;

/** Acts on what the arguments name; `states` are those that a filter without --state is about. */
export async function runAct(
  context: CommandContext,
  desk: OpenedDesk,
  args: ActArguments,
  { act, states }: { readonly act: WantedAct; readonly states: readonly AlertState[] },
): Promise<ExitCode> {
  const { world } = context;
  const { store, say, person } = desk;
  const targets = chooseTargets(desk, args, states);
  if (targets.length === 0) {
    await world.stderr.write(
      `${say('không có cảnh báo nào khớp bộ lọc', 'no alert fits the filters')}\n`,
    );
    return EXIT.clean;
  }
  await confirm(context, desk, { count: targets.length, isAgreed: args.yes });
  const outcomes = actOnAlerts(store, targets, act, {
    name: person.name,
    timeMs: world.clock.nowMs(),
    ...(args.seen === undefined ? {} : { version: args.seen }),
  });
  await printOutcomes(context, desk, outcomes, args.output);
  return outcomes.every(({ result }) => result.ok) ? EXIT.clean : EXIT.incomplete;
}

function chooseTargets(
  desk: OpenedDesk,
  args: ActArguments,
  states: readonly AlertState[],
): readonly Target[] {
  const { say } = desk;
  const ids = args.id ?? [];
  if (ids.length > 0 && hasFilter(args)) {
    throw new UsageError(
      say('chỉ chọn một: mã cảnh báo hoặc bộ lọc', 'choose one: ids of alerts or filters'),
    );
  }
  if (ids.length > 0) return findTargets(desk.store, ids);
  if (!hasFilter(args)) {
    throw new UsageError(
      say(
        'cần mã cảnh báo, hoặc một bộ lọc như --unit, --rule',
        'name alerts by id, or filters such as --unit, --rule',
      ),
    );
  }
  const query = makeFilter(args, desk, states);
  return selectTargets(desk.store, { ...query, order: 'most-severe-first', limit: MOST });
}

/** @throws UsageError unless the person agreed to as many as these */
async function confirm(
  { world }: CommandContext,
  { say }: OpenedDesk,
  { count, isAgreed }: { readonly count: number; readonly isAgreed: boolean },
): Promise<void> {
  if (count <= UNASKED || isAgreed) return;
  const question = say(
    `Sẽ tác động ${count} cảnh báo. Gõ số ${count} để tiếp tục: `,
    `This acts on ${count} alerts. Type ${count} to go on: `,
  );
  const answer = await world.ask(question);
  if (answer?.trim() === String(count)) return;
  throw new UsageError(
    say(
      `${count} cảnh báo, chưa làm gì: thu hẹp bộ lọc hoặc thêm --yes`,
      `${count} alerts, nothing was done: narrow the filters or add --yes`,
    ),
  );
}

async function printOutcomes(
  { world }: CommandContext,
  desk: OpenedDesk,
  outcomes: readonly Outcome[],
  output: 'table' | 'json',
): Promise<void> {
  const { say } = desk;
  if (output === 'json') {
    const records = outcomes.map((outcome) => toRecord(outcome, desk));
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
    return;
  }
  for (const outcome of outcomes) {
    const sink = outcome.result.ok ? world.stdout : world.stderr;
    await sink.write(`${toDisplayText(sentence(outcome, desk))}\n`);
  }
  const done = outcomes.filter(({ result }) => result.ok).length;
  const refused = outcomes.length - done;
  if (outcomes.length === 1) return;
  await world.stderr.write(
    `${say(`${done} xong, ${refused} bị từ chối`, `${done} done, ${refused} refused`)}\n`,
  );
}

function sentence({ id, stored, result }: Outcome, desk: OpenedDesk): string {
  const { say, view } = desk;
  if (stored === null) return unknownAlert(desk, id);
  const name = `${stored.alert.id} ${titleOf(stored, view.language)}`;
  if (!result.ok) {
    return `${name}: ${say('bị từ chối', 'refused')}, ${refusalText(result, view)}`;
  }
  const state = result.status?.state ?? stored.status.state;
  const owner = result.status?.owner ?? null;
  const of = owner === null ? '' : ` (${owner})`;
  const step = say(`bước ${result.step.sequence}`, `step ${result.step.sequence}`);
  return `${name}: ${STATE_LABELS[state][view.language]}${of}, ${step}`;
}

/** One element of `alerts ack -o json` and of its siblings. */
function toRecord({ id, stored, result }: Outcome, { view }: OpenedDesk): object {
  return {
    id: stored?.alert.id ?? id,
    ok: result.ok,
    code: result.ok ? null : result.code,
    message: result.ok ? null : refusalText(result, view),
    step: result.ok ? toStepRecord(result.step) : null,
    first: result.ok || result.first === null ? null : toStepRecord(result.first),
    state: result.status?.state ?? null,
    owner: result.status?.owner ?? null,
    version: result.status?.version ?? null,
  };
}
