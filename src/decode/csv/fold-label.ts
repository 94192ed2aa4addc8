/**
 * A header or a status word in the form in which two are compared: lower case, no diacritics (`Tên máy` =
 * `TEN MAY` = `ten_may`), no spaces or punctuation. Works on NFC and NFD text alike.
 */
export function foldLabel(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
