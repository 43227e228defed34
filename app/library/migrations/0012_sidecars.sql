-- Marks are also written into a file beside each picture. marked is when they
-- changed last, owed is 1 while the file does not have them yet.
ALTER TABLE images ADD COLUMN marked INTEGER NOT NULL DEFAULT 0; -- microseconds since 1970; 0: not known
ALTER TABLE images ADD COLUMN owed   INTEGER NOT NULL DEFAULT 0;

UPDATE images SET owed = 1 WHERE favourite <> 0 OR rating <> 0 OR tags <> '';

CREATE INDEX images_owed ON images (id) WHERE owed = 1;

-- A picture in another place has its marks beside it there.
CREATE TRIGGER images_moved AFTER UPDATE OF path ON images
WHEN new.path <> old.path AND (new.favourite <> 0 OR new.rating <> 0 OR new.tags <> '')
BEGIN
    UPDATE images SET owed = 1 WHERE id = new.id;
END;
