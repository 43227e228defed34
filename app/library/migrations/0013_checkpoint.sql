-- The model that the service says made a picture. In a job that trains and generates in one, nothing else tells it.
ALTER TABLE images ADD COLUMN checkpoint TEXT NOT NULL DEFAULT ''; -- empty: not told, or a stock model

DROP INDEX images_listed;
CREATE INDEX images_listed ON images (entry_id, ord, state, seed, favourite, rating, width, height, tags, checkpoint);

-- What was told of such jobs is to be taken in once more.
UPDATE entries SET told_full = NULL, told_brief = NULL WHERE job_type = 'dreambooth_image_gen';
