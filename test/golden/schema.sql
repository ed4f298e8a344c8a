CREATE TABLE batch (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('choosing', 'running', 'paused', 'done', 'cancelled')),
  options TEXT NOT NULL,                -- JSON: how they are sent again, less the secret
  place TEXT NOT NULL,                  -- name of the endpoint, or the url
  filter TEXT,                          -- what chose them; absent: they were named
  total INTEGER NOT NULL,
  made INTEGER NOT NULL,                -- items 0 … made - 1 have had their turn, in the transaction of their deliveries
  refused INTEGER NOT NULL,
  problem TEXT,                         -- why it was ended or stands still, else why the latest item was refused
  pending INTEGER NOT NULL DEFAULT 0,   -- its deliveries by state: they outlive the deliveries
  success INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  ended_at INTEGER                      -- absent before the last item had its turn
) STRICT;

CREATE TABLE batch_item (
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  number INTEGER NOT NULL,              -- 0, 1, … the order of sending
  exchange_id INTEGER NOT NULL,
  problem TEXT,                         -- why it was refused
  PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER batch_moved AFTER UPDATE OF state ON delivery WHEN new.batch_id IS NOT NULL AND new.state <> old.state BEGIN
  UPDATE batch SET pending = pending + (new.state = 'pending') - (old.state = 'pending'),
    success = success + (new.state = 'success') - (old.state = 'success'),
    failed = failed + (new.state = 'failed') - (old.state = 'failed'),
    cancelled = cancelled + (new.state = 'cancelled') - (old.state = 'cancelled') WHERE id = new.batch_id;
END;

CREATE INDEX batch_open ON batch (id) WHERE state IN ('choosing', 'running', 'paused') OR pending > 0;

CREATE INDEX batch_refused ON batch_item (batch_id, number) WHERE problem IS NOT NULL;

CREATE TABLE chunk (
  owner INTEGER NOT NULL,               -- event or exchange
  side INTEGER NOT NULL CHECK (side IN (0, 1)), -- 0 request, 1 response
  number INTEGER NOT NULL,              -- 0, 1, … of 256 KiB each, the last shorter
  bytes BLOB NOT NULL,
  UNIQUE (owner, side, number)
) STRICT;

CREATE TABLE composition (
  id TEXT PRIMARY KEY,                  -- a UUID of whoever composes
  name TEXT,                            -- of a template; absent: a draft, of which the latest are kept
  type TEXT NOT NULL,
  variant TEXT,                         -- of the sample it began as; absent: a realistic one
  text TEXT NOT NULL,                   -- as typed, with its placeholders
  seed INTEGER NOT NULL,                -- of the sample it began as
  updated_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX composition_name ON composition (name COLLATE NOCASE) WHERE name IS NOT NULL;

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  body_of INTEGER NOT NULL,             -- the event or exchange whose request body is sent
  type TEXT,
  event_id TEXT,
  endpoint_id INTEGER REFERENCES endpoint (id),
  url TEXT,                             -- target of a delivery without endpoint
  method TEXT NOT NULL,
  scheme TEXT,                          -- signs each attempt afresh; absent: headers go out as they are (exact replay)
  headers TEXT NOT NULL,                -- JSON list; of an exact replay all, else those beside the scheme's own
  policy TEXT NOT NULL,                 -- JSON RetryPolicy as it was when the delivery was made
  speed TEXT NOT NULL,                  -- JSON number or "max"
  source_id INTEGER,                    -- exchange this is a replay of
  source_changes TEXT,                  -- JSON list of sentences: what a replay changed
  age_ms INTEGER NOT NULL DEFAULT 0,    -- a stale replay: how long before an attempt its signature says it was made; else 0
  batch_id INTEGER REFERENCES batch (id), -- of many replays that were asked for together
  concurrency INTEGER CHECK (concurrency > 0), -- to a url: attempts at the same time; absent: as many as usual
  state TEXT NOT NULL CHECK (state = 'pending' OR state = 'success' OR state = 'failed' OR state = 'cancelled'),
  attempts INTEGER NOT NULL,            -- settled ones, manual included, interrupted not
  rung INTEGER NOT NULL,                -- attempts that counted against the ladder
  interruptions INTEGER NOT NULL,       -- in a row
  due_at INTEGER,                       -- wall clock, when the ladder tries next; absent unless pending, and while an attempt of the ladder is on the wire
  claimed_by INTEGER REFERENCES run (id), -- the run that has an attempt of it on the wire
  cancel_asked INTEGER NOT NULL DEFAULT 0 CHECK (cancel_asked IN (0, 1)),
  status INTEGER,                       -- of the last answer
  error TEXT,                           -- of the last attempt, one sentence
  last_attempt_at INTEGER,
  created_at INTEGER NOT NULL,
  -- What shares a limit of attempts at the same time: the endpoint, or the origin of the url, followed by a limit of its own.
  lane TEXT GENERATED ALWAYS AS (iif(url IS NULL, CAST(endpoint_id AS TEXT),
    substr(url, 1, instr(substr(url || '/', 9), '/') + 7) || coalesce(' ' || concurrency, ''))) VIRTUAL,
  CHECK ((endpoint_id IS NULL) <> (url IS NULL)),
  CHECK (due_at IS NULL OR state = 'pending')
) STRICT;

CREATE INDEX delivery_batch ON delivery (batch_id, state) WHERE batch_id IS NOT NULL;

CREATE INDEX delivery_body ON delivery (body_of);

CREATE INDEX delivery_claimed ON delivery (id) WHERE claimed_by IS NOT NULL;

CREATE INDEX delivery_due ON delivery (lane, due_at) WHERE due_at IS NOT NULL;

CREATE INDEX delivery_endpoint ON delivery (endpoint_id, id) WHERE endpoint_id IS NOT NULL;

CREATE INDEX delivery_odd ON delivery (state, id) WHERE state = 'failed' OR state = 'cancelled';

CREATE INDEX delivery_source ON delivery (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE endpoint (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,                    -- http(s) or inbox:ID
  events TEXT NOT NULL,                 -- JSON list of filters
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  is_built_in INTEGER NOT NULL CHECK (is_built_in IN (0, 1)),
  scheme TEXT NOT NULL,
  headers TEXT NOT NULL,                -- JSON list of [name, value]
  policy TEXT NOT NULL,                 -- JSON RetryPolicy
  concurrency INTEGER NOT NULL CHECK (concurrency BETWEEN 1 AND 256),
  speed TEXT,                           -- JSON number or "max"; absent: the workspace's
  tenant_id TEXT,
  note TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER                    -- history still names it
) STRICT;

CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  kind TEXT NOT NULL,                   -- lead, contact, company, deal, ticket, activity, workflow
  tenant_id TEXT NOT NULL,
  data TEXT NOT NULL,                   -- JSON object as events carry it, id included
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX entity_kind ON entity (kind, id);

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  type TEXT,                            -- absent for raw bytes that name none
  event_id TEXT,                        -- as in the body; absent for raw bytes that name none
  tenant_id TEXT,
  at INTEGER NOT NULL,
  body_bytes INTEGER NOT NULL,
  body BLOB,                            -- up to 16 KiB; larger ones are chunks of this id, side 0
  entity_id INTEGER,                    -- of the CRM, whose change raised it; stays when that is deleted
  change_id INTEGER                     -- the first event of the same change
) STRICT;

CREATE INDEX event_entity ON event (entity_id, id) WHERE entity_id IS NOT NULL;

CREATE TABLE event_type (
  name TEXT PRIMARY KEY,
  description TEXT NOT NULL,
  schema TEXT NOT NULL,                 -- JSON Schema 2020-12
  scope TEXT NOT NULL CHECK (scope IN ('data', 'body')), -- what the schema is about: the envelope's data, or the whole body
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  -- Spelt out: for each row SQLite fills a small table from an IN list of more than two, half the cost of the insert.
  state TEXT NOT NULL CHECK (state = 'complete' OR state = 'settled' OR state = 'running' OR state = 'planned' OR state = 'receiving'
    OR state = 'incomplete' OR state = 'too_large' OR state = 'malformed' OR state = 'interrupted' OR state = 'cancelled'),
  at INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,                   -- raw request target
  type TEXT,
  event_id TEXT,
  inbox_id INTEGER,
  endpoint_id INTEGER,
  verdict TEXT CHECK (verdict = 'valid' OR verdict = 'invalid' OR verdict = 'stale' OR verdict = 'missing' OR verdict = 'unsigned'
    OR verdict = 'unchecked'),
  status INTEGER,
  error TEXT,                           -- network error code
  took_us INTEGER,
  request_bytes INTEGER NOT NULL,
  response_bytes INTEGER NOT NULL,
  delivery_id INTEGER REFERENCES delivery (id),
  attempt INTEGER,                      -- 1, 2, … within its delivery
  manual INTEGER NOT NULL DEFAULT 0 CHECK (manual IN (0, 1)),
  attempt_id INTEGER,                   -- of a capture: the own attempt that made it
  answer TEXT CHECK (answer IN ('aborted', 'decided')), -- absent: sent, once the run's answered_through has passed it, or imported
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)), -- came from a file: it happened elsewhere
  CHECK ((direction = 'out') = (delivery_id IS NOT NULL))
) STRICT;

