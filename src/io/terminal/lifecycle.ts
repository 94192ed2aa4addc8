/** What ends a process by default; the terminal is restored before it does. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** A stop that never came (no job control around us) is given up after this. */
const STOP_MS = 250;

export interface Lifecycle {
  /** Stops the process group, as Ctrl-Z does; `resume` is called when it continues or could not stop. */
  suspend(): void;
  /** Forgets the handlers. */
  end(): void;
}

/**
 * Restores the terminal on every way out. A signal then takes its default course (exit code 128 + n), unless the
 * program listens to it too; exceptions are only watched, never handled.
 */
export function watchProcess(restore: () => void, resume: () => void): Lifecycle {
  const onSignal = (signal: NodeJS.Signals): void => {
    restore();
    if (process.listenerCount(signal) > 1) return;
    end();
    process.kill(process.pid, signal);
  };
  const onStop = (): void => suspend();

  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtExceptionMonitor', restore);
  process.on('exit', restore);
  process.on('SIGTSTP', onStop);
  // after a stop that could not be caught (SIGSTOP) the shell has changed the terminal
  process.on('SIGCONT', resume);

  function end(): void {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    process.removeListener('uncaughtExceptionMonitor', restore);
    process.removeListener('exit', restore);
    process.removeListener('SIGTSTP', onStop);
    process.removeListener('SIGCONT', resume);
  }

  function suspend(): void {
    // the default action stops us only while nobody listens
    process.removeListener('SIGTSTP', onStop);
    const again = (): void => {
      clearTimeout(timer);
      process.removeListener('SIGCONT', again);
      process.on('SIGTSTP', onStop);
      resume();
    };
    const timer = setTimeout(again, STOP_MS);
    process.once('SIGCONT', again);
    restore();
    process.kill(0, 'SIGTSTP');
  }

  return { suspend, end };
}
