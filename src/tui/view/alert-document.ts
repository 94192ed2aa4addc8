// The parts of an alert as lines: facts, why it matched, next steps, raw lines, the rule. Detail shows them all,
// the preview the first of each.
import type { Alert, Evidence } from '../../alert/alert.ts';
import { LAYER_LABELS, TIER_LABELS } from '../../layers/labels.ts';
import { toCells } from '../../util/display-text.ts';
import { correlationText } from '../correlation-text.ts';
import { formatCount, formatZone, toLocalTime } from '../format.ts';
import { labelled, wrapCells } from './document.ts';
import type { Line } from './document.ts';
import { unitLongName } from './painter.ts';
import type { Look } from './painter.ts';
import { clockText, longStatus } from './status-text.ts';

/** Different items shown under "why"; the raw lines tell the rest. */
const MAX_WHY = 40;
/** Different values shown of one item. */
const MAX_VALUES = 4;
const LABEL_WIDTH = 14;

export function headingLine(look: Look, text: string, note: string): Line {
  return [
    { text, style: look.theme.heading },
    { text: note === '' ? '' : `  ${note}`, style: look.theme.faint },
  ];
}

export function factLines(look: Look, alert: Alert, width: number): readonly Line[] {
  const { strings, glyphs, unitsById } = look;
  const { fact } = strings;
  const dot = ` ${glyphs.separator} `;
  const contact = unitsById.get(alert.unit ?? '')?.contact ?? null;
  const isDesk = look.model.data.desk !== undefined;
  return pairLines(look, width, [
    [fact.state, isDesk ? longStatus(look, alert) : ''],
    [fact.takeBy, clockText(look, alert)],
    [fact.unit, unitsOf(look, alert)],
    [fact.contact, contact ?? ''],
    [fact.system, alert.system ?? ''],
    [fact.times, timesOf(look, alert)],
    ['', shiftNote(look)],
    [fact.count, formatCount(alert.count, strings)],
    [fact.machines, alert.machines.slice(0, 20).join(', ')],
    [fact.group, alert.groupKey.map((key) => `${key.field} = ${key.value}`).join(dot)],
    [
      fact.layer,
      `${LAYER_LABELS[alert.layer][look.language]}${dot}${TIER_LABELS[alert.tier][look.language]}`,
    ],
  ]);
}

export function ruleLines(look: Look, alert: Alert, width: number): readonly Line[] {
  const { fact } = look.strings;
  return pairLines(look, width, [
    [fact.author, alert.author ?? ''],
    [fact.ruleId, alert.ruleId],
    [fact.tags, alert.tags.join(', ')],
    [fact.alertId, alert.id],
  ]);
}

function pairLines(
  look: Look,
  width: number,
  pairs: readonly (readonly [name: string, text: string])[],
): readonly Line[] {
  const { theme, glyphs } = look;
  return pairs
    .filter(([, text]) => text !== '')
    .flatMap(([name, text]) =>
      labelled(
        { text: `  ${name}`, style: theme.faint },
        { text, style: theme.text },
        { indent: LABEL_WIDTH + 2, width, ellipsis: glyphs.ellipsis },
      ),
    );
}

function unitsOf(look: Look, alert: Alert): string {
  if (!alert.isProvince || alert.units.length === 0) return unitLongName(look, alert);
  const names = alert.units.map((id) => look.unitsById.get(id)?.shortName ?? id);
  return `${look.strings.province}: ${names.join(', ')}`;
}

/** Replayed sample data has its times moved, but raw lines stay as they were written: said wherever both stand. */
export function shiftNote({ model, strings }: Look): string {
  return model.data.mode === 'demo' ? strings.shifted : '';
}

export function timesOf(look: Look, alert: Alert): string {
  const offset = look.model.data.zoneOffsetMinutes;
  const first = toLocalTime(alert.firstMs, offset);
  const last = toLocalTime(alert.lastMs, offset);
  const date = first.date === last.date ? '' : `${last.date} `;
  const end = alert.lastMs > alert.firstMs ? ` ${look.glyphs.arrow} ${date}${last.time}` : '';
  return `${first.date} ${first.time}${end} (${formatZone(offset)})`;
}

/** One item of a rule that matched, with the different values it matched. */
interface Reason {
  readonly selection: string;
  readonly field: string | null;
  readonly item: string;
  readonly values: readonly string[];
}

