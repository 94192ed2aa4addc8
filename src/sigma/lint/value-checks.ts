// Remarks on the values of one item: wildcards, backslashes and regexes that say less, or more, than their author meant.
import { quoteText, type Remark, type TextEdit } from './remark.ts';
import type { SourceItem, SourceScalar } from './source-tree.ts';

type Affix = 'contains' | 'startswith' | 'endswith';

const AFFIXES: readonly Affix[] = ['contains', 'startswith', 'endswith'];
/** Modifiers that leave the value a Sigma string whose ends a wildcard may stand at. */
const PLAIN = new Set(['all', 'cased', 'neq']);

export function checkItem({ key, values }: SourceItem): readonly Remark[] {
  const [field = '', ...modifiers] = key.text.split('|');
  const strings = values.filter(({ isString }) => isString);
  const remarks = [
    ...checkSingleAll(key, modifiers, values),
    ...checkDuplicates(values, modifiers),
  ];
  if (modifiers.includes('re')) remarks.push(...checkRegexes(field, modifiers, strings));
  const affix = AFFIXES.find((name) => modifiers.includes(name)) ?? null;
  const isText = modifiers.every((name) => PLAIN.has(name) || name === affix || name === 'windash');
  if (!isText) return remarks;
  remarks.push(
    ...strings.flatMap(checkBackslash),
    ...strings.flatMap((value) => checkBareBackslash(value, affix)),
    ...strings.flatMap(checkQuestionMark),
  );
  if (affix !== null) remarks.push(...strings.flatMap((value) => checkRedundant(value, affix)));
  else if (field !== '' && modifiers.every((name) => PLAIN.has(name)))
    remarks.push(...checkAffix(key, field, values));
  return remarks;
}

/** `|all` with one value: the parser says so. */
function checkSingleAll(
  key: SourceScalar,
  modifiers: readonly string[],
  values: readonly SourceScalar[],
): readonly Remark[] {
  const at = key.text.indexOf('|all');
  if (!modifiers.includes('all') || values.length !== 1 || key.content === null) return [];
  const start = key.content.start + at;
  return [
    {
      code: 'all-single-value',
      message: '',
      hint: '',
      at: key.at,
      edits: [{ start, end: start + '|all'.length, text: '' }],
      isReported: true,
    },
  ];
}

function checkDuplicates(
  values: readonly SourceScalar[],
  modifiers: readonly string[],
): readonly Remark[] {
  const isExact = modifiers.some(
    (name) => name === 're' || name === 'cased' || name.startsWith('base64'),
  );
  const seen = new Set<string>();
  return values.flatMap((value) => {
    const text = isExact ? value.text : value.text.toLowerCase();
    const isNew = !seen.has(text);
    seen.add(text);
    if (isNew) return [];
    const message = `the value ${quoteText(value.text)} stands twice`;
    return [
      remark('value-duplicate', value, message, 'remove one; letters count as equal in both cases'),
    ];
  });
}

/** An escaped wildcard in what looks like a path: `C:\Users\*` asks for a star, not for any user. */
function checkBackslash(value: SourceScalar): readonly Remark[] {
  const found = /(?:^|[^\\])(?:\\\\)*\\([*?])/.exec(value.text);
  const isPath = /^[A-Za-z]:\\|^\\\\?[A-Za-z]|[^\\]\\[A-Za-z]/.test(value.text);
  if (found === null || !isPath) return [];
  const star = found[1] ?? '*';
  return [
    remark(
      'backslash-before-wildcard',
      value,
      `the backslash makes "${star}" a plain character in ${quoteText(value.text)}`,
      `write \\\\${star} for a backslash and a wildcard, or \\\\\\${star} for a backslash and the character`,
    ),
  ];
}

/**
 * Two backslashes are one: a network path or a device needs four for its first two. Asked of values that are nothing but
 * one backslash, and of those that begin as such a path does.
 */
function checkBareBackslash(value: SourceScalar, affix: Affix | null): readonly Remark[] {
  const isAlone = /^\\{1,3}$/.test(value.text);
  const isDevice = affix !== 'endswith' && value.text.startsWith(String.raw`\\.` + '\\');
  const isShare = (affix === null || affix === 'startswith') && /^\\\\\w/.test(value.text);
  if (!isAlone && !isDevice && !isShare) return [];
  const message = isAlone
    ? `${quoteText(value.text)} is one backslash`
    : `${quoteText(value.text)} begins with one backslash, not with two`;
  const hint = String.raw`write \\\\ for the two backslashes of a network path or a device, \\\\server\share`;
  return [remark('backslash-bare', value, message, hint)];
}

