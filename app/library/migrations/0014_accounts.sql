-- The accounts that requests are sent under. Their keys are in the keychain, by uid; nothing of a
-- key is here. Number 1 is the account of everything that was sent before there were several.
CREATE TABLE accounts (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    uid     TEXT    NOT NULL UNIQUE,         -- empty: the first
    name    TEXT    NOT NULL,                -- empty: never named
    made    INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,      -- its key was forgotten; its jobs stay
    keyed   INTEGER NOT NULL DEFAULT 1       -- 0: it never had a saved key; the environment's was used
) STRICT;

INSERT INTO accounts (id, uid, name, made, keyed) VALUES (1, '', '', 0, 0);

-- Whose job it is. Only its key is used to ask for it.
ALTER TABLE entries ADD COLUMN account INTEGER NOT NULL DEFAULT 1;
CREATE INDEX entries_account ON entries (account, unfinished, state, known, downloading, failed);
ALTER TABLE headings ADD COLUMN account INTEGER NOT NULL DEFAULT 1;
ALTER TABLE models ADD COLUMN account INTEGER NOT NULL DEFAULT 1;
