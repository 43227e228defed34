-- Lists read the images' own rows now: nothing of them is kept a second time.
-- What they need of an entry beside stays in a table of few bytes.
ALTER TABLE briefs RENAME TO headings;
ALTER TABLE headings DROP COLUMN images;

-- All that lists need of an image, so that its long row is left alone.
DROP INDEX images_order;
CREATE INDEX images_listed ON images (entry_id, ord, state, seed, favourite, rating, width, height, tags);

-- Nobody read the answers as they were told.
DROP TABLE entry_raw;
