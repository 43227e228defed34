-- Marks, the trash, and what is needed to search as one types.

ALTER TABLE images ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN rating    INTEGER NOT NULL DEFAULT 0;  -- 1 to 5; 0: unrated
ALTER TABLE images ADD COLUMN tags      TEXT    NOT NULL DEFAULT ''; -- in order, parted by line feeds

CREATE INDEX images_tagged ON images (tags, state) WHERE tags <> '';

-- How many of its images are in the state "trashed"; one more of the counters.
ALTER TABLE entries ADD COLUMN trashed INTEGER NOT NULL DEFAULT 0;

DROP INDEX entries_page;
CREATE INDEX entries_page ON entries (created DESC, id DESC, known, downloading, saved, failed, gone, trashed)
    WHERE state <> 'forgotten';

-- The words of an entry, by its id. They are cut and folded before they come
-- here (search.Words), so nothing is left to the tokenizer but the spaces.
DROP TABLE entry_words;
CREATE VIRTUAL TABLE entry_words USING fts5 (prompt, negative, model, job, tokenize = 'ascii', prefix = '1 2 3', columnsize = 0);

-- What lists and filters need of an entry and its images, in few bytes: all
-- of it is read at once. Kept in step by every change of what it is made of.
CREATE TABLE briefs (
    entry_id  INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    created   INTEGER NOT NULL,
    model     TEXT    NOT NULL,              -- checkpoint id, or else base model
    width     INTEGER NOT NULL,              -- asked for
    height    INTEGER NOT NULL,
    beginning TEXT    NOT NULL,              -- of the prompt
    images    BLOB    NOT NULL               -- packed, in their order
) STRICT;

CREATE TABLE saved_searches (
    key   TEXT    PRIMARY KEY,               -- what tells names apart
    name  TEXT    NOT NULL,
    query TEXT    NOT NULL,
    saved INTEGER NOT NULL
) STRICT;
