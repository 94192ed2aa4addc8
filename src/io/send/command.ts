import { spawn } from 'node:child_process';
import type { CommandConfig } from '../../config/channel-settings.ts';
import type { Outgoing, SendResult } from '../../ports/send.ts';
import type { Attempt } from './attempt.ts';

const MAX_SAID_BYTES = 4096;
const SHOWN_CHARS = 200;
const KILL_AFTER_MS = 2000;
/** What programs need to run at all; nothing of ours, and no secret of another channel. */
const KEPT = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'] as const;

/** Runs a program, without a shell: JSON on standard input; it took the message when it ends with 0. */
export function runCommand(
  { run: [program, ...rest] }: CommandConfig,
  { id, bodies }: Outgoing,
  { env, signal }: Attempt,
): Promise<SendResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      env: { ...pick(env), SOCLITE_NOTIFICATION: id },
      stdio: ['pipe', 'ignore', 'pipe'],
      // a group of its own: what it started ends with it
      detached: true,
      windowsHide: true,
    });
    const said: Buffer[] = [];
    let size = 0;
    child.stderr.on('data', (part: Buffer) => {
      if (size < MAX_SAID_BYTES) said.push(part.subarray(0, MAX_SAID_BYTES - size));
      size += part.length;
    });
    // EPIPE: a program need not read what it is given
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${bodies.join('\n')}\n`);
    const stop = (): void => {
      killGroup(child.pid, 'SIGTERM');
      const timer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), KILL_AFTER_MS);
      timer.unref();
      reject(new Error('aborted'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    child.once('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(new Error(`cannot run ${program}: ${error.message}`));
    });
    child.once('close', (code, ended) => {
      signal.removeEventListener('abort', stop);
      resolve(judge(program, { code, ended, said: Buffer.concat(said).toString('utf8') }));
    });
  });
}

function judge(
  program: string,
  end: { readonly code: number | null; readonly ended: string | null; readonly said: string },
): SendResult {
  if (end.code === 0) return { ok: true, detail: `${program} ended with 0` };
  const how = end.code === null ? `was ended by ${end.ended}` : `ended with ${end.code}`;
  const words = end.said.trim().slice(0, SHOWN_CHARS);
  return {
    ok: false,
    isRefused: false,
    error: `${program} ${how}${words === '' ? '' : `: ${words}`}`,
  };
}

function pick(env: Attempt['env']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

function killGroup(pid: number | undefined, kill: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, kill);
  } catch {
    // ESRCH: it has ended by itself
  }
}
