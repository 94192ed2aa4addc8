import type { Argv } from 'yargs';
import { testChannel } from '../../../app/notify-desk.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption } from '../../options.ts';
import { openNotify } from './open-notify.ts';

/** `soclite notify test <channel>`: sends a message and says what happened. */
export function registerNotifyTest(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'test <channel>',
    say('gửi một thông báo thử và nói rõ kết quả', 'send a test message and say what happened'),
    (command) =>
      command
        .positional('channel', {
          type: 'string',
          demandOption: true,
          describe: say('id của kênh trong notify.channels', 'id of a channel in notify.channels'),
        })
        .option('config', configOption(context))
        .example(
          'soclite notify test siem',
          say('mã thoát: 0 đã gửi, 2 không gửi được', 'exit code: 0 sent, 2 not sent'),
        ),
    async (args) => {
      const code = await runTest(context, args);
      if (code !== null) context.finish(code);
    },
  );
}

/** @throws FileError */
async function runTest(
  context: CommandContext,
  args: { readonly channel: string; readonly config: string | undefined },
): Promise<ExitCode | null> {
  const { world } = context;
  const desk = await openNotify(context, { config: args.config, verb: 'notify' });
  if (desk === null) return null;
  const { plan, say, language } = desk;
  const channel = plan.channels.find(({ id }) => id === args.channel);
  if (channel === undefined) {
    const known = plan.channels.map(({ id }) => id).join(', ');
    await world.stderr.write(
      `${say(`không có kênh "${args.channel}"`, `there is no channel "${args.channel}"`)}; ${say('các kênh', 'channels')}: ${known === '' ? say('chưa có, thêm notify.channels vào soclite.yml', 'none yet, add notify.channels to soclite.yml') : known}\n`,
    );
    return EXIT.usage;
  }
  const startMs = world.clock.nowMs();
  const result = await testChannel(
    channel,
    { ...plan, language },
    {
      openSender: world.openSender,
      nowMs: startMs,
      host: world.process.host,
      program: world.version,
    },
  );
  const tookMs = world.clock.nowMs() - startMs;
  if (result.ok) {
    await world.stdout.write(
      `${say('đã gửi', 'sent')} ${channel.id} (${channel.kind}): ${result.detail} (${tookMs} ms)\n`,
    );
    return EXIT.clean;
  }
  await world.stderr.write(
    `${say('không gửi được', 'not sent')} ${channel.id} (${channel.kind}): ${result.error}\n`,
  );
  return EXIT.incomplete;
}
