package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lookbook/app/cause"
)

// Preset is content with a name.
type Preset struct {
	Key     string // identifies it
	Name    string // as shown
	Content []byte
}

// ErrTaken: another preset, or saved search, has the name.
var ErrTaken = cause.Err(cause.NameTaken)

// PresetTable stores presets.
type PresetTable struct{ db *database }

// Save stores a preset and replaces one with the same key.
func (t *PresetTable) Save(ctx context.Context, p Preset) error {
	return t.db.change(ctx, "keep a preset", func(c *change) error {
		return c.exec(`INSERT INTO presets (key, name, saved, content) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (key) DO UPDATE SET name = ?2, saved = ?3, content = ?4`, p.Key, p.Name, micros(c.now), p.Content)
	})
}

// Rename gives the preset with key from the key, name and content of to.
// Errors: ErrNotFound; ErrTaken.
func (t *PresetTable) Rename(ctx context.Context, from string, to Preset) error {
	return t.db.change(ctx, "rename a preset", func(c *change) error {
		if from != to.Key {
			var taken bool
			err := c.tx.QueryRowContext(c.ctx, `SELECT EXISTS (SELECT 1 FROM presets WHERE key = ?)`, to.Key).Scan(&taken)
			if err != nil {
				return err
			}
			if taken {
				return fmt.Errorf("preset %q: %w", to.Name, ErrTaken)
			}
		}
		return execOne(c, `UPDATE presets SET key = ?, name = ?, content = ? WHERE key = ?`, to.Key, to.Name, to.Content, from)
	})
}

// Delete removes a preset. Error: ErrNotFound.
func (t *PresetTable) Delete(ctx context.Context, key string) error {
	return t.db.change(ctx, "delete a preset", func(c *change) error {
		return execOne(c, `DELETE FROM presets WHERE key = ?`, key)
	})
}

// execOne executes a statement that changes one row. The error is ErrNotFound when it changes none.
func execOne(c *change, statement string, args ...any) error {
	result, err := c.result(statement, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, sql.ErrNoRows)
	}
	return nil
}

// All returns all presets, sorted by key.
func (t *PresetTable) All(ctx context.Context) ([]Preset, error) {
	var presets []Preset
	err := t.db.view(ctx, "list the presets", func(q querier) error {
		return each(ctx, q, `SELECT key, name, content FROM presets ORDER BY key`, nil, func(rows *sql.Rows) error {
			var p Preset
			err := rows.Scan(&p.Key, &p.Name, &p.Content)
			presets = append(presets, p)
			return err
		})
	})
	return presets, err
}
