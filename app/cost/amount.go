package cost

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lookbook/app/cause"
)

// Amount is a number of tokens, or of a currency's units, in millionths.
type Amount int64

const (
	one Amount = 1e6

	// Most bounds every amount. A larger result is Most: no limit lets it pass.
	Most = 1e9 * one
	// mostTyped bounds what a person enters.
	mostTyped = 1e6 * one

	decimals      = 6
	currencyRunes = 5
)

// String returns the amount with a point and without needless zeros: "0.05". Parse reads it back.
func (a Amount) String() string { return a.Decimal(0) }

// Decimal returns the amount with a point and at least this many digits after it.
func (a Amount) Decimal(least int) string {
	sign, rest := "", uint64(a)
	if a < 0 {
		sign, rest = "-", uint64(-a)
	}
	whole, part := bits.Div64(0, rest, uint64(one))
	digits := strings.TrimRight(strconv.FormatUint(part+uint64(one), 10)[1:], "0")
	for len(digits) < least {
		digits += "0"
	}
	if digits == "" {
		return sign + strconv.FormatUint(whole, 10)
	}
	return sign + strconv.FormatUint(whole, 10) + "." + digits
}

// Round returns the amount with at most this many digits after the point.
func (a Amount) Round(digits int) Amount {
	unit := Amount(math.Pow10(decimals - digits))
	return (a + unit/2) / unit * unit
}

// Plus adds; it never exceeds Most.
func (a Amount) Plus(b Amount) Amount { return min(a+b, Most) }

// Times multiplies; it never exceeds Most.
func (a Amount) Times(n int) Amount {
	return bounded(new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(n))))
}

// at is the money for so many tokens at a price of one, rounded to the nearest millionth.
func (a Amount) at(price Amount) Amount {
	product := new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(price)))
	return bounded(product.Add(product, big.NewInt(int64(one/2))).Quo(product, big.NewInt(int64(one))))
}

// Per divides among n things, rounded to the nearest millionth; false: there are none.
func (a Amount) Per(n int) (Amount, bool) {
	if n <= 0 {
		return 0, false
	}
	return (a + Amount(n)/2) / Amount(n), true
}

func bounded(n *big.Int) Amount {
	if !n.IsInt64() || n.Int64() > int64(Most) {
		return Most
	}
	return Amount(n.Int64())
}

// Sum is an amount of tokens (Currency "") or of money. The zero Sum is none.
type Sum struct {
	Amount   Amount
	Currency string
}

// String is what ParseSum reads back.
func (s Sum) String() string {
	if s.Currency == "" {
		return s.Amount.String()
	}
	return s.Amount.String() + " " + s.Currency
}

// Errors of what was typed. All have a cause.
var (
	ErrEmpty      = cause.Err(cause.PriceEmpty)
	ErrZero       = cause.Err(cause.PriceZero)
	ErrNegative   = cause.Err(cause.PriceNegative)
	ErrNumber     = cause.Err(cause.PriceNumber)
	ErrGrouped    = cause.Err(cause.PriceGrouped)
	ErrFine       = cause.Err(cause.PriceFine)
	ErrHuge       = cause.Err(cause.PriceHuge)
	ErrCurrency   = cause.Err(cause.PriceCurrency)
	ErrNoCurrency = cause.Err(cause.PriceNoCurrency)
	ErrTokens     = cause.Err(cause.PriceTokens)
	ErrSize       = cause.Err(cause.PriceNoSize)
)

// ParseTokens reads a number of tokens as a person writes it, with a point or a comma.
func ParseTokens(text string) (Amount, error) {
	sum, err := ParseSum(text)
	if err == nil && sum.Currency != "" {
		return 0, ErrTokens
	}
	return sum.Amount, err
}

// ParseMoney reads an amount of money: "0.05 USD", "€ 0,05".
func ParseMoney(text string) (Sum, error) {
	sum, err := ParseSum(text)
	if err == nil && sum.Currency == "" {
		return Sum{}, ErrNoCurrency
	}
	return sum, err
}

// ParseSum reads an amount of tokens, or of money if a currency stands before or behind it.
func ParseSum(text string) (Sum, error) {
	text = strings.TrimFunc(strings.ReplaceAll(text, "\u2212", "-"), unicode.IsSpace)
	if text == "" {
		return Sum{}, ErrEmpty
	}
	from := strings.IndexFunc(text, numeric)
	if from < 0 {
		return Sum{}, ErrNumber
	}
	to := strings.LastIndexFunc(text, numeric) + 1
	before, behind := strings.TrimSpace(text[:from]), strings.TrimSpace(text[to:])
	if strings.Trim(before, "-+") != "" && behind != "" {
		return Sum{}, ErrCurrency
	}
	sign := func(r rune) bool { return r == '-' || r == '+' }
	negative := strings.Contains(before, "-") // also "-$5"
	currency, err := parseCurrency(strings.TrimSpace(strings.TrimFunc(before, sign) + behind))
	if err != nil {
		return Sum{}, err
	}
	amount, err := parseNumber(text[from:to])
	switch {
	case err != nil:
		return Sum{}, err
	case negative:
		return Sum{}, ErrNegative
	}
	return Sum{amount, currency}, nil
}

func numeric(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' }

func parseCurrency(text string) (string, error) {
	if strings.EqualFold(text, "token") || strings.EqualFold(text, "tokens") {
		return "", nil
	}
	if utf8.RuneCountInString(text) > currencyRunes {
		return "", ErrCurrency
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) {
			return "", ErrCurrency
		}
	}
	return strings.ToUpper(text), nil
}

func parseNumber(text string) (Amount, error) {
	at := strings.IndexAny(text, ".,")
	whole, part := text, ""
	if at >= 0 {
		whole, part = text[:at], text[at+1:]
	}
	switch {
	case whole == "" && part == "":
		return 0, ErrNumber
	case strings.ContainsAny(part, ".,"), strings.ContainsAny(text, " '\u00a0\u202f"):
		return 0, ErrGrouped // 1,000.50
	case at >= 0 && text[at] == ',' && len(part) == 3 && strings.Trim(whole, "0") != "":
		return 0, ErrGrouped // 1,000 is a thousand here and one there
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	switch {
	case whole == "" && part == "":
		return 0, ErrZero
	case len(whole) > 9:
		return 0, ErrHuge
	case len(part) > decimals:
		return 0, ErrFine
	}
	n, err := strconv.ParseInt(cmp.Or(whole, "0")+part+strings.Repeat("0", decimals-len(part)), 10, 64)
	switch {
	case err != nil:
		return 0, ErrNumber
	case Amount(n) > mostTyped:
		return 0, ErrHuge
	}
	return Amount(n), nil
}
