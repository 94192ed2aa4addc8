// One line of plain text for a message: the text of chats and syslog, the subject of mails.
import { SEVERITY_LABELS } from '../layers/labels.ts';
import type { NewsKind } from '../lifecycle/news.ts';
import { toDisplayText, truncate } from '../util/display-text.ts';
import { createSay, type Language } from '../util/language.ts';
import { titleOf, unitName, type Notice, type NoticeLook } from './notice.ts';

export const NEWS_WORDS = {
  new: { vi: 'mới', en: 'new' },
  recurring: { vi: 'tái diễn', en: 'recurring' },
  escalated: { vi: 'chuyển cấp', en: 'escalated' },
  raised: { vi: 'tăng mức độ', en: 'more severe' },
  grown: { vi: 'tăng số lượng', en: 'growing' },
} as const satisfies Record<NewsKind, Readonly<Record<Language, string>>>;

const MAX_CELLS = 180;

/** Safe on one line: no control character of a log is left. */
export function headline(notice: Notice, look: NoticeLook): string {
  return truncate(toDisplayText(sentence(notice, look)), MAX_CELLS);
}

function sentence({ kind, entries, tally, id }: Notice, look: NoticeLook): string {
  const { language, host } = look;
  const say = createSay(language);
  if (kind === 'test')
    return say(`thử kênh thông báo từ ${host}`, `test of a notification channel from ${host}`);
  const [first] = entries;
  const worst =
    first === undefined ? '' : `[${SEVERITY_LABELS[first.item.severity][language].toUpperCase()}] `;
  if (tally !== null) {
    const { total } = tally;
    if (kind === 'held')
      return `${worst}${say(`giữ lại thêm ${total} cảnh báo (vượt ngưỡng)`, `${total} more alerts were held back`)}`;
    if (kind === 'quiet')
      return `${worst}${say(`${total} cảnh báo trong giờ yên lặng`, `${total} alerts in quiet hours`)}`;
    return `${worst}${say(`${total} cảnh báo`, `${total} alerts`)}`;
  }
  if (first === undefined) return id;
  const { item } = first;
  const reason = NEWS_WORDS[item.kind][language];
  return `${worst}${titleOf(item, language)} - ${unitName(item.unit, look)} (${reason})`;
}
