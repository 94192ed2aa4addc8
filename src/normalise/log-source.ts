import type { LogSource } from '../event/event.ts';

/** One log source; what is left out the event does not say. */
export function logSource(parts: Partial<LogSource>): LogSource {
  const { category = null, product = null, service = null } = parts;
  return Object.freeze({ category, product, service });
}

/**
 * Keeps one array per key, so that events of one kind share it and engines may cache by identity. Keys must come
 * from tables or be bounded by the caller, never straight from a log.
 */
export function createInterner(): (
  key: string,
  make: () => readonly LogSource[],
) => readonly LogSource[] {
  const known = new Map<string, readonly LogSource[]>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = Object.freeze(make());
    known.set(key, made);
    return made;
  };
}

export const NO_LOG_SOURCES: readonly LogSource[] = Object.freeze([]);
