// Exceptions and maintenance windows: made, tried out over the past, lifted, listed.
import type { Argv } from 'yargs';
import { dryRun, type DryRun } from '../../../app/queue.ts';
import type { QueueAct, Suppression } from '../../../lifecycle/act.ts';
import { SUPPRESSION_FAULTS } from '../../../lifecycle/labels.ts';
import { refusalText } from '../../../lifecycle/step-text.ts';
import { checkSuppression } from '../../../lifecycle/suppression.ts';
import { LEVELS } from '../../../sigma/rule.ts';
import { toQueueRecord } from '../../../report/queue-record.ts';
import { queueTable, suppressionText } from '../../../report/queue-table.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption, tableOrJson } from '../../options.ts';
import { writeAll } from '../../write-all.ts';
import { withDesk, type OpenedDesk } from './open-desk.ts';
import { readDurationFlag, readTerms, type SuppressArguments } from './suppression-terms.ts';

export function registerAlertsExcept(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'except',
    say(
      'miễn trừ điều đã biết và chấp nhận, tối đa 30 ngày',
      'except what is known and accepted, for at most 30 days',
    ),
    (except) =>
      suppressOptions(except, context).example(
        'soclite alerts except --rule l1-03 --machine quet-01 --for 7d -m "máy quét lỗ hổng" --dry-run',
        say('xem thử sẽ giấu những gì', 'see what it would hide'),
      ),
    (args) => suppress(context, 'exception', args),
  );
}

export function registerAlertsMaintain(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'maintain',
    say('báo trước giờ bảo trì', 'announce a maintenance window'),
    (maintain) =>
      suppressOptions(maintain, context).example(
        'soclite alerts maintain --unit so-y-te --from "28/11/2026 22:00" --for 4h -m "nâng cấp HIS"',
        say('bốn giờ đêm', 'four hours at night'),
      ),
    (args) => suppress(context, 'maintenance', args),
  );
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- yargs infers the arguments from this chain
function suppressOptions(command: Argv, context: CommandContext) {
  const { say } = context;
  return command
    .option('config', configOption(context))
    .options(scopeOptions(context))
    .options({
      from: { type: 'string', describe: say('từ lúc (mặc định: bây giờ)', 'from (default: now)') },
      until: { type: 'string', describe: say('đến lúc', 'until'), conflicts: 'for' },
      for: { type: 'string', describe: say('trong bao lâu: 4h, 7d', 'for how long: 4h, 7d') },
      owner: {
        type: 'string',
        describe: say('người chịu trách nhiệm (mặc định: tôi)', 'who answers for it (default: me)'),
      },
      reason: {
        alias: 'm',
        type: 'string',
        demandOption: true,
        describe: say('lý do', 'the reason'),
      },
      'dry-run': {
        type: 'boolean',
        default: false,
        describe: say(
          'chỉ xem sẽ giấu bao nhiêu cảnh báo đã qua',
          'only show how many past alerts it would hide',
        ),
      },
      past: {
        type: 'string',
        default: '30d',
        describe: say('xem lại bao lâu', 'how far to look back'),
      },
    })
    .option('output', tableOrJson(context));
}

function scopeOptions({ say }: CommandContext) {
  return {
    rule: { type: 'string', describe: say('luật này (mã)', 'this rule (id)') },
    unit: {
      type: 'string',
      describe: say(
        'đơn vị này (mã; unknown = chưa rõ đơn vị)',
        'this unit (id; unknown = unit not determined)',
      ),
    },
    layer: { choices: [1, 2, 3, 4] as const, describe: say('lớp này', 'this layer') },
    'max-level': { choices: LEVELS, describe: say('mức này trở xuống', 'this level or below') },
    machine: {
      type: 'string',
      describe: say('cảnh báo chỉ về máy này', 'alerts about this machine only'),
    },
    group: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: say(
        'nhóm có trường=giá trị (ghi nhiều lần được)',
        'the group holds field=value (repeatable)',
      ),
    },
  } as const;
}

function suppress(
  context: CommandContext,
  kind: Suppression['kind'],
  args: SuppressArguments,
): Promise<void> {
  return withDesk(context, { config: args.config, verb: 'suppress' }, (desk) =>
    runSuppress(context, desk, kind, args),
  );
}

async function runSuppress(
  context: CommandContext,
  desk: OpenedDesk,
  kind: Suppression['kind'],
  args: SuppressArguments,
): Promise<ExitCode> {
  const { world } = context;
  const { say, view, person, store } = desk;
  const suppression: QueueAct & { kind: 'suppress' } = {
    kind: 'suppress',
    suppression: { kind, ...readTerms(desk, args) },
  };
  const faults = checkSuppression(suppression.suppression, view.nowMs);
  if (faults.length > 0) {
    const words = faults.map((fault) => SUPPRESSION_FAULTS[fault][view.language]);
    throw new UsageError(words.join('; '));
  }
  const { scope } = suppression.suppression;
  const past = dryRun(store, scope, {
    sinceMs: view.nowMs - readDurationFlag(desk, '--past', args.past),
  });
  if (args['dry-run']) {
    await printDryRun(context, desk, past, args);
    return EXIT.clean;
  }
  const result = store.act(
    { alertId: null, act: suppression },
    { name: person.name, timeMs: view.nowMs },
  );
  if (!result.ok) {
    await world.stderr.write(`${toDisplayText(refusalText(result, view))}\n`);
    return EXIT.incomplete;
  }
  const id = `${kind}-${result.step.sequence}`;
  if (args.output === 'json') {
    await world.stdout.write(`${JSON.stringify(toPastRecord(id, past, desk), null, 1)}\n`);
  } else {
    await world.stdout.write(
      `${toDisplayText(`${id}: ${suppressionText({ kind, scope }, view.language)}`)}\n`,
    );
    await world.stderr.write(`${pastText(past, args.past, desk)}\n`);
    await world.stderr.write(
      `${say(
        `cảnh báo đang có trong hàng đợi không đổi; bỏ bằng: soclite alerts lift ${id}`,
        `alerts already in the queue stay; undo it with: soclite alerts lift ${id}`,
      )}\n`,
    );
  }
  return EXIT.clean;
}

async function printDryRun(
  { world }: CommandContext,
  desk: OpenedDesk,
  past: DryRun,
  args: SuppressArguments,
): Promise<void> {
  if (args.output === 'json') {
    await world.stdout.write(`${JSON.stringify(toPastRecord(null, past, desk), null, 1)}\n`);
    return;
  }
  await world.stdout.write(`${pastText(past, args.past, desk)}\n`);
  if (past.examples.length > 0) await writeAll(world.stdout, queueTable(past.examples, desk.view));
}

function pastText({ alerts, findings }: DryRun, past: string, { say }: OpenedDesk): string {
  return say(
    `${past} qua sẽ giấu ${alerts} cảnh báo (${findings} lần khớp)`,
    `over the past ${past} it would have hidden ${alerts} alerts (${findings} findings)`,
  );
}

/** `alerts except -o json`, `alerts maintain -o json`; `id` is null for a dry run. */
function toPastRecord(
  id: string | null,
  { alerts, findings, examples }: DryRun,
  { acknowledge }: OpenedDesk,
): object {
  return {
    id,
    past_alerts: alerts,
    past_findings: findings,
    examples: examples.map((stored) => toQueueRecord(stored, acknowledge)),
  };
}
