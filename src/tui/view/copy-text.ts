import { SEVERITY_LABELS } from '../../layers/labels.ts';
import { toDisplayText } from '../../util/display-text.ts';
import { correlationText } from '../correlation-text.ts';
import type { Model } from '../model.ts';
import { timesOf, stepsOf } from './alert-document.ts';
import { alertTitle, createLook, unitLongName } from './painter.ts';

/** Most that goes to the clipboard; terminals refuse more than about 74 kB of base64. */
const MAX_COPY = 12_000;

/** The open alert as plain text, every line display text: what is pasted elsewhere cannot act either. */
export function copyText(model: Model): string {
  const alert = model.reader?.alert;
  if (alert === undefined) return '';
  const look = createLook(model);
  const lines = [
    `${SEVERITY_LABELS[alert.severity][look.language]}: ${alertTitle(look, alert)}`,
    `${unitLongName(look, alert)} · ${timesOf(look, alert)} · ${alert.count}`,
    ...(alert.correlation === null
      ? []
      : [correlationText(alert.correlation, look.strings, look.glyphs.operators)]),
    ...stepsOf(look, alert).map((step, i) => `${i + 1}. ${step}`),
    ...alert.evidence.map((evidence) => `${evidence.file}:${evidence.line} ${evidence.raw}`),
  ];
  return lines
    .map((line) => toDisplayText(line.slice(0, MAX_COPY)))
    .join('\n')
    .slice(0, MAX_COPY);
}
