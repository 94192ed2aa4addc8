import type { Argv } from 'yargs';
import type { Alert } from '../../alert/alert.ts';
import { matchesQuery, type AlertQuery } from '../../alert/query.ts';
import { compareMatched, SORT_LIMITS, type MatchedEvent } from '../../app/detection.ts';
import { createMatchCodec } from '../../app/match-codec.ts';
import { scan, type ScanResult } from '../../app/scan.ts';
import type { Workspace } from '../../app/workspace.ts';
import { toAlertRecord, toMatchRecord } from '../../report/record.ts';
import { LEVELS } from '../../sigma/rule.ts';
import { type CommandContext, UsageError } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { toPaths } from '../input-paths.ts';
import { configOption, pipelineOption } from '../options.ts';
import { openCommandWorkspace } from '../open-workspace.ts';
import { printAlerts } from '../print-alerts.ts';
import { isError, printProblems } from '../print-problems.ts';
import { createProgressLine } from '../progress-line.ts';
import { isMatchSelected, makeQuery, type QueryArguments } from '../scan-query.ts';

const OUTPUTS = ['table', 'ndjson', 'json'] as const;

interface ScanArguments extends QueryArguments {
  readonly path: readonly string[];
  readonly config: string | undefined;
  readonly rules: readonly string[] | undefined;
  readonly pipeline: readonly string[] | undefined;
  readonly ioc: readonly string[] | undefined;
  readonly output: (typeof OUTPUTS)[number];
  readonly matches: boolean;
  readonly allowRefused: boolean;
}

/** `soclite scan <path…>`: batch detection over archives. */
export function registerScan(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'scan <path..>',
    say('quét nhật ký đã lưu', 'scan archived logs'),
    (command) =>
      command
        .positional('path', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: say(
            'tệp, thư mục, mẫu (*.gz), hoặc - cho đầu vào chuẩn',
            'files, folders, globs, or - for standard input',
          ),
        })
        .options(scanOptions(context))
        .example(
          'soclite scan logs/2026-11 -o ndjson --level high',
          say(
            'cảnh báo mức cao trở lên, mỗi dòng một JSON',
            'alerts of level high or above, one JSON a line',
          ),
        )
        .example(
          'soclite scan logs -r sigma/rules -p our-fields.yml',
          say(
            'luật Sigma với tên trường của ta theo pipeline',
            'Sigma rules with our field names by a pipeline',
          ),
        ),
    async (args) => {
      const output = args.output ?? (args.matches ? 'ndjson' : 'table');
      if (args.matches && output !== 'ndjson') {
        throw new UsageError(
          say('--matches chỉ in ra ndjson: bỏ -o', '--matches prints ndjson only: leave out -o'),
        );
      }
      context.finish(await runScan(context, { ...args, path: toPaths(args.path), output }));
    },
  );
}

// The builder's table: one entry an option, described in both languages.
function scanOptions(context: CommandContext) {
  const { say } = context;
  return {
    config: configOption(context),
    rules: {
      alias: 'r',
      type: 'string',
      array: true,
      nargs: 1,
      describe: say(
        'tệp hoặc thư mục luật, thay cho mọi luật khác',
        'rule file or folder, replaces all other rules',
      ),
    },
    pipeline: pipelineOption(context),
    output: { alias: 'o', choices: OUTPUTS, describe: say('dạng kết quả', 'output form') },
    matches: {
      type: 'boolean',
      default: false,
      describe: say(
        'in từng lần khớp (luật × sự kiện), chưa gom',
        'print each match (rule × event), before grouping',
      ),
    },
    since: {
      type: 'string',
      describe: say(
        'từ lúc (ISO 8601 hoặc dd/mm/yyyy)',
        'from this time on (ISO 8601 or dd/mm/yyyy)',
      ),
    },
    until: { type: 'string', describe: say('đến lúc', 'up to this time') },
    unit: { type: 'string', describe: say('chỉ đơn vị này (mã)', 'only this unit (id)') },
    layer: { choices: [1, 2, 3, 4] as const, describe: say('chỉ lớp này', 'only this layer') },
    level: { choices: LEVELS, describe: say('mức này trở lên', 'this level or above') },
    ioc: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: say(
        'danh sách chỉ dấu (địa chỉ, tên miền, mã băm)',
        'indicator list (addresses, domains, hashes)',
      ),
    },
    'allow-refused': {
      type: 'boolean',
      default: false,
      describe: say('luật bị từ chối chỉ là cảnh báo', 'refused rules are warnings only'),
    },
  } as const;
}

