import type { Argv } from 'yargs';
import { backtest, type BacktestResult } from '../../../app/backtest.ts';
import { compareMatched, SORT_LIMITS } from '../../../app/detection.ts';
import { loadRules, type LoadedRules } from '../../../app/load-rules.ts';
import { createMatchCodec } from '../../../app/match-codec.ts';
import type { Workspace } from '../../../app/workspace.ts';
import { backtestText, toBacktestRecord } from '../../../report/backtest-report.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { toPaths } from '../../input-paths.ts';
import { pipelineOption } from '../../options.ts';
import { openCommandWorkspace } from '../../open-workspace.ts';
import { printProblems } from '../../print-problems.ts';
import { createProgressLine } from '../../progress-line.ts';
import { writeAll } from '../../write-all.ts';
import { ruleOptions } from './rule-options.ts';

interface BacktestArguments {
  readonly rules: readonly string[];
  readonly on: readonly string[];
  readonly against: readonly string[] | undefined;
  readonly pipeline: readonly string[] | undefined;
  readonly config: string | undefined;
  readonly output: 'table' | 'json';
}

/** `soclite rules backtest <rules…> --on <archive…>`: how loud rules are, and what would tune them. */
export function registerRulesBacktest(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'backtest <rules..>',
    say(
      'chạy luật trên kho nhật ký: khớp theo luật, ngày, đơn vị; giá trị để tinh chỉnh; so hai bản',
      'run rules on an archive: hits by rule, day, unit; values to tune by; compare versions',
    ),
    (command) =>
      command
        .positional('rules', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: say('tệp hoặc thư mục luật', 'rule files or folders'),
        })
        .option('on', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: say('kho nhật ký: tệp, thư mục, mẫu', 'archive: files, folders, globs'),
        })
        .option('against', {
          type: 'string',
          array: true,
          describe: say(
            'bản luật khác để so: thêm, mất lần khớp nào',
            'another version of the rules: which matches came and went',
          ),
        })
        .option('pipeline', pipelineOption(context))
        .option('config', {
          alias: 'c',
          type: 'string',
          describe: say('tệp soclite.yml', 'configuration file'),
        })
        .option('output', {
          alias: 'o',
          choices: ['table', 'json'] as const,
          default: 'table' as const,
          describe: say('dạng kết quả', 'output form'),
        })
        .example(
          'soclite rules backtest new.yml --on logs/2026-11 --against old.yml',
          say('so bản mới với bản cũ', 'compare the new version with the old one'),
        ),
    async (args) => context.finish(await runBacktest(context, { ...args, on: toPaths(args.on) })),
  );
}

async function runBacktest(context: CommandContext, args: BacktestArguments): Promise<ExitCode> {
  const { world, say } = context;
  const workspace = await openCommandWorkspace(context, args);
  if (workspace === null) return EXIT.usage;
  const against =
    args.against === undefined
      ? null
      : await loadRules(world.files, args.against, await ruleOptions(context, args.pipeline));
  const loads = against === null ? [workspace.rules] : [workspace.rules, against];
  const isRefused = await tellRefused(context, loads);
  if (workspace.rules.ruleSet.rules.length === 0) {
    await world.stderr.write(`${say('không nạp được luật nào', 'no rule could be loaded')}\n`);
    return isRefused ? EXIT.incomplete : EXIT.usage;
  }
  const result = await run(context, args, workspace, against);
  await print(context, args.output, result);
  await printProblems(world.stderr, result.scan.problems);
  return isRefused || result.scan.problems.length > 0 ? EXIT.incomplete : EXIT.clean;
}

async function tellRefused(
  { world }: CommandContext,
  loads: readonly LoadedRules[],
): Promise<boolean> {
  const faulty = loads.filter(({ refused }) => refused.length > 0);
  for (const { problems } of faulty) {
    await printProblems(
      world.stderr,
      problems.filter(({ severity }) => severity === 'error'),
    );
  }
  return faulty.length > 0;
}

async function run(
  { world, say }: CommandContext,
  args: BacktestArguments,
  workspace: Workspace,
  against: LoadedRules | null,
): Promise<BacktestResult> {
  const progress = createProgressLine(world.stderr, world.clock, say);
  const result = await backtest(
    args.on,
    { workspace, against: against?.ruleSet ?? null },
    {
      inputs: world.createInputs(),
      createSorter: (ruleSet) =>
        world.createSorter({
          compare: compareMatched,
          ...createMatchCodec(ruleSet),
          ...SORT_LIMITS,
        }),
      compileRules: (rules) => world.compileRules(rules),
    },
    {
      progress: (read, total) => progress.update(read, total),
      isCancelled: () => world.stdout.isClosed,
    },
  );
  await progress.clear();
  return result;
}

async function print(
  { world, say }: CommandContext,
  output: 'table' | 'json',
  { scan, rules, changes }: BacktestResult,
): Promise<void> {
  const report = { files: scan.totals.files, events: scan.totals.records, rules, changes };
  if (output === 'json')
    await world.stdout.write(`${JSON.stringify(toBacktestRecord(report), null, 1)}\n`);
  else await writeAll(world.stdout, backtestText(report, say));
}
