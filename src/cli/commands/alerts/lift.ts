import type { Argv } from 'yargs';
import { refusalText } from '../../../lifecycle/step-text.ts';
import { toSuppressionRecord } from '../../../report/queue-record.ts';
import { suppressionTable } from '../../../report/queue-table.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption, tableOrJson } from '../../options.ts';
import { writeAll } from '../../write-all.ts';
import { withDesk, type OpenedDesk } from './open-desk.ts';

interface LiftArguments {
  readonly id: string;
  readonly reason: string;
  readonly 'dry-run': boolean;
  readonly output: 'table' | 'json';
}

/** `soclite alerts lift <id>`: ends an exception or a maintenance window before its time. */
export function registerAlertsLift(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'lift <id>',
    say('bỏ một miễn trừ hoặc bảo trì trước hạn', 'end an exception or a maintenance window now'),
    (lift) =>
      lift
        .positional('id', {
          type: 'string',
          demandOption: true,
          describe: say('mã, xem alerts suppressions', 'its id, see alerts suppressions'),
        })
        .option('config', configOption(context))
        .options({
          reason: {
            alias: 'm',
            type: 'string',
            demandOption: true,
            describe: say('lý do', 'the reason'),
          },
          'dry-run': {
            type: 'boolean',
            default: false,
            describe: say('chỉ xem nó đã giữ lại bao nhiêu', 'only show how many it has held'),
          },
        })
        .option('output', tableOrJson(context))
        .example(
          'soclite alerts lift exception-12 -m "máy quét đã tháo"',
          say('bỏ một miễn trừ', 'end an exception'),
        ),
    async (args) => {
      await withDesk(context, { config: args.config, verb: 'lift' }, (desk) =>
        runLift(context, desk, args),
      );
    },
  );
}

async function runLift(
  context: CommandContext,
  desk: OpenedDesk,
  args: LiftArguments,
): Promise<ExitCode> {
  const { world } = context;
  const { store, view, person } = desk;
  const known = store.suppressions().filter(({ id }) => id === args.id);
  if (!args['dry-run'] || known.length === 0) {
    const result = store.act(
      {
        alertId: null,
        act: { kind: 'lift', suppressionId: args.id, reason: args.reason },
      },
      { name: person.name, timeMs: view.nowMs },
    );
    if (!result.ok) {
      await world.stderr.write(`${toDisplayText(refusalText(result, view))}\n`);
      return EXIT.incomplete;
    }
  }
  await printSuppressions(context, desk, { only: args.id, output: args.output });
  return EXIT.clean;
}

/** `soclite alerts suppressions`: every exception and maintenance window, and what each has held. */
export function registerAlertsSuppressions(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'suppressions',
    say(
      'các miễn trừ và bảo trì, kèm số cảnh báo đã giữ lại',
      'exceptions and maintenance windows, with what each has held',
    ),
    (list) =>
      list
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example('soclite alerts suppressions', say('tất cả, kể cả hết hạn', 'all, over ones too')),
    async (args) => {
      await withDesk(context, { config: args.config, verb: 'list' }, async (desk) => {
        await printSuppressions(context, desk, { only: null, output: args.output });
        return EXIT.clean;
      });
    },
  );
}

async function printSuppressions(
  { world }: CommandContext,
  { store, view, say }: OpenedDesk,
  { only, output }: { readonly only: string | null; readonly output: 'table' | 'json' },
): Promise<void> {
  const shown = store.suppressions().filter(({ id }) => only === null || id === only);
  if (output === 'json') {
    const records = shown.map((each) => toSuppressionRecord(each, view.nowMs));
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
  } else if (shown.length === 0) {
    await world.stderr.write(
      `${say('chưa có miễn trừ hay bảo trì nào', 'there is no exception or maintenance window')}\n`,
    );
  } else {
    await writeAll(world.stdout, suppressionTable(shown, view));
  }
}
