package cost

import (
	"cmp"
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/request"
)

// Fix is a condition on the high-resolution fix.
type Fix string

// The conditions on the fix.
const (
	AnyFix     Fix = ""
	WithFix    Fix = "with"
	WithoutFix Fix = "without"
)

// Rule is a price of one picture and the requests that it is for.
type Rule struct {
	Type   string       // model_type; "": any
	Size   request.Size // zero: any
	Fix    Fix
	Tokens Amount
}

// Prices are what a person entered.
type Prices struct {
	Rules []Rule
	Token Sum // money for one token; zero: unknown
}

// Cost is what a request costs. Money is unknown without a Currency.
type Cost struct {
	Tokens   Amount
	Money    Amount `json:",omitzero"`
	Currency string `json:",omitempty"`
}

// In returns the cost in a currency, or with "" in tokens; false: not known.
func (c Cost) In(currency string) (Amount, bool) {
	switch currency {
	case "":
		return c.Tokens, true
	case c.Currency:
		return c.Money, true
	}
	return 0, false
}

// None reports whether no price was entered.
func (p Prices) None() bool { return len(p.Rules) == 0 }

// Of returns what a request costs; false: not known.
func (p Prices) Of(c api.Config) (Cost, bool) {
	rule, found := p.ruleFor(c)
	if !found || c.NumSamples < 1 {
		return Cost{}, false
	}
	return p.OfTokens(rule.Tokens.Times(c.NumSamples)), true
}

// OfTokens returns what so many tokens cost.
func (p Prices) OfTokens(tokens Amount) Cost {
	c := Cost{Tokens: tokens}
	if p.Token != (Sum{}) {
		c.Money, c.Currency = tokens.at(p.Token.Amount), p.Token.Currency
	}
	return c
}

// ruleFor returns the rule with the most conditions that a request meets; of two, the later.
func (p Prices) ruleFor(c api.Config) (best Rule, found bool) {
	for _, r := range p.Rules {
		if r.fits(c) && (!found || r.conditions() >= best.conditions()) {
			best, found = r, true
		}
	}
	return best, found
}

// KindOf returns the rule that fits requests of the kind of c alone, without a price.
func KindOf(c api.Config) Rule {
	r := Rule{Type: typeOf(c), Size: request.Size{Width: c.Width, Height: c.Height}, Fix: WithoutFix}
	if fixed(c) {
		r.Fix = WithFix
	}
	return r
}

// And returns the rule without the conditions in which another differs.
func (r Rule) And(other Rule) Rule {
	if r.Type != other.Type {
		r.Type = ""
	}
	if r.Size != other.Size {
		r.Size = request.Size{}
	}
	if r.Fix != other.Fix {
		r.Fix = AnyFix
	}
	return r
}

// SameConditions reports whether two rules are for the same requests.
func (r Rule) SameConditions(other Rule) bool {
	return r.Type == other.Type && r.Size == other.Size && r.Fix == other.Fix
}

func (r Rule) fits(c api.Config) bool {
	return (r.Type == "" || strings.EqualFold(r.Type, typeOf(c))) &&
		(r.Size == request.Size{} || r.Size == request.Size{Width: c.Width, Height: c.Height}) &&
		(r.Fix == AnyFix || (r.Fix == WithFix) == fixed(c))
}

func (r Rule) conditions() (n int) {
	for _, set := range []bool{r.Type != "", r.Size != request.Size{}, r.Fix != AnyFix} {
		if set {
			n++
		}
	}
	return n
}

func fixed(c api.Config) bool { return c.EnableHRF != nil && *c.EnableHRF }

// typeOf returns the type of a request's model; "": not known. A price isn't guessed from a name.
func typeOf(c api.Config) string {
	if c.ModelType != "" {
		return c.ModelType
	}
	for _, stock := range request.StockModels() {
		if c.CheckpointID == "" && strings.EqualFold(stock.ID, c.BaseModel) {
			return stock.Type
		}
	}
	return ""
}

// Total is what several requests cost.
type Total struct {
	Requests int
	Unknown  int // of them, without a price
	Cost     Cost
}

// Add adds a request that has a cost, or none.
func (t *Total) Add(c Cost, known bool) {
	t.Requests++
	switch {
	case !known:
		t.Unknown++
	case t.Cost == Cost{}:
		t.Cost = c
	default:
		t.Cost.Tokens = t.Cost.Tokens.Plus(c.Tokens)
		t.Cost.Money = t.Cost.Money.Plus(c.Money)
		if t.Cost.Currency != c.Currency {
			t.Cost.Money, t.Cost.Currency = 0, ""
		}
	}
}

// In returns the total in a currency, or with "" in tokens; false: the cost of a request isn't known.
func (t Total) In(currency string) (Amount, bool) {
	amount, known := t.Cost.In(currency)
	return amount, known && t.Unknown == 0
}

// Sum returns what requests cost together.
func (p Prices) Sum(configs iter.Seq[api.Config]) Total {
	var t Total
	for c := range configs {
		t.Add(p.Of(c))
	}
	return t
}

// SumOf returns what so many of each request cost together.
func (p Prices) SumOf(configs iter.Seq2[api.Config, int]) Total {
	var t Total
	for c, n := range configs {
		price, known := p.Of(c)
		price.Tokens, price.Money = price.Tokens.Times(n), price.Money.Times(n)
		t.Add(price, known)
		t.Requests += n - 1
		if !known {
			t.Unknown += n - 1
		}
	}
	return t
}

// stored is the form of a rule in the preferences.
type stored struct {
	Type   string `json:"type,omitempty"`
	Size   string `json:"size,omitempty"`
	Fix    Fix    `json:"fix,omitempty"`
	Tokens string `json:"tokens"`
}

// ParseSize reads "768x1024"; "": any.
func ParseSize(text string) (request.Size, bool) {
	text = strings.ToLower(strings.Join(strings.Fields(text), ""))
	if text == "" {
		return request.Size{}, true
	}
	w, h, cut := strings.Cut(strings.ReplaceAll(text, "×", "x"), "x")
	width, errW := strconv.ParseUint(w, 10, 16)
	height, errH := strconv.ParseUint(h, 10, 16)
	ok := cut && errW == nil && errH == nil && width > 0 && height > 0
	if !ok {
		return request.Size{}, false
	}
	return request.Size{Width: int(width), Height: int(height)}, true
}

// FormatSize is what ParseSize reads.
func FormatSize(s request.Size) string {
	if s == (request.Size{}) {
		return ""
	}
	return strconv.Itoa(s.Width) + "x" + strconv.Itoa(s.Height)
}

// FormatRules returns rules in the form in which the preferences hold them.
func FormatRules(rules []Rule) string {
	if len(rules) == 0 {
		return ""
	}
	list := make([]stored, len(rules))
	for i, r := range rules {
		list[i] = stored{r.Type, FormatSize(r.Size), r.Fix, r.Tokens.String()}
	}
	raw, err := json.Marshal(list)
	if err != nil { // texts always encode
		return ""
	}
	return string(raw)
}

// ParseRules reads FormatRules. What makes no sense is left out: its requests have no price.
func ParseRules(text string) []Rule {
	var list []stored
	if json.Unmarshal([]byte(cmp.Or(text, "[]")), &list) != nil {
		return nil
	}
	var rules []Rule
	for _, s := range list {
		tokens, err := ParseTokens(s.Tokens)
		size, ok := ParseSize(s.Size)
		if err == nil && ok && (s.Fix == AnyFix || s.Fix == WithFix || s.Fix == WithoutFix) {
			rules = append(rules, Rule{s.Type, size, s.Fix, tokens})
		}
	}
	return rules
}
