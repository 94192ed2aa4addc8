import type { Argv } from 'yargs';
import { loadMappings } from '../../../app/load-config.ts';
import {
  testRules,
  type RuleTestDependencies,
  type RuleTestResult,
} from '../../../app/rule-test.ts';
import type { TextSink } from '../../../ports.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import type { Problem } from '../../../util/problem.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { mappingsFolder } from '../../package-folders.ts';
import { printProblems } from '../../print-problems.ts';
import { rulePathOption, rulePaths } from './rule-paths.ts';

/** `soclite rules test`: the cases of each rule's `.test.yml`. */
export function registerRulesTest(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'test [path..]',
    say('chạy các ca thử .test.yml của từng luật', "run each rule's .test.yml cases"),
    (test) =>
      test
        .positional('path', rulePathOption(context))
        .example(
          'soclite rules test rules/layer-1',
          say('thử luật của một lớp', "test one layer's rules"),
        ),
    async (args) => context.finish(await runTest(context, rulePaths(context, args.path))),
  );
}

/** What testing needs from the world: bundled mappings read the lines of the cases. */
export async function ruleTestDependencies({
  world,
}: CommandContext): Promise<RuleTestDependencies> {
  const problems: Problem[] = [];
  const mappings = await loadMappings([mappingsFolder(world)], world.files, problems);
  await printProblems(world.stderr, problems);
  return {
    files: world.files,
    mappings,
    nowMs: world.clock.nowMs(),
    compileRules: (rules) => world.compileRules(rules),
  };
}

async function runTest(context: CommandContext, paths: readonly string[]): Promise<ExitCode> {
  const { world, say } = context;
  const results = await testRules(paths, await ruleTestDependencies(context));
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const result of failed) await printFailure(result, world.stdout);
  const passed = results.length - failed.length;
  await world.stdout.write(
    `${say('ca thử luật', 'rule cases')}: ${passed} passed, ${failed.length} failed\n`,
  );
  if (results.length === 0) return EXIT.incomplete;
  return failed.length > 0 ? EXIT.findings : EXIT.clean;
}

async function printFailure(result: RuleTestResult, sink: TextSink): Promise<void> {
  await sink.write(`${toDisplayText(`${result.ruleFile}: ${result.name}`)}\n`);
  for (const failure of result.failures) await sink.write(`  ${toDisplayText(failure)}\n`);
}
