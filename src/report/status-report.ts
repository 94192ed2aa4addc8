// `soclite status`: how the service is, for people and for programs.
import { toDisplayText } from '../util/display-text.ts';
import { createSay, type Language, type Say } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import { formatUtc } from '../util/utc-time.ts';
import { formatBytes, formatSpan } from './amount.ts';
import { textTable } from './text-table.ts';

/** What the report needs to know; `app/service-state.ts` finds it out. */
export interface StatusReport {
  readonly phase: 'running' | 'late' | 'stopped' | 'died' | 'never';
  readonly dataFolder: string;
  readonly status: ReportedStatus | null;
  readonly openAlerts: number | null;
  readonly notifications: { readonly pending: number; readonly dead: number } | null;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  readonly nowMs: number;
}

export interface ReportedStatus {
  readonly pid: number;
  readonly host: string;
  readonly program: string;
  readonly startedMs: number;
  readonly nowMs: number;
  readonly isReady: boolean;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly memoryBytes: number;
  readonly sources: readonly ReportedSource[];
  readonly reading: {
    readonly lagMs: number;
    readonly sourcesUp: number;
    readonly sourcesTotal: number;
    readonly problems: readonly string[];
  };
  readonly rules: { readonly rulesLoaded: number; readonly rulesRefused: number };
}

export interface ReportedSource {
  readonly id: string;
  readonly lines: number;
  readonly bytes: number;
  readonly unparsed: number;
  readonly dropped: number;
  readonly lastEventMs: number | null;
}

/** `status -o json`: one object. */
export function toStatusRecord(report: StatusReport): object {
  const { phase, dataFolder, status, openAlerts, notifications, disk } = report;
  return {
    state: phase,
    data: dataFolder,
    disk_free_bytes: disk?.freeBytes ?? null,
    disk_total_bytes: disk?.totalBytes ?? null,
    open_alerts: openAlerts,
    notifications_pending: notifications?.pending ?? null,
    notifications_dead: notifications?.dead ?? null,
    service: status === null ? null : toServiceRecord(status),
  };
}

function toServiceRecord(status: ReportedStatus): object {
  const { reading, rules } = status;
  return {
    pid: status.pid,
    host: status.host,
    version: status.program,
    started: formatUtc(status.startedMs),
    last_commit: formatUtc(status.nowMs),
    ready: status.isReady,
    events: status.events,
    events_per_second: status.eventsPerSecond,
    lag_ms: reading.lagMs,
    memory_bytes: status.memoryBytes,
    rules_loaded: rules.rulesLoaded,
    rules_refused: rules.rulesRefused,
    sources_up: reading.sourcesUp,
    sources_expected: reading.sourcesTotal,
    sources: status.sources.map((source) => ({
      source: source.id,
      lines: source.lines,
      bytes: source.bytes,
      unparsed: source.unparsed,
      dropped: source.dropped,
      last_event: source.lastEventMs === null ? null : formatUtc(source.lastEventMs),
    })),
    problems: reading.problems,
  };
}

export interface StatusLook {
  readonly language: Language;
  readonly zoneOffsetMinutes: number;
}

/** For people. */
export function* statusText(report: StatusReport, look: StatusLook): Iterable<string> {
  const say = createSay(look.language);
  yield `${describePhase(report, say)}\n`;
  const { status, disk, openAlerts, notifications } = report;
  yield* line(say('thư mục dữ liệu', 'data folder'), report.dataFolder);
  if (disk !== null)
    yield* line(
      say('đĩa', 'disk'),
      say(
        `còn trống ${formatBytes(disk.freeBytes)} / ${formatBytes(disk.totalBytes)}`,
        `${formatBytes(disk.freeBytes)} free of ${formatBytes(disk.totalBytes)}`,
      ),
    );
  if (openAlerts !== null) yield* line(say('cảnh báo mở', 'open alerts'), String(openAlerts));
  if (notifications !== null)
    yield* line(
      say('thông báo', 'notifications'),
      say(
        `${notifications.pending} đang chờ gửi, ${notifications.dead} đã bỏ${hint(notifications.dead)}`,
        `${notifications.pending} waiting, ${notifications.dead} given up${hint(notifications.dead)}`,
      ),
    );
  if (status === null) return;
  yield* serviceLines(status, report.nowMs, look);
  yield '\n';
  yield* sourceTable(status, report.nowMs, look);
  if (status.reading.problems.length === 0) return;
  yield `\n${say('VẤN ĐỀ', 'PROBLEMS')}\n`;
  for (const problem of status.reading.problems) yield `  ${toDisplayText(problem)}\n`;
}

