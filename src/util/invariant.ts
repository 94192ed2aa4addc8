/** A bug, not bad input: thrown by `invariant`, caught only by `main`, which restores the terminal first. */
class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws when `condition` is false: the caller's own reasoning was wrong. Never for user input. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