/** `?` in a URL's query or in the prefix of a device path stands for any character. */
function checkQuestionMark(value: SourceScalar): readonly Remark[] {
  const isUrl = /(?:^|[^\\])\?[\w.%-]+=|\.(?:php|aspx?|jsp|cgi)\?/i.test(value.text);
  const isDevice = /^\\{2,4}\?\\/.test(value.text);
  if (!isUrl && !isDevice) return [];
  const message = `"?" in ${quoteText(value.text)} is any one character`;
  return [
    remark('wildcard-in-path', value, message, String.raw`write \? for the character itself`),
  ];
}

/** A wildcard where the modifier puts one anyway. */
function checkRedundant(value: SourceScalar, affix: Affix): readonly Remark[] {
  const hasStart = affix !== 'startswith' && value.text.startsWith('*');
  const hasEnd = affix !== 'endswith' && endsWithStar(value.text);
  if ((!hasStart && !hasEnd) || /^\*+$/.test(value.text)) return [];
  const message = `the wildcard at the ${hasStart ? 'start' : 'end'} of ${quoteText(value.text)} changes nothing`;
  const edits = starEdits(value, { start: hasStart, end: hasEnd });
  return [{ ...remark('wildcard-redundant', value, message, `${affix} says it already`), edits }];
}

/** All values open at the same ends: a modifier says so more plainly. */
function checkAffix(
  key: SourceScalar,
  field: string,
  values: readonly SourceScalar[],
): readonly Remark[] {
  const shapes = new Set(values.map(shapeOf));
  const [shape] = shapes;
  const [first] = values;
  if (shapes.size !== 1 || shape === null || shape === undefined || first === undefined) return [];
  const ends = { start: shape !== 'startswith', end: shape !== 'endswith' };
  const edits = values.map((value) => starEdits(value, ends));
  const isEditable = key.content !== null && edits.every((each) => each.length > 0);
  const at = (key.content?.start ?? 0) + field.length;
  const message = `wildcards at the ends of ${quoteText(first.text)} are the modifier ${shape}`;
  return [
    {
      ...remark('wildcard-could-be-modifier', key, message, `write ${field}|${shape} without them`),
      edits: isEditable ? [{ start: at, end: at, text: `|${shape}` }, ...edits.flat()] : [],
    },
  ];
}

function shapeOf({ text, isString }: SourceScalar): Affix | null {
  if (!isString) return null;
  const start = text.startsWith('*');
  const end = endsWithStar(text);
  const inner = text.slice(start ? 1 : 0, end ? -1 : undefined);
  if (/[*?]/.test(inner) || inner === '') return null;
  if (start && end) return 'contains';
  return start ? 'endswith' : end ? 'startswith' : null;
}

/** A star at the end that no backslash escapes. */
function endsWithStar(text: string): boolean {
  const slashes = /(\\*)\*$/.exec(text)?.[1];
  return slashes !== undefined && slashes.length % 2 === 0;
}

function starEdits(
  { content }: SourceScalar,
  { start, end }: { readonly start: boolean; readonly end: boolean },
): readonly TextEdit[] {
  if (content === null) return [];
  const edits: TextEdit[] = [];
  if (start) edits.push({ start: content.start, end: content.start + 1, text: '' });
  if (end) edits.push({ start: content.end - 1, end: content.end, text: '' });
  return edits;
}

/** A literal between anchors or `.*`: nothing that needs a regex. */
const SIMPLE =
  /^(?<insensitive>\(\?i\))?(?<start>\^|\.\*)?(?<literal>(?:[^\\.*+?()[\]{}|^$]|\\[^\w\s])+)(?<end>\$|\.\*)?$/;

function checkRegexes(
  field: string,
  modifiers: readonly string[],
  values: readonly SourceScalar[],
): readonly Remark[] {
  return values.flatMap((value) => {
    const groups = SIMPLE.exec(value.text)?.groups;
    if (groups === undefined) return [];
    const isOpenStart = groups['start'] !== '^';
    const isOpenEnd = groups['end'] !== '$';
    const names: string[] = [];
    if (isOpenStart && isOpenEnd) names.push('contains');
    else if (isOpenStart) names.push('endswith');
    else if (isOpenEnd) names.push('startswith');
    if (groups['insensitive'] === undefined && !modifiers.includes('i')) names.push('cased');
    const literal = (groups['literal'] ?? '').replaceAll(/\\([^\w\s])/g, '$1');
    const key = [field, ...names].join('|');
    const message = `the regex ${quoteText(value.text)} looks for plain text`;
    return [
      remark('regex-could-be-modifier', value, message, `write ${key}: ${quoteSigma(literal)}`),
    ];
  });
}

/** As a Sigma string in YAML single quotes. */
function quoteSigma(literal: string): string {
  const escaped = literal.replaceAll(/[*?]|\\(?=[\\*?])/g, String.raw`\$&`);
  return `'${escaped.replaceAll("'", "''")}'`;
}

function remark(code: string, place: SourceScalar, message: string, hint: string): Remark {
  return { code, message, hint, at: place.at, edits: [] };
}
