-- Folders that pictures were saved in, and the marks by which they are known.

CREATE TABLE folders (
    path  TEXT    PRIMARY KEY,
    mark  TEXT    NOT NULL,
    saved INTEGER NOT NULL                   -- when it was remembered
) STRICT;
