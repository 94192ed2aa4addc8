import type { Argv } from 'yargs';
import { loadRules } from '../../../app/load-rules.ts';
import { lintRule } from '../../../sigma/lint.ts';
import { compareProblems } from '../../../util/problem.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { printProblems } from '../../print-problems.ts';
import { rulePathOption, rulePaths } from './rule-paths.ts';

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
        .example('soclite rules check rules/', say('kiểm tra cả thư mục', 'check a whole folder')),
    async (args) => context.finish(await runCheck(context, rulePaths(context, args.path))),
  );
}

async function runCheck(
  { world, say }: CommandContext,
  paths: readonly string[],
): Promise<ExitCode> {
  const rules = await loadRules(world.files, paths);
  const loaded = [...rules.ruleSet.rules, ...rules.ruleSet.correlations];
  const problems = [...rules.problems, ...loaded.flatMap(lintRule)].toSorted(compareProblems);
  await printProblems(world.stdout, problems);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const summary = say(
    `${rules.fileCount} tệp, ${loaded.length} luật nạp được, ${rules.refused.length} bị từ chối, ${problems.length - errors} cảnh báo`,
    `${rules.fileCount} files, ${loaded.length} rules loaded, ${rules.refused.length} refused, ${problems.length - errors} warnings`,
  );
  await world.stdout.write(`${summary}\n`);
  if (rules.refused.length > 0) return EXIT.incomplete;
  return problems.length > 0 ? EXIT.findings : EXIT.clean;
}
