package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"lookbook/api"
)

// fillSearch computes what lists and searches need of existing entries. 10,000
// entries take one or two seconds.
func fillSearch(ctx context.Context, tx *sql.Tx) error {
	c := &change{ctx: ctx, tx: tx, stmts: map[string]*sql.Stmt{}}
	ids, err := c.numbers(`SELECT id FROM entries ORDER BY id`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		var created int64
		var stored string
		if err := tx.QueryRowContext(ctx, `SELECT created, job FROM entries WHERE id = ?`, id).Scan(&created, &stored); err != nil {
			return err
		}
		var job api.Job
		if err := json.Unmarshal([]byte(stored), &job); err != nil {
			return fmt.Errorf("decode job of entry %d: %w", id, err)
		}
		if err := storeHeading(c, putHeading10, id, headingOf(created, job)); err != nil {
			return err
		}
		if err := putWords(c, id, textsOf(job)); err != nil {
			return err
		}
	}
	return nil
}
