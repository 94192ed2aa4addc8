import type { Argv } from 'yargs';
import { findRules } from '../../../app/find-rules.ts';
import { loadRules } from '../../../app/load-rules.ts';
import { testRules } from '../../../app/rule-test.ts';
import { ruleText, type RuleTestState } from '../../../report/rule-text.ts';
import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { printProblems } from '../../print-problems.ts';
import { writeAll } from '../../write-all.ts';
import { pipelineOption } from '../../options.ts';
import { ruleOptions } from './rule-options.ts';
import { rulePaths, rulesOption } from './rule-paths.ts';
import { ruleTestDependencies } from './test.ts';

/** `soclite rules show <rule>`: a rule for people, with the state of its test. */
export function registerRulesShow(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'show <rule>',
    say(
      'xem một luật: ý nghĩa, điều kiện, việc cần làm, ca thử',
      'show a rule: meaning, detection, next steps, tests',
    ),
    (show) =>
      show
        .positional('rule', {
          type: 'string',
          demandOption: true,
          describe: say('mã, tên, tiêu đề hoặc tệp của luật', "the rule's id, name, title or file"),
        })
        .option('rules', rulesOption(context))
        .option('pipeline', pipelineOption(context))
        .example(
          'soclite rules show l1-12-office-starts-script',
          say('xem một luật kèm theo', 'show a bundled rule'),
        ),
    async (args) => context.finish(await runShow(context, args.rule, args)),
  );
}

interface ShowArguments {
  readonly rules: readonly string[] | undefined;
  readonly pipeline: readonly string[] | undefined;
}

async function runShow(
  context: CommandContext,
  words: string,
  { rules: given, pipeline }: ShowArguments,
): Promise<ExitCode> {
  const { world, say } = context;
  const isFile = given === undefined && (await world.files.isFile(words));
  const paths = isFile ? [words] : rulePaths(context, given);
  const rules = await loadRules(world.files, paths, await ruleOptions(context, pipeline));
  if (isFile && rules.refused.length > 0) {
    await printProblems(world.stdout, rules.problems);
    return EXIT.incomplete;
  }
  const found = findRules(rules, words);
  if (found.length === 0) {
    throw new UsageError(
      say(
        `không có luật nào là ${JSON.stringify(words)}; tìm bằng soclite rules list <từ>`,
        `no rule is ${JSON.stringify(words)}; search with soclite rules list <words>`,
      ),
    );
  }
  const tests = new Map<string, RuleTestState>();
  for (const [index, rule] of found.entries()) {
    const { file } = rule.at;
    const state = tests.get(file) ?? (await testState(context, file, pipeline));
    tests.set(file, state);
    if (index > 0) await world.stdout.write('\n');
    await writeAll(world.stdout, ruleText(rule, { say, tests: state }));
  }
  return EXIT.clean;
}

async function testState(
  context: CommandContext,
  file: string,
  pipeline: readonly string[] | undefined,
): Promise<RuleTestState> {
  const testFile = file.replace(/\.(yml|yaml)$/, '.test.$1');
  if (!(await context.world.files.isFile(testFile))) return null;
  const results = await testRules([file], await ruleTestDependencies(context, pipeline));
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  return { passed: results.length - failed, failed };
}
