import type { Alert } from '../alert/alert.ts';
import type { Inventory } from '../layers/inventory.ts';
import { LAYER_LABELS, SEVERITY_LABELS, type Label } from '../layers/labels.ts';
import type { Language, Say } from '../util/language.ts';
import { createSay } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import { summarise, type SummaryRow } from './scan-summary.ts';
import { textTable, type Column } from './text-table.ts';
import { PROVINCE, unitNames } from './unit-names.ts';

export interface ScanReportInput {
  readonly alerts: readonly Alert[];
  readonly inventory: Inventory;
  readonly language: Language;
  /** Minutes east of UTC in which times are shown. */
  readonly zoneOffsetMinutes: number;
  /** Width of the terminal in cells. */
  readonly columns: number;
}

/** `scan -o table`: the alerts in order of time, then the sums per unit, layer and rule. */
export function* scanReport(input: ScanReportInput): Iterable<string> {
  const say = createSay(input.language);
  if (input.alerts.length === 0) {
    yield `${say('Không có cảnh báo.', 'No alerts.')}\n`;
    return;
  }
  yield* alertTable(input, say);
  const titleOf = (alert: Alert): string => titleIn(alert, input.language);
  const summary = summarise(input.alerts, titleOf);
  const names = unitNames(input.inventory, input.language);
  yield* section(say('Theo đơn vị', 'By unit'), summary.byUnit, say, (key) => names(key));
  yield* section(say('Theo lớp', 'By layer'), summary.byLayer, say, (key) => layerName(key, input));
  yield* section(say('Theo luật', 'By rule'), summary.byRule, say, (key) => key);
}

/** Cells below which the table leaves out the last time and the machines, so that no row wraps at 80 columns. */
const WIDE = 140;
/** What the other columns and the gaps take, at most, in the wide and in the narrow table. */
const REST = { wide: 122, narrow: 60 } as const;
const NARROWEST_TITLE = 20;

function alertTable(input: ScanReportInput, say: Say): Iterable<string> {
  const isWide = input.columns >= WIDE;
  const titleWidth = Math.max(input.columns - (isWide ? REST.wide : REST.narrow), NARROWEST_TITLE);
  const names = unitNames(input.inventory, input.language);
  const wideOnly = <T>(value: T): readonly T[] => (isWide ? [value] : []);
  const columns: readonly Column[] = [
    { title: say('MỨC', 'LEVEL') },
    { title: say('ĐẦU', 'FIRST') },
    ...wideOnly<Column>({ title: say('CUỐI', 'LAST') }),
    { title: say('ĐƠN VỊ', 'UNIT'), maxWidth: isWide ? 24 : 14 },
    { title: say('LỚP', 'LAYER'), align: 'right' },
    { title: say('CẢNH BÁO', 'ALERT'), maxWidth: titleWidth },
    { title: say('SỐ', 'COUNT'), align: 'right' },
    ...wideOnly<Column>({ title: say('MÁY', 'MACHINES'), maxWidth: 30 }),
  ];
  return textTable(
    columns,
    input.alerts.map((alert) => [
      SEVERITY_LABELS[alert.severity][input.language],
      formatLocal(alert.firstMs, input.zoneOffsetMinutes).slice(0, isWide ? undefined : 16),
      ...wideOnly(formatLocal(alert.lastMs, input.zoneOffsetMinutes)),
      names(alert.isProvince ? PROVINCE : (alert.unit ?? '')),
      String(alert.layer),
      titleIn(alert, input.language),
      String(alert.count),
      ...wideOnly(alert.machines.join(' ')),
    ]),
  );
}

function* section(
  title: string,
  rows: readonly SummaryRow[],
  say: Say,
  name: (key: string) => string,
): Iterable<string> {
  yield '\n';
  yield* textTable(
    [
      { title, maxWidth: 60 },
      { title: say('CẢNH BÁO', 'ALERTS'), align: 'right' },
      { title: say('KHỚP', 'FINDINGS'), align: 'right' },
    ],
    rows.map((row) => [name(row.key), String(row.alerts), String(row.count)]),
  );
}

function titleIn(alert: Alert, language: Language): string {
  return language === 'vi' ? (alert.titleVi ?? alert.title) : alert.title;
}

function layerName(key: string, input: ScanReportInput): string {
  const labels: Readonly<Record<string, Label>> = LAYER_LABELS;
  return labels[key]?.[input.language] ?? key;
}
