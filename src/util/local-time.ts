import { msToCivil } from './utc-time.ts';

const MS_PER_MINUTE = 60_000;

/** `dd/mm/yyyy HH:MM:SS` in a zone `offsetMinutes` east of UTC: how times are shown to people. */
export function formatLocal(ms: number, offsetMinutes: number): string {
  const { year, month, day, hour, minute, second } = msToCivil(ms + offsetMinutes * MS_PER_MINUTE);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(day)}/${two(month)}/${String(year).padStart(4, '0')} ${two(hour)}:${two(minute)}:${two(second)}`;
}
