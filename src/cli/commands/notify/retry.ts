import type { Argv } from 'yargs';
import { readNotifications, requestRetry } from '../../../app/notify-desk.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption } from '../../options.ts';
import { openNotify } from './open-notify.ts';

/** `soclite notify retry [channel…]`: sends again what was given up. */
export function registerNotifyRetry(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'retry [channels..]',
    say('gửi lại các thông báo đã bỏ cuộc', 'send again what was given up'),
    (command) =>
      command
        .positional('channels', {
          type: 'string',
          array: true,
          default: [],
          describe: say('chỉ các kênh này', 'only these channels'),
        })
        .option('config', configOption(context))
        .example('soclite notify retry mail', say('một kênh', 'one channel')),
    async (args) => {
      const code = await runRetry(context, args);
      if (code !== null) context.finish(code);
    },
  );
}

/** @throws FileError, StoreError */
async function runRetry(
  context: CommandContext,
  args: { readonly channels: readonly string[]; readonly config: string | undefined },
): Promise<ExitCode | null> {
  const { world } = context;
  const desk = await openNotify(context, { config: args.config, verb: 'notify' });
  if (desk === null) return null;
  const { say } = desk;
  const store = world.stores.openQueue(desk.dataFolder);
  try {
    const { dead } = readNotifications(store);
    const known = new Set([
      ...desk.plan.channels.map(({ id }) => id),
      ...dead.map(({ delivery }) => delivery.channel),
    ]);
    const unknown = args.channels.find((channel) => !known.has(channel));
    if (unknown !== undefined) {
      await world.stderr.write(
        `${say(`không có kênh "${unknown}"`, `there is no channel "${unknown}"`)}\n`,
      );
      return EXIT.usage;
    }
    const letters = dead.filter(
      ({ delivery }) => args.channels.length === 0 || args.channels.includes(delivery.channel),
    );
    requestRetry(store, args.channels);
    await world.stdout.write(
      `${say(
        `${letters.length} thông báo sẽ được gửi lại; soclite watch làm việc đó ngay khi đang chạy`,
        `${letters.length} notifications will be sent again, by soclite watch, at once when it runs`,
      )}\n`,
    );
    return EXIT.clean;
  } finally {
    store.close();
  }
}
