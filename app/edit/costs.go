package edit

import (
	"context"

	"lookbook/app/cost"
	"lookbook/app/library"
)

// Costs gives jobs prices that they have not.
type Costs struct{ table *library.CostTable }

// PriceEarlier gives all jobs without a price the present one. It returns how many got one, and an
// undo.
func (c *Costs) PriceEarlier(ctx context.Context, prices cost.Prices) (priced int, undo Undo, err error) {
	ids, err := c.table.PriceEarlier(ctx, prices)
	return len(ids), func(ctx context.Context) error { return c.table.Unprice(ctx, ids) }, err
}
