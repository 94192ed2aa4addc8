import type { Argv } from 'yargs';
import { readServiceState } from '../../app/service-state.ts';
import { statusText, toStatusRecord } from '../../report/status-report.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findConfigPath } from '../open-workspace.ts';
import { configOption, tableOrJson } from '../options.ts';
import { printProblems } from '../print-problems.ts';
import { writeAll } from '../write-all.ts';

/** `soclite status`: how the service on the data folder is. */
export function registerStatus(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'status',
    say(
      'tình trạng dịch vụ soclite watch: nguồn, độ trễ, vấn đề',
      'how soclite watch is: sources, lag, problems',
    ),
    (command) =>
      command
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example(
          'soclite status -c /etc/soclite.yml',
          say(
            'mã thoát: 0 đang chạy, 1 không chạy hoặc không ghi được',
            'exit code: 0 it runs, 1 it does not, or writes nothing',
          ),
        )
        .example('soclite status -o json', say('một đối tượng JSON', 'one JSON object')),
    async (args) => context.finish(await runStatus(context, args.config, args.output)),
  );
}

/** @throws FileError, StoreError */
async function runStatus(
  context: CommandContext,
  config: string | undefined,
  output: 'table' | 'json',
): Promise<ExitCode> {
  const { world } = context;
  const state = await readServiceState(await findConfigPath(world, config), {
    ...world,
    host: world.process.host,
  });
  await printProblems(world.stderr, state.problems);
  if (!state.ok) return EXIT.usage;
  const { value } = state;
  if (output === 'json') {
    await world.stdout.write(`${JSON.stringify(toStatusRecord(value), null, 1)}\n`);
  } else {
    const language = context.language ?? value.language;
    const zoneOffsetMinutes = value.zone.offsetMinutes(value.nowMs);
    await writeAll(world.stdout, statusText(value, { language, zoneOffsetMinutes }));
  }
  return value.phase === 'running' ? EXIT.clean : EXIT.findings;
}
