import type { Argv } from 'yargs';
import { ALERT_STATES } from '../../../lifecycle/act.ts';
import { toQueueRecord } from '../../../report/queue-record.ts';
import { queueTable } from '../../../report/queue-table.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption } from '../../options.ts';
import { writeAll } from '../../write-all.ts';
import { withDesk, type OpenedDesk } from './open-desk.ts';
import { filterOptions, makeFilter, OPEN_STATES, type FilterArguments } from './queue-filter.ts';

const ORDERS = ['most-severe-first', 'newest-first', 'oldest-first'] as const;
const OUTPUTS = ['table', 'json', 'ndjson'] as const;
const DEFAULT_LIMIT = 100;

interface ListArguments extends FilterArguments {
  readonly all: boolean;
  readonly order: (typeof ORDERS)[number];
  readonly limit: number;
  readonly output: (typeof OUTPUTS)[number];
}

/** `soclite alerts list`: the queue, what needs a person first. */
export function registerAlertsList(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'list',
    say('hàng đợi cảnh báo, theo bộ lọc', 'the queue of alerts, by filters'),
    (list) =>
      list
        .option('config', configOption(context))
        .options(filterOptions(context))
        .options({
          all: {
            type: 'boolean',
            default: false,
            describe: say('kể cả đã đóng và đang được giữ lại', 'closed and suppressed ones too'),
          },
          order: {
            choices: ORDERS,
            default: 'most-severe-first' as const,
            describe: say('thứ tự', 'order'),
          },
          limit: {
            type: 'number',
            default: DEFAULT_LIMIT,
            describe: say('nhiều nhất bao nhiêu', 'how many at most'),
          },
          output: {
            alias: 'o',
            choices: OUTPUTS,
            default: 'table' as const,
            describe: say('dạng kết quả', 'output form'),
          },
        })
        .example(
          'soclite alerts list --unit so-y-te --level high --text "mat khau"',
          say('mức cao trở lên của một đơn vị', 'level high or above of one unit'),
        ),
    async (args) => {
      await withDesk(context, { config: args.config, verb: 'list' }, (desk) =>
        runList(context, desk, args),
      );
    },
  );
}

async function runList(
  { world }: CommandContext,
  desk: OpenedDesk,
  args: ListArguments,
): Promise<ExitCode> {
  const { store, say, view, acknowledge } = desk;
  const { all, order, limit, output } = args;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new UsageError(
      say('--limit: cần số nguyên từ 1', '--limit: a whole number from 1 is needed'),
    );
  }
  const given = all ? { ...args, suppressed: true } : args;
  const query = makeFilter(given, desk, all ? ALERT_STATES : OPEN_STATES);
  const alerts = store.list({ ...query, order, limit });
  const count = alerts.length < limit ? alerts.length : store.count(query);
  if (output === 'ndjson') {
    for (const stored of alerts) await world.stdout.writeRecord(toQueueRecord(stored, acknowledge));
  } else if (output === 'json') {
    const records = alerts.map((stored) => toQueueRecord(stored, acknowledge));
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
  } else if (alerts.length > 0) {
    await writeAll(world.stdout, queueTable(alerts, view));
  }
  if (count > alerts.length || output === 'table') {
    await world.stderr.write(
      `${say(`${alerts.length}/${count} cảnh báo`, `${alerts.length} of ${count} alerts`)}${
        count > alerts.length ? say(' (tăng --limit để xem thêm)', ' (raise --limit for more)') : ''
      }\n`,
    );
  }
  return EXIT.clean;
}
