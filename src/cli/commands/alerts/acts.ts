// The acts on alerts, each a verb: who has it, to whom it went, what it was.
import type { Argv } from 'yargs';
import type { WantedAct } from '../../../app/queue.ts';
import { ESCALATION_TARGETS, VERDICTS } from '../../../lifecycle/act.ts';
import { TARGET_LABELS, VERDICT_LABELS } from '../../../lifecycle/labels.ts';
import { TRANSITIONS } from '../../../lifecycle/transitions.ts';
import type { Language } from '../../../util/language.ts';
import type { CommandContext } from '../../context.ts';
import { configOption, tableOrJson } from '../../options.ts';
import { withDesk } from './open-desk.ts';
import { filterOptions, OPEN_STATES } from './queue-filter.ts';
import { runAct, type ActArguments } from './run-act.ts';

export function registerAlertsAck(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'ack [id..]',
    say('nhận cảnh báo: tôi xử lý', 'take alerts: they are mine to handle'),
    (ack) =>
      withTargets(ack, context).example(
        'soclite alerts ack 1c874f6e 68b63c1f',
        say('nhận hai cảnh báo', 'take two alerts'),
      ),
    (args) => act(context, args, { kind: 'ack' }),
  );
}

export function registerAlertsEscalate(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'escalate [id..]',
    say('chuyển cấp: SOC, lãnh đạo, quốc gia', 'hand on: to the SOC, the leadership, the nation'),
    (escalate) =>
      withTargets(escalate, context)
        .option('to', {
          choices: ESCALATION_TARGETS,
          demandOption: true,
          describe: choiceHelp(TARGET_LABELS, context),
        })
        .option('ticket', { type: 'string', describe: say('số vé, công văn', 'ticket, letter') })
        .example(
          'soclite alerts escalate 1c874f6e --to leadership --ticket 2026-118',
          say('báo lãnh đạo', 'tell the leadership'),
        ),
    (args) => act(context, args, { kind: 'escalate', to: args.to, ticket: args.ticket ?? null }),
  );
}

export function registerAlertsClose(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'close [id..]',
    say('đóng, kèm kết luận và lý do', 'close, with a verdict and a reason'),
    (close) =>
      withTargets(close, context)
        .option('verdict', {
          choices: VERDICTS,
          demandOption: true,
          describe: choiceHelp(VERDICT_LABELS, context),
        })
        .option('reason', reasonOption(context))
        .example(
          'soclite alerts close --rule l1-03 --unit so-y-te --verdict false-positive -m "máy quét nội bộ"',
          say('đóng theo bộ lọc', 'close by filter'),
        ),
    (args) => act(context, args, { kind: 'close', verdict: args.verdict, reason: args.reason }),
  );
}

export function registerAlertsReopen(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'reopen [id..]',
    say('mở lại cảnh báo đã đóng', 'open a closed alert again'),
    (reopen) =>
      withTargets(reopen, context)
        .option('reason', reasonOption(context))
        .example(
          'soclite alerts reopen 1c874f6e -m "lại thấy kết nối"',
          say('mở lại một cảnh báo', 'open one again'),
        ),
    (args) => act(context, args, { kind: 'reopen', reason: args.reason }),
  );
}

export function registerAlertsRelease(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'release [id..]',
    say('trả lại hàng đợi, khi bàn giao ca', 'give back to the queue, at hand-over'),
    (release) =>
      withTargets(release, context)
        .option('reason', reasonOption(context))
        .example(
          'soclite alerts release --owner me -m "hết ca"',
          say('trả lại mọi cảnh báo của tôi', 'give back all of mine'),
        ),
    (args) => act(context, args, { kind: 'release', reason: args.reason }),
  );
}

export function registerAlertsNote(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'note [id..]',
    say('ghi chú vào cảnh báo', 'write a note on an alert'),
    (note) =>
      withTargets(note, context)
        .option('message', {
          alias: 'm',
          type: 'string',
          demandOption: true,
          describe: say('nội dung', 'what to note'),
        })
        .example(
          'soclite alerts note 1c874f6e -m "đã gọi đơn vị, chờ tắt máy"',
          say('ghi chú', 'write a note'),
        ),
    (args) => act(context, args, { kind: 'note', text: args.message }),
  );
}

export function registerAlertsUndo(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'undo <id..>',
    say(
      'hoàn tác bước cuối của chính mình trên cảnh báo',
      "take back one's own last step on an alert",
    ),
    (undo) =>
      undo
        .positional('id', idOption(context))
        .demandOption('id')
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example('soclite alerts undo 1c874f6e', say('hoàn tác', 'take back')),
    (args) => act(context, { ...args, yes: true }, { kind: 'undo' }),
  );
}

async function act(
  context: CommandContext,
  args: ActArguments & { readonly config?: string | undefined },
  wanted: WantedAct,
): Promise<void> {
  // a filter is about the alerts that the act is for: ack takes new ones, reopen closed ones
  const states = wanted.kind === 'undo' ? OPEN_STATES : TRANSITIONS[wanted.kind].from;
  await withDesk(context, { config: args.config, verb: wanted.kind }, (desk) =>
    runAct(context, desk, args, { act: wanted, states }),
  );
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- yargs infers the arguments from this chain
function withTargets(command: Argv, context: CommandContext) {
  const { say } = context;
  return command
    .positional('id', idOption(context))
    .option('config', configOption(context))
    .options(filterOptions(context))
    .option('yes', {
      type: 'boolean',
      default: false,
      describe: say('không hỏi khi hơn 20 cảnh báo', 'do not ask for more than 20 alerts'),
    })
    .option('seen', {
      type: 'number',
      describe: say(
        'chỉ khi cảnh báo vẫn ở phiên bản này (version của list -o json)',
        'only if the alert is still at this version (of list -o json)',
      ),
    })
    .option('output', tableOrJson(context));
}

function idOption({ say }: CommandContext) {
  return {
    type: 'string',
    array: true,
    describe: say('mã, hoặc ít nhất 4 ký tự đầu', 'id, or at least its first 4 characters'),
  } as const;
}

function reasonOption({ say }: CommandContext) {
  return {
    alias: 'm',
    type: 'string',
    demandOption: true,
    describe: say('lý do', 'the reason'),
  } as const;
}

/** `true-positive = đúng, …`. */
function choiceHelp(
  labels: Readonly<Record<string, Readonly<Record<Language, string>>>>,
  { say }: CommandContext,
): string {
  return Object.entries(labels)
    .map(([word, { vi, en }]) => `${word} = ${say(vi, en)}`)
    .join(', ');
}
