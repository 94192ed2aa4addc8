import type { Alert } from '../alert/alert.ts';
import type { Inventory } from '../layers/inventory.ts';
import { LAYER_LABELS, SEVERITY_LABELS } from '../layers/labels.ts';
import type { Language, Say } from '../util/language.ts';
import { createSay } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import { summarise, type SummaryRow } from './scan-summary.ts';
import { textTable, type Column } from './text-table.ts';

export interface ScanReportInput {
  readonly alerts: readonly Alert[];
  readonly inventory: Inventory;
  readonly language: Language;
  /** Minutes east of UTC in which times are shown. */
  readonly zoneOffsetMinutes: number;
  /** Width of the terminal in cells. */
  readonly columns: number;
}

/** `scan -o table`: the alerts, worst and oldest first, then the sums per unit, layer and rule. */
export function* scanReport(input: ScanReportInput): Iterable<string> {
  const say = createSay(input.language);
  if (input.alerts.length === 0) {
    yield `${say('Không có cảnh báo.', 'No alerts.')}\n`;
    return;
  }
  yield* alertTable(input, say);
  const summary = summarise(input.alerts);
  const names = unitNames(input);
  yield* section(say('Theo đơn vị', 'By unit'), summary.byUnit, say, (key) => names(key));
  yield* section(say('Theo lớp', 'By layer'), summary.byLayer, say, (key) => layerName(key, input));
  yield* section(say('Theo luật', 'By rule'), summary.byRule, say, (key) => key);
}

function* alertTable(input: ScanReportInput, say: Say): Iterable<string> {
  const titleWidth = Math.max(input.columns - 76, 24);
  const columns: readonly Column[] = [
    { title: say('MỨC', 'LEVEL') },
    { title: say('ĐẦU', 'FIRST') },
    { title: say('CUỐI', 'LAST') },
    { title: say('ĐƠN VỊ', 'UNIT'), maxWidth: 24 },
    { title: say('LỚP', 'LAYER'), align: 'right' },
    { title: say('CẢNH BÁO', 'ALERT'), maxWidth: titleWidth },
    { title: say('SỐ', 'COUNT'), align: 'right' },
    { title: say('MÁY', 'MACHINES'), maxWidth: 30 },
  ];
  const names = unitNames(input);
  yield* textTable(
    columns,
    input.alerts.map((alert) => [
      SEVERITY_LABELS[alert.severity][input.language],
      formatLocal(alert.firstMs, input.zoneOffsetMinutes),
      formatLocal(alert.lastMs, input.zoneOffsetMinutes),
      names(alert.isProvince ? 'province' : (alert.unit ?? '')),
      String(alert.layer),
      input.language === 'vi' ? (alert.titleVi ?? alert.title) : alert.title,
      String(alert.count),
      alert.machines.join(' '),
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

/** Names a unit id as people know it; unknown units are said to be unknown. */
function unitNames(input: ScanReportInput): (id: string) => string {
  const say = createSay(input.language);
  const names = new Map(input.inventory.units.map((unit) => [unit.id, unit.name[input.language]]));
  names.set('province', say('Toàn tỉnh', 'Province'));
  names.set('', say('chưa xác định đơn vị', 'unknown unit'));
  return (id) => names.get(id) ?? id;
}

function layerName(key: string, input: ScanReportInput): string {
  const labels: Readonly<Record<string, (typeof LAYER_LABELS)[1]>> = LAYER_LABELS;
  return labels[key]?.[input.language] ?? key;
}
