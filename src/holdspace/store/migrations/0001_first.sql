-- Moments stand in one column: UTC, ticks of CLOCK_BOOTTIME, boot id (store/moments.py). They sort as text.

CREATE TABLE meta(
    key TEXT PRIMARY KEY,              -- salt, policy (the hash of the one in force), heartbeat
    value BLOB NOT NULL
) WITHOUT ROWID;

-- The truth: the journal. ------------------------------------------------------------------------------------------
CREATE TABLE commands(
    id TEXT PRIMARY KEY,
    key TEXT UNIQUE                    -- an arrival's own (spool) key
) WITHOUT ROWID;

CREATE TABLE policies(
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE facts(
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    command TEXT NOT NULL REFERENCES commands(id),
    at TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX facts_of_a_command ON facts(command);
CREATE TRIGGER facts_stay BEFORE UPDATE ON facts BEGIN SELECT RAISE(ABORT, 'a fact does not change'); END;
CREATE TRIGGER facts_are_not_deleted BEFORE DELETE ON facts BEGIN SELECT RAISE(ABORT, 'a fact is not deleted'); END;

CREATE TABLE kinds(                    -- which types and versions the journal holds, so that opening need not read it
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY(type, version)
) WITHOUT ROWID;

CREATE TABLE snapshot(                 -- disposable: the state after the fact `seq`
    one INTEGER PRIMARY KEY CHECK(one = 1),
    seq INTEGER NOT NULL,
    fact TEXT NOT NULL,
    format TEXT NOT NULL,
    body TEXT NOT NULL
);

-- The one place of private texts, and the letters. -----------------------------------------------------------------
CREATE TABLE texts(
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    person TEXT,                       -- a salted hash
    body TEXT NOT NULL,
    keep_until TEXT                    -- a moment; NULL: until it is forgotten on request
) WITHOUT ROWID;
CREATE INDEX texts_of_a_person ON texts(person) WHERE person IS NOT NULL;
CREATE INDEX texts_by_end ON texts(keep_until) WHERE keep_until IS NOT NULL;

CREATE TABLE outbox(
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK(kind IN ('letter', 'acknowledgement')),
    status TEXT NOT NULL CHECK(status IN ('pending', 'sent', 'failed', 'stale', 'draft')),
    at TEXT NOT NULL,
    case_id TEXT,
    rev INTEGER,
    responder TEXT,
    channel TEXT,
    pin TEXT,
    CHECK((kind = 'acknowledgement') = (status = 'draft')),
    CHECK((kind = 'acknowledgement') = (pin IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX outbox_pending ON outbox(at) WHERE status = 'pending';
CREATE INDEX outbox_of_a_case ON outbox(case_id) WHERE case_id IS NOT NULL;
CREATE INDEX outbox_of_a_pin ON outbox(pin) WHERE pin IS NOT NULL;

-- Readable tables: made from the journal, and made anew from it at any time. ------------------------------------------
CREATE TABLE sessions(
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    client TEXT,                       -- a text
    person TEXT,
    topic TEXT,                        -- a text
    planned_minutes INTEGER NOT NULL,
    started TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('running', 'paused', 'ended')),
    ended TEXT,
    elapsed_seconds REAL,
    away_seconds REAL,
    seq INTEGER NOT NULL,
    CHECK((state = 'ended') = (ended IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX sessions_in_order ON sessions(seq);

CREATE TABLE interruptions(
    id TEXT PRIMARY KEY,
    session TEXT,
    key TEXT NOT NULL,
    origin TEXT NOT NULL,
    source TEXT NOT NULL,
    app TEXT NOT NULL,
    category TEXT NOT NULL,
    level TEXT NOT NULL,
    sender TEXT,                       -- a text
    person TEXT,
    text TEXT,                         -- a text
    verdict TEXT NOT NULL CHECK(verdict IN ('hold', 'ask', 'let_through', 'noise')),
    rule TEXT NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT CHECK(outcome IN ('held', 'handled', 'deferred', 'reached', 'dismissed', 'withdrawn', 'merged')),
    why TEXT,
    by TEXT,
    settled TEXT,
    seq INTEGER NOT NULL,
    CHECK((outcome IS NULL) = (settled IS NULL))
) WITHOUT ROWID;
CREATE INDEX interruptions_of_a_session ON interruptions(session, seq);
CREATE INDEX interruptions_of_a_person ON interruptions(person) WHERE person IS NOT NULL;
CREATE TRIGGER one_outcome BEFORE UPDATE OF outcome ON interruptions WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an interruption has one outcome'); END;

CREATE TABLE cases(
    id TEXT PRIMARY KEY,
    session TEXT,
    person TEXT,
    policy TEXT NOT NULL,              -- a hash
    urgency TEXT NOT NULL,
    phase TEXT NOT NULL CHECK(phase IN ('waiting', 'acked', 'snoozed', 'closed')),
    leg INTEGER NOT NULL DEFAULT 1,
    step INTEGER NOT NULL DEFAULT -1,
    asked TEXT NOT NULL DEFAULT '',    -- responders, one a line
    holder TEXT,
    due TEXT,
    rev INTEGER NOT NULL DEFAULT 0,
    standing INTEGER NOT NULL DEFAULT 0,
    reached TEXT,
    opened TEXT NOT NULL,
    outcome TEXT,
    why TEXT,
    by TEXT,
    closed TEXT,
    seq INTEGER NOT NULL,
    CHECK((phase = 'closed') = (outcome IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX cases_of_a_session ON cases(session, seq);
CREATE TRIGGER one_closing BEFORE UPDATE OF outcome ON cases WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a case closes once'); END;

CREATE TABLE timeline(                 -- what happened to a case, a row a fact
    seq INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    step INTEGER,
    responders TEXT,                   -- one a line
    by TEXT,
    choice TEXT,
    why TEXT,
    note TEXT,                         -- a text
    what_is_lost TEXT,                 -- a text
    why_only_you TEXT,                 -- a text
    instruction TEXT,
    answer TEXT,
    holder TEXT,
    due TEXT,
    outcome TEXT,
    letter TEXT
);
CREATE INDEX timeline_of_a_case ON timeline(case_id, seq);
CREATE VIEW answers AS
    SELECT answer, case_id, at, by, choice, note, kind = 'answered' AS counted, why, holder
    FROM timeline WHERE kind IN ('answered', 'refused');
CREATE VIEW letters AS
    SELECT letter, case_id, at, responders AS responder, kind = 'letter_delivered' AS delivered, why
    FROM timeline WHERE kind IN ('letter_delivered', 'letter_failed');

CREATE TABLE pins(
    id TEXT PRIMARY KEY,
    session TEXT,
    interruption TEXT,
    sender TEXT,                       -- a text
    person TEXT,
    text TEXT,                         -- a text
    due TEXT NOT NULL,
    promised INTEGER NOT NULL,
    by_hand INTEGER NOT NULL,
    at TEXT NOT NULL,
    brought_up INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open' CHECK(state IN ('open', 'completed', 'taken_back')),
    settled TEXT,
    seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX pins_open ON pins(due) WHERE state = 'open';
CREATE INDEX pins_of_an_interruption ON pins(interruption) WHERE interruption IS NOT NULL;

CREATE TABLE marks(
    id TEXT PRIMARY KEY,
    session TEXT,
    topic TEXT,                        -- a text
    last_point TEXT,                   -- a text
    next_step TEXT,                    -- a text
    at TEXT NOT NULL,
    taken_back INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX marks_of_a_session ON marks(session, seq);

CREATE TABLE gaps(                     -- times when nobody watched what arrived
    seq INTEGER PRIMARY KEY,
    session TEXT,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX gaps_of_a_session ON gaps(session);
