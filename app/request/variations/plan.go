package variations

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/request"
)

const (
	// MaxJobs is how many jobs a plan may have: more than a day's work of the
	// service for one user, and each costs tokens.
	MaxJobs = 1000

	// AskJobs and AskImages are how much may be sent without asking first.
	AskJobs, AskImages = 4, 64

	// maxPromptBytes bounds either prompt with all its alternatives: sixteen of
	// the longest that can be sent.
	maxPromptBytes = 16 * request.MaxPromptChars

	// maxBytes bounds the prompts of all jobs together.
	maxBytes = 64 << 20
)

// Plan is one request and everything that varies in it.
type Plan struct {
	config           api.Config
	prompt, negative sequence
	axes             []axis
	count            int
}

// axis is one thing that varies.
type axis struct {
	name  string
	field request.Field
	count int
	at    func(i int) (label string, set func(*api.Config)) // set is nil for a prompt's part
}

// Label says which value of an axis a variant has.
type Label struct{ Axis, Value string }

// Variant is one job of a plan.
type Variant struct {
	Config api.Config
	Labels []Label // in the order of the axes
	// Row and Column are the variant's place in a grid: the columns are the
	// values of the last axis, the rows those of all others.
	Row, Column int
}

// Of reads what varies in a request: first the alternatives of the prompt,
// then those of the other prompt, then the sweeps as they are given. The
// error is an *Error or a *TooManyError.
func Of(config api.Config, sweeps []Sweep) (Plan, error) {
	p := Plan{config: request.Clone(config)}
	var err error
	for _, prompt := range []string{config.Prompt, config.NegativePrompt} {
		if len(prompt) > maxPromptBytes {
			return Plan{}, &Error{request.Prompt, 0, request.Why{Code: LongPrompt}}
		}
	}
	if p.prompt, err = parse(request.Prompt, config.Prompt); err != nil {
		return Plan{}, err
	}
	if p.negative, err = parse(request.Negative, config.NegativePrompt); err != nil {
		return Plan{}, err
	}
	total := new(big.Int).Mul(p.prompt.count, p.negative.count)
	swept := map[request.Field]bool{}
	var lists []values
	for _, s := range sweeps {
		list, err := s.parse()
		if err != nil {
			return Plan{}, err
		}
		if swept[list.field] {
			return Plan{}, &Error{s.Field, 0, request.Why{Code: VariedTwice}}
		}
		swept[list.field] = true
		lists = append(lists, list)
		total.Mul(total, list.count)
	}
	if total.Cmp(big.NewInt(MaxJobs)) > 0 {
		return Plan{}, &TooManyError{total}
	}
	p.count = int(total.Int64())
	if size := len(config.Prompt) + len(config.NegativePrompt); p.count*size > maxBytes {
		return Plan{}, &Error{request.Prompt, 0, request.Why{Code: LongForJobs, Given: strconv.Itoa(p.count)}}
	}
	p.axes = slices.Concat(alternatives(request.Prompt, p.prompt), alternatives(request.Negative, p.negative))
	for _, list := range lists {
		p.axes = append(p.axes, axis{name: list.field.Label(), field: list.field, count: int(list.count.Int64()), at: list.at})
	}
	return p, nil
}

// alternatives are the axes of a prompt: its braces that are not within
// others.
func alternatives(field request.Field, s sequence) []axis {
	var axes []axis
	for _, group := range s.parts {
		if group.options == nil {
			continue
		}
		axes = append(axes, axis{
			field: field, count: int(group.count.Int64()),
			at: func(i int) (string, func(*api.Config)) { return shown(group.at(i)), nil },
		})
	}
	for i := range axes {
		axes[i].name = field.Label()
		if len(axes) > 1 {
			axes[i].name = fmt.Sprintf("%s %d", field.Label(), i+1)
		}
	}
	return axes
}

// Nothing is the value of an alternative without words. Labels with it are stored.
const Nothing = "(nothing)"

// shown is how an alternative is shown.
func shown(text string) string {
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return Nothing
	}
	return text
}

// Count is the number of jobs, at least 1.
func (p Plan) Count() int { return p.count }

// Varies reports whether there is anything to expand. Where there is not, the
// plan is one job, in which plain braces have lost their backslashes.
func (p Plan) Varies() bool { return len(p.axes) > 0 }

// Images is how many pictures all jobs make together. A job that does not say
// how many counts as one.
func (p Plan) Images() int {
	each := max(p.config.NumSamples, 1) * p.count
	for _, a := range p.axes {
		if a.field != request.Images {
			continue
		}
		each = 0
		for i := range a.count {
			c := request.Clone(p.config)
			_, set := a.at(i)
			set(&c)
			each += max(c.NumSamples, 1) * (p.count / a.count)
		}
	}
	return each
}

// Asks reports whether the plan is large enough to ask before it is sent.
func (p Plan) Asks() bool { return p.count > AskJobs || p.Varies() && p.Images() > AskImages }

// First are the first n variants, or all when there are fewer.
func (p Plan) First(n int) []Variant {
	variants := make([]Variant, 0, min(max(n, 0), p.count))
	for i := range min(max(n, 0), p.count) {
		variants = append(variants, p.variant(i))
	}
	return variants
}

// All goes through the variants without making them all at once.
func (p Plan) All() iter.Seq[Variant] {
	return func(yield func(Variant) bool) {
		for i := range p.count {
			if !yield(p.variant(i)) {
				return
			}
		}
	}
}

// variant makes the i-th variant, the last axis changing fastest.
func (p Plan) variant(i int) Variant {
	v := Variant{Config: request.Clone(p.config), Labels: make([]Label, len(p.axes)), Column: i}
	if n := len(p.axes); n > 0 {
		v.Row, v.Column = i/p.axes[n-1].count, i%p.axes[n-1].count
	}
	rest := i
	sets := make([]func(*api.Config), len(p.axes))
	ofPrompts := 1
	for n := len(p.axes) - 1; n >= 0; n-- {
		a := p.axes[n]
		label, set := a.at(rest % a.count)
		v.Labels[n], sets[n] = Label{a.name, label}, set
		rest /= a.count
		if set != nil {
			ofPrompts *= a.count
		}
	}
	for _, models := range []bool{true, false} { // other values win over what comes with a model
		for n, set := range sets {
			if set != nil && models == (p.axes[n].field == request.BaseModel) {
				delete(v.Config.Unknown, string(p.axes[n].field))
				set(&v.Config)
			}
		}
	}
	i /= ofPrompts
	negatives := int(p.negative.count.Int64())
	v.Config.Prompt = p.prompt.at(i / negatives)
	v.Config.NegativePrompt = p.negative.at(i % negatives)
	return v
}

// Problem is why the first of the variants that it is about cannot be sent.
type Problem struct {
	request.Problem
	Labels []Label
}

// Problems are what stands between the plan and sending it, and what is unusual
// about it: each complaint once, with the first variant that it is about. See
// request.Check for what the service told.
func (p Plan) Problems(told api.Description) []Problem {
	var problems []Problem
	seen := map[request.Problem]bool{}
	for v := range p.All() {
		for _, problem := range request.Check(v.Config, told) {
			if !seen[problem] {
				seen[problem] = true
				problems = append(problems, Problem{problem, v.Labels})
			}
		}
	}
	return problems
}
