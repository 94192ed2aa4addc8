#!/usr/bin/env node
// Gathers the world (arguments, environment, streams, clock), calls the command line, sets the exit code.
import { readFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { chooseEvaluator } from './cli/evaluator.ts';
import { runCli } from './cli/program.ts';
import { askLine } from './io/ask-line.ts';
import { systemClock } from './io/clock.ts';
import { openMetrics } from './io/http/metrics-server.ts';
import { createInboxFolder } from './io/inbox/inbox-folder.ts';
import { createInputReader } from './io/input/input-reader.ts';
import { startListening } from './io/listen/start-listening.ts';
import { machine } from './io/machine.ts';
import { createSenderOpener } from './io/send/send.ts';
import { createSorterFactory } from './io/spill/sorter.ts';
import { createTailer } from './io/tail/tailer.ts';
import { createStores } from './io/store/store-opener.ts';
import { openTerminal } from './io/terminal/terminal.ts';
import { textFiles } from './io/text-files.ts';
import { createTextSink } from './io/text-sink.ts';
import { userName } from './io/user-name.ts';
import { fileWatcher } from './io/watch-files.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  version: readVersion(),
  packageFolder,
  stdout: createTextSink(process.stdout),
  stderr: createTextSink(process.stderr),
  files: textFiles,
  fileWatcher,
  clock: systemClock,
  process: { pid: process.pid, host: hostname() },
  machine,
  user: userName(),
  ask: askLine,
  createInputs: () => createInputReader({ stdin: process.stdin }),
  createTailer: () => createTailer({}),
  openInbox: createInboxFolder,
  startListening,
  openSender: createSenderOpener({ env: process.env }),
  openMetrics,
  createSorter: createSorterFactory(tmpdir()),
  stores: createStores(() => systemClock.nowMs()),
  compileRules: chooseEvaluator(process.env),
  openTerminal,
  onStop(callback) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, callback);
  },
  onReload(callback) {
    // for a terminal it says that the terminal is gone
    if (!process.stdout.isTTY) process.on('SIGHUP', callback);
  },
  sleep: (ms) => setTimeout(ms),
});

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
