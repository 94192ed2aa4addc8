import { userInfo } from 'node:os';

/**
 * The OS user, from the process itself: environment variables can say anything. A user without an entry in the
 * password file (containers) is called by number.
 */
export function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // ENOENT: no entry
    const number = process.getuid?.();
    if (number === undefined) throw error;
    return `uid-${number}`;
  }
}
