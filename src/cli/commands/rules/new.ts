import { randomUUID } from 'node:crypto';
import type { Argv } from 'yargs';
import { readInputs } from '../../../app/read-inputs.ts';
import { makeCaseEvents } from '../../../app/rule-test-events.ts';
import { testRules, type RuleTestDependencies } from '../../../app/rule-test.ts';
import { isPlainLine, scaffoldRule } from '../../../app/scaffold-rule.ts';
import type { Event } from '../../../event/event.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { toPaths } from '../../input-paths.ts';
import { openCommandWorkspace } from '../../open-workspace.ts';
import { printProblems } from '../../print-problems.ts';
import { ruleTestDependencies } from './test.ts';

interface NewArguments {
  readonly path: string;
  readonly line: number | undefined;
  readonly out: string;
  readonly title: string;
  readonly config: string | undefined;
}

/** `soclite rules new <event file>`: a rule and its test from one event. */
export function registerRulesNew(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'new <path>',
    say(
      'dựng luật mới và ca thử của nó từ một dòng nhật ký',
      'scaffold a rule and its test from an event line',
    ),
    (command) =>
      command
        .positional('path', {
          type: 'string',
          demandOption: true,
          describe: say('tệp sự kiện, hoặc -', 'event file, or -'),
        })
        .option('line', {
          type: 'number',
          describe: say(
            'dòng của sự kiện (mặc định: đầu tiên)',
            "the event's line (default: first)",
          ),
        })
        .option('out', {
          type: 'string',
          default: 'new-rule.yml',
          describe: say(
            'tệp luật sẽ ghi, không ghi đè; ca thử nằm cạnh',
            'rule file to write, never over another; the test goes beside it',
          ),
        })
        .option('title', {
          type: 'string',
          default: 'TODO New Rule',
          describe: say('tiêu đề luật', "the rule's title"),
        })
        .option('config', {
          alias: 'c',
          type: 'string',
          describe: say('tệp soclite.yml', 'configuration file'),
        })
        .example(
          'soclite rules new events.ndjson --line 3 --out rules/my-rule.yml',
          say('từ dòng 3', 'from line 3'),
        ),
    async (args) => context.finish(await runNew(context, args)),
  );
}

async function runNew(context: CommandContext, args: NewArguments): Promise<ExitCode> {
  const { world, say } = context;
  if (!/\.ya?ml$/.test(args.out) || /\.test\.ya?ml$/.test(args.out))
    throw new UsageError(say('--out phải là tệp .yml', '--out must be a .yml file'));
  const event = await readEvent(context, args);
  if (event === null) return EXIT.incomplete;
  const dependencies = await ruleTestDependencies(context);
  const scaffold = scaffoldRule(event, {
    id: randomUUID(),
    title: args.title,
    nowMs: world.clock.nowMs(),
    isLineEnough: await readsBack(event, dependencies),
  });
  if ('refusal' in scaffold) {
    const why =
      scaffold.refusal === 'no-log-source'
        ? say('không rõ nguồn nhật ký', 'its log source is unknown')
        : say('không có trường nào để phân biệt', 'it has no field to tell it by');
    await world.stderr.write(`${say('không dựng được luật', 'no rule can be made')}: ${why}\n`);
    return EXIT.incomplete;
  }
  const testFile = args.out.replace(/\.(yml|yaml)$/, '.test.$1');
  if (await world.files.isFile(testFile))
    throw new UsageError(say(`${testFile} đã có`, `${testFile} exists already`));
  await world.files.writeNew(args.out, scaffold.rule);
  await world.files.writeNew(testFile, scaffold.test);
  return prove(context, args.out, testFile, dependencies);
}

/** The event of the line that was asked for; says what is wrong and gives null when there is none. */
async function readEvent(context: CommandContext, args: NewArguments): Promise<Event | null> {
  const { world, say } = context;
  const workspace = await openCommandWorkspace(context, { config: args.config });
  if (workspace === null) return null;
  const found: Event[] = [];
  const read = await readInputs(toPaths([args.path]), workspace, world.createInputs(), {
    event(event) {
      if (found.length === 0 && (args.line ?? event.origin.line) === event.origin.line)
        found.push(event);
    },
    chunkDone: () => Promise.resolve(),
    progress: () => undefined,
    isCancelled: () => found.length > 0,
  });
  await printProblems(world.stderr, read.problems);
  const [event] = found;
  if (event === undefined || event.format === 'unparsed') {
    const what =
      event === undefined
        ? say(
            `${args.path}: không có sự kiện ở dòng ${args.line ?? 1}`,
            `${args.path}: there is no event at line ${args.line ?? 1}`,
          )
        : say(
            `${args.path}: không định dạng nào đọc được dòng ${event.origin.line}; xem soclite parse`,
            `${args.path}: no format reads line ${event.origin.line}; see soclite parse`,
          );
    await world.stderr.write(`${what}\n`);
    return null;
  }
  return event;
}

/** Whether the raw line alone, in a test, becomes the same event. */
async function readsBack(event: Event, dependencies: RuleTestDependencies): Promise<boolean> {
  if (!isPlainLine(event.raw)) return false;
  const at = { file: 'new.test.yml', line: 1, column: 1 };
  const lines = `${event.raw}\n`;
  const made = await makeCaseEvents(
    {
      name: '',
      at,
      expect: { kind: 'match' },
      unit: null,
      lines,
      events: [],
      file: null,
      indicators: [],
    },
    at.file,
    dependencies,
  );
  const [again] = made.events;
  if (again === undefined || made.events.length > 1 || made.failures.length > 0) return false;
  return comparable(again) === comparable(event);
}

/** Attribution differs: a test knows no inventory. */
function comparable({ fields, logSources }: Event): string {
  const own = [...fields].filter(([name]) => !name.startsWith('soclite.'));
  return JSON.stringify([own, logSources.filter(({ product }) => product !== 'soclite')]);
}

/** Runs the test that was written: a scaffold that fails its own cases would be a bug. */
async function prove(
  { world, say }: CommandContext,
  ruleFile: string,
  testFile: string,
  dependencies: RuleTestDependencies,
): Promise<ExitCode> {
  const results = await testRules([ruleFile], dependencies);
  const failures = results.flatMap((result) => result.failures);
  for (const failure of failures) await world.stderr.write(`${toDisplayText(failure)}\n`);
  const next = say(
    `đã ghi ${ruleFile} và ${testFile} (${results.length} ca thử đạt); thay mọi TODO, rồi soclite rules test ${ruleFile}`,
    `wrote ${ruleFile} and ${testFile} (${results.length} cases pass); replace every TODO, then soclite rules test ${ruleFile}`,
  );
  if (failures.length === 0) await world.stdout.write(`${toDisplayText(next)}\n`);
  return failures.length === 0 ? EXIT.clean : EXIT.incomplete;
}
