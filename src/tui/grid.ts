/**
 * A picture of the whole screen: one text and one style for each cell, row by row. Every text is safe to send
 * (util/display-text): one cluster, or `''` for the right half of the wide one before it.
 */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** `columns * rows` texts. */
  readonly texts: readonly string[];
  /** `columns * rows` styles, packed by `packStyle`. */
  readonly styles: Readonly<ArrayLike<number>>;
}

/** A style as one number; two styles are equal when the numbers are. */
export type Style = number;

export interface StyleParts {
  /** Index of the 256-colour palette; null = the terminal's own colour. */
  readonly fg: number | null;
  readonly bg: number | null;
  readonly bold: boolean;
  readonly underline: boolean;
  readonly reverse: boolean;
}

const DEFAULT_COLOR = 0x1ff;
const BOLD = 1;
const UNDERLINE = 2;
const REVERSE = 8;

/** `flags << 18 | fg << 9 | bg`, 0x1ff = default colour: the packing that blessed's screen uses too. */
export function packStyle(parts: Partial<StyleParts>): Style {
  const flags =
    (parts.bold === true ? BOLD : 0) |
    (parts.underline === true ? UNDERLINE : 0) |
    (parts.reverse === true ? REVERSE : 0);
  return (flags << 18) | ((parts.fg ?? DEFAULT_COLOR) << 9) | (parts.bg ?? DEFAULT_COLOR);
}

export function unpackStyle(style: Style): StyleParts {
  const flags = style >> 18;
  const fg = (style >> 9) & 0x1ff;
  const bg = style & 0x1ff;
  return {
    fg: fg === DEFAULT_COLOR ? null : fg,
    bg: bg === DEFAULT_COLOR ? null : bg,
    bold: (flags & BOLD) !== 0,
    underline: (flags & UNDERLINE) !== 0,
    reverse: (flags & REVERSE) !== 0,
  };
}

/** The rows as text, blanks at their ends kept: for golden frames, copies and tests. */
export function gridRows(grid: Grid): readonly string[] {
  return Array.from({ length: grid.rows }, (_, y) =>
    grid.texts.slice(y * grid.columns, (y + 1) * grid.columns).join(''),
  );
}
