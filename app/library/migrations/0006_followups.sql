-- Jobs that the last answer left in doubt: the service did not know them, or
-- said that they had ended before it told of all their pictures. A row goes
-- away with the answer that leaves nothing open.

CREATE TABLE follow_ups (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    since    INTEGER NOT NULL,               -- the first answer in a row that left it so
    answers  INTEGER NOT NULL DEFAULT 0,     -- that left it so and count
    due      INTEGER NOT NULL,               -- when to ask again; 0: not by itself any more
    final    INTEGER NOT NULL DEFAULT 0      -- it was told often enough to be believed
) STRICT;

CREATE INDEX follow_ups_due ON follow_ups (due) WHERE due > 0;
