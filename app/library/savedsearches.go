package library

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lookbook/app/cause"
	"lookbook/app/search"
)

// SavedSearch is a query with a name. Names that differ only in case are the
// same.
type SavedSearch struct {
	Name  string
	Query string    // in the language of search.Parse
	Saved time.Time // last time
}

// errNoName: the name is empty.
var errNoName = cause.Err(cause.NoName)

// searchName returns a name in its stored form, and its key.
func searchName(name string) (clean, key string, err error) {
	if clean = search.CleanTag(name); clean == "" {
		return "", "", errNoName
	}
	return clean, search.TagKey(clean), nil
}

// SearchTable stores searches by name.
type SearchTable struct{ db *database }

// All returns all saved searches, sorted by name.
func (t *SearchTable) All(ctx context.Context) ([]SavedSearch, error) {
	var searches []SavedSearch
	err := t.db.view(ctx, "list the saved searches", func(q querier) error {
		return each(ctx, q, `SELECT name, query, saved FROM saved_searches ORDER BY key`, nil, func(rows *sql.Rows) error {
			var s SavedSearch
			var saved int64
			err := rows.Scan(&s.Name, &s.Query, &saved)
			s.Saved = fromMicros(saved)
			searches = append(searches, s)
			return err
		})
	})
	return searches, err
}

// Save stores a query under a name and replaces the one with that name. The
// name is cleaned like a tag (search.CleanTag).
func (t *SearchTable) Save(ctx context.Context, name, query string) error {
	return t.db.change(ctx, "keep a search", func(c *change) error {
		name, key, err := searchName(name)
		if err != nil {
			return err
		}
		return c.exec(`INSERT INTO saved_searches (key, name, query, saved) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (key) DO UPDATE SET name = ?2, query = ?3, saved = ?4`, key, name, query, micros(c.now))
	})
}

// Rename renames a saved search. Errors: ErrNotFound; ErrTaken when another one
// has the name.
func (t *SearchTable) Rename(ctx context.Context, from, to string) error {
	return t.db.change(ctx, "rename a search", func(c *change) error {
		name, key, err := searchName(to)
		if err != nil {
			return err
		}
		was := search.TagKey(from)
		if key != was {
			taken, err := c.ids(`SELECT name FROM saved_searches WHERE key = ?`, key)
			if err != nil {
				return err
			}
			if len(taken) > 0 {
				return fmt.Errorf("search %q: %w", name, ErrTaken)
			}
		}
		return execOne(c, `UPDATE saved_searches SET key = ?, name = ? WHERE key = ?`, key, name, was)
	})
}

// Delete removes a saved search. Error: ErrNotFound.
func (t *SearchTable) Delete(ctx context.Context, name string) error {
	return t.db.change(ctx, "delete a search", func(c *change) error {
		return execOne(c, `DELETE FROM saved_searches WHERE key = ?`, search.TagKey(name))
	})
}
