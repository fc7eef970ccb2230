CREATE TABLE orders (
  id           TEXT PRIMARY KEY,
  status       TEXT NOT NULL DEFAULT 'INIT',
  paid         INTEGER NOT NULL DEFAULT 0,
  last_sent_ms INTEGER NOT NULL,
  checkout_url TEXT
);

CREATE TABLE handled_events (
  key   TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL
);

CREATE TABLE dead_letters (
  id     TEXT PRIMARY KEY,
  body   TEXT NOT NULL,
  at_ms  INTEGER NOT NULL,
  replay INTEGER NOT NULL DEFAULT 0
);
