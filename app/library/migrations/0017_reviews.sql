-- Pictures that a person goes through one by one, and which of them are decided. key says what they
-- are: the same job or selection goes on where it stopped.
CREATE TABLE reviews (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    key  TEXT    NOT NULL UNIQUE,
    used INTEGER NOT NULL                    -- last time
) STRICT;

CREATE TABLE review_images (
    review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    image_id  INTEGER NOT NULL,              -- of images, or of one that was removed
    ord       INTEGER NOT NULL,
    decided   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (review_id, image_id)
) STRICT, WITHOUT ROWID;
