/** Classes of text that a log may hold and a terminal, or the alignment of a screen, may suffer from. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
  /** What util/display-text makes of it. */
  readonly shown: string;
  /** Terminal cells of `shown`. */
  readonly width: number;
}

const ESC = '\u001b';

function marker(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<${code.toString(16).toUpperCase().padStart(2, '0')}>`;
  }).join('');
}

/** The text is shown as markers only. */
function hidden(name: string, text: string): HostileText {
  const shown = marker(text);
  return { name, text, shown, width: shown.length };
}

/** The text is shown as it is. */
function same(name: string, text: string, width: number): HostileText {
  return { name, text, shown: text, width };
}

export const HOSTILE_TEXTS: readonly HostileText[] = [
  same('empty', '', 0),
  same('ASCII', 'Accepted password for root', 26),
  same('Vietnamese, composed', 'Sở Thông tin và Truyền thông', 28),
  {
    name: 'Vietnamese, decomposed',
    text: 'Sở Truyền thông'.normalize('NFD'),
    shown: 'Sở Truyền thông',
    width: 15,
  },
  same('Vietnamese capitals', 'ĐƯỜNG ẤP ỄN', 11),
  same('Chinese', '漢字', 4),
  same('Japanese', 'テスト', 6),
  same('Korean syllables', '한국', 4),
  { name: 'Korean jamo', text: '\u1112\u1161\u11ab', shown: '한', width: 2 },
  { name: 'lone Korean vowel', text: '\u1161', shown: '<1161>', width: 6 },
  same('fullwidth Latin', 'Ａ１', 4),
  same('halfwidth kana', 'ｱｲ', 2),
  { name: 'emoji', text: '\u{1f525}', shown: '<1F525>', width: 7 },
  { name: 'emoji of the basic plane', text: '\u2705', shown: '<2705>', width: 6 },
  { name: 'heart with variation selector', text: '\u2764\ufe0f', shown: '<2764>', width: 6 },
  hidden('emoji joined by ZWJ', '\u{1f469}\u200d\u{1f4bb}'),
  hidden('skin tone', '\u{1f44d}\u{1f3fd}'),
  hidden('flag', '\u{1f1fb}\u{1f1f3}'),
  { name: 'keycap', text: '1\ufe0f\u20e3', shown: '1\u20e3', width: 1 },
  hidden('subdivision tags', '\u{e0067}\u{e007f}'),
  hidden('right-to-left override', '\u202e'),
  hidden('bidi isolates', '\u2066\u2067\u2068\u2069'),
  hidden('bidi marks', '\u200e\u200f\u061c'),
  hidden('zero-width space and joiners', '\u200b\u200c\u200d'),
  hidden('soft hyphen', '\u00ad'),
  hidden('byte order mark', '\ufeff'),
  hidden('word joiner', '\u2060'),
  hidden('combining grapheme joiner', '\u034f'),
  hidden('Hangul filler', '\u3164'),
  hidden('line and paragraph separators', '\u2028\u2029'),
  hidden('private use', '\ue000\u{f0000}'),
  hidden('noncharacter', '\ufffe'),
  hidden('unassigned', '\u0378'),
  { name: 'surrogate of no pair', text: '\ud800', shown: '<D800>', width: 6 },
  { name: 'bytes that are not UTF-8', text: '\udc80\udcff', shown: '<80><FF>', width: 8 },
  {
    name: 'stacked marks',
    text: `z${'\u0301'.repeat(50)}`,
    shown: `ź${'\u0301'.repeat(7)}`,
    width: 1,
  },
  { name: 'mark at the start', text: '\u0301x', shown: '◌\u0301x', width: 2 },
  { name: 'mark after a marker', text: `${ESC}\u0338`, shown: '<1B>◌\u0338', width: 5 },
  { name: 'enclosing mark', text: 'a\u20dd', shown: 'a\u20dd', width: 1 },
  same('Thai with marks', 'ที่', 1),
  same('Devanagari', 'नि', 1),
  same('Arabic', 'سلام', 4),
  same('Hebrew', 'שלום', 4),
  { name: 'no-break space', text: 'a\u00a0b', shown: 'a b', width: 3 },
  { name: 'ideographic space', text: 'a\u3000b', shown: 'a  b', width: 4 },
  { name: 'Mongolian variation selector', text: 'a\u180bb', shown: 'ab', width: 2 },
  hidden('signs that became wide in Unicode 16', '\u2630\u4dc0'),
  { name: 'SGR: hide the rest', text: `${ESC}[8mhidden`, shown: '<1B>[8mhidden', width: 13 },
  { name: 'window title', text: `${ESC}]0;owned\u0007`, shown: '<1B>]0;owned<07>', width: 16 },
  { name: 'window title by C1', text: '\u009d0;owned\u009c', shown: '<9D>0;owned<9C>', width: 15 },
  { name: 'device status request', text: `${ESC}[6n${ESC}[c`, shown: '<1B>[6n<1B>[c', width: 13 },
  { name: 'request by C1', text: '\u009bc\u009b6n', shown: '<9B>c<9B>6n', width: 11 },
  { name: 'clear screen', text: `${ESC}[2J${ESC}[H`, shown: '<1B>[2J<1B>[H', width: 13 },
  {
    name: 'clipboard write',
    text: `${ESC}]52;c;cm0=\u0007`,
    shown: '<1B>]52;c;cm0=<07>',
    width: 18,
  },
  { name: 'newline and tab', text: 'a\r\n\tb', shown: 'a<0D><0A><09>b', width: 14 },
  { name: 'tags of blessed', text: '{red-fg}x{/}', shown: '{red-fg}x{/}', width: 12 },
];

/** Every control of C0 and C1, and DEL. */
export const CONTROLS: readonly string[] = [
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  '\u007f',
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(0x80 + code)),
];
