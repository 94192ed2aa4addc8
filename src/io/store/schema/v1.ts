// Times are in ms since 1970. Texts that come from logs or people go through stored-text.ts.
export const V1 = `
  -- One row: counters of the whole store.
  CREATE TABLE store (
    id TEXT NOT NULL,
    -- The last change given to an alert.
    change INTEGER NOT NULL,
    -- The last commit of the service.
    commit_number INTEGER NOT NULL,
    -- No alert's last finding is longer after its first.
    longest_ms INTEGER NOT NULL
  );
  INSERT INTO store VALUES (lower(hex(randomblob(16))), 0, 0, 0);

  CREATE TABLE state (key TEXT PRIMARY KEY, value NOT NULL);
  CREATE TABLE journal (number INTEGER PRIMARY KEY AUTOINCREMENT, entry NOT NULL);
  CREATE TABLE note (key TEXT PRIMARY KEY, value NOT NULL);

  CREATE TABLE rule (number INTEGER PRIMARY KEY, id NOT NULL UNIQUE, title NOT NULL);

  -- What alerts are filtered and ordered by; small rows, so that a walk over all of them is short.
  CREATE TABLE alert (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    rule INTEGER NOT NULL,
    -- NULL = unknown, '' = of the province.
    unit,
    -- Severity, layer, state and whether it is suppressed, in one small number; see facet.ts.
    facet INTEGER NOT NULL,
    owner,
    suppressed_by TEXT,
    recurrence_of TEXT,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    window_start_ms INTEGER NOT NULL,
    grouping_key BLOB NOT NULL,
    change INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    -- JSON of its AlertStatus; NULL = untouched.
    status TEXT,
    -- 1 = search knows its text as it is now.
    is_indexed INTEGER NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX alert_by_change ON alert (change);
  CREATE INDEX alert_newest ON alert (facet, last_ms DESC, id);
  CREATE INDEX alert_oldest ON alert (facet, first_ms, id);
  -- These two hold all that a page or a count needs: no row is looked at.
  CREATE INDEX alert_by_unit ON alert (unit, facet, last_ms, first_ms, id);
  CREATE INDEX alert_by_rule ON alert (rule, facet, unit, last_ms, first_ms, count, id);
  CREATE INDEX alert_by_owner ON alert (owner, facet) WHERE owner IS NOT NULL;
  CREATE INDEX alert_by_suppression ON alert (suppressed_by, count) WHERE suppressed_by IS NOT NULL;
  CREATE INDEX alert_by_grouping ON alert (grouping_key, window_start_ms);

  -- Units that an alert of the province touches.
  CREATE TABLE province_unit (
    unit NOT NULL,
    alert INTEGER NOT NULL,
    PRIMARY KEY (unit, alert)
  ) WITHOUT ROWID;

  -- The whole alert as JSON, and the state of its grouping.
  CREATE TABLE alert_body (alert INTEGER PRIMARY KEY, body TEXT NOT NULL, draft NOT NULL);

  -- The folded text of an alert, and an index of the runs of three characters in it. The index only proposes alerts (it
  -- knows which runs occur, not where); the text decides. See search-index.ts.
  CREATE TABLE alert_text (alert INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE INDEX alert_by_pending ON alert (change) WHERE is_indexed = 0;
  CREATE VIRTUAL TABLE search USING fts5(
    text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1'
  );

  CREATE TABLE step (
    sequence INTEGER PRIMARY KEY,
    alert_id TEXT,
    act TEXT NOT NULL,
    actor NOT NULL,
    time_ms INTEGER NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE INDEX step_by_alert ON step (alert_id, sequence);
`;
