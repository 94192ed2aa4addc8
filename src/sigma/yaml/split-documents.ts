// A multi-document stream as its documents, so that a syntax error in one never stops the next. A line that begins
// with `---` or `...` and white space is a document marker wherever it stands, inside quotes and block scalars too
// (YAML 1.2.2, rule 206 c-forbidden), so no parsing is needed to find them.

export interface DocumentText {
  readonly text: string;
  /** Line of the stream at which `text` begins, from 0. */
  readonly lineOffset: number;
  /** Line and column of the first key, from 1, in the stream. */
  readonly line: number;
  readonly column: number;
}

/** Documents that hold something; comments, directives and empty documents are left out. */
export function splitDocuments(stream: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  let begin = skipByteOrderMark(stream, 0);
  let lineOffset = 0;
  const close = (end: number): void => {
    const text = stream.slice(begin, end);
    const content = findContent(text);
    if (content !== null) {
      const line = lineOffset + content.line + 1;
      documents.push({ text, lineOffset, line, column: content.column + 1 });
    }
    lineOffset += countLines(text);
    begin = skipByteOrderMark(stream, end);
  };
  for (const match of stream.matchAll(MARKER)) {
    const [all, before = ''] = match;
    const at = match.index + before.length;
    // `---` opens a document, `...` closes one
    close(all.endsWith('-') ? at : endOfLine(stream, at));
  }
  close(stream.length);
  return documents;
}

const MARKER = /(^|\r\n|[\r\n])\uFEFF?(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;
const LINE = /[^\r\n]*(?:\r\n|[\r\n]|$)/y;
const LINE_BREAK = /\r\n|[\r\n]/g;
/** A line with content, and what may stand before it: a marker, indentation. */
const CONTENT = /^((?:(?:---|\.\.\.)(?=\s))?[ \t]*)[^\s#%]/;

function skipByteOrderMark(stream: string, at: number): number {
  return stream.startsWith('\uFEFF', at) ? at + 1 : at;
}

function endOfLine(text: string, at: number): number {
  LINE.lastIndex = at;
  return at + (LINE.exec(text)?.[0].length ?? 0);
}

function countLines(text: string): number {
  return text.match(LINE_BREAK)?.length ?? 0;
}

/** The first line that is not blank, a comment, a directive or a bare marker. */
function findContent(text: string): { readonly line: number; readonly column: number } | null {
  let line = 0;
  for (let at = 0; at < text.length; line += 1) {
    const next = endOfLine(text, at);
    const content = text.slice(at, next);
    const found = CONTENT.exec(content);
    const isMarker = /^(?:---|\.\.\.)\s/.test(content) || /^(?:---|\.\.\.)$/.test(content);
    if (found !== null && !(isMarker && found[1] === '')) {
      return { line, column: found[1]?.length ?? 0 };
    }
    at = next;
  }
  return null;
}
