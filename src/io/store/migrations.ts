// The schema's versions. A store is brought forward one version at a time, each in a transaction of its own that also
// sets the number, so that a kill between two leaves a store of the version in between.
import type { Connection } from './connection.ts';
import { V1 } from './schema/v1.ts';
import { storeError } from './store-fault.ts';

/** SQL that leads from the version before to this one; the first makes an empty store. */
export const MIGRATIONS: readonly string[] = [V1];

/** Tells our files from any other SQLite database. */
const APPLICATION_ID = 0x50c1173;

/** Makes a store in an empty file. */
export function createSchema(connection: Connection): void {
  advance(connection, 0, MIGRATIONS);
}

/** Brings a store forward. @throws StoreError `version` or `corrupt` */
export function migrate(connection: Connection, migrations = MIGRATIONS): void {
  const version = readVersion(connection);
  if (version > migrations.length) throw newerError(connection.path, version, migrations.length);
  advance(connection, version, migrations);
}

function advance(connection: Connection, version: number, migrations: readonly string[]): void {
  for (let next = version; next < migrations.length; next += 1) {
    connection.write(() => {
      connection.exec(migrations[next] ?? '');
      connection.exec(
        `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${next + 1}`,
      );
    });
  }
}

/** For those who must not change the schema beside a service. @throws StoreError `version` or `corrupt` */
export function checkVersion(connection: Connection): void {
  const version = readVersion(connection);
  if (version > MIGRATIONS.length) throw newerError(connection.path, version, MIGRATIONS.length);
  if (version < MIGRATIONS.length) {
    throw storeError(
      'version',
      connection.path,
      `it has version ${version}, this soclite needs ${MIGRATIONS.length}: start soclite watch of this version once`,
    );
  }
}

function readVersion(connection: Connection): number {
  const version = Number(connection.get('PRAGMA user_version')?.['user_version']);
  const id = Number(connection.get('PRAGMA application_id')?.['application_id']);
  // a store has its version from its first moment on: an empty file is what is left of one
  if (version === 0 || id !== APPLICATION_ID) {
    throw storeError('corrupt', connection.path, 'it is empty, or not a store of soclite');
  }
  return version;
}

function newerError(path: string, version: number, known: number): Error {
  return storeError('version', path, `it has version ${version}, this soclite knows ${known}`);
}
