import type { Argv } from 'yargs';
import { loadRules } from '../../../app/load-rules.ts';
import { navigatorLayer, ruleCoverage, type CoverageRow } from '../../../report/coverage.ts';
import { textTable } from '../../../report/text-table.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { writeAll } from '../../write-all.ts';
import { pipelineOption } from '../../options.ts';
import { ruleOptions } from './rule-options.ts';
import { rulePathOption, rulePaths } from './rule-paths.ts';

const OUTPUTS = ['table', 'json', 'navigator'] as const;

/** `soclite rules coverage`: ATT&CK × log source × layer. */
export function registerRulesCoverage(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'coverage [path..]',
    say(
      'luật phủ kỹ thuật ATT&CK nào, từ nguồn nhật ký nào, cho lớp nào',
      'which ATT&CK techniques the rules cover, by log source and layer',
    ),
    (coverage) =>
      coverage
        .positional('path', rulePathOption(context))
        .option('pipeline', pipelineOption(context))
        .option('output', {
          alias: 'o',
          choices: OUTPUTS,
          default: 'table' as const,
          describe: say(
            'dạng kết quả; navigator là tệp lớp của ATT&CK Navigator',
            'output form; navigator is a layer file of the ATT&CK Navigator',
          ),
        })
        .example(
          'soclite rules coverage -o navigator > layer.json',
          say('mở bằng ATT&CK Navigator', 'open it in the ATT&CK Navigator'),
        ),
    async (args) => context.finish(await runCoverage(context, rulePaths(context, args.path), args)),
  );
}

async function runCoverage(
  context: CommandContext,
  paths: readonly string[],
  {
    output,
    pipeline,
  }: {
    readonly output: (typeof OUTPUTS)[number];
    readonly pipeline: readonly string[] | undefined;
  },
): Promise<ExitCode> {
  const { world, say } = context;
  const rules = await loadRules(world.files, paths, await ruleOptions(context, pipeline));
  const rows = ruleCoverage(rules.ruleSet);
  if (output === 'table') await writeAll(world.stdout, coverageTable(rows, say));
  else {
    const value = output === 'json' ? rows : navigatorLayer(rows, 'soclite');
    await world.stdout.write(`${JSON.stringify(value, null, 1)}\n`);
  }
  return rules.refused.length > 0 ? EXIT.incomplete : EXIT.clean;
}

function coverageTable(rows: readonly CoverageRow[], say: CommandContext['say']): Iterable<string> {
  return textTable(
    [
      { title: say('CHIẾN THUẬT', 'TACTICS'), maxWidth: 40 },
      { title: say('KỸ THUẬT', 'TECHNIQUE') },
      { title: say('NGUỒN', 'LOG SOURCE'), maxWidth: 40 },
      { title: say('LỚP', 'LAYER'), align: 'right' },
      { title: say('SỐ LUẬT', 'RULES'), align: 'right' },
      { title: say('MỨC', 'LEVEL') },
      { title: say('LUẬT', 'TITLES'), maxWidth: 60 },
    ],
    rows.map((row) => [
      row.tactics.join(', '),
      row.technique ?? '-',
      row.logsource,
      String(row.layer),
      String(row.rules),
      row.level,
      row.titles.join('; '),
    ]),
  );
}
