-- What a request was made from: a picture, or a job as a whole. The ids are the service's, so they mean the same in every
-- library, also in one that is made anew from the pictures.
ALTER TABLE entries ADD COLUMN parent_job   TEXT NOT NULL DEFAULT ''; -- empty: from nothing that is known
ALTER TABLE entries ADD COLUMN parent_image TEXT NOT NULL DEFAULT ''; -- empty: from the job

CREATE INDEX entries_parent ON entries (parent_job, parent_image, id) WHERE parent_job <> '';
