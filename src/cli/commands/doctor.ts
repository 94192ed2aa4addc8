import type { Argv } from 'yargs';
import { examine, type Finding } from '../../app/doctor.ts';
import { doctorText } from '../../report/doctor-report.ts';
import { createSay } from '../../util/language.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readCommandWorkspace } from '../open-workspace.ts';
import { configOption, tableOrJson } from '../options.ts';
import { writeAll } from '../write-all.ts';

/** `soclite doctor`: everything that a service needs, examined. */
export function registerDoctor(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'doctor',
    say(
      'khám: cấu hình, luật, nguồn, đồng hồ, đĩa, kho, cổng, terminal; và cách sửa',
      'examine configuration, rules, sources, clocks, disk, store, ports, terminal; and say what to do',
    ),
    (command) =>
      command
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example(
          'soclite doctor -c /etc/soclite.yml',
          say(
            'mã thoát: 0 không có lỗi, 1 có lỗi, 3 cấu hình không dùng được',
            'exit code: 0 no errors, 1 errors, 3 the configuration cannot be used',
          ),
        )
        .example('soclite doctor -o json', say('một mảng JSON', 'a JSON array')),
    async (args) => context.finish(await runDoctor(context, args.config, args.output)),
  );
}

/** @throws FileError */
async function runDoctor(
  context: CommandContext,
  config: string | undefined,
  output: 'table' | 'json',
): Promise<ExitCode> {
  const { world } = context;
  const opened = await readCommandWorkspace(world, { config });
  const language = context.language ?? (opened.ok ? opened.value.language : 'vi');
  const { files, stores, machine, clock, stdout, env } = world;
  const findings = await examine(opened, {
    files,
    stores,
    machine,
    clock,
    inputs: world.createInputs(),
    host: world.process.host,
    terminal: { isTty: stdout.isTty, columns: stdout.columns, env },
    say: createSay(language),
  });
  if (output === 'json') await stdout.write(`${JSON.stringify(findings, null, 1)}\n`);
  else await writeAll(stdout, doctorText(findings, language));
  if (!opened.ok) return EXIT.usage;
  const isError = ({ result }: Finding): boolean => result === 'error';
  return findings.some(isError) ? EXIT.findings : EXIT.clean;
}
