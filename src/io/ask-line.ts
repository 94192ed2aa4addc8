import { createInterface } from 'node:readline/promises';

/** Asks on standard error, so that a redirected result stays clean; null without a terminal on both sides, or at Ctrl-D. */
export async function askLine(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<null>((resolve) => {
      lines.once('close', () => resolve(null));
    });
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}
