// What people write in acts: present, of bounded length, and text that a database gives back as it was. A lone
// surrogate would come back as another character, and the chain would call the row tampered with.
import type { AlertAct } from './act.ts';

/** Of a reason or note, in UTF-16 code units. */
export const MAX_TEXT_CHARS = 4000;
/** Of an actor's name, an owner, a ticket. */
export const MAX_NAME_CHARS = 200;

export function isGoodText(text: string, maxChars: number): boolean {
  return text.trim() !== '' && text.length <= maxChars && text.isWellFormed();
}

export function checkActText(act: AlertAct): boolean {
  switch (act.kind) {
    case 'ack':
    case 'undo':
      return true;
    case 'escalate':
      return act.ticket === null || isGoodText(act.ticket, MAX_NAME_CHARS);
    case 'note':
      return isGoodText(act.text, MAX_TEXT_CHARS);
    case 'close':
    case 'reopen':
    case 'release':
      return isGoodText(act.reason, MAX_TEXT_CHARS);
  }
}
