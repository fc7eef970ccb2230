CREATE TABLE orders (
  id           TEXT PRIMARY KEY,
  status       TEXT NOT NULL DEFAULT 'INIT',
  paid         INTEGER NOT NULL DEFAULT 0,
  last_sent_ms INTEGER NOT NULL,
  checkout_url TEXT
);

CREATE TABLE claims (
  key         TEXT PRIMARY KEY,
  token       TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  done        INTEGER NOT NULL DEFAULT 0
);
