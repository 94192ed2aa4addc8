import type { Argv } from 'yargs';
import { readInputs } from '../../app/read-inputs.ts';
import type { Workspace } from '../../app/workspace.ts';
import { explainLine } from '../../decode/explain-line.ts';
import type { Event } from '../../event/event.ts';
import { parsedEventText } from '../../report/parse-report.ts';
import { toEventRecord } from '../../report/record.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { toPaths } from '../input-paths.ts';
import { configOption } from '../options.ts';
import { openCommandWorkspace } from '../open-workspace.ts';
import { isError, printProblems } from '../print-problems.ts';
import { writeAll } from '../write-all.ts';

interface ParseArguments {
  readonly path: readonly string[];
  readonly config: string | undefined;
  readonly output: 'text' | 'ndjson';
  readonly raw: boolean;
}

/** `soclite parse <file…>`: which format reads each line, into which fields, and why not. */
export function registerParse(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'parse <path..>',
    say(
      'xem mỗi dòng được đọc thế nào: định dạng, các trường, lý do không đọc được',
      'show how each line is read: format, fields, why not',
    ),
    (command) =>
      command
        .positional('path', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: say('tệp, thư mục, mẫu, hoặc -', 'files, folders, globs, or -'),
        })
        .option('config', configOption(context))
        .option('output', {
          alias: 'o',
          choices: ['text', 'ndjson'] as const,
          default: 'text' as const,
          describe: say('dạng kết quả', 'output form'),
        })
        .option('raw', {
          type: 'boolean',
          default: false,
          describe: say('kèm dòng gốc', 'include the raw line'),
        })
        .example(
          'soclite parse fw.log -o ndjson | head',
          say('xem vài dòng đầu', 'look at the first lines'),
        ),
    async (args) => context.finish(await runParse(context, { ...args, path: toPaths(args.path) })),
  );
}

async function runParse(context: CommandContext, args: ParseArguments): Promise<ExitCode> {
  const { world, say } = context;
  const workspace = await openCommandWorkspace(context, { config: args.config });
  if (workspace === null) return EXIT.usage;
  let batch: Event[] = [];
  const read = await readInputs(args.path, workspace, world.createInputs(), {
    event: (event) => batch.push(event),
    async chunkDone() {
      const events = batch;
      batch = [];
      for (const event of events) await printEvent(context, workspace, args, event);
    },
    progress: () => undefined,
    isCancelled: () => world.stdout.isClosed,
  });
  await printProblems(world.stderr, read.problems);
  const { frames, records, headers, unparsed, droppedBytes } = read.totals;
  await world.stderr.write(
    `${say(
      `${frames} dòng: ${records} sự kiện (${unparsed} không đọc được), ${headers} dòng tiêu đề hoặc trống, cắt ${droppedBytes} byte`,
      `${frames} lines: ${records} events (${unparsed} unparsed), ${headers} header or blank lines, ${droppedBytes} bytes cut`,
    )}\n`,
  );
  return read.problems.some(isError) ? EXIT.incomplete : EXIT.clean;
}

async function printEvent(
  { world }: CommandContext,
  workspace: Workspace,
  args: ParseArguments,
  event: Event,
): Promise<void> {
  if (world.stdout.isClosed) return;
  if (args.output === 'ndjson') {
    await world.stdout.writeRecord(toEventRecord(event, args.raw));
    return;
  }
  const reasons =
    event.format === 'unparsed'
      ? explainLine(event.raw, {
          zone: workspace.zone,
          referenceTimeMs: event.timeMs,
          mappings: workspace.mappings,
        }).refusals
      : [];
  await writeAll(world.stdout, parsedEventText(event, reasons, args.raw));
}
