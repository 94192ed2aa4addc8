// Sizes and spans of time for people.
const STEPS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `512 B`, `3.4 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes / 1024;
  let step = 0;
  while (value >= 1024 && step < STEPS.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${value.toFixed(1)} ${STEPS[step] ?? ''}`;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `250 ms`, `12 s`, `3m 20s`, `5h 01m`, `12d 4h`: the two largest units. */
export function formatSpan(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return pair(ms, MINUTE_MS, 'm', 's');
  return ms < DAY_MS ? pair(ms, HOUR_MS, 'h', 'm') : pair(ms, DAY_MS, 'd', 'h');
}

const PARTS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS };

function pair(ms: number, unitMs: number, unit: string, part: string): string {
  const whole = Math.floor(ms / unitMs);
  const rest = Math.floor((ms % unitMs) / (PARTS[part] ?? unitMs));
  return `${whole}${unit} ${String(rest).padStart(part === 'h' ? 1 : 2, '0')}${part}`;
}
