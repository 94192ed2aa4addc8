import type { Argv } from 'yargs';
import { findSeenBefore } from '../../../app/queue.ts';
import type { StoredAlert } from '../../../ports/store.ts';
import { alertText, type AlertStory } from '../../../report/alert-text.ts';
import { toQueueRecord, toStepRecord } from '../../../report/queue-record.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { configOption, tableOrJson } from '../../options.ts';
import { writeAll } from '../../write-all.ts';
import { withDesk, type OpenedDesk } from './open-desk.ts';

interface ShowArguments {
  readonly id: readonly string[];
  readonly output: 'table' | 'json';
}

/** `soclite alerts show <id…>`: all that an alert knows, and what people did with it. */
export function registerAlertsShow(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'show <id..>',
    say(
      'xem một cảnh báo: vì sao, bản ghi gốc, việc cần làm, lịch sử',
      'show an alert: why, raw records, next steps, history',
    ),
    (show) =>
      show
        .positional('id', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: say('mã, hoặc ít nhất 4 ký tự đầu', 'id, or at least its first 4 characters'),
        })
        .option('config', configOption(context))
        .option('output', tableOrJson(context))
        .example('soclite alerts show 1c874f6e', say('một cảnh báo', 'one alert')),
    async (args) => {
      await withDesk(context, { config: args.config, verb: 'show' }, (desk) =>
        runShow(context, desk, args),
      );
    },
  );
}

async function runShow(
  { world }: CommandContext,
  desk: OpenedDesk,
  { id: ids, output }: ShowArguments,
): Promise<ExitCode> {
  const { store, view, acknowledge } = desk;
  const stories: AlertStory[] = [];
  let isMissing = false;
  for (const id of new Set(ids)) {
    const stored = store.get(id);
    if (stored === null) {
      isMissing = true;
      await world.stderr.write(`${toDisplayText(unknownAlert(desk, id))}\n`);
    } else stories.push(toStory(desk, stored));
  }
  if (output === 'json') {
    const records = stories.map(({ stored, steps, seenBefore }) => ({
      ...toQueueRecord(stored, acknowledge),
      history: steps.map(toStepRecord),
      seen_before: {
        in_unit: seenBefore.inUnitCount,
        elsewhere: seenBefore.elsewhereCount,
        latest: [...seenBefore.inUnit, ...seenBefore.elsewhere].map(({ alert, status }) => ({
          id: alert.id,
          unit: alert.unit,
          state: status.state,
          verdict: status.verdict,
        })),
      },
    }));
    await world.stdout.write(`${JSON.stringify(records, null, 1)}\n`);
  } else {
    for (const [i, story] of stories.entries()) {
      if (i > 0) await world.stdout.write('\n');
      await writeAll(world.stdout, alertText(story, view));
    }
  }
  return isMissing ? EXIT.incomplete : EXIT.clean;
}

const ALL_STEPS = 100_000;

function toStory({ store }: OpenedDesk, stored: StoredAlert): AlertStory {
  const suppression = store.suppressions().find(({ id }) => id === stored.suppressedBy);
  return {
    stored,
    steps: store.steps({ alertId: stored.alert.id, limit: ALL_STEPS }),
    suppression: suppression ?? null,
    seenBefore: findSeenBefore(store, stored),
  };
}

export function unknownAlert({ say }: OpenedDesk, id: string): string {
  const quoted = JSON.stringify(id);
  return say(
    `không có cảnh báo ${quoted}, hoặc mã rút gọn chỉ nhiều cảnh báo: ghi dài hơn`,
    `no alert is ${quoted}, or the short id names several: write more of it`,
  );
}
