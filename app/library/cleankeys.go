package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"lookbook/api/redact"
)

// keyColumns are the columns that can contain a key that was pasted, or that
// the service repeated. The job of an entry is cleaned separately.
var keyColumns = []struct {
	table   string
	columns []string
}{
	{"entries", []string{"problem"}},
	{"entry_raw", []string{"raw"}},
	{"submissions", []string{"problem", "config", "labels"}},
	{"images", []string{"unknown", "problem", "tags"}},
	{"models", []string{"name"}},
	{"drafts", []string{"name", "content"}},
	{"presets", []string{"key", "name", "content"}},
	{"saved_searches", []string{"key", "name", "query"}},
}

// cleanedAtOnce bounds the rows in memory.
const cleanedAtOnce = 200

// cleanKeys removes keys from a file that was written without the gate.
func cleanKeys(ctx context.Context, tx *sql.Tx) error {
	c := &change{ctx: ctx, tx: tx, stmts: map[string]*sql.Stmt{}}
	for _, t := range keyColumns {
		if err := cleanTable(c, t.table, t.columns); err != nil {
			return fmt.Errorf("take keys out of %s: %w", t.table, err)
		}
	}
	if err := cleanPrompts(c); err != nil {
		return fmt.Errorf("take keys out of the prompts: %w", err)
	}
	if err := cleanEntries(c); err != nil {
		return fmt.Errorf("take keys out of the jobs: %w", err)
	}
	return nil
}

// textRow holds the texts of a row.
type textRow struct {
	id    int64
	texts []sql.NullString
}

// eachText calls with for every row of a table. Some rows are in memory at a
// time, so with may change them.
func eachText(c *change, table string, columns []string, with func(textRow) error) error {
	query := `SELECT rowid, ` + strings.Join(columns, ", ") + ` FROM ` + table + ` WHERE rowid > ? ORDER BY rowid LIMIT ?`
	after := int64(-1)
	for {
		var some []textRow
		err := each(c.ctx, c.tx, query, []any{after, cleanedAtOnce}, func(rows *sql.Rows) error {
			r := textRow{texts: make([]sql.NullString, len(columns))}
			into := []any{&r.id}
			for i := range r.texts {
				into = append(into, &r.texts[i])
			}
			err := rows.Scan(into...)
			some = append(some, r)
			return err
		})
		if err != nil || len(some) == 0 {
			return err
		}
		for i := range some {
			if err := with(some[i]); err != nil {
				return err
			}
		}
		after = some[len(some)-1].id
	}
}

func cleanTable(c *change, table string, columns []string) error {
	return eachText(c, table, columns, func(r textRow) error {
		for i, text := range r.texts {
			if !text.Valid || !redact.Found(text.String) {
				continue
			}
			clean := any(redact.Text(text.String))
			if columns[i] == "raw" || columns[i] == "content" {
				clean = []byte(clean.(string)) // the column's type is BLOB
			}
			// If two names differed only by a key, one row remains.
			if err := c.exec(`UPDATE OR REPLACE `+table+` SET `+columns[i]+` = ? WHERE rowid = ?`, clean, r.id); err != nil {
				return err
			}
		}
		return nil
	})
}

func cleanPrompts(c *change) error {
	return eachText(c, "prompts", []string{"text"}, func(r textRow) error {
		text := r.texts[0].String
		if !redact.Found(text) {
			return nil
		}
		text = redact.Text(text)
		return c.exec(`UPDATE OR REPLACE prompts SET text = ?, folded = ? WHERE rowid = ?`, text, fold(text), r.id)
	})
}

func cleanEntries(c *change) error {
	found := false
	err := eachText(c, "entries", []string{"created", "job"}, func(t textRow) error {
		if !redact.Found(t.texts[1].String) {
			return nil
		}
		found = true
		var r row
		if err := json.Unmarshal([]byte(t.texts[1].String), &r.job); err != nil {
			return fmt.Errorf("decode job of entry %d: %w", t.id, err)
		}
		if _, err := fmt.Sscan(t.texts[0].String, &r.created); err != nil {
			return err
		}
		encoded, err := c.clean(&r)
		if err != nil {
			return err
		}
		if err := c.exec(`UPDATE entries SET job = ? WHERE id = ?`, encoded, t.id); err != nil {
			return err
		}
		if err := storeHeading(c, putHeading10, t.id, headingOf(r.created, r.job)); err != nil {
			return err
		}
		return putWords(c, t.id, textsOf(r.job))
	})
	if err != nil || !found {
		return err
	}
	// The full-text index keeps removed words until it is rebuilt.
	return c.exec(`INSERT INTO entry_words (entry_words) VALUES ('rebuild')`)
}

// doChores finishes the work that a migration left for the whole file. If it
// fails, for lack of space for example, the next opening tries again: the
// library opens nevertheless.
func (d *database) doChores(ctx context.Context) {
	var due int
	if err := d.write.QueryRowContext(ctx, `SELECT count(*) FROM chores WHERE name = 'vacuum'`).Scan(&due); err != nil || due == 0 {
		return
	}
	for _, statement := range []string{
		`VACUUM`,
		`PRAGMA wal_checkpoint(TRUNCATE)`, // the log still contains the previous content
		`DELETE FROM chores WHERE name = 'vacuum'`,
	} {
		if _, err := d.write.ExecContext(ctx, statement); err != nil {
			return
		}
	}
}
