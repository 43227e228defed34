-- Pictures whose bytes are not what the host's checksum said, again and again,
-- and that are whole all the same.

ALTER TABLE images ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;
