import type { Severity } from './dashboard-data.ts';
import { packStyle } from './grid.ts';
import type { Style } from './grid.ts';

/** `mono` = no colour at all (NO_COLOR): shape, word and reverse carry everything. */
export const THEME_NAMES = ['default', 'mono'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** The styles of the screen by role. The terminal keeps its own foreground and background. */
export interface Theme {
  readonly name: ThemeName;
  readonly text: Style;
  readonly strong: Style;
  /** Secondary text: never the only carrier of a meaning. */
  readonly faint: Style;
  readonly rule: Style;
  readonly heading: Style;
  /** The screen's name in the header. */
  readonly tab: Style;
  readonly key: Style;
  readonly good: Style;
  readonly warning: Style;
  readonly unknown: Style;
  /** Bars of a sparkline; its empty hours are drawn as rules. */
  readonly spark: Style;
  readonly severity: Readonly<Record<Severity, Style>>;
  /** How the selected row's cells look, made from their own style. */
  readonly select: (style: Style) => Style;
  /** Palette indexes of the plot's lines; null = no colours, so each series gets a plot of its own. */
  readonly plot: readonly [number, number, number] | null;
}

const CRITICAL = packStyle({ fg: 231, bg: 160, bold: true });

// Severity colours: the nearest of the 256 to the Okabe-Ito set, which colour-blind people tell apart.
const COLOR: Theme = {
  name: 'default',
  text: packStyle({}),
  strong: packStyle({ bold: true }),
  faint: packStyle({ fg: 245 }),
  rule: packStyle({ fg: 240 }),
  heading: packStyle({ fg: 74, bold: true }),
  tab: packStyle({ fg: 231, bg: 24, bold: true }),
  key: packStyle({ fg: 74 }),
  good: packStyle({ fg: 35 }),
  warning: packStyle({ fg: 178 }),
  unknown: packStyle({ fg: 245 }),
  spark: packStyle({ fg: 67 }),
  severity: {
    critical: CRITICAL,
    high: packStyle({ fg: 178, bold: true }),
    medium: packStyle({ fg: 221 }),
    low: packStyle({ fg: 74 }),
    informational: packStyle({ fg: 245 }),
  },
  select: (style) => (style === CRITICAL ? style : packStyle({ reverse: true })),
  plot: [74, 178, 35],
};

const plain = packStyle({});
const bold = packStyle({ bold: true });
const reverse = packStyle({ reverse: true });

const MONO: Theme = {
  name: 'mono',
  text: plain,
  strong: bold,
  faint: plain,
  rule: plain,
  heading: bold,
  tab: reverse,
  key: bold,
  good: plain,
  warning: bold,
  unknown: plain,
  spark: plain,
  severity: { critical: reverse, high: bold, medium: plain, low: plain, informational: plain },
  select: () => reverse,
  plot: null,
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = { default: COLOR, mono: MONO };

/** The signs of the screen that are not words. */
export interface Glyphs {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly ok: string;
  readonly unknown: string;
  readonly unmonitored: string;
  readonly live: string;
  readonly paused: string;
  readonly up: string;
  readonly separator: string;
  readonly horizontal: string;
  readonly vertical: string;
  readonly ellipsis: string;
  readonly times: string;
  readonly arrow: string;
  /** How the comparisons of correlations are written. */
  readonly operators: Readonly<Record<string, string>>;
  /** Eight heights, lowest first. */
  readonly spark: readonly string[];
}

export const UNICODE_GLYPHS: Glyphs = {
  severity: { critical: '◆', high: '▲', medium: '■', low: '●', informational: '·' },
  ok: '·',
  unknown: '?',
  unmonitored: '–',
  live: '●',
  paused: '‖',
  up: '↑',
  separator: '·',
  horizontal: '─',
  vertical: '│',
  ellipsis: '…',
  times: '×',
  arrow: '→',
  operators: { gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=', neq: '≠' },
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

export const ASCII_GLYPHS: Glyphs = {
  severity: { critical: '#', high: '^', medium: '=', low: 'o', informational: '.' },
  ok: '.',
  unknown: '?',
  unmonitored: '-',
  live: '*',
  paused: '||',
  up: '^',
  separator: '-',
  horizontal: '-',
  vertical: '|',
  ellipsis: '~',
  times: 'x',
  arrow: '>',
  operators: { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', neq: '!=' },
  spark: ['_', '.', ',', '-', '=', '+', '*', '#'],
};
