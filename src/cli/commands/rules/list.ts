import type { Argv } from 'yargs';
import { loadRules } from '../../../app/load-rules.ts';
import { matchesRuleQuery, type RuleQuery } from '../../../report/rule-query.ts';
import { toRuleRecords, type RuleRecord } from '../../../report/rule-record.ts';
import { textTable } from '../../../report/text-table.ts';
import { LEVELS } from '../../../sigma/rule.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { writeAll } from '../../write-all.ts';
import { pipelineOption } from '../../options.ts';
import { ruleOptions } from './rule-options.ts';
import { rulePaths, rulesOption } from './rule-paths.ts';

/** `soclite rules list`: rules loaded and refused, searched. */
export function registerRulesList(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'list [words..]',
    say('liệt kê, tìm luật đã nạp và bị từ chối', 'list and search loaded and refused rules'),
    (list) =>
      list
        .positional('words', {
          type: 'string',
          array: true,
          describe: say(
            'mọi từ phải có trong tên, mã, nhãn hoặc tệp (không cần dấu)',
            'words that title, id, tags or file must all hold',
          ),
        })
        .options({ rules: rulesOption(context), pipeline: pipelineOption(context) })
        .option('layer', {
          choices: [1, 2, 3, 4] as const,
          describe: say('chỉ lớp này', 'only this layer'),
        })
        .option('level', {
          choices: LEVELS,
          describe: say('mức này trở lên', 'this level or above'),
        })
        .option('tag', {
          type: 'string',
          array: true,
          nargs: 1,
          describe: say(
            'chỉ luật mang nhãn này, hoặc nhãn bắt đầu như vậy và dấu chấm',
            'only rules with this tag, or one below it',
          ),
        })
        .option('output', {
          alias: 'o',
          choices: ['table', 'json'] as const,
          default: 'table' as const,
          describe: say('dạng kết quả', 'output form'),
        })
        .example('soclite rules list -r rules -o json', say('mảng JSON', 'a JSON array'))
        .example(
          'soclite rules list mật khẩu --level high',
          say('tìm theo từ và mức', 'search by words and level'),
        ),
    async (args) =>
      context.finish(
        await runList(context, {
          pipeline: args.pipeline,
          paths: rulePaths(context, args.rules),
          output: args.output,
          query: {
            words: args.words ?? [],
            layer: args.layer ?? null,
            level: args.level ?? null,
            tags: args.tag ?? [],
          },
        }),
      ),
  );
}

interface ListArguments {
  readonly paths: readonly string[];
  readonly pipeline: readonly string[] | undefined;
  readonly output: 'table' | 'json';
  readonly query: RuleQuery;
}

async function runList(
  context: CommandContext,
  { paths, pipeline, output, query }: ListArguments,
): Promise<ExitCode> {
  const { world, say } = context;
  const rules = await loadRules(world.files, paths, await ruleOptions(context, pipeline));
  const all = toRuleRecords(rules.ruleSet, rules.refused);
  const records = all.filter((record) => matchesRuleQuery(record, query));
  if (output === 'json') await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
  else await writeAll(world.stdout, ruleTable(records, say));
  // a path without rules is a mistake that a script must not take for an answer
  return rules.refused.length > 0 || all.length === 0 ? EXIT.incomplete : EXIT.clean;
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
      say(record.title_vi ?? record.title ?? record.file, record.title ?? record.file),
      record.reasons.join('; '),
    ]),
  );
}
