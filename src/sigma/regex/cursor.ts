import type { Complaint } from '../document/faults.ts';

/** Reads a regular expression once, left to right; the first refusal ends the reading. */
export class RegexCursor {
  readonly #text: string;
  /** Whether groups that capture stay such: only for the pipelines, which read them. */
  readonly keepsGroups: boolean;
  #at = 0;
  #refusal: Complaint | null = null;

  constructor(text: string, keepsGroups = false) {
    this.#text = text;
    this.keepsGroups = keepsGroups;
  }

  get refusal(): Complaint | null {
    return this.#refusal;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next character (code point), '' at the end. */
  get peek(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  next(): string {
    const character = this.peek;
    this.#at += character.length;
    return character;
  }

  /** Takes what a sticky pattern matches here, or null. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  /** A construct that JavaScript cannot honour exactly. Ends the reading. */
  refuse(construct: string, hint?: string): void {
    this.#stop({
      code: 'regex-unsupported',
      message: `the regular expression uses ${construct}, which is not supported`,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Not a regular expression at all. Ends the reading. */
  fail(reason: string): void {
    this.#stop({ code: 'regex-invalid', message: `not a regular expression: ${reason}` });
  }

  #stop(complaint: Complaint): void {
    this.#refusal ??= complaint;
    this.#at = this.#text.length;
  }
}
