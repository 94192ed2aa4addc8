import type { Argv } from 'yargs';
import { checkRules, fixRules, type CheckedRules } from '../../../app/check-rules.ts';
import { toSarif } from '../../../report/sarif.ts';
import type { RuleOptions } from '../../../app/load-rules.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { printProblems } from '../../print-problems.ts';
import { pipelineOption } from '../../options.ts';
import { ruleOptions } from './rule-options.ts';
import { rulePathOption, rulePaths } from './rule-paths.ts';

interface CheckArguments {
  readonly paths: readonly string[];
  readonly pipeline: readonly string[] | undefined;
  readonly output: 'text' | 'sarif';
  readonly fix: boolean;
}

/** `soclite rules check`: every error and warning with line, column, code and hint. */
export function registerRulesCheck(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'check [path..]',
    say(
      'nạp luật, báo mọi lỗi và cảnh báo kèm dòng, cột',
      'load rules, report every error and warning with line and column',
    ),
    (check) =>
      check
        .positional('path', rulePathOption(context))
        .option('pipeline', pipelineOption(context))
        .option('output', {
          alias: 'o',
          choices: ['text', 'sarif'] as const,
          default: 'text' as const,
          describe: say('dạng kết quả; sarif cho CI', 'output form; sarif for CI'),
        })
        .option('fix', {
          type: 'boolean',
          default: false,
          describe: say(
            'sửa ngay trong tệp những gì chắc chắn không đổi nghĩa của luật',
            'mend in place what surely leaves the meaning of the rules as it is',
          ),
        })
        .example('soclite rules check rules/', say('kiểm tra cả thư mục', 'check a whole folder'))
        .example(
          'soclite rules check rules/ -o sarif > rules.sarif',
          say('cho trang mã nguồn', 'for a code host'),
        ),
    async (args) =>
      context.finish(await runCheck(context, { ...args, paths: rulePaths(context, args.path) })),
  );
}

async function runCheck(
  context: CommandContext,
  { paths, pipeline, output, fix }: CheckArguments,
): Promise<ExitCode> {
  const { world } = context;
  const options = await ruleOptions(context, pipeline);
  if (fix) await mend(context, paths, options);
  const checked = await checkRules(world.files, paths, options);
  if (output === 'sarif') {
    const log = toSarif(checked.problems, world.version);
    await world.stdout.write(`${JSON.stringify(log, null, 1)}\n`);
  } else {
    await printProblems(world.stdout, checked.problems);
    await printSummary(context, checked);
  }
  // a path without rules is a mistake that a CI job must not pass
  if (checked.refusedCount > 0 || checked.loadedCount === 0) return EXIT.incomplete;
  return checked.problems.length > 0 ? EXIT.findings : EXIT.clean;
}

async function mend(
  { world, say }: CommandContext,
  paths: readonly string[],
  options: RuleOptions,
): Promise<void> {
  for (const { file, fixes } of await fixRules(world.files, paths, options)) {
    const text = say(`${file}: đã sửa ${fixes} chỗ`, `${file}: ${fixes} fixed`);
    await world.stderr.write(`${toDisplayText(text)}\n`);
  }
}

async function printSummary(
  { world, say }: CommandContext,
  { fileCount, loadedCount, refusedCount, problems }: CheckedRules,
): Promise<void> {
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const summary = say(
    `${fileCount} tệp, ${loadedCount} luật nạp được, ${refusedCount} bị từ chối, ${warnings} cảnh báo`,
    `${fileCount} files, ${loadedCount} rules loaded, ${refusedCount} refused, ${warnings} warnings`,
  );
  await world.stdout.write(`${summary}\n`);
}
