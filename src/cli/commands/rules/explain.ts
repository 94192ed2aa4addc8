import type { Argv } from 'yargs';
import { compareMatched, SORT_LIMITS, type MatchedEvent } from '../../../app/detection.ts';
import {
  explainCorrelations,
  withReferences,
  type ExplainedCorrelations,
} from '../../../app/explain-correlations.ts';
import { findRules } from '../../../app/find-rules.ts';
import { createMatchCodec } from '../../../app/match-codec.ts';
import { readInputs, type ReadResult } from '../../../app/read-inputs.ts';
import type { Workspace } from '../../../app/workspace.ts';
import { diagnose } from '../../../detect/diagnose.ts';
import type { Matcher } from '../../../detect/match.ts';
import type { Event } from '../../../event/event.ts';
import type { Sorter } from '../../../ports.ts';
import {
  explainCorrelationText,
  toCorrelationExplainRecord,
} from '../../../report/explain-correlation.ts';
import { explainText, toExplainRecord } from '../../../report/explain.ts';
import type { RuleSet, SigmaRule } from '../../../sigma/rule.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { toPaths } from '../../input-paths.ts';
import { pipelineOption } from '../../options.ts';
import { openCommandWorkspace } from '../../open-workspace.ts';
import { printProblems } from '../../print-problems.ts';
import { writeAll } from '../../write-all.ts';
import { rulesOption } from './rule-paths.ts';

interface ExplainArguments {
  readonly rule: string;
  readonly path: readonly string[];
  readonly pipeline: readonly string[] | undefined;
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
      'vì sao luật khớp hoặc không khớp sự kiện; vì sao tương quan đúng hoặc không',
      'why a rule matches an event or not, why a correlation fires or not',
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
        .options({ rules: rulesOption(context), pipeline: pipelineOption(context) })
        .option('config', {
          alias: 'c',
          type: 'string',
          describe: say('tệp soclite.yml', 'configuration file'),
        })
        .option('line', { type: 'number', describe: say('chỉ dòng này', 'only this line') })
        .option('limit', {
          type: 'number',
          default: 10,
          describe: say('số sự kiện được in cây', 'most events to print trees of'),
        })
        .option('output', {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: say('dạng kết quả', 'output form'),
        })
        .example(
          'soclite rules explain l1-10 logs/ --limit 0',
          say(
            'nhóm nào của tương quan gần đúng nhất',
            'which groups came nearest to a correlation',
          ),
        )
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
    pipeline: args.pipeline,
    rules: isFile ? [args.rule] : args.rules,
  });
  if (workspace === null) return EXIT.usage;
  const { rules } = workspace;
  if (isFile && rules.refused.length > 0) await printProblems(world.stderr, rules.problems);
  const found = isFile
    ? [...rules.ruleSet.rules, ...rules.ruleSet.correlations]
    : findRules(rules, args.rule);
  if (found.length === 0) return refuse(context, args.rule, rules.refused.length);
  const asked = withReferences(found, rules.ruleSet);
  const explained = await readAndExplain(context, { workspace, args, asked });
  const { read, events, isCut, correlations } = explained;
  await printAll(context, asked.rules, explained, args);
  await printEvictions(context, correlations.evictions);
  await printProblems(world.stderr, read.problems);
  if (isCut && args.limit > 0) await printCut(context, args.limit);
  // with `--limit 0` only correlations are wanted
  const isEmpty = args.limit > 0 ? events.length === 0 : read.totals.records === 0;
  if (isEmpty) {
    await world.stderr.write(
      `${context.say('không có sự kiện nào để giải thích', 'there was no event to explain')}\n`,
    );
  }
  return read.problems.length > 0 || isEmpty ? EXIT.incomplete : EXIT.clean;
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

interface ReadEvents {
  readonly read: ReadResult;
  /** Those to show the rules' trees of. */
  readonly events: readonly Event[];
  /** There were more events than were asked for. */
  readonly isCut: boolean;
}

/** With `matched` every event is read and those that rules match are handed on; else only as many as are shown. */
async function readEvents(
  { world }: CommandContext,
  { workspace, args, matched }: Reading,
): Promise<ReadEvents> {
  const events: Event[] = [];
  let isCut = false;
  let batch: MatchedEvent[] = [];
  const read = await readInputs(args.path, workspace, world.createInputs(), {
    event(event) {
      const rules = matched?.matcher.match(event) ?? [];
      if (rules.length > 0) batch.push({ event, rules });
      if (args.line !== undefined && event.origin.line !== args.line) return;
      if (events.length < args.limit) events.push(event);
      else isCut = true;
    },
    async chunkDone() {
      for (const item of batch) await matched?.sorter.push(item);
      batch = [];
    },
    progress: () => undefined,
    isCancelled: () => (isCut && matched === null) || world.stdout.isClosed,
  });
  return { read, events, isCut };
}

interface Reading {
  readonly workspace: Workspace;
  readonly args: ExplainArguments;
  readonly matched: { readonly matcher: Matcher; readonly sorter: Sorter<MatchedEvent> } | null;
}

interface Explained extends ReadEvents {
  readonly correlations: ExplainedCorrelations;
}

/** Reads the events once, for the rules' trees and for the correlations. */
async function readAndExplain(
  context: CommandContext,
  { workspace, args, asked }: Omit<Reading, 'matched'> & { readonly asked: RuleSet },
): Promise<Explained> {
  const { world } = context;
  if (asked.correlations.length === 0) {
    const events = await readEvents(context, { workspace, args, matched: null });
    return { ...events, correlations: { correlations: [], evictions: 0 } };
  }
  const codec = createMatchCodec(asked);
  const sorter = world.createSorter({ compare: compareMatched, ...codec, ...SORT_LIMITS });
  try {
    const matched = { matcher: world.compileRules(asked.rules), sorter };
    const events = await readEvents(context, { workspace, args, matched });
    return { ...events, correlations: await explainCorrelations(asked, sorter) };
  } finally {
    await sorter.close();
  }
}

async function printAll(
  { world, say }: CommandContext,
  rules: readonly SigmaRule[],
  { events, correlations }: Explained,
  { output }: ExplainArguments,
): Promise<void> {
  const diagnoses = events.flatMap((event) => rules.map((rule) => diagnose(rule, event)));
  if (output === 'json') {
    const records = [
      ...correlations.correlations.map(toCorrelationExplainRecord),
      ...diagnoses.map(toExplainRecord),
    ];
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
    return;
  }
  const texts = [
    ...correlations.correlations.map((each) => explainCorrelationText(each, say)),
    ...diagnoses.map((each) => explainText(each, say)),
  ];
  for (const [index, text] of texts.entries()) {
    if (index > 0) await world.stdout.write('\n');
    await writeAll(world.stdout, text);
  }
}

async function printEvictions({ world, say }: CommandContext, evictions: number): Promise<void> {
  if (evictions === 0) return;
  await world.stderr.write(
    `${say(
      `${evictions} nhóm hoặc sự kiện bị bỏ vì hết chỗ: phần giải thích có thể thiếu`,
      `${evictions} groups or events were forgotten for want of room: the explanation may lack them`,
    )}\n`,
  );
}

async function printCut({ world, say }: CommandContext, limit: number): Promise<void> {
  await world.stderr.write(
    `${say(
      `chỉ ${limit} sự kiện đầu được giải thích: thêm --line hoặc --limit`,
      `only the first ${limit} events are explained: use --line or --limit`,
    )}\n`,
  );
}
