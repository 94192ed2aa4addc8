/** The cells of a header such as `CEF:0|Vendor|Product|…|`, and where what follows it begins. */
export interface PipeHeader {
  readonly cells: readonly string[];
  readonly end: number;
}

/** `count` cells from `start`, each ended by `|`; `\|` and `\\` stand for the second character. Null when there are fewer. */
export function readPipeHeader(text: string, start: number, count: number): PipeHeader | null {
  const cells: string[] = [];
  let at = start;
  while (cells.length < count) {
    const end = findPipe(text, at);
    if (end < 0) return null;
    cells.push(unescape(text.slice(at, end)).trim());
    at = end + 1;
  }
  return { cells, end: at };
}

function findPipe(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '|') return at;
  }
  return -1;
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\([|\\])/g, '$1') : text;
}
