import type { Argv } from 'yargs';
import { retain, type UnitRetention } from '../../app/retention.ts';
import type { Workspace } from '../../app/workspace.ts';
import { textTable } from '../../report/text-table.ts';
import { PROVINCE, unitNames } from '../../report/unit-names.ts';
import { formatLocal } from '../../util/local-time.ts';
import { type CommandContext, UsageError } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openCommandWorkspace } from '../open-workspace.ts';
import { configOption, tableOrJson } from '../options.ts';
import { writeAll } from '../write-all.ts';

interface RetentionArguments {
  readonly config: string | undefined;
  readonly output: 'table' | 'json';
  readonly apply: boolean;
  readonly months: number | undefined;
}

const MOST_MONTHS = 1200;

/** `soclite retention`: deletes closed alerts that are over their time, beside a running watch or without one. */
export function registerRetention(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'retention',
    say(
      'cảnh báo đã đóng quá thời gian lưu theo cấp độ: xem, hoặc xóa với --apply',
      'closed alerts over the time that the level demands: look, or delete with --apply',
    ),
    (command) =>
      command
        .option('apply', {
          type: 'boolean',
          default: false,
          describe: say(
            'xóa thật; không có thì chỉ đếm. Nhật ký thao tác vẫn giữ',
            'delete; without it they are counted. Steps of the queue are kept',
          ),
        })
        .option('months', {
          type: 'number',
          requiresArg: true,
          describe: say(
            'giữ ít nhất số tháng này (cấp 1-2: 1, cấp 3: 3, cấp 4: 6, cấp 5 hoặc chưa rõ: 12)',
            'keep at least so many months (level 1-2: 1, level 3: 3, level 4: 6, level 5 or unknown: 12)',
          ),
        })
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example(
          'soclite retention --months 12',
          say('sẽ xóa bao nhiêu; không xóa gì', 'how many would be deleted; deletes nothing'),
        )
        .example(
          'soclite retention --apply',
          say(
            'xóa, kể cả khi soclite watch đang chạy; tệp nhật ký không bị đụng tới',
            'delete, also while soclite watch runs; log files are not touched',
          ),
        ),
    async (args) => context.finish(await runRetention(context, args)),
  );
}

/** @throws FileError, StoreError, UsageError */
async function runRetention(
  context: CommandContext,
  { config, output, apply, months }: RetentionArguments,
): Promise<ExitCode> {
  const { world, say } = context;
  if (months !== undefined && !(Number.isInteger(months) && months >= 1 && months <= MOST_MONTHS))
    throw new UsageError(
      say(
        `--months: cần một số nguyên từ 1 đến ${MOST_MONTHS}`,
        `--months: write a whole number from 1 to ${MOST_MONTHS}`,
      ),
    );
  const workspace = await openCommandWorkspace(context, { config });
  if (workspace === null) return EXIT.usage;
  const store = world.stores.openQueue(workspace.dataFolder);
  const nowMs = world.clock.nowMs();
  let units: readonly UnitRetention[];
  try {
    units = retain(workspace.inventory, store, {
      nowMs,
      leastMonths: months ?? 0,
      isDryRun: !apply,
    });
  } finally {
    store.close();
  }
  if (output === 'json') {
    const records = units.map((unit) => toRecord(unit, apply));
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
    return EXIT.clean;
  }
  await writeAll(world.stdout, retentionText(context, workspace, { units, apply, nowMs }));
  return EXIT.clean;
}

function* retentionText(
  { language, say }: CommandContext,
  workspace: Workspace,
  done: {
    readonly units: readonly UnitRetention[];
    readonly apply: boolean;
    readonly nowMs: number;
  },
): Iterable<string> {
  const { units, apply, nowMs } = done;
  const nameOf = unitNames(workspace.inventory, language ?? workspace.language);
  const offsetMinutes = workspace.zone.offsetMinutes(nowMs);
  yield* textTable(
    [
      { title: say('ĐƠN VỊ', 'UNIT'), maxWidth: 50 },
      { title: say('CẤP ĐỘ', 'LEVEL'), align: 'right' },
      { title: say('THÁNG', 'MONTHS'), align: 'right' },
      { title: say('GIỮ TỪ', 'KEPT FROM') },
      { title: apply ? say('ĐÃ XÓA', 'DELETED') : say('SẼ XÓA', 'TO DELETE'), align: 'right' },
    ],
    units.map(({ unit, level, months, keptFromMs, alerts }) => [
      unit === null ? `${nameOf(PROVINCE)}, ${nameOf('')}` : nameOf(unit),
      level === null ? '?' : String(level),
      String(months),
      formatLocal(keptFromMs, offsetMinutes),
      String(alerts),
    ]),
  );
  const total = units.reduce((sum, { alerts }) => sum + alerts, 0);
  yield apply
    ? say(`đã xóa ${total} cảnh báo đã đóng\n`, `deleted ${total} closed alerts\n`)
    : say(
        `sẽ xóa ${total} cảnh báo đã đóng; chưa xóa gì: thêm --apply\n`,
        `would delete ${total} closed alerts; nothing is deleted yet: add --apply\n`,
      );
}

/** One object of `retention -o json`. */
function toRecord(
  { unit, level, months, keptFromMs, alerts }: UnitRetention,
  isDeleted: boolean,
): object {
  const keptFrom = new Date(keptFromMs).toISOString();
  return { unit, level, months, kept_from: keptFrom, alerts, deleted: isDeleted };
}
