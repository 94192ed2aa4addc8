import type { Argv } from 'yargs';
import { exportQueue, type ExportItem } from '../../../app/queue.ts';
import { ALERT_STATES } from '../../../lifecycle/act.ts';
import { csvRow } from '../../../report/csv.ts';
import { alertCells, ALERT_COLUMNS, stepCells, STEP_COLUMNS } from '../../../report/queue-csv.ts';
import { formatHead, toQueueRecord, toStepRecord } from '../../../report/queue-record.ts';
import { formatUtc } from '../../../util/utc-time.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption } from '../../options.ts';
import { withDesk, type OpenedDesk } from './open-desk.ts';
import { filterOptions, makeFilter, type FilterArguments } from './queue-filter.ts';

const OUTPUTS = ['ndjson', 'json', 'csv'] as const;

interface ExportArguments extends FilterArguments {
  readonly output: (typeof OUTPUTS)[number];
  readonly steps: boolean;
}

/** `soclite alerts export`: alerts, every human act, and the head of the chain that proves them. */
export function registerAlertsExport(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  const { text: _text, ...filters } = filterOptions(context);
  return program.command(
    'export',
    say(
      'xuất cảnh báo, mọi bước xử lý và đầu chuỗi băm',
      'export alerts, every step and the head of the hash chain',
    ),
    (command) =>
      command
        .option('config', configOption(context))
        .options(filters)
        .options({
          output: {
            alias: 'o',
            choices: OUTPUTS,
            default: 'ndjson' as const,
            describe: say('dạng kết quả', 'output form'),
          },
          steps: {
            type: 'boolean',
            default: false,
            describe: say(
              'với csv: bảng các bước thay cho bảng cảnh báo',
              'with csv: the table of steps instead of alerts',
            ),
          },
        })
        .example(
          'soclite alerts export --since 2026-11-01 > thang-11.ndjson',
          say('lưu lại, để sau này verify --export', 'keep it, for a later verify --export'),
        ),
    async (args) => {
      await withDesk(context, { config: args.config, verb: 'export' }, (desk) =>
        runExport(context, desk, args),
      );
    },
  );
}

async function runExport(
  context: CommandContext,
  desk: OpenedDesk,
  args: ExportArguments,
): Promise<ExitCode> {
  const { world } = context;
  const filter = makeFilter({ ...args, text: undefined }, desk, ALERT_STATES);
  const items = exportQueue(desk.store, filter);
  const write = { ndjson: writeNdjson, json: writeJson, csv: writeCsv }[args.output];
  const end = await write(context, desk, items, args.steps);
  const head = end?.head ?? null;
  const counts = `${end?.alerts ?? 0} ${desk.say('cảnh báo', 'alerts')}, ${end?.steps ?? 0} ${desk.say('bước', 'steps')}`;
  const tail =
    head === null
      ? desk.say('chưa có bước nào', 'no step yet')
      : `${desk.say('đầu chuỗi', 'chain head')} ${formatHead(head)}`;
  await world.stderr.write(`${counts}; ${tail}\n`);
  return world.stdout.fault === null ? EXIT.clean : EXIT.incomplete;
}

type Head = Extract<ExportItem, { kind: 'head' }>;

/** One line a record, each with its `kind`; the last is the head. */
async function writeNdjson(
  { world }: CommandContext,
  desk: OpenedDesk,
  items: Iterable<ExportItem>,
): Promise<Head | null> {
  let head: Head | null = null;
  for (const item of items) {
    if (item.kind === 'head') head = item;
    await world.stdout.writeRecord(toRecord(item, desk));
  }
  return head;
}

async function writeJson(
  { world }: CommandContext,
  desk: OpenedDesk,
  items: Iterable<ExportItem>,
): Promise<Head | null> {
  const { stdout } = world;
  let head: Head | null = null;
  let before: ExportItem['kind'] | null = null;
  await stdout.write('{"alerts":[');
  for (const item of items) {
    if (item.kind !== 'alert' && (before === null || before === 'alert'))
      await stdout.write('],"steps":[');
    if (item.kind === 'head') {
      head = item;
      await stdout.write(`],"head":${JSON.stringify(toRecord(item, desk))}}\n`);
      continue;
    }
    const comma = before === item.kind ? ',' : '';
    await stdout.write(`${comma}\n${JSON.stringify(toRecord(item, desk))}`);
    before = item.kind;
  }
  return head;
}

/** A table for a spreadsheet; its last row names the head of the chain. */
async function writeCsv(
  { world }: CommandContext,
  _desk: OpenedDesk,
  items: Iterable<ExportItem>,
  isOfSteps: boolean,
): Promise<Head | null> {
  const { stdout } = world;
  let head: Head | null = null;
  await stdout.write(csvRow(isOfSteps ? STEP_COLUMNS : ALERT_COLUMNS));
  for (const item of items) {
    if (item.kind === 'head') head = item;
    else if (item.kind === 'step' && isOfSteps) await stdout.write(csvRow(stepCells(item.step)));
    else if (item.kind === 'alert' && !isOfSteps)
      await stdout.write(csvRow(alertCells(item.stored)));
  }
  const anchor = head?.head ?? null;
  await stdout.write(csvRow(['chain-head', anchor === null ? '' : formatHead(anchor)]));
  return head;
}

function toRecord(item: ExportItem, { acknowledge, view, person }: OpenedDesk): object {
  if (item.kind === 'alert') return { kind: 'alert', ...toQueueRecord(item.stored, acknowledge) };
  if (item.kind === 'step') return { kind: 'step', ...toStepRecord(item.step) };
  return {
    kind: 'head',
    head: item.head === null ? null : formatHead(item.head),
    alerts: item.alerts,
    steps: item.steps,
    exported_at: formatUtc(view.nowMs),
    exported_by: person.name,
  };
}
