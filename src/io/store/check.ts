// What `soclite doctor` asks of the store: is the file sound, and do its parts agree.
import { createChainVerifier } from '../../lifecycle/chain.ts';
import { StoreError } from '../../ports/store.ts';
import { Connection } from './connection.ts';
import { checkVersion } from './migrations.ts';
import { listSteps } from './step-log.ts';
import { checkExists } from './store-files.ts';

const PAGE = 1000;
/** Of each kind of fault. */
const MAX_TOLD = 20;

/** Queries that find nothing in a sound store; each row is an alert's or a row's name. */
const CHECKS = [
  {
    fault: 'alert without its body',
    sql: 'SELECT id AS name FROM alert WHERE number NOT IN (SELECT alert FROM alert_body)',
  },
  {
    fault: 'alert without its search text',
    sql: 'SELECT id AS name FROM alert WHERE number NOT IN (SELECT alert FROM alert_text)',
  },
  {
    fault: 'alert of an unknown rule',
    sql: 'SELECT id AS name FROM alert WHERE rule NOT IN (SELECT number FROM rule)',
  },
  {
    fault: 'alert whose status does not fit its steps',
    sql: `SELECT id AS name FROM alert
          WHERE version <> (SELECT count(*) FROM step WHERE step.alert_id = alert.id)`,
  },
] as const;

/** Faults as sentences; [] = sound. */
export function checkStore(path: string): readonly string[] {
  const connection = new Connection(path, { busyMs: 5000, setUp: '' });
  try {
    checkExists(path);
    checkVersion(connection);
    const damage = checkPages(connection);
    // what is built on damaged pages says nothing
    return damage.length > 0 ? damage : [...checkParts(connection), ...checkChain(connection)];
  } catch (error) {
    if (error instanceof StoreError) return [error.message];
    throw error;
  } finally {
    connection.close();
  }
}

function checkPages(connection: Connection): readonly string[] {
  return connection
    .all(`PRAGMA quick_check(${MAX_TOLD})`)
    .map((row) => String(row['quick_check']))
    .filter((text) => text !== 'ok')
    .map((text) => `damaged database "${connection.path}": ${text}`);
}

function checkParts(connection: Connection): readonly string[] {
  return CHECKS.flatMap(({ fault, sql }) =>
    connection.all(`${sql} LIMIT ${MAX_TOLD}`).map((row) => `${fault}: ${String(row['name'])}`),
  );
}

function checkChain(connection: Connection): readonly string[] {
  const verifier = createChainVerifier([]);
  for (let after = 0; ;) {
    const steps = listSteps(connection, { afterSequence: after, limit: PAGE });
    for (const step of steps) verifier.push(step);
    const last = steps.at(-1);
    if (last === undefined) break;
    after = last.sequence;
  }
  const { faults, faultCount } = verifier.finish();
  const told = faults
    .slice(0, MAX_TOLD)
    .map(({ kind, sequence }) => `the chain of steps is broken at step ${sequence}: ${kind}`);
  return faultCount > told.length ? [...told, `and ${faultCount - told.length} more`] : told;
}