function hint(dead: number): string {
  return dead === 0 ? '' : ': soclite notify list';
}

const LABEL_WIDTH = 16;

function* line(label: string, value: string): Iterable<string> {
  yield `  ${label.padEnd(LABEL_WIDTH)}${toDisplayText(value)}\n`;
}

function describePhase({ phase, status, nowMs }: StatusReport, say: Say): string {
  const since = status === null ? '' : formatSpan(Math.max(0, nowMs - status.nowMs));
  const sentences = {
    running: say('soclite đang chạy', 'soclite is running'),
    late: say(
      `soclite có tiến trình nhưng đã ${since} không ghi gì: chạy soclite doctor`,
      `soclite has a process that has written nothing for ${since}: run soclite doctor`,
    ),
    stopped: say(
      `soclite không chạy: đã dừng ${since} trước`,
      `soclite is not running: it was stopped ${since} ago`,
    ),
    died: say(
      `soclite không chạy: tiến trình đã chết, lần ghi cuối ${since} trước; khởi động lại sẽ đọc tiếp, không mất dòng nào`,
      `soclite is not running: its process died, it last wrote ${since} ago; started again it goes on where it was`,
    ),
    never: say(
      'soclite chưa từng chạy ở đây: soclite watch để bắt đầu',
      'soclite has never run here: soclite watch begins',
    ),
  };
  return sentences[phase];
}

function* serviceLines(
  status: ReportedStatus,
  nowMs: number,
  { language, zoneOffsetMinutes }: StatusLook,
): Iterable<string> {
  const say = createSay(language);
  const { reading, rules } = status;
  const at = (ms: number): string => formatLocal(ms, zoneOffsetMinutes);
  yield* line(
    say('tiến trình', 'process'),
    `${status.pid} (${status.host}), soclite ${status.program}`,
  );
  yield* line(
    say('bắt đầu', 'started'),
    `${at(status.startedMs)} (${formatSpan(Math.max(0, status.nowMs - status.startedMs))})`,
  );
  yield* line(
    say('ghi lần cuối', 'last commit'),
    `${at(status.nowMs)} (${formatSpan(Math.max(0, nowMs - status.nowMs))})`,
  );
  yield* line(
    say('đọc', 'reading'),
    status.isReady
      ? say('kịp', 'caught up')
      : say('đang đọc phần tồn đọng', 'still reading the backlog'),
  );
  yield* line(say('trễ', 'lag'), formatSpan(reading.lagMs));
  yield* line(
    say('sự kiện', 'events'),
    `${status.events} (${status.eventsPerSecond.toFixed(1)}/s)`,
  );
  yield* line(say('bộ nhớ', 'memory'), formatBytes(status.memoryBytes));
  yield* line(
    say('luật', 'rules'),
    say(
      `${rules.rulesLoaded} đã nạp, ${rules.rulesRefused} bị từ chối`,
      `${rules.rulesLoaded} loaded, ${rules.rulesRefused} refused`,
    ),
  );
  yield* line(
    say('nguồn', 'sources'),
    say(
      `${reading.sourcesUp}/${reading.sourcesTotal} có tệp`,
      `${reading.sourcesUp} of ${reading.sourcesTotal} have files`,
    ),
  );
}

function sourceTable(
  { sources }: ReportedStatus,
  nowMs: number,
  { language, zoneOffsetMinutes }: StatusLook,
): Iterable<string> {
  const say = createSay(language);
  return textTable(
    [
      { title: say('NGUỒN', 'SOURCE'), maxWidth: 40 },
      { title: say('DÒNG', 'LINES'), align: 'right' },
      { title: say('DUNG LƯỢNG', 'SIZE'), align: 'right' },
      { title: say('KHÔNG ĐỌC ĐƯỢC', 'UNPARSED'), align: 'right' },
      { title: say('CẮT', 'CUT'), align: 'right' },
      { title: say('SỰ KIỆN CUỐI', 'LAST EVENT') },
    ],
    sources.map(({ id, lines, bytes, unparsed, dropped, lastEventMs }) => [
      id,
      String(lines),
      formatBytes(bytes),
      String(unparsed),
      String(dropped),
      lastEventMs === null
        ? say('chưa có', 'none yet')
        : `${formatLocal(lastEventMs, zoneOffsetMinutes)} (${formatSpan(Math.max(0, nowMs - lastEventMs))})`,
    ]),
  );
}
