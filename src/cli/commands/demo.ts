import { join } from 'node:path';
import type { Argv } from 'yargs';
import { createReplaySession } from '../../app/replay-session.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openCommandWorkspace } from '../open-workspace.ts';
import { sampleLogs } from '../package-folders.ts';
import { printAlerts } from '../print-alerts.ts';
import { faceOptions, showSession, type FaceArguments } from '../show-session.ts';

/** `soclite demo`: the dashboard over the bundled sample logs, replayed as if they were happening now. */
export function registerDemo(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'demo',
    say(
      'xem thử trên nhật ký mẫu, phát lại như đang xảy ra',
      'try it on the sample logs, replayed as if happening now',
    ),
    (command) =>
      command
        .options(faceOptions(context))
        .example('soclite demo --lang en', say('màn hình tiếng Anh', 'the dashboard in English')),
    async (args) => context.finish(await runDemo(context, args)),
  );
}

async function runDemo(context: CommandContext, args: FaceArguments): Promise<ExitCode> {
  const { world } = context;
  const folder = sampleLogs(world);
  const workspace = await openCommandWorkspace(context, { config: join(folder, 'soclite.yml') });
  if (workspace === null) return EXIT.usage;
  const language = context.language ?? workspace.language;
  const isLive = world.stdout.isTty;
  const session = await createReplaySession(
    [join(folder, 'logs')],
    workspace,
    {
      inputs: world.createInputs(),
      matcher: world.compileRules(workspace.rules.ruleSet.rules),
      clock: world.clock,
    },
    isLive,
  );
  if (isLive)
    return showSession(context, session, { ...args, headless: false, language, desk: null });
  await session.start();
  await session.stop();
  await printAlerts(context, workspace, session.snapshot().alerts, language);
  return EXIT.clean;
}
