// The effects that app/ asks for and io/ performs, as types, and the one error they share. Fakes live in test/support/.
import type { Size } from './tui/layout.ts';
import type { Frame } from './tui/view.ts';
import type { Problem } from './util/problem.ts';

/** The wall clock; the only place where "now" comes from. */
export interface Clock {
  nowMs(): number;
}

/** One file to scan. */
export interface InputFile {
  /** As found; `-` for standard input. Sorted order of `find` is the order of scanning. */
  readonly path: string;
  /** Size as stored (compressed); null for standard input. */
  readonly sizeBytes: number | null;
  readonly modifiedMs: number;
}

/** Batch reading of archives: folders, globs, gzip, standard input. */
export interface InputReader {
  /** Expands files, folders (recursively) and globs; a path that names nothing or cannot be read is a problem. */
  find(paths: readonly string[]): Promise<{
    readonly files: readonly InputFile[];
    readonly problems: readonly Problem[];
  }>;
  /**
   * The file's bytes, decompressed when its content is gzip. A chunk is valid until the next one is asked for.
   * `onStoredBytes` is told the number of stored bytes read so far.
   * @throws InputError with `code` (EACCES, truncated-gzip, ...) after every byte that could be read was yielded
   */
  read(file: InputFile, onStoredBytes: (bytes: number) => void): AsyncIterable<Uint8Array>;
}

/** A fault of the world while reading one input; the other inputs go on. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A source to tail: a path or pattern and what its files are. */
export interface TailSource {
  /** Source id, unique in the configuration. */
  readonly id: string;
  /** Absolute path; `*` stands for any part of a name, `{unit}` and other `{names}` likewise and are reported. */
  readonly pattern: string;
  /** Where a file that is seen for the first time is read from. */
  readonly from: 'start' | 'end';
}

/** One file incarnation being tailed; after a rotation the new file is a new TailFile. */
export interface TailFile {
  /** Stays the same over restarts, and is not given again. */
  readonly id: string;
  /** An earlier run read it up to where this one goes on. */
  readonly isResumed: boolean;
  readonly sourceId: string;
  readonly path: string;
  /** Values of the pattern's `{names}` in this path, `unit` among them. */
  readonly captures: ReadonlyMap<string, string>;
  readonly modifiedMs: number;
}

/** What a tailer tells; calls are in stream order for each file. */
export interface TailSink {
  opened(file: TailFile): void;
  /**
   * The next bytes; valid until the call returns. Returns when to read on: back-pressure from a slow sink. What the
   * bytes change in the sink must have changed when the call returns, so that it fits to `Tailer.save`.
   */
  data(file: TailFile, bytes: Uint8Array): void | Promise<void>;
  /** No more bytes will come: rotated away and read to its end, truncated and drained, or removed. */
  closed(file: TailFile, reason: 'rotated' | 'truncated' | 'removed' | 'stopped'): void;
  /** All files known were read to their ends at least once since start. */
  caughtUp(): void;
  /** A fault of the world (permission, read error), said once until it changes; the tailer keeps trying. */
  problem(problem: Problem): void;
}

/** State as texts by key, to be stored as they are; a text that did not change is the same string as before. */
export type SavedTexts = ReadonlyMap<string, string>;

export interface Tailer {
  /**
   * Files of an earlier run (`saved`) are told `opened` before this resolves, and read on wherever they are now.
   * Damaged texts are problems (`tail-state`): their files count as new.
   * @param saved what `save` gave; other keys are ignored
   */
  start(sources: readonly TailSource[], sink: TailSink, saved?: SavedTexts): Promise<void>;
  /**
   * Where reading stands, at any moment after `start` and outside of `TailSink.data`: exactly what the sink was told so
   * far. Keys begin with `tail/`; a key that is no longer there is to be removed from the store.
   */
  save(): SavedTexts;
  /** Whether all was read that the file at the path holds; true as well where no file is. */
  hasRead(path: string): Promise<boolean>;
  /**
   * What was written before this time and could be noticed was told to the sink: now, when the tailer rests; when it is
   * behind, some time ago.
   */
  seenUntilMs(): number;
  /** Other sources from now on: files of removed ones are told `removed`. Resolves when they hold. */
  setSources(sources: readonly TailSource[]): Promise<void>;
  /** Reads what is there to the end, closes every file, then resolves. */
  stop(): Promise<void>;
  /** Stops at once, also while `TailSink.data` waits, and tells nothing closed: `save` then holds for the next run. */
  suspend(): Promise<void>;
}

