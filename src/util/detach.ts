/**
 * The same text in memory of its own. A slice or capture of 13 characters or more keeps its whole parent string
 * alive in V8; use this where a piece of a log line outlives its batch (stores, caches, group keys). About 0.2 µs.
 */
export function detach(text: string): string {
  // the sum is flattened into a new string before it is sliced, so the slice's parent is that copy
  return ` ${text}`.slice(1);
}
