import type { Matcher } from '../detect/match.ts';
import type {
  Clock,
  FileWatcher,
  InputReader,
  SorterFactory,
  Tailer,
  Terminal,
  TextFiles,
  TextSink,
} from '../ports.ts';
import type { Machine } from '../ports/machine.ts';
import type { OpenMetrics } from '../ports/metrics.ts';
import type { OpenSender } from '../ports/send.ts';
import type { StoreOpener } from '../ports/store.ts';
import type { InboxFolder } from '../ports/inbox.ts';
import type { StartListening } from '../ports/listen.ts';
import type { SigmaRule } from '../sigma/rule.ts';

/** Everything outside of the program that a command may touch; `main` makes it, tests fake it. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  /** Folders of the package: rules, seeds, sample-logs. */
  readonly packageFolder: string;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly files: TextFiles;
  readonly fileWatcher: FileWatcher;
  readonly clock: Clock;
  /** This process, for others who look at the store. */
  readonly process: { readonly pid: number; readonly host: string };
  readonly machine: Machine;
  /** The name that the operating system has for who runs the program. */
  readonly user: string;
  /** Asks for a line of text; null when there is nobody to ask (no terminal). */
  ask(question: string): Promise<string | null>;
  createInputs(): InputReader;
  createTailer(): Tailer;
  openInbox(folder: string): InboxFolder;
  readonly startListening: StartListening;
  readonly openSender: OpenSender;
  readonly openMetrics: OpenMetrics;
  readonly createSorter: SorterFactory;
  readonly stores: StoreOpener;
  compileRules(rules: readonly SigmaRule[]): Matcher;
  /** Takes the terminal over; null when it cannot show full screens (not a TTY, TERM=dumb). */
  openTerminal(): Promise<Terminal | null>;
  /** Calls back once when the process is asked to stop (SIGTERM, SIGINT). */
  onStop(callback: () => void): void;
  /** Calls back each time somebody asks to read the configuration again (SIGHUP); not while a terminal is in use. */
  onReload(callback: () => void): void;
  /** Resolves after the given time; does not keep the process alive by itself. */
  sleep(ms: number): Promise<void>;
}
