import { resolve } from 'node:path';
import { runCli } from '../../src/cli/program.ts';
import type { World } from '../../src/cli/world.ts';
import { compileEngine } from '../../src/detect/engine.ts';
import { machine } from '../../src/io/machine.ts';
import { textFiles } from '../../src/io/text-files.ts';
import type { TextSink } from '../../src/ports.ts';
import type { OpenSender } from '../../src/ports/send.ts';
import type { StoreOpener } from '../../src/ports/store.ts';
import type { Run } from './run-soclite.ts';

/** What a test of a command that works on the queue decides about the world. */
export interface FakeWorld {
  readonly folder: string;
  readonly stores: StoreOpener;
  readonly openSender?: OpenSender;
  readonly nowMs: number;
  readonly user?: string;
  /** What a person types when asked; null = there is no terminal. */
  readonly answer?: string | null;
  /** Cells of the terminal that standard output is; left out, it is a pipe. */
  readonly columns?: number;
}

class MemorySink implements TextSink {
  text = '';
  readonly isClosed = false;
  readonly fault = null;
  readonly isTty: boolean;
  readonly columns: number;
  constructor(columns?: number) {
    this.isTty = columns !== undefined;
    this.columns = columns ?? 80;
  }
  write(text: string): Promise<void> {
    this.text += text;
    return Promise.resolve();
  }
  writeRecord(record: object): Promise<void> {
    return this.write(`${JSON.stringify(record)}\n`);
  }
  flush(): Promise<void> {
    return Promise.resolve();
  }
}

/** Runs a command in this process, English, on files of the disk and a store of the test's. */
export async function runInWorld(world: FakeWorld, args: readonly string[]): Promise<Run> {
  const stdout = new MemorySink(world.columns);
  const stderr = new MemorySink();
  const never = (): never => {
    throw new Error('a command of the queue needs no inputs, tailers or terminals');
  };
  const whole: World = {
    argv: args,
    env: { LC_ALL: 'en_US.UTF-8' },
    cwd: world.folder,
    version: '0.0.0',
    packageFolder: resolve('.'),
    stdout,
    stderr,
    files: textFiles,
    fileWatcher: { watch: never },
    stores: world.stores,
    clock: { nowMs: () => world.nowMs },
    process: { pid: 1, host: 'test' },
    machine,
    user: world.user ?? 'an',
    ask: () => Promise.resolve(world.answer ?? null),
    createInputs: never,
    createTailer: never,
    openInbox: never,
    startListening: never,
    openSender: world.openSender ?? never,
    openMetrics: never,
    createSorter: never,
    compileRules: compileEngine,
    openTerminal: never,
    onStop: never,
    onReload: never,
    sleep: never,
  };
  const code = await runCli(whole);
  return { code, stdout: stdout.text, stderr: stderr.text };
}
