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
	// MaxJobs bounds the jobs of a plan: more than one user makes in a day, and
	// each job costs tokens.
	MaxJobs = 1000

	// AskJobs and AskImages are the largest numbers that are sent without
	// asking first.
	AskJobs, AskImages = 4, 64

	// maxPromptBytes bounds a prompt with all its alternatives: sixteen of the
	// longest prompts that can be sent.
	maxPromptBytes = 16 * request.MaxPromptChars

	// maxBytes bounds the prompts of all jobs together.
	maxBytes = 64 << 20
)

// Plan is a request and everything that varies in it.
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
	at    func(i int) (label string, set func(*api.Config)) // set is nil for a part of a prompt
}

// Label says which value of an axis a variant has.
type Label struct{ Axis, Value string }

// Variant is one job of a plan.
type Variant struct {
	Config api.Config
	Labels []Label // in the order of the axes
	// Row and Column are the variant's place in a table. The values of the last
	// axis are the columns; those of all other axes are the rows.
	Row, Column int
}

// With finds what varies in a request: the alternatives of the prompt, those of
// the negative prompt, then the sweeps in their order. lists are those for
// __name__, which is refused without them. The error is an *Error or a *TooManyError.
func With(lists Lists, config api.Config, sweeps []Sweep) (Plan, error) {
	known := &listed{lists: lists, parsed: map[string]part{}}
	p := Plan{config: request.Clone(config)}
	var err error
	for _, prompt := range []string{config.Prompt, config.NegativePrompt} {
		if len(prompt) > maxPromptBytes {
			return Plan{}, &Error{Field: request.Prompt, Why: request.Why{Code: LongPrompt}}
		}
	}
	if p.prompt, err = parse(request.Prompt, config.Prompt, known); err != nil {
		return Plan{}, err
	}
	if p.negative, err = parse(request.Negative, config.NegativePrompt, known); err != nil {
		return Plan{}, err
	}
	total := new(big.Int).Mul(p.prompt.count, p.negative.count)
	swept := map[request.Field]bool{}
	var several []values
	for _, s := range sweeps {
		list, err := s.parse()
		if err != nil {
			return Plan{}, err
		}
		if swept[list.field] {
			return Plan{}, &Error{Field: s.Field, Why: request.Why{Code: VariedTwice}}
		}
		swept[list.field] = true
		several = append(several, list)
		total.Mul(total, list.count)
	}
	if total.Cmp(big.NewInt(MaxJobs)) > 0 {
		return Plan{}, &TooManyError{total}
	}
	p.count = int(total.Int64())
	if p.Bytes() > maxBytes {
		return Plan{}, &Error{Field: request.Prompt, Why: request.Why{Code: LongForJobs, Given: strconv.Itoa(p.count)}}
	}
	p.axes = slices.Concat(alternatives(request.Prompt, p.prompt), alternatives(request.Negative, p.negative))
	for _, list := range several {
		p.axes = append(p.axes, axis{name: list.field.Label(), field: list.field, count: int(list.count.Int64()), at: list.at})
	}
	return p, nil
}

// alternatives returns the axes of a prompt: one for each outermost pair of
// braces.
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

// Nothing is the label of an empty alternative. It is stored in groups.
const Nothing = "(nothing)"

// shown is the label of an alternative.
func shown(text string) string {
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return Nothing
	}
	return text
}

// Count is the number of jobs, 1 or more.
func (p Plan) Count() int { return p.count }

// Bytes bounds the prompts of all jobs together.
func (p Plan) Bytes() int { return p.count * (p.prompt.long + p.negative.long) }

// Varies reports whether there is more than one variant. Otherwise the plan is
// one job, with escaped braces unescaped.
func (p Plan) Varies() bool { return len(p.axes) > 0 }

// Images is the number of pictures of all jobs. A job without a number counts
// as one.
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

// Asks reports whether the plan is so large that the window asks before sending
// it.
func (p Plan) Asks() bool { return p.count > AskJobs || p.Varies() && p.Images() > AskImages }

// First returns the first n variants, or all if there are fewer.
func (p Plan) First(n int) []Variant {
	variants := make([]Variant, 0, min(max(n, 0), p.count))
	for i := range min(max(n, 0), p.count) {
		variants = append(variants, p.variant(i))
	}
	return variants
}

// All makes the variants one at a time.
func (p Plan) All() iter.Seq[Variant] {
	return func(yield func(Variant) bool) {
		for i := range p.count {
			if !yield(p.variant(i)) {
				return
			}
		}
	}
}

// variant makes variant i. The last axis changes fastest.
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
	for _, models := range []bool{true, false} { // a model brings other values with it, so it goes first
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

// Problem is a fault of a variant's request.
type Problem struct {
	request.Problem
	Labels []Label
}

// Problems checks all variants and returns each fault once, with the first
// variant that has it. told is the service's description; see request.Check.
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

// Kinds yields a request for each combination of the lists' values, and how many jobs have it with
// other prompts.
func (p Plan) Kinds() iter.Seq2[api.Config, int] {
	lists := 1
	for _, a := range p.axes {
		if _, set := a.at(0); set != nil {
			lists *= a.count
		}
	}
	return func(yield func(api.Config, int) bool) {
		for i := range lists {
			if !yield(p.variant(i).Config, p.count/lists) {
				return
			}
		}
	}
}
