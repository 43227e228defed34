-- Times are microseconds since 1970 UTC; 0 is "not told". Booleans are 0 and 1.
-- Columns that pages and filters need stand before the long texts, and the
-- longest text has a table of its own, so that reading a page reads few bytes.

CREATE TABLE entries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    created     INTEGER NOT NULL,
    state       TEXT    NOT NULL,            -- EntryState, kept in step with job, missing and the submission
    job_id      TEXT    UNIQUE,              -- NULL until accepted
    job_type    TEXT    NOT NULL,
    unfinished  INTEGER NOT NULL DEFAULT 0,  -- there is a job that still has to be followed
    missing     INTEGER NOT NULL DEFAULT 0,
    synced      INTEGER NOT NULL DEFAULT 0,
    -- How many of its images are in which state, kept in step with images:
    -- pages and counts of images are worked out from these instead of from
    -- the sixteen times as many rows of images.
    known       INTEGER NOT NULL DEFAULT 0,  -- in the state "known"
    downloading INTEGER NOT NULL DEFAULT 0,
    saved       INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0,
    gone        INTEGER NOT NULL DEFAULT 0,
    told_full   BLOB,                        -- fingerprint of the last full answer
    told_brief  BLOB,                        -- fingerprint of the last summary
    problem     TEXT,                        -- JSON of Problem
    job         TEXT    NOT NULL             -- JSON of api.Job without images
) STRICT;

CREATE INDEX entries_page ON entries (created DESC, id DESC, known, downloading, saved, failed, gone)
    WHERE state <> 'forgotten';
CREATE INDEX entries_state ON entries (state, created DESC, id DESC);
CREATE INDEX entries_unfinished ON entries (created) WHERE unfinished = 1;

CREATE TABLE entry_raw (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    complete INTEGER NOT NULL,               -- from a full answer
    raw      BLOB    NOT NULL
) STRICT;

CREATE TABLE entry_words (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    folded   TEXT    NOT NULL                -- what Text is searched in, in one case
) STRICT;

CREATE TABLE submissions (
    id       TEXT    PRIMARY KEY,
    entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id),
    state    TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    settled  INTEGER NOT NULL DEFAULT 0,
    job_id   TEXT    NOT NULL DEFAULT '',
    problem  TEXT,
    config   TEXT    NOT NULL
) STRICT;

CREATE INDEX submissions_open ON submissions (created) WHERE state IN ('sending', 'unknown');

CREATE TABLE images (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id       INTEGER NOT NULL REFERENCES entries (id),
    key            TEXT    NOT NULL,         -- image_id, or what stands for it when the service gave none
    ord            INTEGER NOT NULL,         -- place among the entry's images, from 0
    state          TEXT    NOT NULL,
    config_idx     INTEGER NOT NULL,
    generation_idx INTEGER,
    position       INTEGER NOT NULL,         -- in the answer, where there is no generation_idx
    image_id       TEXT    NOT NULL,
    seed           INTEGER,
    attempts       INTEGER NOT NULL DEFAULT 0,
    next_try       INTEGER NOT NULL DEFAULT 0,
    expires        INTEGER NOT NULL DEFAULT 0,
    bytes          INTEGER NOT NULL DEFAULT 0,
    width          INTEGER NOT NULL DEFAULT 0,
    height         INTEGER NOT NULL DEFAULT 0,
    saved          INTEGER NOT NULL DEFAULT 0,
    known          INTEGER NOT NULL,
    url            TEXT    NOT NULL,
    thumbnail_url  TEXT    NOT NULL DEFAULT '',
    path           TEXT    NOT NULL DEFAULT '',
    unknown        TEXT,                     -- JSON of what the service tells beside
    problem        TEXT,
    UNIQUE (entry_id, key)
) STRICT;

CREATE INDEX images_order ON images (entry_id, ord, state);
CREATE INDEX images_pending ON images (expires = 0, expires, id)
    WHERE state IN ('known', 'downloading', 'failed');

CREATE TABLE prompts (
    text   TEXT    PRIMARY KEY,
    folded TEXT    NOT NULL,
    used   INTEGER NOT NULL,
    times  INTEGER NOT NULL
) STRICT;

CREATE INDEX prompts_used ON prompts (used DESC);

CREATE TABLE models (
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    type    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    step    INTEGER NOT NULL,
    job_id  TEXT    NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    worked  INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE drafts (
    name    TEXT    PRIMARY KEY,
    saved   INTEGER NOT NULL,
    content BLOB    NOT NULL
) STRICT;
