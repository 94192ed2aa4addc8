import type { Argv } from 'yargs';
import { readNotifications } from '../../../app/notify-desk.ts';
import { notifyText, toNotifyRecord } from '../../../report/notify-report.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption, tableOrJson } from '../../options.ts';
import { writeAll } from '../../write-all.ts';
import { openNotify } from './open-notify.ts';

/** `soclite notify list`: what waits and what was given up. */
export function registerNotifyList(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'list',
    say('thông báo đang chờ và đã bỏ cuộc', 'notifications that wait or were given up'),
    (command) =>
      command
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example(
          'soclite notify list',
          say('mã thoát: 0 không có gì bị bỏ, 1 có', 'exit code: 0 none was given up, 1 some were'),
        ),
    async (args) => {
      const code = await runList(context, args);
      if (code !== null) context.finish(code);
    },
  );
}

/** @throws FileError, StoreError */
async function runList(
  context: CommandContext,
  args: { readonly config: string | undefined; readonly output: 'table' | 'json' },
): Promise<ExitCode | null> {
  const { world } = context;
  const desk = await openNotify(context, { config: args.config, verb: 'list' });
  if (desk === null) return null;
  const store = world.stores.openQueue(desk.dataFolder);
  try {
    const { queue, dead, faults } = readNotifications(store);
    for (const fault of faults) await world.stderr.write(`${fault}\n`);
    const report = {
      pending: queue?.pending ?? [],
      dead,
      gathering: (queue?.digests ?? []).map(({ channel, dueMs, tally }) => ({
        channel,
        dueMs,
        total: tally.total,
      })),
      counts: queue?.counts ?? { sent: 0, failed: 0, held: 0, discarded: 0 },
      lastError: queue?.lastError ?? null,
    };
    if (args.output === 'json') {
      await world.stdout.write(`${JSON.stringify(toNotifyRecord(report), null, 1)}\n`);
    } else {
      const zoneOffsetMinutes = desk.plan.zone.offsetMinutes(world.clock.nowMs());
      const look = { language: desk.language, zoneOffsetMinutes };
      await writeAll(world.stdout, notifyText(report, look));
    }
    return dead.length === 0 ? EXIT.clean : EXIT.findings;
  } finally {
    store.close();
  }
}
