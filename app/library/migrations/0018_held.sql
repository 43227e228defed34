-- Requests that wait in the outbox. Nothing of them was sent. A release removes the row and adds
-- the submission in one transaction.
CREATE TABLE held (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account    INTEGER NOT NULL,            -- with whose key it will be sent
    place      INTEGER NOT NULL,            -- the order, then the id
    created    INTEGER NOT NULL,
    config     TEXT    NOT NULL,            -- as it will be sent
    written    TEXT    NOT NULL,            -- the prompt as it was written
    group_id   TEXT    NOT NULL DEFAULT '', -- as in submissions
    position   INTEGER NOT NULL DEFAULT 0,
    group_size INTEGER NOT NULL DEFAULT 0,
    labels     TEXT,
    parent_job   TEXT  NOT NULL DEFAULT '', -- as in entries
    parent_image TEXT  NOT NULL DEFAULT '',
    due        INTEGER NOT NULL DEFAULT 0,  -- released by itself then; 0: when a person says so
    problem    TEXT                         -- why it was not released when it was due
) STRICT;
CREATE INDEX held_place ON held (place, id);
CREATE INDEX held_due ON held (due) WHERE due > 0;
