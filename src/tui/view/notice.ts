import { refusalText } from '../../lifecycle/step-text.ts';
import { formatCount } from '../format.ts';
import type { Model, Notice } from '../model.ts';
import type { Look } from './painter.ts';

/** A notice as a sentence, and whether it is bad news. */
export function noticeText(
  look: Look,
  notice: Notice,
): { readonly text: string; readonly isBad: boolean } {
  const { strings, model } = look;
  const { form } = strings;
  if (notice === 'copied') return { text: strings.copied, isBad: false };
  if (notice === 'ime') return { text: strings.imeHint, isBad: true };
  if (notice === 'needs-text') return { text: form.needsText, isBad: true };
  if (notice === 'needs-number') {
    const count = model.form?.targets.length ?? 0;
    return { text: form.needsNumber(String(count)), isBad: true };
  }
  if (notice.kind === 'failed') return { text: notice.text, isBad: true };
  if (notice.kind === 'suppressed') {
    const { refusal, id } = notice;
    if (refusal === null) return { text: form.suppressed(id ?? ''), isBad: false };
    return { text: refusalText({ ...refusal, status: null }, wording(look)), isBad: true };
  }
  const { act, done, refused, refusal } = notice;
  const parts = [
    done > 0 ? form.done[act](formatCount(done, strings)) : '',
    refused > 1 ? form.refused(formatCount(refused, strings)) : '',
    refusal === null ? '' : refusalText(refusal, wording(look)),
    isUndoable(model, act) ? form.undoHint : '',
  ];
  const text = parts.filter((part) => part !== '').join('; ');
  return { text, isBad: refusal !== null };
}

function isUndoable({ undo }: Model, act: string): boolean {
  return undo !== null && act !== 'undo';
}

function wording({ model, language }: Look): Parameters<typeof refusalText>[1] {
  return { language, zoneOffsetMinutes: model.data.zoneOffsetMinutes };
}