/** Standard output or error. After the reader has gone (EPIPE) writes do nothing and `isClosed` is true. */
export interface TextSink {
  readonly isTty: boolean;
  /** Width in cells; 80 when unknown. */
  readonly columns: number;
  readonly isClosed: boolean;
  /** Why writing failed when it was not for want of a reader (disk full); null in the normal case. */
  readonly fault: string | null;
  /** Resolves when the reader is ready for more. */
  write(text: string): Promise<void>;
  /** One JSON value a line. */
  writeRecord(record: object): Promise<void>;
  /** Resolves when everything written has been taken or has failed; `fault` is known then. */
  flush(): Promise<void>;
}

/** The files of the configuration: rules, mappings, indicators, inventories. */
export interface TextFiles {
  /** UTF-8 text. @throws FileError */
  readText(path: string): Promise<string>;
  /**
   * UTF-8 text of a file in the folder of `base` (a file) or below it, links followed only as far as they stay there.
   * @throws FileError, with code `outside` for a path that leads out of the folder
   */
  readBeside(base: string, path: string): Promise<string>;
  /** JSON values, one a line. @throws FileError naming the line that is not JSON */
  readRecords(path: string): Promise<readonly unknown[]>;
  /** Every file below a folder (or the file itself) whose name ends in one of `endings`, sorted. @throws FileError */
  list(path: string, endings: readonly string[]): Promise<readonly string[]>;
  /** Whether the path names a file. */
  isFile(path: string): Promise<boolean>;
  /** Writes a new file; refuses to overwrite. @throws FileError with code EEXIST */
  writeNew(path: string, text: string): Promise<void>;
  /** Replaces the text of a file that exists, all of it or nothing. @throws FileError */
  replaceText(path: string, text: string): Promise<void>;
  /** Absolute path of `path` as named by `base` (a file), or by the current folder when `base` is null. */
  resolve(base: string | null, path: string): string;
  /** The nearest `name` in `folder` or a folder above it; null when there is none. */
  findUpwards(folder: string, name: string): Promise<string | null>;
}

/** Tells that files changed, for commands that run again (`rules test --watch`). */
export interface FileWatcher {
  /**
   * Calls back after a file at or below one of the paths came, changed or went, any number of times for one change.
   * Resolves once watching; paths that do not exist are watched for.
   */
  watch(
    paths: readonly string[],
    onChange: () => void,
  ): Promise<{ readonly close: () => Promise<void> }>;
}

/** A fault of the world with a file of the configuration. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Sorts more than memory holds: `scan` orders its matches by event time over all inputs before it correlates. */
export interface Sorter<T> {
  /** Takes one more item. @throws SpillError when the temporary folder is full or cannot be written */
  push(item: T): Promise<void> | void;
  /** Everything pushed, ascending; equal items in the order of their `push`. Once, after the last push. */
  sorted(): AsyncIterable<T>;
  /** Removes the temporary files; safe at any time and more than once. */
  close(): Promise<void>;
}

export interface SorterOptions<T> {
  /** Items held before they are written out as one sorted run. */
  readonly maxItemsInMemory: number;
  /** Rough bytes of an item in memory; items beyond `maxWeightInMemory` in sum are written out as well. */
  readonly weigh: (item: T) => number;
  readonly maxWeightInMemory: number;
  readonly compare: (a: T, b: T) => number;
  /** One line of text (JSON does): no LF, no lone surrogates, and `decode(encode(item))` equals the item. */
  readonly encode: (item: T) => string;
  readonly decode: (text: string) => T;
}

/** Makes sorters that spill into one temporary folder. */
export type SorterFactory = <T>(options: SorterOptions<T>) => Sorter<T>;

/** The temporary files of a sorter cannot be written or read (disk full, permission). */
export class SpillError extends Error {
  override readonly name = 'SpillError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a terminal tells: a key by name (`j`, `ở`, `up`, `ctrl-c`, `space`), a paste as one text, or its end. */
export type TerminalInput =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'end' };

/**
 * A terminal taken over for full-screen use. Whatever ends the process (signal, exception, exit), the terminal is
 * restored first; the signal or exception then goes on as if nobody had listened.
 */
export interface Terminal {
  readonly size: Size;
  /** False where letters outside ASCII cannot be shown (LANG=C). */
  readonly isUnicode: boolean;
  /** Shows a frame; only cells that changed are sent. While the line is busy only the latest frame waits. */
  paint(frame: Frame): void;
  /** Sends every cell again, after something else wrote on the screen. */
  redraw(): void;
  onInput(listener: (input: TerminalInput) => void): void;
  onResize(listener: (size: Size) => void): void;
  /** Asks the terminal to put `text` on its clipboard (OSC 52); many refuse, none answer. */
  copy(text: string): void;
  /** Gives the terminal back and stops the process group (Ctrl-Z); paints again when it continues. */
  suspend(): void;
  /** Gives the terminal back; safe to call twice. */
  close(): void;
}
