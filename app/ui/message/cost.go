package message

import (
	"golang.org/x/text/number"

	"lookbook/app/cost"
)

// Tokens formats a number of tokens: "16 tokens".
func Tokens(a cost.Amount) string {
	a = small(a)
	if whole := (a / 1e6); whole*1e6 == a {
		return N("cost.tokens", int(whole))
	}
	return T("cost.tokens.part", With{"Number": amount(a, 0)})
}

// Money formats an amount of money: "USD 0.80".
func Money(a cost.Amount, currency string) string {
	return T("cost.money", With{"Currency": currency, "Amount": amount(small(a), 2)})
}

// amount formats a number with at least so many digits after the point.
func amount(a cost.Amount, least int) string {
	return current.Load().numbers.Sprint(number.Decimal(float64(a)/1e6, number.MinFractionDigits(least), number.MaxFractionDigits(6)))
}

// small rounds to two digits, or further down what would be nothing then.
func small(a cost.Amount) cost.Amount {
	if a >= 100_000 || a < 0 {
		return a.Round(2)
	}
	return a
}

// Spent formats an amount in a currency, or with "" of tokens.
func Spent(a cost.Amount, currency string) string {
	if currency == "" {
		return Tokens(a)
	}
	return Money(a, currency)
}

// Cost formats what something costs: "16 tokens (USD 0.80)"; nil: it is not known.
func Cost(c *cost.Cost) string {
	switch {
	case c == nil:
		return T("cost.unknown")
	case c.Currency == "":
		return Tokens(c.Tokens)
	}
	return T("cost.both", With{"Tokens": Tokens(c.Tokens), "Money": Money(c.Money, c.Currency)})
}

// TotalCost formats what several requests cost.
func TotalCost(t cost.Total) string {
	switch t.Unknown {
	case 0:
		return Cost(&t.Cost)
	case t.Requests:
		return Cost(nil)
	}
	return N("cost.partly", t.Unknown, With{"Known": Cost(&t.Cost), "All": Number(t.Requests)})
}
