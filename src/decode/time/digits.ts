/** The number written in `text[start, end)`, or -1 when a character there is no ASCII digit or the text ends before. */
export function readDigits(text: string, start: number, end: number): number {
  if (end > text.length) return -1;
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Index after the run of ASCII digits that starts at `start`. */
export function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** Milliseconds of the fraction digits `text[start, end)`; digits after the third are cut off. */
export function readFraction(text: string, start: number, end: number): number {
  const tenth = start < end ? text.charCodeAt(start) - 48 : 0;
  const hundredth = start + 1 < end ? text.charCodeAt(start + 1) - 48 : 0;
  const thousandth = start + 2 < end ? text.charCodeAt(start + 2) - 48 : 0;
  return tenth * 100 + hundredth * 10 + thousandth;
}
