// Package cost says what requests cost, from the prices that a person entered. The service tells
// neither prices nor a balance.
//
// # What it promises
//
//   - Money is never a float: an Amount is a whole number of millionths.
//   - What isn't known is not known, and never 0. A request without a price has no Cost,
//     and a Total counts it apart.
//   - A price of 0, a negative one, one that can be read in two ways and one beyond all
//     bounds are refused with a typed error.
//
// # How it is used
//
// settings.Values holds what was typed, as texts; Read makes Terms of them: Prices and Limits.
//
//	terms := cost.Read(cost.Typed{Prices: v.Prices, Token: v.TokenPrice, Day: v.LimitDay, Month: v.LimitMonth})
//	price, known := terms.Prices.Of(config) // one request
//	total := terms.Prices.Sum(slices.Values(configs))
//	if total.Unknown > 0 { … }              // so many requests have no price
//	total.In("")                            // tokens; In("USD"): money; false: not known
//
// A budget or a limit is a Sum: an amount of tokens (Currency "") or of money. ParseSum reads one.
// Limits are checked where requests are written down (library.SubmissionTable.BeginWithin), in the
// same transaction.
//
// Goroutines: plain values and pure functions; call them from anywhere.
package cost
