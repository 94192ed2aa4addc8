// `soclite notify list`: what waits to be sent and what was given up.
import { createSay, type Language } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import { formatUtc } from '../util/utc-time.ts';
import { textTable } from './text-table.ts';

export interface NotifyReport {
  readonly pending: readonly ReportedDelivery[];
  readonly dead: readonly { readonly delivery: ReportedDelivery; readonly timeMs: number }[];
  /** News that are being gathered, by channel. */
  readonly gathering: readonly {
    readonly channel: string;
    readonly dueMs: number;
    readonly total: number;
  }[];
  readonly counts: ReportedCounts;
  readonly lastError: {
    readonly channel: string;
    readonly timeMs: number;
    readonly error: string;
  } | null;
}

interface ReportedCounts {
  readonly sent: number;
  readonly failed: number;
  readonly held: number;
  readonly discarded: number;
}

interface ReportedDelivery {
  readonly id: string;
  readonly channel: string;
  readonly kind: 'alert' | 'digest' | 'held' | 'quiet';
  readonly createdMs: number;
  readonly items: readonly { readonly alertId: string }[];
  readonly tally: { readonly total: number } | null;
  readonly attempts: number;
  readonly error: string | null;
}

export function toNotifyRecord({
  pending,
  dead,
  gathering,
  counts,
  lastError,
}: NotifyReport): object {
  return {
    counts,
    last_error:
      lastError === null
        ? null
        : { channel: lastError.channel, time: formatUtc(lastError.timeMs), error: lastError.error },
    pending: pending.map((delivery) => toDeliveryRecord(delivery)),
    gathering: gathering.map(({ channel, dueMs, total }) => ({
      channel,
      due: formatUtc(dueMs),
      alerts: total,
    })),
    dead_letters: dead.map(({ delivery, timeMs }) => ({
      ...toDeliveryRecord(delivery),
      given_up: formatUtc(timeMs),
    })),
  };
}

function toDeliveryRecord(delivery: ReportedDelivery): object {
  const { id, channel, kind, createdMs, items, attempts, error } = delivery;
  return {
    id,
    channel,
    kind,
    created: formatUtc(createdMs),
    alerts: totalOf(delivery),
    alert_ids: items.map(({ alertId }) => alertId),
    attempts,
    error,
  };
}

export function* notifyText(
  report: NotifyReport,
  look: { readonly language: Language; readonly zoneOffsetMinutes: number },
): Iterable<string> {
  const say = createSay(look.language);
  const time = (ms: number): string => formatLocal(ms, look.zoneOffsetMinutes);
  const { pending, dead, gathering, counts } = report;
  const { sent, failed, held, discarded } = counts;
  yield `${say(
    `đã gửi ${sent}, lần gửi lỗi ${failed}, gom vì vượt ngưỡng ${held}, bỏ ${discarded}; đang chờ ${pending.length}, bỏ cuộc ${dead.length}`,
    `${sent} sent, ${failed} attempts failed, ${held} held by ceilings, ${discarded} thrown away; ${pending.length} wait, ${dead.length} given up`,
  )}\n`;
  const rows = [
    ...pending.map((each) => row(say('chờ', 'waits'), each, time(each.createdMs))),
    ...gathering.map(({ channel, dueMs, total }) => [
      say('đang gom', 'gathers'),
      channel,
      time(dueMs),
      String(total),
      '',
      '',
      '',
    ]),
    ...dead.map(({ delivery, timeMs }) => row(say('bỏ cuộc', 'given up'), delivery, time(timeMs))),
  ];
  if (rows.length === 0) return;
  yield '\n';
  yield* textTable(
    [
      { title: say('tình trạng', 'state') },
      { title: say('kênh', 'channel') },
      { title: say('lúc', 'time') },
      { title: say('cảnh báo', 'alerts'), align: 'right' },
      { title: say('số lần', 'tries'), align: 'right' },
      { title: say('mã', 'id'), maxWidth: 48 },
      { title: say('lỗi', 'error'), maxWidth: 100 },
    ],
    rows,
  );
}

function row(state: string, delivery: ReportedDelivery, time: string): readonly string[] {
  const { channel, id, attempts, error } = delivery;
  return [state, channel, time, String(totalOf(delivery)), String(attempts), id, error ?? ''];
}

function totalOf({ tally, items }: ReportedDelivery): number {
  return tally?.total ?? items.length;
}
