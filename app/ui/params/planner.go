package params

import (
	"errors"
	"slices"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
)

// planner computes the plan of the draft and the lists of values, and its
// problems.
type planner struct {
	draft *request.Draft
	lists *valueLists
	files func() variations.Lists // what __name__ stands for; nil: nothing
	plan  variations.Plan
	err   error // why there is no plan
}

// checkable bounds the prompts, in bytes, of which all variants are checked at
// every keystroke. Beyond it the first is checked, and all of them when they
// are sent.
const checkable = 2 << 20

// known are the lists that __name__ stands for.
func (p *planner) known() variations.Lists {
	if p.files == nil {
		return nil
	}
	return p.files()
}

// replan computes the plan again. It runs at every keystroke.
func (p *planner) replan() {
	p.plan, p.err = variations.With(p.known(), p.draft.Config(), p.lists.sweeps())
}

// first returns the first request of the plan, or the draft if there is no
// plan.
func (p *planner) first() api.Config {
	if p.err != nil {
		return p.draft.Config()
	}
	return Requests(p.plan, 1)[0].Config
}

// Requests returns the first n requests of a plan.
func Requests(plan variations.Plan, n int) []variations.Variant {
	variants := plan.First(n)
	for i := range variants {
		if len(variants[i].Config.Unknown) == 0 {
			variants[i].Config.Unknown = nil
		}
	}
	return variants
}

// problem is a field's problem in words.
type problem struct {
	field   request.Field
	words   string
	empty   bool // nothing was entered yet
	warning bool // it can be sent nevertheless
	inList  bool // it is about the list of values
}

// reason is the problem as a sentence away from the field.
func (p problem) reason() string {
	if p.field == request.Prompt {
		return message.T("params.reason.prompt", message.With{"Why": p.words})
	}
	return message.T("params.reason", message.With{"Field": message.Field(p.field), "Why": p.words})
}

// blocking returns the problems that prevent sending.
func (p *planner) blocking() []problem { return blocking(p.problems()) }

func blocking(problems []problem) []problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p problem) bool { return p.warning })
}

// problems returns what prevents sending, and what is unusual.
func (p *planner) problems() []problem {
	var list []problem
	seen := map[string]bool{}
	add := func(found problem) {
		if key := string(found.field) + "\n" + found.words; !seen[key] {
			seen[key] = true
			list = append(list, found)
		}
	}
	for _, found := range p.draft.Problems() {
		if !p.lists.has(found.Field) || found.Empty {
			add(problem{field: found.Field, words: message.Wrong(found.Field, found.Why), empty: found.Empty, warning: found.Warning})
		}
	}
	if p.err != nil {
		add(p.unplanned())
		return list
	}
	if !p.plan.Varies() || p.plan.Bytes()+p.plan.Count() > checkable {
		return list
	}
	for _, found := range p.plan.Problems(p.draft.Table.Description()) {
		inList, words := p.lists.has(found.Field), message.Wrong(found.Field, found.Why)
		if inList {
			for _, label := range found.Labels {
				if label.Axis == found.Field.Label() {
					words = message.T("params.wrong.value", message.With{"Value": message.Value(label.Value), "Why": words})
				}
			}
		}
		add(problem{field: found.Field, words: words, warning: found.Warning, inList: inList})
	}
	return list
}

// unplanned says why there is no plan, and at which field.
func (p *planner) unplanned() problem {
	if wrong, ok := errors.AsType[*variations.Error](p.err); ok {
		return problem{field: wrong.Field, words: message.Unplanned(wrong), inList: p.lists.has(wrong.Field)}
	}
	found := problem{field: request.Prompt, words: message.Error(p.err)}
	if words := message.Unplanned(p.err); words != "" {
		found.words = words
	}
	if plan, err := variations.With(p.known(), p.draft.Config(), nil); err == nil && !plan.Varies() {
		for _, sweep := range p.lists.sweeps() { // the last list, where the person is probably typing
			found.field, found.inList = sweep.Field, true
		}
	}
	return found
}
