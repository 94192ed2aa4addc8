// What people did with the open alert, and how often the like of it was seen.
import { VERDICT_LABELS } from '../../lifecycle/labels.ts';
import { actText } from '../../lifecycle/step-text.ts';
import { formatCount, toLocalTime } from '../format.ts';
import { headingLine } from './alert-document.ts';
import { BLANK, wrapWords } from './document.ts';
import type { Line } from './document.ts';
import type { Look } from './painter.ts';

/** Nothing until it is told. */
export function storyLines(look: Look, width: number): readonly Line[] {
  const { model, strings, theme, language, unitsById } = look;
  const story = model.reader?.story ?? null;
  if (story === null) return [];
  const at = (ms: number): string => {
    const { date, time } = toLocalTime(ms, model.data.zoneOffsetMinutes);
    return `${date} ${time}`;
  };
  const steps = story.steps.map(
    (step) => `${at(step.timeMs)}  ${step.actor}: ${actText(step, language)}`,
  );
  const count = (value: number): string => formatCount(value, strings);
  const seen =
    story.inUnit + story.elsewhere === 0
      ? strings.neverSeen
      : strings.seenBefore(count(story.inUnit), count(story.elsewhere));
  const judged = story.judged.map(({ unit, firstMs, verdict, reason }) => {
    const name = unitsById.get(unit ?? '')?.shortName ?? unit ?? strings.unknownUnit;
    return `${at(firstMs)}  ${name}: ${VERDICT_LABELS[verdict][language]} (${reason})`;
  });
  const lines = [...(steps.length === 0 ? [strings.untouched] : steps), seen, ...judged];
  return [
    BLANK,
    headingLine(look, strings.history, ''),
    ...lines.flatMap((line) =>
      wrapWords(line, Math.max(width - 2, 8)).map((text): Line => [
        { text: `  ${text}`, style: theme.text },
      ]),
    ),
  ];
}
