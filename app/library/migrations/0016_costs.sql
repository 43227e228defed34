-- What jobs cost, at the prices of the day on which they were sent, in millionths. What has no row has no
-- known cost; a refused request has none.
CREATE TABLE costs (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    sent     INTEGER NOT NULL,
    tokens   INTEGER NOT NULL,
    money    INTEGER NOT NULL DEFAULT 0,
    currency TEXT    NOT NULL DEFAULT '',   -- of the money; empty: it is not known
    later    INTEGER NOT NULL DEFAULT 0     -- a person gave the price afterwards
) STRICT;

CREATE INDEX costs_sent ON costs (sent, currency, tokens, money);