/** Each selection's items once, in the order of the evidence. */
function reasonsOf(alert: Alert): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const evidence of alert.evidence) {
    for (const { selection, field, item, value } of evidence.fields) {
      const key = JSON.stringify([evidence.ruleId, selection, field, item]);
      const known = reasons.get(key);
      if (known === undefined && reasons.size >= MAX_WHY) continue;
      const values = known?.values ?? [];
      const isNew = !values.includes(value);
      if (known !== undefined && !isNew) continue;
      reasons.set(key, { selection, field, item, values: [...values, value] });
    }
  }
  return [...reasons.values()];
}

/** What a correlation counted, then the items that its events, or the event, matched. */
export function whyLines(look: Look, alert: Alert, width: number): readonly Line[] {
  const { theme, strings, glyphs } = look;
  const { correlation } = alert;
  const reasons = reasonLines(look, alert, width);
  if (correlation === null) return reasons;
  const counted = labelled(
    { text: `  ${strings.correlation.label}`, style: theme.faint },
    { text: correlationText(correlation, strings, glyphs.operators), style: theme.strong },
    { indent: LABEL_WIDTH + 2, width, ellipsis: glyphs.ellipsis },
  );
  return [...counted, ...reasons];
}

/** `selection   TargetFilename = C:\... (TargetFilename|endswith)`. */
function reasonLines(look: Look, alert: Alert, width: number): readonly Line[] {
  const { theme, strings, glyphs } = look;
  const reasons = reasonsOf(alert);
  const indent = selectionWidth(reasons, width);
  return reasons.flatMap((reason) => {
    const more = reason.values.length - MAX_VALUES;
    const rest = more > 0 ? ` ${glyphs.separator} +${formatCount(more, strings)}` : '';
    const values = reason.values
      .slice(0, MAX_VALUES)
      .map((value) => short(value, glyphs.ellipsis))
      .join(` ${glyphs.separator} `);
    const name = reason.field ?? strings.keyword;
    const item = reason.item.includes('|') ? `   ${reason.item}` : '';
    const label = { text: `  ${reason.selection}`, style: theme.faint };
    const lines = labelled(
      label,
      { text: `${name} = ${values}${rest}`, style: theme.text },
      { indent, width, ellipsis: glyphs.ellipsis },
    );
    const last = lines.at(-1) ?? [];
    return [...lines.slice(0, -1), [...last, { text: item, style: theme.faint }]];
  });
}

/** Room for the longest selection's name, at most a third of the line. */
function selectionWidth(reasons: readonly Reason[], width: number): number {
  const longest = Math.max(0, ...reasons.map((reason) => toCells(reason.selection, 60).length));
  return Math.max(LABEL_WIDTH + 2, Math.min(longest + 4, Math.floor(width / 3)));
}

/** A value inside a sentence: its start; the raw line below holds it whole. */
function short(value: string, ellipsis: string): string {
  const cells = toCells(value, 161);
  return cells.length <= 160 ? cells.join('') : `${cells.slice(0, 159).join('')}${ellipsis}`;
}

export function stepsOf(look: Look, alert: Alert): readonly string[] {
  return look.language === 'vi' ? alert.nextStepsVi : alert.nextStepsEn;
}

export function stepLines(look: Look, alert: Alert, width: number): readonly Line[] {
  const { theme, strings, glyphs } = look;
  const steps = stepsOf(look, alert);
  if (steps.length === 0) return [[{ text: `  ${strings.noNextSteps}`, style: theme.faint }]];
  return steps.flatMap((step, i) =>
    labelled(
      { text: `  ${i + 1}.`, style: theme.key },
      { text: step, style: theme.text },
      { indent: 5, width, ellipsis: glyphs.ellipsis },
    ),
  );
}

/** One raw record: where it was read, then the line itself, cut anywhere, controls shown. */
export function evidenceLines(
  look: Look,
  evidence: Evidence,
  options: { readonly width: number; readonly maxCells: number; readonly mark: string },
): readonly Line[] {
  const { theme, strings, glyphs } = look;
  const { width, maxCells, mark } = options;
  const { date, time } = toLocalTime(evidence.timeMs, look.model.data.zoneOffsetMinutes);
  const place = `${evidence.file} ${glyphs.separator} ${strings.line} ${formatCount(evidence.line, strings)}`;
  const lines = wrapCells(evidence.raw, width - 2, maxCells);
  const isCut = evidence.raw.length > maxCells;
  const rest = isCut ? strings.moreText(formatCount(evidence.raw.length - maxCells, strings)) : '';
  return [
    [{ text: `${mark}${date} ${time}  ${place}`, style: theme.faint }],
    ...lines.map((text) => [{ text: `  ${text}`, style: theme.text }]),
    ...(isCut ? [[{ text: `  ${glyphs.ellipsis} ${rest}`, style: theme.warning }]] : []),
  ];
}
