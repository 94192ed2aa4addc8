import type { Argv } from 'yargs';
import type { Inventory } from '../../layers/inventory.ts';
import { textTable } from '../../report/text-table.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { configOption, tableOrJson } from '../options.ts';
import { openCommandWorkspace } from '../open-workspace.ts';
import { writeAll } from '../write-all.ts';

/** `soclite units`: the inventory, one unit a line. */
export function registerUnits(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'units',
    say('danh sách đơn vị, hệ thống, máy', 'the inventory: units, systems, machines'),
    (command) =>
      command
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example('soclite units -o json', say('mảng JSON', 'a JSON array')),
    async (args) => context.finish(await runUnits(context, args.config, args.output)),
  );
}

async function runUnits(
  context: CommandContext,
  config: string | undefined,
  output: 'table' | 'json',
): Promise<ExitCode> {
  const { world, say } = context;
  const workspace = await openCommandWorkspace(context, { config });
  if (workspace === null) return EXIT.usage;
  const language = context.language ?? workspace.language;
  const rows = unitRows(workspace.inventory);
  if (output === 'json') {
    await world.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
    return EXIT.clean;
  }
  await writeAll(
    world.stdout,
    textTable(
      [
        { title: say('MÃ', 'ID') },
        { title: say('TÊN', 'NAME'), maxWidth: 50 },
        { title: say('HỆ THỐNG', 'SYSTEMS'), align: 'right' },
        { title: say('CẤP ĐỘ', 'LEVEL'), align: 'right' },
        { title: say('MÁY', 'MACHINES'), align: 'right' },
        { title: say('MẠNG', 'NETWORKS'), align: 'right' },
        { title: say('LIÊN HỆ', 'CONTACT'), maxWidth: 40 },
      ],
      rows.map((row) => [
        row.id,
        language === 'vi' ? row.name_vi : row.name_en,
        String(row.systems.length),
        row.highest_level === null ? '' : String(row.highest_level),
        String(row.machines),
        String(row.networks.length),
        row.contact ?? '',
      ]),
    ),
  );
  return EXIT.clean;
}

/** One object of `units -o json`. */
interface UnitRow {
  readonly id: string;
  readonly name_vi: string;
  readonly name_en: string;
  readonly parent: string | null;
  readonly contact: string | null;
  readonly monitored: boolean;
  readonly systems: readonly {
    readonly id: string;
    readonly name_vi: string;
    readonly level: number;
  }[];
  readonly highest_level: number | null;
  readonly machines: number;
  readonly networks: readonly string[];
}

function unitRows(inventory: Inventory): readonly UnitRow[] {
  return inventory.units.map((unit) => {
    const systems = inventory.systems.filter((system) => system.unit === unit.id);
    return {
      id: unit.id,
      name_vi: unit.name.vi,
      name_en: unit.name.en,
      parent: unit.parent,
      contact: unit.contact,
      monitored: unit.isMonitored,
      systems: systems.map(({ id, name, level }) => ({ id, name_vi: name.vi, level })),
      highest_level: systems.length === 0 ? null : Math.max(...systems.map(({ level }) => level)),
      machines: inventory.machines.filter((machine) => machine.unit === unit.id).length,
      networks: inventory.networks
        .filter((network) => network.unit === unit.id)
        .map(({ cidr }) => cidr),
    };
  });
}
