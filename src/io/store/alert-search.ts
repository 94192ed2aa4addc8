// Which alerts a query names. Without words the order's own index is walked until enough is found. With words the index
// of runs proposes alerts: few are all looked at; many are frequent words, and walking in order soon meets enough.
import type { QueueQuery } from '../../ports/store.ts';
import { type Condition, joinConditions, toConditions } from './alert-filter.ts';
import type { Connection, SqlValue } from './connection.ts';
import { toIndexQuery, toWords } from './search-text.ts';

const ORDERS = {
  'newest-first': 'a.last_ms DESC, a.id',
  'oldest-first': 'a.first_ms, a.id',
  'most-severe-first': 'a.severity DESC, a.first_ms, a.id',
} as const satisfies Record<NonNullable<QueueQuery['order']>, string>;

const MAX_LIMIT = 1e15;
/** Proposed alerts that are all looked at. */
const FEW = 20_000;
/** Alerts looked at in order before giving up on frequent words. */
const MAX_WALK = 50_000;

/** A FROM clause with everything after it that says which alerts, `a`, are meant. */
interface Selection {
  readonly from: string;
  readonly values: readonly SqlValue[];
}

/** Row numbers in the order asked for. */
export function findAlerts(connection: Connection, query: QueueQuery): readonly number[] {
  const { order = 'newest-first', limit, offset = 0 } = query;
  const words = toWords(query.text ?? '');
  const where = joinConditions(toConditions(query));
  // SQLite takes whole numbers only, and `Infinity` means all
  const page = { order: ORDERS[order], limit: Math.min(limit, MAX_LIMIT), offset };
  if (words.length === 0) return list(connection, { from: fromAlerts(where), ...where }, page);
  const proposed = propose(connection, words);
  if (proposed.kind === 'many') {
    const walked = walk(connection, where, words, page);
    if (walked !== null) return walked;
  }
  return list(connection, select(where, words, proposed), page);
}

/** The alerts that a query names, for counting. */
export function selectAlerts(
  connection: Connection,
  query: Omit<QueueQuery, 'limit' | 'offset' | 'order'>,
): Selection {
  const where = joinConditions(toConditions(query));
  const words = toWords(query.text ?? '');
  if (words.length === 0) return { from: fromAlerts(where), values: where.values };
  return select(where, words, propose(connection, words));
}

interface Page {
  readonly order: string;
  readonly limit: number;
  readonly offset: number;
}

function list(connection: Connection, { from, values }: Selection, page: Page): readonly number[] {
  const rows = connection.all(`SELECT a.number ${from} ORDER BY ${page.order} LIMIT ? OFFSET ?`, [
    ...values,
    page.limit,
    page.offset,
  ]);
  return rows.map((row) => Number(row['number']));
}

function fromAlerts({ sql }: Condition): string {
  return `FROM alert a WHERE ${sql}`;
}

/** Alerts that may hold all words; those that the index does not know yet are not among them. */
type Proposal =
  /** As a JSON list. */
  | { readonly kind: 'few'; readonly numbers: string }
  /** `query` finds them in the index; null = every word is too short for it. */
  | { readonly kind: 'many'; readonly query: string | null };

function propose(connection: Connection, words: readonly string[]): Proposal {
  const query = toIndexQuery(words);
  if (query === null) return { kind: 'many', query };
  const rows = connection.all('SELECT rowid FROM search WHERE search MATCH ? LIMIT ?', [
    query,
    FEW + 1,
  ]);
  if (rows.length > FEW) return { kind: 'many', query };
  return { kind: 'few', numbers: JSON.stringify(rows.map((row) => Number(row['rowid']))) };
}

function select(where: Condition, words: readonly string[], proposed: Proposal): Selection {
  const proposal = selectProposed(proposed);
  const text = holdsWords(words);
  // CROSS JOIN holds SQLite to this order: the proposed, their rows, only then the texts
  return {
    from: `FROM ${proposal.sql} CROSS JOIN alert_text t ON t.alert = a.number WHERE ${where.sql} AND ${text.sql}`,
    values: [...proposal.values, ...where.values, ...text.values],
  };
}

function selectProposed(proposed: Proposal): Condition {
  if (proposed.kind === 'many' && proposed.query === null) return { sql: 'alert a', values: [] };
  const indexed =
    proposed.kind === 'few'
      ? { sql: 'SELECT value AS number FROM json_each(?)', value: proposed.numbers }
      : { sql: 'SELECT rowid AS number FROM search WHERE search MATCH ?', value: proposed.query };
  return {
    sql: `(${indexed.sql} UNION SELECT number FROM alert WHERE is_indexed = 0) p
      CROSS JOIN alert a ON a.number = p.number`,
    values: [indexed.value],
  };
}

function holdsWords(words: readonly string[]): Condition {
  return joinConditions(words.map((word) => ({ sql: 'instr(t.text, ?) > 0', values: [word] })));
}

/** Looks at alerts in order until the page is full; null when it would take too many. */
function walk(
  connection: Connection,
  where: Condition,
  words: readonly string[],
  page: Page,
): readonly number[] | null {
  const text = holdsWords(words);
  const rows = connection.all(
    `SELECT w.number FROM (SELECT a.number ${fromAlerts(where)} ORDER BY ${page.order} LIMIT ?) w
     CROSS JOIN alert_text t ON t.alert = w.number WHERE ${text.sql} LIMIT ?`,
    [...where.values, MAX_WALK, ...text.values, page.offset + page.limit],
  );
  if (rows.length < page.offset + page.limit) return null;
  return rows.slice(page.offset).map((row) => Number(row['number']));
}
