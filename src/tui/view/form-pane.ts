import { TARGET_LABELS, VERDICT_LABELS } from '../../lifecycle/labels.ts';
import { displayWidth, toCells } from '../../util/display-text.ts';
import type { Span } from '../canvas.ts';
import { formatCount } from '../format.ts';
import { choicesOf, valueOf, type FieldName, type Form } from '../form.ts';
import { alertTitle, drawColumn, spansWidth, unitShortName } from './painter.ts';
import type { Look, Painter } from './painter.ts';

const MAX_WIDTH = 72;
const LABEL_WIDTH = 12;

/** The form over the screen under it: what it is about, its fields, and what is still missing. */
export function drawForm(painter: Painter, form: Form): void {
  const { canvas, model, theme, glyphs } = painter;
  const width = Math.min(MAX_WIDTH, model.size.columns - 2);
  const lines = formLines(painter, form, width - 4);
  const height = lines.length + 2;
  const x = Math.floor((model.size.columns - width) / 2);
  const y = Math.max(0, Math.floor((model.size.rows - 1 - height) / 2));
  canvas.clear({ x, y, width, height }, theme.text);
  const rule = { text: glyphs.horizontal.repeat(width), style: theme.rule };
  canvas.put(x, y, rule, width);
  canvas.put(x + 2, y, { text: ` ${titleOf(painter, form)} `, style: theme.heading }, width - 4);
  drawColumn(painter, x, y + 1, lines.length);
  drawColumn(painter, x + width - 1, y + 1, lines.length);
  lines.forEach((line, i) => canvas.putSpans(x + 2, y + 1 + i, line, width - 4));
  canvas.put(x, y + height - 1, rule, width);
}

function titleOf({ strings }: Look, { kind, targets }: Form): string {
  const title = strings.form.titles[kind];
  const count = targets.length;
  return count === 1 || kind === 'except'
    ? title
    : `${title}: ${strings.form.alerts(formatCount(count, strings))}`;
}

function formLines(look: Look, form: Form, width: number): readonly (readonly Span[])[] {
  const { theme, strings, glyphs } = look;
  const { alert } = form;
  const about = `${alertTitle(look, alert)} ${glyphs.separator} ${unitShortName(look, alert)}`;
  const more =
    form.targets.length > 1 && form.kind !== 'except' ? ` +${form.targets.length - 1}` : '';
  const past =
    form.past === null
      ? strings.form.counting
      : strings.form.past(
          `${form.past.isComplete ? '' : '≥ '}${formatCount(form.past.alerts, strings)}`,
        );
  return [
    [{ text: `${about}${more}`, style: theme.faint }],
    ...form.fields.map((name, i) =>
      fieldLine(look, form, { name, isActive: i === form.at, width }),
    ),
    ...(form.kind === 'except' ? [[{ text: past, style: theme.warning }]] : []),
  ];
}

function fieldLine(
  look: Look,
  form: Form,
  field: { readonly name: FieldName; readonly isActive: boolean; readonly width: number },
): readonly Span[] {
  const { theme, strings } = look;
  const { name, isActive, width } = field;
  const label = strings.form.fields[name];
  const blanks = ' '.repeat(Math.max(LABEL_WIDTH - displayWidth(label), 1));
  const head = {
    text: `${isActive ? '>' : ' '}${label}${blanks}`,
    style: isActive ? theme.strong : theme.faint,
  };
  const room = width - spansWidth([head]);
  const choices = choicesOf(name, form);
  if (choices !== null) return [head, ...choiceSpans(look, form, { ...field, choices, room })];
  const cells = toCells(valueOf(form, name), Infinity);
  const shown = cells.slice(-Math.max(room - 1, 1)).join('');
  const cursor = isActive ? [{ text: ' ', style: theme.select(theme.text) }] : [];
  return [head, { text: shown, style: theme.text }, ...cursor];
}

/** All choices with the chosen one in brackets, or that one alone where there is no room for all. */
function choiceSpans(
  { theme, language, strings }: Look,
  form: Form,
  field: {
    readonly name: FieldName;
    readonly isActive: boolean;
    readonly choices: readonly string[];
    readonly room: number;
  },
): readonly Span[] {
  const { name, isActive, choices, room } = field;
  const word = (choice: string): string => {
    const verdicts: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
      ...VERDICT_LABELS,
      ...TARGET_LABELS,
    };
    return verdicts[choice]?.[language] ?? strings.form.choices[choice] ?? choice;
  };
  const chosen = valueOf(form, name);
  const chosenStyle = isActive ? theme.select(theme.text) : theme.strong;
  const all = choices.flatMap((choice): readonly Span[] =>
    choice === chosen
      ? [{ text: `[${word(choice)}]`, style: chosenStyle }]
      : [{ text: ` ${word(choice)} `, style: theme.faint }],
  );
  if (spansWidth(all) <= room) return all;
  const at = `${choices.indexOf(chosen) + 1}/${choices.length}`;
  return [
    { text: `[${word(chosen)}]`, style: chosenStyle },
    { text: ` ${at}`, style: theme.faint },
  ];
}
