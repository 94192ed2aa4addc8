import { createSay, type Language, type Say } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import type { Step } from './act.ts';
import { STATE_LABELS, SUPPRESSION_LABELS, TARGET_LABELS, VERDICT_LABELS } from './labels.ts';
import type { RefusalCode } from './refusal.ts';
import type { AlertStatus } from './act.ts';

/** How sentences are written: the language, and the zone of times as minutes east of UTC. */
export interface Wording {
  readonly language: Language;
  readonly zoneOffsetMinutes: number;
}

/** What a step did, without who and when: `đóng: báo nhầm (máy quét nội bộ)`. Holds what people typed: show it through display-text. */
export function actText({ act }: Step, language: Language): string {
  const say = createSay(language);
  switch (act.kind) {
    case 'ack':
      return say('nhận', 'acknowledged');
    case 'escalate': {
      const ticket = act.ticket === null ? '' : say(`, vé ${act.ticket}`, `, ticket ${act.ticket}`);
      return `${say('chuyển', 'escalated')} → ${TARGET_LABELS[act.to][language]}${ticket}`;
    }
    case 'close':
      return `${say('đóng', 'closed')}: ${VERDICT_LABELS[act.verdict][language]} (${act.reason})`;
    case 'reopen':
      return `${say('mở lại', 'reopened')} (${act.reason})`;
    case 'release':
      return `${say('trả lại hàng đợi', 'released')} (${act.reason})`;
    case 'note':
      return `${say('ghi chú', 'note')}: ${act.text}`;
    case 'undo':
      return say(`hoàn tác bước ${act.sequence}`, `took back step ${act.sequence}`);
    case 'suppress': {
      const { kind, reason } = act.suppression;
      return `${SUPPRESSION_LABELS[kind][language]} (${reason})`;
    }
    case 'lift':
      return `${say('bỏ', 'lifted')} ${act.suppressionId} (${act.reason})`;
  }
}

/** Why an act was refused, with who was first: `đã nhận bởi n.v.an lúc 23/11/2026 14:32:07`. */
export function refusalText(
  refusal: {
    readonly code: RefusalCode;
    readonly first: Step | null;
    readonly status: AlertStatus | null;
  },
  { language, zoneOffsetMinutes }: Wording,
): string {
  const say = createSay(language);
  const { code, first, status } = refusal;
  if (first !== null) {
    const time = formatLocal(first.timeMs, zoneOffsetMinutes);
    const by = say(`bởi ${first.actor} lúc ${time}`, `by ${first.actor} at ${time}`);
    if (code === 'stale') return `${wordsOf(first, say)} ${by}`;
    if (code === 'wrong-state') return `${stateWords(status, language)} ${by}`;
    return `${REFUSALS[code][language]}: ${actText(first, language)} ${by}`;
  }
  if (code === 'wrong-state') {
    return say('cảnh báo ', 'the alert is ') + stateWords(status, language);
  }
  return REFUSALS[code][language];
}

function stateWords(status: AlertStatus | null, language: Language): string {
  return STATE_LABELS[status?.state ?? 'new'][language];
}

function wordsOf({ act }: Step, say: Say): string {
  switch (act.kind) {
    case 'ack':
      return say('đã nhận', 'acknowledged');
    case 'escalate':
      return say('đã chuyển', 'escalated');
    case 'close':
      return say('đã đóng', 'closed');
    case 'reopen':
      return say('đã mở lại', 'reopened');
    case 'release':
      return say('đã trả lại', 'released');
    case 'note':
      return say('đã ghi chú', 'noted');
    case 'undo':
    case 'suppress':
    case 'lift':
      return say('đã thay đổi', 'changed');
  }
}

const REFUSALS = {
  'unknown-alert': { vi: 'không có cảnh báo này', en: 'there is no such alert' },
  stale: { vi: 'đã có người thay đổi', en: 'somebody was first' },
  'wrong-state': { vi: 'trạng thái không cho phép', en: 'its state does not allow that' },
  'nothing-to-undo': { vi: 'không còn bước nào để hoàn tác', en: 'there is nothing to take back' },
  'not-last-step': {
    vi: 'không phải bước cuối cùng, sau đó đã có',
    en: 'not the last step, after it came',
  },
  'not-your-step': { vi: 'bước cuối là của người khác', en: "the last step is another person's" },
  'bad-text': {
    vi: 'thiếu lý do hoặc nội dung, hoặc quá dài (tối đa 4000 ký tự)',
    en: 'a reason or text is missing or too long (at most 4000 characters)',
  },
  'bad-suppression': {
    vi: 'cần phạm vi, người chịu trách nhiệm, lý do, và hạn không quá 30 ngày',
    en: 'it needs a scope, an owner, a reason, and an end within 30 days',
  },
  'unknown-suppression': {
    vi: 'không có miễn trừ hay bảo trì nào như vậy',
    en: 'there is no such exception or maintenance window',
  },
  'already-lifted': { vi: 'đã được bỏ trước đó', en: 'it was lifted before' },
} as const satisfies Record<RefusalCode, Readonly<Record<Language, string>>>;
