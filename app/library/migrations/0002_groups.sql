-- Requests that were sent together, as the variations of one draft.

ALTER TABLE submissions ADD COLUMN group_id   TEXT    NOT NULL DEFAULT '';  -- UUID; empty: sent alone
ALTER TABLE submissions ADD COLUMN position   INTEGER NOT NULL DEFAULT 0;   -- within the group, from 0
ALTER TABLE submissions ADD COLUMN group_size INTEGER NOT NULL DEFAULT 0;   -- requests in the group when it was sent
ALTER TABLE submissions ADD COLUMN labels     TEXT;                         -- JSON of []Label: what tells it from the others

CREATE INDEX submissions_group ON submissions (group_id, position, entry_id) WHERE group_id <> '';
