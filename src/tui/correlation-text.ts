import type { AlertCorrelation } from '../alert/alert.ts';
import { formatCount, formatDuration } from './format.ts';
import type { Strings } from './strings.ts';

/**
 * Why a correlation fired, as one sentence: `đếm ≥ 10 sự kiện trong 10 phút, cùng TargetUserName; đếm được 46`.
 * `operators` = how comparisons are written (theme.ts); a type without words of its own stands under its Sigma name.
 */
export function correlationText(
  correlation: AlertCorrelation,
  strings: Strings,
  operators: Readonly<Record<string, string>>,
): string {
  const words = strings.correlation;
  const { type, field, groupBy, timespanMs, greatestCount } = correlation;
  const number = (value: number): string => formatCount(value, strings);
  const threshold = correlation.conditions
    .map(({ operator, value }) => `${operators[operator] ?? operator} ${number(value)}`)
    .join(words.and);
  const tell = words.types.get(type);
  const what =
    tell === undefined
      ? [type, field ?? '', threshold].filter((part) => part !== '').join(' ')
      : tell(threshold, field ?? '');
  const same = groupBy.length === 0 ? '' : `, ${words.same(groupBy.join(', '))}`;
  const counted = threshold === '' ? '' : `; ${words.counted(number(greatestCount))}`;
  return `${what} ${words.within(formatDuration(timespanMs, strings))}${same}${counted}`;
}
