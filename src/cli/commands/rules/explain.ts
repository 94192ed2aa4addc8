import type { Argv } from 'yargs';
import { findRules } from '../../../app/find-rules.ts';
import { readInputs, type ReadResult } from '../../../app/read-inputs.ts';
import type { Workspace } from '../../../app/workspace.ts';
import { diagnose } from '../../../detect/diagnose.ts';
import type { Event } from '../../../event/event.ts';
import { explainText, toExplainRecord } from '../../../report/explain.ts';
import type { RuleSet, SigmaDocument, SigmaRule } from '../../../sigma/rule.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { toPaths } from '../../input-paths.ts';
import { openCommandWorkspace } from '../../open-workspace.ts';
import { printProblems } from '../../print-problems.ts';
import { writeAll } from '../../write-all.ts';
import { rulesOption } from './rule-paths.ts';

interface ExplainArguments {
  readonly rule: string;
  readonly path: readonly string[];
  readonly config: string | undefined;
  readonly rules: readonly string[] | undefined;
  readonly line: number | undefined;
  readonly limit: number;
  readonly output: 'text' | 'json';
}

/** `soclite rules explain <rule> <event file…>`: why a rule matches an event, or why not. */
export function registerRulesExplain(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'explain <rule> <path..>',
    say(
      'vì sao luật khớp hoặc không khớp sự kiện: cây điều kiện với giá trị thật',
      'why a rule matches an event or not: its condition with the real values',
    ),
    (explain) =>
      explain
        .positional('rule', {
          type: 'string',
          demandOption: true,
          describe: say(
            'tệp luật, hoặc mã, tên, tiêu đề của luật',
            'rule file, or id, name, title of a rule',
          ),
        })
        .positional('path', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: say('tệp sự kiện, hoặc -', 'event files, or -'),
        })
        .option('rules', rulesOption(context))
        .option('config', {
          alias: 'c',
          type: 'string',
          describe: say('tệp soclite.yml', 'configuration file'),
        })
        .option('line', { type: 'number', describe: say('chỉ dòng này', 'only this line') })
        .option('limit', {
          type: 'number',
          default: 10,
          describe: say('số sự kiện nhiều nhất được in', 'most events to print'),
        })
        .option('output', {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: say('dạng kết quả', 'output form'),
        })
        .example(
          'soclite rules explain my-rule.yml events.ndjson --line 3',
          say('vì sao dòng 3 không khớp', 'why line 3 does not match'),
        ),
    async (args) =>
      context.finish(await runExplain(context, { ...args, path: toPaths(args.path) })),
  );
}

async function runExplain(context: CommandContext, args: ExplainArguments): Promise<ExitCode> {
  const { world } = context;
  const isFile = args.rules === undefined && (await world.files.isFile(args.rule));
  const workspace = await openCommandWorkspace(context, {
    config: args.config,
    rules: isFile ? [args.rule] : args.rules,
  });
  if (workspace === null) return EXIT.usage;
  const { rules } = workspace;
  if (isFile && rules.refused.length > 0) await printProblems(world.stderr, rules.problems);
  const found = isFile
    ? [...rules.ruleSet.rules, ...rules.ruleSet.correlations]
    : findRules(rules, args.rule);
  const asked = detectionRules(found, rules.ruleSet);
  if (asked.length === 0) return refuse(context, args.rule, rules.refused.length);
  const { read, events, isCut } = await readEvents(context, workspace, args);
  await printAll(context, asked, events, args);
  await printProblems(world.stderr, read.problems);
  if (isCut) await printCut(context, args.limit);
  if (events.length === 0) {
    await world.stderr.write(
      `${context.say('không có sự kiện nào để giải thích', 'there was no event to explain')}\n`,
    );
  }
  return read.problems.length > 0 || events.length === 0 ? EXIT.incomplete : EXIT.clean;
}

function refuse({ say }: CommandContext, words: string, refused: number): ExitCode {
  if (refused > 0) return EXIT.incomplete;
  throw new UsageError(
    say(
      `không có luật nào là ${JSON.stringify(words)}; tìm bằng soclite rules list <từ>`,
      `no rule is ${JSON.stringify(words)}; search with soclite rules list <words>`,
    ),
  );
}

/** A correlation is explained by the rules that feed it. */
function detectionRules(
  documents: readonly SigmaDocument[],
  { rules, correlations }: RuleSet,
): readonly SigmaRule[] {
  const wanted = new Set<string>();
  const add = (document: SigmaDocument): void => {
    if (wanted.has(document.id)) return;
    wanted.add(document.id);
    if (document.kind === 'rule') return;
    for (const next of [...rules, ...correlations])
      if (document.ruleIds.includes(next.id)) add(next);
  };
  for (const document of documents) add(document);
  return rules.filter(({ id }) => wanted.has(id));
}

interface ReadEvents {
  readonly read: ReadResult;
  readonly events: readonly Event[];
  /** There were more events than were asked for. */
  readonly isCut: boolean;
}

async function readEvents(
  { world }: CommandContext,
  workspace: Workspace,
  args: ExplainArguments,
): Promise<ReadEvents> {
  const events: Event[] = [];
  let isCut = false;
  const read = await readInputs(args.path, workspace, world.createInputs(), {
    event(event) {
      if (args.line !== undefined && event.origin.line !== args.line) return;
      if (events.length < args.limit) events.push(event);
      else isCut = true;
    },
    chunkDone: () => Promise.resolve(),
    progress: () => undefined,
    isCancelled: () => isCut || world.stdout.isClosed,
  });
  return { read, events, isCut };
}

async function printAll(
  { world, say }: CommandContext,
  rules: readonly SigmaRule[],
  events: readonly Event[],
  { output }: ExplainArguments,
): Promise<void> {
  const diagnoses = events.flatMap((event) => rules.map((rule) => diagnose(rule, event)));
  if (output === 'json') {
    await world.stdout.write(`${JSON.stringify(diagnoses.map(toExplainRecord), null, 1)}\n`);
    return;
  }
  for (const [index, diagnosis] of diagnoses.entries()) {
    if (index > 0) await world.stdout.write('\n');
    await writeAll(world.stdout, explainText(diagnosis, say));
  }
}

async function printCut({ world, say }: CommandContext, limit: number): Promise<void> {
  await world.stderr.write(
    `${say(
      `chỉ ${limit} sự kiện đầu được giải thích: thêm --line hoặc --limit`,
      `only the first ${limit} events are explained: use --line or --limit`,
    )}\n`,
  );
}
