import type { Argv } from 'yargs';
import type { TextSink } from '../../ports.ts';
import { loadRules, type LoadedRules } from '../../app/load-rules.ts';
import { testRules, type RuleTestResult } from '../../app/rule-test.ts';
import { loadMappings } from '../../app/load-config.ts';
import { toRuleRecords, type RuleRecord } from '../../report/rule-record.ts';
import { textTable } from '../../report/text-table.ts';
import { lintRule } from '../../sigma/lint.ts';
import { toDisplayText } from '../../util/display-text.ts';
import { compareProblems, type Problem } from '../../util/problem.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { bundledRules, mappingsFolder } from '../package-folders.ts';
import { printProblems } from '../print-problems.ts';
import { writeAll } from '../write-all.ts';

/** `soclite rules check|test|list`: the rule author's bench. */
export function registerRules(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'rules <command>',
    say('luật phát hiện: kiểm tra, thử, liệt kê', 'detection rules: check, test, list'),
    (command) =>
      command
        .command(
          'check [path..]',
          say(
            'nạp luật, báo mọi lỗi và cảnh báo kèm dòng, cột',
            'load rules, report every error and warning with line and column',
          ),
          (check) =>
            check
              .positional('path', pathOption(context))
              .example(
                'soclite rules check rules/',
                say('kiểm tra cả thư mục', 'check a whole folder'),
              ),
          async (args) => context.finish(await runCheck(context, paths(context, args.path))),
        )
        .command(
          'test [path..]',
          say('chạy các ca thử .test.yml của từng luật', "run each rule's .test.yml cases"),
          (test) =>
            test
              .positional('path', pathOption(context))
              .example(
                'soclite rules test rules/layer-1',
                say('thử luật của một lớp', "test one layer's rules"),
              ),
          async (args) => context.finish(await runTest(context, paths(context, args.path))),
        )
        .command(
          'list',
          say('liệt kê luật đã nạp và bị từ chối', 'list loaded and refused rules'),
          (list) =>
            list
              .option('rules', {
                alias: 'r',
                type: 'string',
                array: true,
                nargs: 1,
                describe: say('tệp hoặc thư mục luật', 'rule file or folder'),
              })
              .option('output', {
                alias: 'o',
                choices: ['table', 'json'] as const,
                default: 'table' as const,
                describe: say('dạng kết quả', 'output form'),
              })
              .example('soclite rules list -r rules -o json', say('mảng JSON', 'a JSON array')),
          async (args) =>
            context.finish(await runList(context, paths(context, args.rules), args.output)),
        )
        .demandCommand(1, say('cần check, test hoặc list', 'check, test or list is needed')),
  );
}

function pathOption({ say }: CommandContext) {
  return {
    type: 'string',
    array: true,
    describe: say(
      'tệp hoặc thư mục luật (mặc định: luật kèm theo)',
      'rule files or folders (default: the bundled rules)',
    ),
  } as const;
}

function paths({ world }: CommandContext, given: readonly string[] | undefined): readonly string[] {
  return given === undefined || given.length === 0 ? [bundledRules(world)] : given;
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

async function runTest(
  { world, say }: CommandContext,
  paths: readonly string[],
): Promise<ExitCode> {
  const problems: Problem[] = [];
  const mappings = await loadMappings([mappingsFolder(world)], world.files, problems);
  await printProblems(world.stderr, problems);
  const results = await testRules(paths, {
    files: world.files,
    mappings,
    nowMs: world.clock.nowMs(),
    compileRules: (rules) => world.compileRules(rules),
  });
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

async function runList(
  { world, say }: CommandContext,
  paths: readonly string[],
  output: 'table' | 'json',
): Promise<ExitCode> {
  const rules: LoadedRules = await loadRules(world.files, paths);
  const records = toRuleRecords(rules.ruleSet, rules.refused);
  if (output === 'json') await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
  else await writeAll(world.stdout, ruleTable(records, say));
  return rules.refused.length > 0 ? EXIT.incomplete : EXIT.clean;
}

function ruleTable(records: readonly RuleRecord[], say: CommandContext['say']): Iterable<string> {
  return textTable(
    [
      { title: say('TRẠNG THÁI', 'STATE') },
      { title: say('MỨC', 'LEVEL') },
      { title: say('LỚP', 'LAYER'), align: 'right' },
      { title: say('TÊN', 'TITLE'), maxWidth: 60 },
      { title: say('LÝ DO', 'REASON'), maxWidth: 80 },
    ],
    records.map((record) => [
      record.state,
      record.level ?? '',
      record.layer === null ? '' : String(record.layer),
      record.title ?? record.file,
      record.reasons.join('; '),
    ]),
  );
}
