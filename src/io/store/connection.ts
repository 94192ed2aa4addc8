// A connection to one database file. What libsql does that others need not know (measured with 0.5.29):
// - it cannot be told to leave a missing file missing, except by a URI with `mode=rw`;
// - it opens a file that it may not write for reading only;
// - a text is given back only up to its first NUL, and lone surrogates become U+FFFD (see stored-text.ts);
// - binding a boolean aborts the process, so that `SqlValue` has none;
// - a blob is a Buffer in what `get` gives and an ArrayBuffer in what `all` gives;
// - `close` frees the file only after its statements were collected, so that a checkpoint has to be asked for.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { StoreError } from '../../ports/store.ts';
import { storeError, toStoreError } from './store-fault.ts';

export type SqlValue = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

export interface ConnectionOptions {
  /** How long a statement waits for another process. */
  readonly busyMs: number;
  /** Settings of this connection, run after opening. */
  readonly setUp: string;
}

/** Between two looks for the lock. */
const LOOK_MS = 2;
/** Statements kept prepared; queries with other filters have other texts, and one may merge 160 indexes. */
const MAX_STATEMENTS = 100;

export class Connection {
  readonly path: string;
  readonly #options: ConnectionOptions;
  readonly #statements = new Map<string, Database.Statement>();
  #database: Database.Database | null = null;
  /** The file that was opened first: another one in its place is not our store. */
  #identity: string | null = null;
  #isClosed = false;
  #isDurable: boolean | null = null;

  constructor(path: string, options: ConnectionOptions) {
    this.path = path;
    this.#options = options;
  }

  /** Opens the file, which must exist; again after a fault that may have left the old handle useless. @throws StoreError */
  open(): Database.Database {
    if (this.#isClosed) throw storeError('unavailable', this.path, 'it was closed');
    const identity = readIdentity(this.path);
    if (this.#identity !== null && identity !== this.#identity) {
      throw storeError(
        'unavailable',
        this.path,
        'another file is in its place since it was opened',
      );
    }
    if (this.#database !== null) return this.#database;
    checkAccess(this.path);
    try {
      const url = `${pathToFileURL(this.path).href}?mode=rw`;
      const database = new Database(url, { timeout: this.#options.busyMs });
      database.exec(this.#options.setUp);
      this.#identity = identity;
      this.#database = database;
      return database;
    } catch (error) {
      throw toStoreError(error, this.path);
    }
  }

  all(sql: string, parameters: readonly SqlValue[] = []): readonly Row[] {
    return this.#attempt((database) => this.#prepare(database, sql).all(parameters).map(toRow));
  }

  /** The first row. Not by `all`: each of that leaves a kilobyte behind until the event loop turns. */
  get(sql: string, parameters: readonly SqlValue[] = []): Row | null {
    const row = this.#attempt((database) => this.#prepare(database, sql).get(parameters));
    return row === undefined ? null : toRow(row);
  }

  /** Returns the number of rows changed and the last row id. */
  run(sql: string, parameters: readonly SqlValue[] = []): Database.RunResult {
    return this.#attempt((database) => this.#prepare(database, sql).run(parameters));
  }

  exec(sql: string): void {
    this.#attempt((database) => database.exec(sql));
  }

  /**
   * All of `work` or nothing, with the lock for writing from the start. `durable` is on disk when this returns; what is
   * `relaxed` a power cut may take back, together with everything relaxed after it.
   */
  write<T>(work: () => T, durability: 'durable' | 'relaxed' = 'relaxed'): T {
    this.open();
    this.#setDurable(durability === 'durable');
    this.#beginWriting();
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Several reads of one state of the database. */
  read<T>(work: () => T): T {
    this.open();
    this.exec('BEGIN');
    try {
      return work();
    } finally {
      this.#rollBack();
    }
  }

  /** For what is good to have done and no harm when it fails. */
  tryExec(sql: string): void {
    try {
      this.exec(sql);
    } catch {
      // the next one who opens the file does it
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #attempt<T>(work: (database: Database.Database) => T): T {
    const database = this.#database ?? this.open();
    try {
      return work(database);
    } catch (error) {
      const fault = toStoreError(error, this.path);
      // a handle that met an I/O error may stay useless when the cause is gone: the next use opens anew
      if (fault instanceof Error && 'fault' in fault && fault.fault === 'unavailable') this.#drop();
      throw fault;
    }
  }

  #prepare(database: Database.Database, sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const statement = database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * SQLite's own waiting looks for the lock at ever longer intervals, up to 100 ms: beside a service that commits four
   * times a second it comes too late again and again.
   */
  #beginWriting(): void {
    const { busyMs } = this.#options;
    const endMs = performance.now() + busyMs;
    this.exec('PRAGMA busy_timeout = 0');
    try {
      while (!this.#tryBeginning(performance.now() >= endMs)) sleep(LOOK_MS);
    } finally {
      this.tryExec(`PRAGMA busy_timeout = ${busyMs}`);
    }
  }

  #tryBeginning(isLast: boolean): boolean {
    try {
      this.exec('BEGIN IMMEDIATE');
      return true;
    } catch (error) {
      const isBusy = error instanceof StoreError && error.fault === 'busy';
      if (isBusy && !isLast) return false;
      throw error;
    }
  }

  #setDurable(isDurable: boolean): void {
    if (this.#isDurable === isDurable) return;
    this.exec(`PRAGMA synchronous = ${isDurable ? 'FULL' : 'NORMAL'}`);
    this.#isDurable = isDurable;
  }

  #rollBack(): void {
    if (this.#database?.inTransaction !== true) return;
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite ended the transaction itself, or the handle is useless: dropping it ends it too
      this.#drop();
    }
  }

  #drop(): void {
    this.#statements.clear();
    this.#isDurable = null;
    const database = this.#database;
    this.#database = null;
    try {
      if (database?.inTransaction === true) database.exec('ROLLBACK');
      database?.close();
    } catch {
      // useless already
    }
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function toRow(value: unknown): Row {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- libsql gives an object a row
  return value as Row;
}

/**
 * SQLite opens what it may not write for reading, and every later connection of this process would share that.
 * @throws StoreError
 */
function checkAccess(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`].filter((name) => existsSync(name))) {
    try {
      accessSync(file, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw storeError('unavailable', file, 'it may not be read and written', error);
    }
  }
}

/** @throws StoreError when there is no such file */
function readIdentity(path: string): string {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch (error) {
    throw storeError('unavailable', path, `cannot be found: ${String(error)}`, error);
  }
}
