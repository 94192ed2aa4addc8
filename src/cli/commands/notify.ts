import type { Argv } from 'yargs';
import type { CommandContext, Register } from '../context.ts';
import { registerNotifyList } from './notify/list.ts';
import { registerNotifyRetry } from './notify/retry.ts';
import { registerNotifyTest } from './notify/test.ts';

const VERBS: readonly Register[] = [registerNotifyTest, registerNotifyList, registerNotifyRetry];

/** `soclite notify <verb>`: the channels by which people are told of alerts. */
export function registerNotify(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'notify <command>',
    say(
      'kênh thông báo: thử, xem hàng chờ, gửi lại',
      'notification channels: try, list, send again',
    ),
    (command) =>
      VERBS.reduce<Argv>((built, register) => register(built, context), command)
        .example('soclite notify test siem', say('thử một kênh', 'try a channel'))
        .demandCommand(1, say('cần một lệnh con, xem --help', 'a command is needed, see --help')),
  );
}
