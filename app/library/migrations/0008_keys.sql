-- Earlier versions kept an API key that was pasted into a prompt. It is taken
-- out of every text (cleanKeys), and then out of the file's free pages.

-- What is left to do with the whole file, outside of any transaction.
CREATE TABLE chores (
    name TEXT PRIMARY KEY
) STRICT;

INSERT INTO chores SELECT 'vacuum'
    WHERE EXISTS (SELECT 1 FROM entries) OR EXISTS (SELECT 1 FROM drafts) OR EXISTS (SELECT 1 FROM prompts)
        OR EXISTS (SELECT 1 FROM presets) OR EXISTS (SELECT 1 FROM saved_searches);
