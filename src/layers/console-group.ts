import { foldText } from '../util/text-fold.ts';

/** `SỞ  Y TẾ` (NFC or NFD), `so y te` and `Sở Y tế` are one group: consoles drop case, marks and spaces at will. */
export function normaliseGroup(group: string): string {
  return foldText(group).replace(/\s+/gu, ' ').trim();
}
