-- The embedded database. postgres.sql says the same in its dialect.
CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS clock (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    sandbox INTEGER NOT NULL,
    real    INTEGER NOT NULL,
    speed   INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS partners (
    id              TEXT PRIMARY KEY,
    secret_hash     BLOB NOT NULL UNIQUE,
    account         TEXT NOT NULL,
    virtual_account TEXT NOT NULL UNIQUE
) STRICT;
-- Challenges are sealed, not stored; only used ones are, until they expire.
CREATE TABLE IF NOT EXISTS used_challenges (
    challenge TEXT PRIMARY KEY,
    expires   INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    id         TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    partner    TEXT NOT NULL REFERENCES partners (id),
    key_id     TEXT NOT NULL,
    jwk        TEXT NOT NULL,
    caps       TEXT NOT NULL,
    account    TEXT NOT NULL,
    expires    INTEGER NOT NULL,
    revoked    INTEGER NOT NULL DEFAULT 0
) STRICT;
-- A partner's own keys: two are good while one replaces the other.
CREATE TABLE IF NOT EXISTS partner_keys (
    key_id     TEXT PRIMARY KEY,
    partner    TEXT NOT NULL REFERENCES partners (id),
    jwk        TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    not_after  INTEGER,
    revoked    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS nonces (
    partner TEXT NOT NULL,
    key_id  TEXT NOT NULL,
    nonce   TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (partner, key_id, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_by_expiry ON nonces (expires);
-- The signed bytes, the signature and the public key are kept as evidence.
CREATE TABLE IF NOT EXISTS payouts (
    id              TEXT PRIMARY KEY,
    partner         TEXT NOT NULL REFERENCES partners (id),
    session         TEXT NOT NULL REFERENCES sessions (id),
    key_id          TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    digest          TEXT NOT NULL,
    body            BLOB NOT NULL,
    signature       TEXT NOT NULL,
    signature_input TEXT NOT NULL,
    debit_currency  TEXT NOT NULL,
    debit_amount    TEXT NOT NULL,
    resource        TEXT NOT NULL,
    answer          TEXT NOT NULL,
    UNIQUE (partner, idempotency_key)
) STRICT;
CREATE INDEX IF NOT EXISTS payouts_by_session ON payouts (session);
-- What clearing will do, by the sandbox clock.
CREATE TABLE IF NOT EXISTS transitions (
    payout TEXT NOT NULL REFERENCES payouts (id),
    seq    INTEGER NOT NULL,
    due    INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (payout, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS transitions_by_due ON transitions (due);
-- What it has done.
CREATE TABLE IF NOT EXISTS events (
    payout TEXT NOT NULL REFERENCES payouts (id),
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (payout, seq)
) STRICT, WITHOUT ROWID;
-- The debtor's side: what stands on each virtual account, and how it came there.
CREATE TABLE IF NOT EXISTS balances (
    virtual_account TEXT NOT NULL,
    currency        TEXT NOT NULL,
    amount          TEXT NOT NULL,
    PRIMARY KEY (virtual_account, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    virtual_account TEXT NOT NULL,
    currency        TEXT NOT NULL,
    movement        TEXT NOT NULL,
    reference       TEXT NOT NULL,
    amount          TEXT NOT NULL,
    balance         TEXT NOT NULL,
    at              INTEGER NOT NULL,
    UNIQUE (movement, reference)
) STRICT;
CREATE INDEX IF NOT EXISTS entries_by_account ON entries (virtual_account, id);
-- Where partners' messages go. The secret signs each of them, so it is stored as it is.
CREATE TABLE IF NOT EXISTS webhook_endpoints (
    id       TEXT PRIMARY KEY,
    partner  TEXT NOT NULL REFERENCES partners (id),
    url      TEXT NOT NULL,
    secret   TEXT NOT NULL,
    created  INTEGER NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS webhook_endpoints_by_partner ON webhook_endpoints (partner);
-- The outbox: one row an event and endpoint. `due` is NULL when nothing more is to be sent.
CREATE TABLE IF NOT EXISTS webhook_messages (
    id       TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    payout   TEXT NOT NULL REFERENCES payouts (id),
    seq      INTEGER NOT NULL,
    body     TEXT NOT NULL,
    created  INTEGER NOT NULL,
    state    TEXT NOT NULL DEFAULT 'pending',
    due      INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    tried    INTEGER,
    said     TEXT,
    UNIQUE (endpoint, payout, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS webhook_messages_by_due ON webhook_messages (due) WHERE due IS NOT NULL;
