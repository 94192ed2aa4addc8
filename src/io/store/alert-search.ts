// Which alerts a query names. Words are looked up in the index of runs, which proposes alerts: few are all looked at;
// many are of frequent words, and then walking in the order asked for soon meets a page of them.
import type { QueueQuery } from '../../ports/store.ts';
import { joinConditions, type Sql, toConditions } from './alert-filter.ts';
import type { Connection } from './connection.ts';
import { columnsOf, indexOf, inOrder, orderedAlerts, unorderedAlerts } from './ordered-alerts.ts';
import { toIndexQuery, toWords } from './search-text.ts';

/** SQLite takes whole numbers only, and `Infinity` means all. */
const MAX_LIMIT = 1e15;
/** Proposed alerts that are all looked at. */
const FEW = 20_000;
/** Alerts looked at in order before giving up on frequent words. */
const MAX_WALK = 50_000;

type Count = Omit<QueueQuery, 'limit' | 'offset' | 'order'>;

interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Row numbers in the order asked for. */
export function findAlerts(connection: Connection, query: QueueQuery): readonly number[] {
  const { order = 'newest-first', offset = 0 } = query;
  const page = { limit: Math.min(query.limit, MAX_LIMIT), offset };
  const words = toWords(query.text ?? '');
  if (words.length === 0) return list(connection, orderedAlerts(connection, query, order), page);
  const proposed = propose(connection, words);
  if (proposed.kind === 'many') {
    const ordered = orderedAlerts(connection, query, order);
    const isLast = proposed.query === null;
    const walked = walk(connection, ordered, words, { ...page, visits: isLast ? -1 : MAX_WALK });
    if (isLast || walked.length === page.limit) return walked;
  }
  const { sql, values } = selectFound(connection, query, words, proposed);
  const found = { sql: `SELECT ${columnsOf(order)} ${sql}`, values };
  return list(connection, inOrder([found], order), page);
}

/** A query whose rows are the alerts that a query names. */
export function foundAlerts(connection: Connection, query: Count): Sql {
  const words = toWords(query.text ?? '');
  if (words.length === 0) return unorderedAlerts(connection, query);
  const { sql, values } = selectFound(connection, query, words, propose(connection, words));
  return { sql: `SELECT a.number ${sql}`, values };
}

/** FROM and WHERE of the same, `a`, by the index that has them rule by rule. */
export function selectByRule(connection: Connection, query: Count): Sql {
  const words = toWords(query.text ?? '');
  if (words.length > 0) return selectFound(connection, query, words, propose(connection, words));
  const { sql, values } = joinConditions(toConditions(connection, query));
  return { sql: `FROM alert a INDEXED BY ${indexOf(query, 'alert_by_rule')} WHERE ${sql}`, values };
}

function list(connection: Connection, { sql, values }: Sql, page: Page): readonly number[] {
  const rows = connection.all(`${sql} LIMIT ? OFFSET ?`, [...values, page.limit, page.offset]);
  return rows.map((row) => Number(row['number']));
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

function selectFound(
  connection: Connection,
  query: Count,
  words: readonly string[],
  proposed: Proposal,
): Sql {
  const from = fromProposed(proposed);
  const where = joinConditions([...toConditions(connection, query), ...holdWords(words)]);
  // CROSS JOIN holds SQLite to this order: the proposed, their rows, only then the texts
  return {
    sql: `FROM ${from.sql} CROSS JOIN alert_text t ON t.alert = a.number WHERE ${where.sql}`,
    values: [...from.values, ...where.values],
  };
}

function fromProposed(proposed: Proposal): Sql {
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

function holdWords(words: readonly string[]): readonly Sql[] {
  return words.map((word) => ({ sql: 'instr(t.text, ?) > 0', values: [word] }));
}

/** Looks at alerts in order until the page is full or so many were looked at (-1 = all). */
function walk(
  connection: Connection,
  ordered: Sql,
  words: readonly string[],
  { visits, limit, offset }: Page & { readonly visits: number },
): readonly number[] {
  const text = joinConditions(holdWords(words));
  // a subquery with a LIMIT keeps its order, and the join asks it for one row after the other
  const walked = {
    sql: `SELECT w.number FROM (${ordered.sql} LIMIT ?) w
          CROSS JOIN alert_text t ON t.alert = w.number WHERE ${text.sql}`,
    values: [...ordered.values, visits, ...text.values],
  };
  return list(connection, walked, { limit, offset });
}
