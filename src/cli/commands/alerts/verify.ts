import type { Argv } from 'yargs';
import { verifyQueue, type QueueReport } from '../../../app/queue.ts';
import type { ChainFault, ChainHead } from '../../../lifecycle/chain.ts';
import { formatHead, parseHead } from '../../../report/queue-record.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import type { Say } from '../../../util/language.ts';
import { FileError } from '../../../ports.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption, tableOrJson } from '../../options.ts';
import { withDesk, type OpenedDesk } from './open-desk.ts';

interface VerifyArguments {
  readonly head?: readonly string[] | undefined;
  readonly export?: readonly string[] | undefined;
  readonly output: 'table' | 'json';
}

/** `soclite alerts verify`: proves that no human act was changed, put in or taken out. */
export function registerAlertsVerify(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'verify',
    say(
      'kiểm chứng chuỗi băm của mọi bước xử lý',
      'prove the hash chain of every step that people made',
    ),
    (verify) =>
      verify
        .option('config', configOption(context))
        .options({
          head: {
            type: 'string',
            array: true,
            nargs: 1,
            describe: say(
              'đầu chuỗi đã in trong bản xuất: <băm>:<số>',
              'a head printed in an export: <hash>:<sequence>',
            ),
          },
          export: {
            type: 'string',
            array: true,
            nargs: 1,
            describe: say(
              'tệp đã xuất (ndjson) để đối chiếu từng bước',
              'an exported file (ndjson) to compare each step with',
            ),
          },
        })
        .option('output', tableOrJson(context))
        .example(
          'soclite alerts verify --export thang-11.ndjson',
          say('mã thoát 1 khi có dấu hiệu sửa đổi', 'exit 1 when something was changed'),
        ),
    async (args) => {
      await withDesk(context, { config: args.config, verb: 'verify' }, (desk) =>
        runVerify(context, desk, args),
      );
    },
  );
}

async function runVerify(
  context: CommandContext,
  desk: OpenedDesk,
  args: VerifyArguments,
): Promise<ExitCode> {
  const { world } = context;
  const anchors = [
    ...(args.head ?? []).map((text) => readHead(text, desk.say)),
    ...(await readExports(context, args.export ?? [], desk.say)),
  ];
  const report = verifyQueue(desk.store, anchors);
  const isSound = report.chain.faultCount + report.changedAlertCount === 0;
  if (args.output === 'json') {
    await world.stdout.write(`${JSON.stringify(toRecord(report, anchors.length), null, 1)}\n`);
  } else {
    for (const line of lines(report, anchors.length, desk.say)) {
      await world.stdout.write(`${toDisplayText(line)}\n`);
    }
  }
  return isSound ? EXIT.clean : EXIT.findings;
}

function readHead(text: string, say: Say): ChainHead {
  const head = parseHead(text);
  if (head !== null) return head;
  throw new UsageError(
    say(
      `--head: cần <64 chữ số hex>:<số thứ tự>, không phải "${text}"`,
      `--head: <64 hex digits>:<sequence> is needed, not "${text}"`,
    ),
  );
}

/** The head and every step of exported files. @throws FileError, UsageError for a file that is no export */
async function readExports(
  { world }: CommandContext,
  paths: readonly string[],
  say: Say,
): Promise<readonly ChainHead[]> {
  const anchors: ChainHead[] = [];
  for (const path of paths) {
    const found = (await readRecords(world, path)).flatMap(toAnchors);
    if (found.length === 0) {
      throw new UsageError(
        say(
          `--export: ${path} không có bước hay đầu chuỗi nào; cần tệp ndjson của alerts export`,
          `--export: ${path} holds no step and no head; the ndjson of alerts export is needed`,
        ),
      );
    }
    anchors.push(...found);
  }
  return anchors;
}

async function readRecords(
  { files }: CommandContext['world'],
  path: string,
): Promise<readonly unknown[]> {
  if (await files.isFile(path)) return files.readRecords(path);
  throw new FileError('ENOENT', `${path}: no such file`);
}

function toAnchors(record: unknown): readonly ChainHead[] {
  if (typeof record !== 'object' || record === null) return [];
  if ('head' in record && typeof record.head === 'string') {
    const head = parseHead(record.head);
    return head === null ? [] : [head];
  }
  if (!('sequence' in record) || !('hash' in record)) return [];
  const { sequence, hash } = record;
  return typeof sequence === 'number' && typeof hash === 'string' ? [{ sequence, hash }] : [];
}

function* lines(report: QueueReport, anchors: number, say: Say): Iterable<string> {
  const { chain, changedAlerts, changedAlertCount } = report;
  for (const fault of chain.faults) yield faultText(fault, say);
  for (const id of changedAlerts) {
    yield say(
      `cảnh báo ${id}: trạng thái không khớp với các bước của nó, đã bị sửa ngoài soclite`,
      `alert ${id}: its state is not what its steps say, it was changed beside soclite`,
    );
  }
  const faults = chain.faultCount + changedAlertCount;
  const head =
    chain.head === null ? '' : `; ${say('đầu chuỗi', 'chain head')} ${formatHead(chain.head)}`;
  const compared = say(
    `${chain.steps} bước, đối chiếu ${anchors} mốc đã xuất`,
    `${chain.steps} steps, compared with ${anchors} exported places`,
  );
  yield `${compared}: ${faults === 0 ? say('nguyên vẹn', 'sound') : say(`${faults} chỗ sai`, `${faults} faults`)}${head}`;
}

function faultText(fault: ChainFault, say: Say): string {
  const { kind, sequence } = fault;
  switch (kind) {
    case 'tampered':
      return say(
        `bước ${sequence}: nội dung đã bị sửa`,
        `step ${sequence}: its content was changed`,
      );
    case 'unlinked':
      return say(
        `bước ${sequence}: không nối với bước trước, bước này hoặc bước ${sequence - 1} đã bị thay`,
        `step ${sequence}: does not follow from the one before, it or step ${sequence - 1} was replaced`,
      );
    case 'gap':
      return `${span(sequence, fault.until, say)}: ${say('thiếu ở giữa chuỗi', 'missing in the middle')}`;
    case 'disorder':
      return say(
        `bước ${sequence}: sai thứ tự hoặc lặp`,
        `step ${sequence}: out of order or twice`,
      );
    case 'cut':
      return `${span(sequence, fault.until, say)}: ${say('đã xuất trước đây, nay bị cắt ở cuối', 'exported before, now cut from the end')}`;
    case 'rewritten':
      return say(
        `bước ${sequence}: khác với bản đã xuất, chuỗi đã bị viết lại`,
        `step ${sequence}: not as it was exported, the chain was written anew`,
      );
  }
}

function span(from: number, to: number, say: Say): string {
  if (from === to) return say(`bước ${from}`, `step ${from}`);
  return say(`bước ${from} đến ${to}`, `steps ${from} to ${to}`);
}

/** `alerts verify -o json`. */
function toRecord(
  { chain, changedAlerts, changedAlertCount }: QueueReport,
  anchors: number,
): object {
  return {
    sound: chain.faultCount + changedAlertCount === 0,
    steps: chain.steps,
    anchors,
    head: chain.head === null ? null : formatHead(chain.head),
    faults: chain.faults.map((fault) => ({
      kind: fault.kind,
      sequence: fault.sequence,
      until: 'until' in fault ? fault.until : fault.sequence,
    })),
    fault_count: chain.faultCount,
    changed_alerts: changedAlerts,
    changed_alert_count: changedAlertCount,
  };
}
