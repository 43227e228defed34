-- What tells the job of a request whose answer was lost from older ones.
-- Neither depends on this computer's clock.

ALTER TABLE submissions ADD COLUMN service_time INTEGER NOT NULL DEFAULT 0; -- the service's clock when the request was written down; 0: not known
ALTER TABLE submissions ADD COLUMN listed       INTEGER NOT NULL DEFAULT 0; -- a whole list had been taken in just before
