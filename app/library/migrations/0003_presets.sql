-- Named requests. What a preset holds is not the library's business.

CREATE TABLE presets (
    key     TEXT    PRIMARY KEY,             -- what tells names apart
    name    TEXT    NOT NULL,
    saved   INTEGER NOT NULL,
    content BLOB    NOT NULL
) STRICT;
