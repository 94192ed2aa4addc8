// @ts-check
// What every score has in common, and how soclite is run: as a user would, through its command line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Score
 * @property {string} corpus
 * @property {Record<string, number | { got: number, of: number }>} figures
 * @property {string[]} notes each difference, in one line
 */

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/**
 * Runs soclite and hands over each line of its output.
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 * @returns {Promise<{ code: number, seconds: number, peakMegabytes: number, errors: string }>} `peakMegabytes` is 0
 *   where the system has no /proc
 */
export async function soclite(args, onLine) {
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  let peakMegabytes = 0;
  child.stderr.on('data', (text) => {
    errors += String(text);
  });
  const watch = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid ?? 0));
  }, 50);
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  lines.on('line', onLine);
  const [[code]] = await Promise.all([once(child, 'close'), once(lines, 'close')]);
  clearInterval(watch);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (code !== 0 && code !== 1 && code !== 2) {
    throw new Error(`soclite ${args.join(' ')} ended with ${code}:\n${errors.slice(0, 2000)}`);
  }
  return { code: Number(code), seconds, peakMegabytes, errors };
}

/** @param {number} pid */
function peakOf(pid) {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? 0 : Math.round(Number(found[1]) / 1024);
  } catch {
    return 0; // ENOENT or ESRCH: the process has ended, or there is no /proc here
  }
}

/** @param {number} value */
export function rounded(value) {
  return Math.round(value * 100) / 100;
}
