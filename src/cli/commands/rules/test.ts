import type { Argv } from 'yargs';
import { loadMappings } from '../../../app/load-config.ts';
import {
  testRules,
  type RuleTestDependencies,
  type RuleTestResult,
} from '../../../app/rule-test.ts';
import { FileError, type TextSink } from '../../../ports.ts';
import { junitXml } from '../../../report/junit.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import type { Problem } from '../../../util/problem.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { mappingsFolder } from '../../package-folders.ts';
import { printProblems } from '../../print-problems.ts';
import { writeAll } from '../../write-all.ts';
import { pipelineOption } from '../../options.ts';
import { ruleOptions } from './rule-options.ts';
import { rulePathOption, rulePaths } from './rule-paths.ts';

interface TestArguments {
  readonly paths: readonly string[];
  readonly pipeline: readonly string[] | undefined;
  readonly output: 'text' | 'junit';
}

/** A change is rarely alone: an editor writes, renames, and touches the folder. */
const QUIET_MS = 200;

/** `soclite rules test`: the cases of each rule's `.test.yml`. */
export function registerRulesTest(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'test [path..]',
    say('chạy các ca thử .test.yml của từng luật', "run each rule's .test.yml cases"),
    (test) =>
      test
        .positional('path', rulePathOption(context))
        .option('pipeline', pipelineOption(context))
        .option('output', {
          alias: 'o',
          choices: ['text', 'junit'] as const,
          default: 'text' as const,
          describe: say('dạng kết quả; junit cho CI', 'output form; junit for CI'),
        })
        .option('watch', {
          type: 'boolean',
          default: false,
          describe: say('chạy lại khi tệp đổi', 'run again when a file changes'),
        })
        .example(
          'soclite rules test rules/layer-1 --watch',
          say('thử luật của một lớp, mỗi lần lưu tệp', "test one layer's rules at each save"),
        ),
    async (args) => {
      const { pipeline, output } = args;
      const run = args.watch ? watchTests : runTest;
      context.finish(
        await run(context, { paths: rulePaths(context, args.path), pipeline, output }),
      );
    },
  );
}

/** What testing needs from the world: bundled mappings read the lines of the cases. */
export async function ruleTestDependencies(
  context: CommandContext,
  pipeline: readonly string[] = [],
): Promise<RuleTestDependencies> {
  const { world } = context;
  const problems: Problem[] = [];
  const mappings = await loadMappings([mappingsFolder(world)], world.files, problems);
  await printProblems(world.stderr, problems);
  return {
    files: world.files,
    mappings,
    ruleOptions: await ruleOptions(context, pipeline),
    nowMs: world.clock.nowMs(),
    compileRules: (rules) => world.compileRules(rules),
  };
}

async function runTest(
  context: CommandContext,
  { paths, pipeline, output }: TestArguments,
): Promise<ExitCode> {
  const { world } = context;
  const results = await testRules(paths, await ruleTestDependencies(context, pipeline));
  if (output === 'junit') await writeAll(world.stdout, junitXml(results));
  else await printResults(context, results);
  if (results.length === 0) return EXIT.incomplete;
  return results.some(({ failures }) => failures.length > 0) ? EXIT.findings : EXIT.clean;
}

async function printResults(
  { world, say }: CommandContext,
  results: readonly RuleTestResult[],
): Promise<void> {
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const result of failed) await printFailure(result, world.stdout);
  const passed = results.length - failed.length;
  await world.stdout.write(
    `${say(
      `ca thử luật: ${passed} đạt, ${failed.length} hỏng`,
      `rule cases: ${passed} passed, ${failed.length} failed`,
    )}\n`,
  );
}

async function printFailure(result: RuleTestResult, sink: TextSink): Promise<void> {
  await sink.write(`${toDisplayText(`${result.ruleFile}: ${result.name}`)}\n`);
  for (const line of result.failures.flatMap((failure) => failure.split('\n')))
    await sink.write(`  ${toDisplayText(line)}\n`);
}

/** Tests, and again after each change, until the process is asked to stop; the last run decides the exit code. */
async function watchTests(context: CommandContext, args: TestArguments): Promise<ExitCode> {
  const { world, say } = context;
  let wake: () => void = () => undefined;
  const state = { isChanged: false, isStopped: false };
  world.onStop(() => {
    state.isStopped = true;
    wake();
  });
  const watching = await world.fileWatcher.watch([...args.paths, ...(args.pipeline ?? [])], () => {
    state.isChanged = true;
    wake();
  });
  let code: ExitCode = EXIT.incomplete;
  for (;;) {
    state.isChanged = false;
    code = await runAndTell(context, args);
    const hint = say('chờ tệp đổi, Ctrl-C để dừng', 'waiting for changes, Ctrl-C to stop');
    await world.stderr.write(`${hint}\n`);
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (state.isChanged || state.isStopped) resolve();
    });
    if (state.isStopped || world.stdout.isClosed) break;
    await world.sleep(QUIET_MS);
  }
  await watching.close();
  return code;
}

/** A file may be half gone while an editor replaces it: said, and tried again at the next change. */
async function runAndTell(context: CommandContext, args: TestArguments): Promise<ExitCode> {
  try {
    return await runTest(context, args);
  } catch (error) {
    if (!(error instanceof FileError || error instanceof UsageError)) throw error;
    await context.world.stderr.write(`soclite: ${error.message}\n`);
    return EXIT.incomplete;
  }
}
