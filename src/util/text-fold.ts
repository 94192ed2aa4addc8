const MARKS = /\p{M}+/gu;

/** `text` without case and marks, for comparing what people type: `sở tt&tt` and `SO TT&TT` are equal. */
export function foldText(text: string): string {
  return foldMarks(text).toLowerCase();
}

/** `text` without marks, Đ as D: Vietnamese that a terminal without UTF-8 can show. */
export function foldMarks(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