CREATE INDEX exchange_delivery ON exchange (delivery_id) WHERE delivery_id IS NOT NULL;

CREATE INDEX exchange_error ON exchange (error, id) WHERE error IS NOT NULL;

CREATE INDEX exchange_made_by ON exchange (attempt_id) WHERE attempt_id IS NOT NULL;

CREATE INDEX exchange_odd_state ON exchange (state, id) WHERE state = 'incomplete' OR state = 'too_large' OR state = 'malformed'
  OR state = 'interrupted' OR state = 'cancelled';

CREATE INDEX exchange_odd_status ON exchange (id, status) WHERE status >= 300;

CREATE INDEX exchange_odd_verdict ON exchange (verdict, id) WHERE verdict = 'invalid' OR verdict = 'stale' OR verdict = 'missing';

CREATE INDEX exchange_receiving ON exchange (id) WHERE state = 'receiving';

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  path TEXT NOT NULL,
  scheme TEXT,                          -- absent: no signature is expected
  answer TEXT NOT NULL,                 -- JSON Answer
  refuse_bad_signatures INTEGER NOT NULL CHECK (refuse_bad_signatures IN (0, 1)),
  forward_to TEXT,
  public_url TEXT,                      -- as senders know it, where they sign the url; absent: what their requests say
  handshake TEXT NOT NULL DEFAULT 'scheme', -- HandshakeChoice
  verify_token TEXT,                    -- what Meta's handshake must name
  is_built_in INTEGER NOT NULL CHECK (is_built_in IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE UNIQUE INDEX inbox_path ON inbox (path) WHERE deleted_at IS NULL;

CREATE TABLE message (
  exchange_id INTEGER PRIMARY KEY REFERENCES exchange (id),
  url TEXT,                             -- of attempts: full URL; of captures absent where Host header and path say it
  http_version TEXT NOT NULL,           -- of the request, '1.1'
  request_headers TEXT NOT NULL,        -- JSON flat list: name, value, name, value …
  request_trailers TEXT,                -- same; absent when none
  body_of INTEGER,                      -- event or exchange that owns the request body; absent: this one
  request_body BLOB,                    -- up to 16 KiB, when owned; larger ones are chunks, side 0
  status_line TEXT,                     -- 'HTTP/1.1 200 OK'; absent without a response
  response_headers TEXT,
  response_trailers TEXT,
  response_body BLOB,                   -- up to 16 KiB; larger ones are chunks, side 1
  response_complete INTEGER,            -- 0: cut off or not kept whole
  verification TEXT,                    -- JSON Verification less what `valid` implies
  timings TEXT,                         -- JSON Timings
  remote TEXT,                          -- address:port
  notes TEXT                            -- JSON list of sentences
) STRICT;

CREATE TABLE note (
  exchange_id INTEGER PRIMARY KEY REFERENCES exchange (id),
  text TEXT NOT NULL,                   -- empty: none
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)), -- kept by retention
  tags TEXT NOT NULL,                   -- JSON list
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,               -- ids of rows made in this run are larger, up to the next run's
  tail TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,                     -- absent: still running, or it crashed
  answered_through INTEGER NOT NULL     -- every capture of this run up to this id has had its answer sent or aborted
) STRICT;

CREATE TABLE secret (
  id INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  owner TEXT NOT NULL,                  -- 'workspace', 'token', or the id of an endpoint, inbox or delivery, as text
  sealed BLOB NOT NULL,                 -- AES-256-GCM, domain of the key: this row's id
  created_at INTEGER NOT NULL,
  ends_at INTEGER                       -- rotated out: good until then, beside the newest
) STRICT;

CREATE INDEX secret_owner ON secret (owner);

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL                   -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE variable (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
