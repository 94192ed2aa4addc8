import type { Alert } from '../alert/alert.ts';
import type { DeskView } from './desk.ts';

/** Severity of an alert: Sigma's levels. */
export type Severity = Alert['severity'];

/** Severities from worst to least: the order of columns, sums and filters. */
export const SEVERITIES = [
  'critical',
  'high',
  'medium',
  'low',
  'informational',
] as const satisfies readonly Severity[];

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** The three lines of the plot, in drawing order. */
export const PLOT_SERIES = ['firewall', 'endpoint', 'antivirus'] as const;
export type PlotSeriesName = (typeof PLOT_SERIES)[number];

/**
 * What the dashboard shows, as one immutable snapshot made by app/ about once a second. All texts may hold
 * anything a log can hold: the view cleans them (util/display-text). The order of `alerts` does not matter.
 */
export interface DashboardData {
  /** Name of the province or agency, shown in the header. */
  readonly name: string;
  /** `demo` = the bundled sample logs are being replayed. */
  readonly mode: 'live' | 'demo';
  /** The wall clock of the snapshot, ms since 1970-01-01 UTC; ages and silences are counted from it. */
  readonly nowMs: number;
  /** Offset of the display zone at `nowMs`, minutes east of UTC (+420 for Asia/Ho_Chi_Minh). */
  readonly zoneOffsetMinutes: number;
  /** In inventory order. */
  readonly units: readonly UnitStatus[];
  readonly alerts: readonly Alert[];
  /** What people do with the alerts; absent where there is no store to do it in. */
  readonly desk?: DeskView;
  /** The inventory's machines by address, as written there. */
  readonly machineNames: ReadonlyMap<string, string>;
  readonly totals: DashboardTotals;
  readonly health: DashboardHealth;
  /** Events a minute over the last hour for the plot; one array per series, oldest first, equal lengths (60). */
  readonly eventsPerMinute: Readonly<Record<PlotSeriesName, readonly number[]>>;
}

/**
 * `ok` = sends logs; `silent` = should send and does not (shown as no data, never as good);
 * `unmonitored` = not expected to send.
 */
export type UnitState = 'ok' | 'silent' | 'unmonitored';

export interface UnitStatus {
  readonly id: string;
  /** At most 12 cells wide (inventory.ts). */
  readonly shortName: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly state: UnitState;
  /** Time of the unit's last event; null when none was ever read. */
  readonly lastEventMs: number | null;
  /** Open alerts of the unit by severity. */
  readonly open: SeverityCounts;
  /** Alerts (or events when app/ says so) an hour over the last 24 hours, oldest first, 24 numbers; [] = unknown. */
  readonly hourly: readonly number[];
  /** Who to call, free text; null = not given. */
  readonly contact: string | null;
}

export interface DashboardTotals {
  readonly events: number;
  /** Open alerts of all units and of the province by severity; a province alert is counted once. */
  readonly open: SeverityCounts;
}

/** The tool's own state: shown always, so that a blind tool never looks like a quiet province. */
export interface DashboardHealth {
  readonly eventsPerSecond: number;
  /** How far reading is behind the newest line, ms. */
  readonly lagMs: number;
  /** Lines lost under overload. */
  readonly droppedLines: number;
  /** Lines that no format reads; kept as raw events. */
  readonly unparsedLines: number;
  readonly sourcesUp: number;
  readonly sourcesTotal: number;
  readonly rulesLoaded: number;
  readonly rulesRefused: number;
  /** Faults of the world worth a person's eye (`cannot read ...`), newest last, already in the chosen language or English. */
  readonly problems: readonly string[];
}
