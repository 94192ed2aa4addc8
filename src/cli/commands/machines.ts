import type { Argv } from 'yargs';
import { compareMatched, SORT_LIMITS } from '../../app/detection.ts';
import { findInfections } from '../../app/infections.ts';
import { createMatchCodec } from '../../app/match-codec.ts';
import { machineTable, stateSummary, toMachineRecord } from '../../report/machine-record.ts';
import { type CommandContext, UsageError } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { toPaths } from '../input-paths.ts';
import { configOption, tableOrJson } from '../options.ts';
import { openCommandWorkspace } from '../open-workspace.ts';
import { isError, printProblems } from '../print-problems.ts';
import { createProgressLine } from '../progress-line.ts';
import { writeAll } from '../write-all.ts';

interface MachinesArguments {
  readonly path: readonly string[];
  readonly config?: string | undefined;
  readonly output: 'table' | 'json';
  readonly all: boolean;
}

/** `soclite machines [path…]`: infection state per machine, by unit, with contact. */
export function registerMachines(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'machines [path..]',
    say(
      'tình trạng nhiễm mã độc từng máy, theo đơn vị, kèm liên hệ',
      'infection state per machine, by unit, with contact',
    ),
    (command) =>
      command
        .positional('path', {
          type: 'string',
          array: true,
          describe: say(
            'nhật ký diệt mã độc (mặc định: các nguồn trong soclite.yml)',
            'antivirus logs (default: the sources of soclite.yml)',
          ),
        })
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .option('all', {
          type: 'boolean',
          default: false,
          describe: say('kể cả máy sạch', 'clean machines too'),
        })
        .example('soclite machines av-console.csv -o json', say('mảng JSON', 'a JSON array')),
    async (args) =>
      context.finish(await runMachines(context, { ...args, path: toPaths(args.path) })),
  );
}

async function runMachines(context: CommandContext, args: MachinesArguments): Promise<ExitCode> {
  const { world, say } = context;
  const workspace = await openCommandWorkspace(context, { config: args.config });
  if (workspace === null) return EXIT.usage;
  const paths =
    args.path.length > 0 ? args.path : workspace.sources.map(({ pattern }) => toGlob(pattern));
  if (paths.length === 0) {
    throw new UsageError(
      say(
        'cần tệp nhật ký, hoặc nguồn trong soclite.yml',
        'name log files, or sources in soclite.yml',
      ),
    );
  }
  const progress = createProgressLine(world.stderr, world.clock, say);
  const codec = createMatchCodec(workspace.rules.ruleSet);
  const found = await findInfections(
    paths,
    workspace,
    {
      inputs: world.createInputs(),
      createSorter: () =>
        world.createSorter({
          compare: compareMatched,
          ...codec,
          ...SORT_LIMITS,
        }),
    },
    {
      progress: (read, total) => progress.update(read, total),
      isCancelled: () => world.stdout.isClosed,
    },
  );
  await progress.clear();
  const language = context.language ?? workspace.language;
  const shown = args.all ? found.machines : found.machines.filter(({ state }) => state !== 'clean');
  if (args.output === 'json') {
    const records = shown.map((machine) => toMachineRecord(machine, workspace.inventory));
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
  } else if (found.machines.length === 0) {
    await world.stdout.write(
      `${say('Không có bản ghi diệt mã độc nào.', 'No antivirus record.')}\n`,
    );
  } else {
    const table = machineTable(shown, workspace.inventory, {
      language,
      zoneOffsetMinutes: workspace.zone.offsetMinutes(world.clock.nowMs()),
    });
    if (shown.length > 0) await writeAll(world.stdout, table);
    await world.stdout.write(`${stateSummary(found.machines, language)}\n`);
  }
  await printProblems(world.stderr, found.problems);
  return found.problems.some(isError) ? EXIT.incomplete : EXIT.clean;
}

/** A source's path as a glob: `{unit}` stands for any name. */
function toGlob(pattern: string): string {
  return pattern.replaceAll(/\{[a-z][a-z0-9_-]*\}/g, '*');
}