async function runScan(context: CommandContext, args: ScanArguments): Promise<ExitCode> {
  const { world, say } = context;
  const workspace = await openCommandWorkspace(context, args);
  if (workspace === null) return EXIT.usage;
  const query = makeQuery(args, workspace);
  const { ruleSet, refused } = workspace.rules;
  await printRefused(context, workspace, args.allowRefused);
  if (ruleSet.rules.length === 0) {
    await world.stderr.write(`${say('không nạp được luật nào', 'no rule could be loaded')}\n`);
    return refused.length > 0 ? EXIT.incomplete : EXIT.usage;
  }
  const progress = createProgressLine(world.stderr, world.clock, say);
  const codec = createMatchCodec(ruleSet);
  const result = await scan(
    args.path,
    workspace,
    {
      inputs: world.createInputs(),
      createSorter: () =>
        world.createSorter({
          compare: compareMatched,
          ...codec,
          ...SORT_LIMITS,
        }),
      matcher: world.compileRules(ruleSet.rules),
    },
    {
      progress: (read, total) => progress.update(read, total),
      matched: (matched) =>
        args.matches ? printMatches(context, query, matched) : Promise.resolve(),
      isCancelled: () => world.stdout.isClosed,
    },
  );
  await progress.clear();
  const alerts = result.alerts.filter((alert) => matchesQuery(alert, query));
  if (!args.matches) await printResult(context, args, workspace, alerts);
  await printProblems(world.stderr, result.problems);
  await printReadSummary(context, workspace, result, alerts.length);
  if (result.problems.some(isError) || (refused.length > 0 && !args.allowRefused))
    return EXIT.incomplete;
  return (args.matches ? result.matches : alerts.length) > 0 ? EXIT.findings : EXIT.clean;
}

async function printMatches(
  { world }: CommandContext,
  query: AlertQuery,
  { event, rules }: MatchedEvent,
): Promise<void> {
  for (const rule of rules) {
    if (isMatchSelected(query, rule, event))
      await world.stdout.writeRecord(toMatchRecord(rule, event));
  }
}

async function printResult(
  context: CommandContext,
  args: ScanArguments,
  workspace: Workspace,
  alerts: readonly Alert[],
): Promise<void> {
  const { stdout } = context.world;
  if (args.output === 'ndjson') {
    for (const alert of alerts) await stdout.writeRecord(toAlertRecord(alert));
  } else if (args.output === 'json') {
    await stdout.write(`${JSON.stringify(alerts.map(toAlertRecord), null, 1)}\n`);
  } else {
    await printAlerts(context, workspace, alerts, context.language ?? workspace.language);
  }
}

/** Each refused rule with its reasons; as warnings when the person allows them. */
async function printRefused(
  { world }: CommandContext,
  { rules }: Workspace,
  isAllowed: boolean,
): Promise<void> {
  const problems = rules.problems.filter(isError);
  await printProblems(
    world.stderr,
    isAllowed
      ? problems.map((problem) => ({ ...problem, severity: 'warning' as const }))
      : problems,
  );
}

/** What was read and what could not be, on stderr: every byte is accounted for. */
async function printReadSummary(
  { world, say }: CommandContext,
  { rules }: Workspace,
  { totals, matches, evictions }: ScanResult,
  alerts: number,
): Promise<void> {
  const loaded = rules.ruleSet.rules.length + rules.ruleSet.correlations.length;
  const refused = rules.refused.length;
  const { files, failedFiles, bytes, records, headers, unparsed, truncatedFrames, droppedBytes } =
    totals;
  await world.stderr.write(
    `${say(
      `${loaded} luật (${refused} bị từ chối); ${files} tệp (${failedFiles} lỗi), ${bytes} byte, ${records} sự kiện (${unparsed} không đọc được), ${headers} dòng tiêu đề hoặc trống, ${truncatedFrames} dòng quá dài bị cắt ${droppedBytes} byte; ${matches} lần khớp, ${alerts} cảnh báo`,
      `${loaded} rules (${refused} refused); ${files} files (${failedFiles} failed), ${bytes} bytes, ${records} events (${unparsed} unparsed), ${headers} header or blank lines, ${truncatedFrames} over-long lines cut by ${droppedBytes} bytes; ${matches} matches, ${alerts} alerts`,
    )}\n`,
  );
  if (evictions > 0) {
    await world.stderr.write(
      `${say(
        `hết bộ nhớ dành cho tương quan hoặc cảnh báo: ${evictions} lần bị bỏ hoặc gộp, có thể thiếu cảnh báo`,
        `memory for correlations or alerts was full: ${evictions} dropped or merged, alerts may be missing`,
      )}\n`,
    );
  }
}
