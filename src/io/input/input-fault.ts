import { InputError } from '../../ports.ts';
import type { Problem } from '../../util/problem.ts';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ELOOP', 'its symbolic links form a loop'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EMFILE', 'too many files are open in this process'],
  ['ENFILE', 'too many files are open on this machine'],
  ['EIO', 'the disk reports a read error'],
  ['ESTALE', 'the network share has lost the file'],
  ['ENXIO', 'it is a socket or an unattached device'],
]);

/**
 * The name of a fault of the world: an errno (`EACCES`) or what zlib says (`Z_DATA_ERROR`). `unknown` for everything
 * else, Node's own `ERR_...` included: those are bugs.
 */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^(?:E[A-Z0-9]+|Z_[A-Z_]+)$/.test(code) ? code : 'unknown';
}

/** A fault in words, for a person. */
export function errorReason(error: unknown): string {
  const reason = REASONS.get(errorCode(error));
  if (reason !== undefined) return reason;
  return error instanceof Error ? error.message : String(error);
}

/** `error` as the one error that reading an input may throw. */
export function toInputError(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(errorCode(error), `cannot read "${path}": ${errorReason(error)}`, {
    cause: error,
  });
}

/** A problem of an input as a whole, without a line. */
export function inputProblem(
  file: string,
  code: string,
  message: string,
  severity: Problem['severity'] = 'error',
): Problem {
  return { code, severity, message, at: { file, line: 0, column: 0 } };
}
