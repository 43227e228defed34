package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"lookbook/api"
	"lookbook/app/cost"
)

// CostTable stores what jobs cost.
type CostTable struct{ db *database }

// Spent returns what was spent since a time, in a currency or with "" in tokens. Requests whose
// answers were lost and jobs that failed count, because they may have been charged. What has no
// price can't count.
func (t *CostTable) Spent(ctx context.Context, since time.Time, currency string) (spent cost.Amount, err error) {
	err = t.db.view(ctx, "add up what was spent", func(q querier) error {
		spent, err = spentSince(ctx, q, since, currency)
		return err
	})
	return spent, err
}

func spentSince(ctx context.Context, q querier, since time.Time, currency string) (spent cost.Amount, err error) {
	query := `SELECT coalesce(sum(tokens), 0) FROM costs WHERE sent >= ?`
	args := []any{micros(since)}
	if currency != "" {
		query = `SELECT coalesce(sum(money), 0) FROM costs WHERE sent >= ? AND currency = ?`
		args = append(args, currency)
	}
	return spent, q.QueryRowContext(ctx, query, args...).Scan(&spent)
}

// withinLimits returns a *cost.LimitError if the requests would pass a limit. It is called in the
// transaction that writes them down, so that two can't pass together.
func (c *change) withinLimits(terms cost.Terms, configs ...api.Config) error {
	if terms.Over || len(terms.Limits) == 0 {
		return nil
	}
	var total cost.Total
	for _, config := range configs {
		total.Add(terms.Prices.Of(config))
	}
	for _, limit := range terms.Limits {
		spent, err := spentSince(c.ctx, c.tx, limit.Period.Since(c.now.Local()), limit.Most.Currency)
		if err != nil {
			return err
		}
		asked, known := total.In(limit.Most.Currency)
		if !known || spent+asked > limit.Most.Amount {
			return &cost.LimitError{Limit: limit, Spent: spent, Asked: asked, Unknown: !known}
		}
	}
	return nil
}

// putCost stores the price of a request, if it is known.
func (c *change) putCost(entryID int64, sent time.Time, price cost.Cost, known, later bool) error {
	if !known {
		return nil
	}
	c.entries.add(entryID)
	return c.exec(`INSERT INTO costs (entry_id, sent, tokens, money, currency, later) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		entryID, micros(sent), int64(price.Tokens), int64(price.Money), price.Currency, later)
}

// PriceEarlier gives jobs that have no price the present one: a person says so. Only jobs that make
// pictures and nothing else are priced. It returns the entries that got a price, for Unprice.
func (t *CostTable) PriceEarlier(ctx context.Context, prices cost.Prices) (priced []int64, err error) {
	err = t.db.change(ctx, "price earlier jobs", func(c *change) error {
		type unpriced struct {
			id, created int64
			config      api.Config
		}
		var all []unpriced
		err := each(c.ctx, c.tx, `SELECT e.id, e.created, json_extract(e.job, '$.config') FROM entries e
			WHERE e.job_type IN ('image-gen', 'image_gen') AND e.state NOT IN ('refused', 'forgotten')
				AND NOT EXISTS (SELECT 1 FROM costs c WHERE c.entry_id = e.id)`, nil, func(rows *sql.Rows) error {
			var one unpriced
			var raw sql.NullString
			if err := rows.Scan(&one.id, &one.created, &raw); err != nil || !raw.Valid {
				return err
			}
			if err := json.Unmarshal([]byte(raw.String), &one.config); err != nil {
				return fmt.Errorf("decode the request of entry %d: %w", one.id, err)
			}
			all = append(all, one)
			return nil
		})
		if err != nil {
			return err
		}
		for _, one := range all {
			price, known := prices.Of(one.config)
			if !known {
				continue
			}
			if err := c.putCost(one.id, fromMicros(one.created), price, known, true); err != nil {
				return err
			}
			priced = append(priced, one.id)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return priced, nil
}

// Unprice takes back prices that were given afterwards: it undoes PriceEarlier.
func (t *CostTable) Unprice(ctx context.Context, entries []int64) error {
	return t.db.change(ctx, "take prices back", func(c *change) error {
		ids, err := c.numbers(`DELETE FROM costs WHERE later = 1 AND entry_id IN (SELECT value FROM json_each(?)) RETURNING entry_id`, list(entries))
		for _, id := range ids {
			c.entries.add(id)
		}
		return err
	})
}

// scannedCost is the cost of a row of costs that may be missing.
func scannedCost(tokens, money sql.NullInt64, currency sql.NullString) *cost.Cost {
	if !tokens.Valid {
		return nil
	}
	return &cost.Cost{Tokens: cost.Amount(tokens.Int64), Money: cost.Amount(money.Int64), Currency: currency.String}
}
