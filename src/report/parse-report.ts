import type { LineExplanation } from '../decode/explain-line.ts';
import type { Event, LogSource } from '../event/event.ts';
import { toDisplayText } from '../util/display-text.ts';
import { formatUtc } from '../util/utc-time.ts';

/** `parse -o text`: one record as a heading and one line a field, everything from the log made safe to print. */
export function* parsedEventText(
  event: Event,
  reasons: LineExplanation['refusals'],
  withRaw: boolean,
): Iterable<string> {
  const { file, line } = event.origin;
  const sources = event.logSources.map(sourceText).join(' | ');
  yield `${toDisplayText(`${file}:${line}`)}  ${event.format}  ${formatUtc(event.timeMs)} (${event.timeOrigin})\n`;
  if (event.host !== null) yield `  host: ${toDisplayText(event.host)}\n`;
  yield `  unit: ${event.unit ?? '?'}  system: ${event.system ?? '?'}  machine: ${toDisplayText(event.machine ?? '?')}\n`;
  if (sources !== '') yield `  logsource: ${sources}\n`;
  for (const [name, value] of event.fields) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    yield `  ${toDisplayText(name)} = ${toDisplayText(text)}\n`;
  }
  for (const { format, reason } of reasons) yield `  not ${format}: ${toDisplayText(reason)}\n`;
  if (withRaw || event.format === 'unparsed') yield `  raw: ${toDisplayText(event.raw)}\n`;
}

function sourceText({ category, product, service }: LogSource): string {
  return [product, category, service].map((part) => part ?? '-').join('/');
}
