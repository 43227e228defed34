package params

import (
	"errors"
	"slices"
	"strings"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
)

// planner works out what the draft and the lists of values come to, and what
// stands in the way of sending it.
type planner struct {
	draft *request.Draft
	lists *valueLists
	plan  variations.Plan
	err   error // why there is no plan
}

// checkable is for how many bytes of prompts the variants are checked at every
// keystroke; beyond it the first is, and all of them when they are sent.
const checkable = 2 << 20

// replan works it out anew. It runs at every keystroke.
func (p *planner) replan() {
	p.plan, p.err = variations.Of(p.draft.Config(), p.lists.sweeps())
}

// first is the first request of the plan, or the draft where there is no plan.
func (p *planner) first() api.Config {
	if p.err != nil {
		return p.draft.Config()
	}
	return Requests(p.plan, 1)[0].Config
}

// Requests are the first n requests of a plan.
func Requests(plan variations.Plan, n int) []variations.Variant {
	variants := plan.First(n)
	for i := range variants {
		if len(variants[i].Config.Unknown) == 0 {
			variants[i].Config.Unknown = nil
		}
	}
	return variants
}

// problem is what is amiss, and whether it is in a list of values.
type problem struct {
	request.Problem
	inList bool
}

// blocking are those of the problems that stand in the way of sending.
func (p *planner) blocking() []problem { return blocking(p.problems()) }

func blocking(problems []problem) []problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p problem) bool { return p.Warning })
}

// problems are what stands between the pane and sending what it shows, and what
// is unusual about that.
func (p *planner) problems() []problem {
	var list []problem
	seen := map[string]bool{}
	add := func(found problem) {
		if key := string(found.Field) + "\n" + found.Message; !seen[key] {
			seen[key] = true
			list = append(list, found)
		}
	}
	for _, found := range p.draft.Problems() {
		if !p.lists.has(found.Field) || found.Empty {
			add(problem{found, false})
		}
	}
	if p.err != nil {
		add(p.unplanned())
		return list
	}
	if !p.plan.Varies() || p.plan.Count()*(len(p.draft.Config().Prompt)+len(p.draft.Config().NegativePrompt)+1) > checkable {
		return list
	}
	for _, found := range p.plan.Problems() {
		inList := p.lists.has(found.Field)
		words := strings.TrimSuffix(found.Message, ".")
		if inList {
			for _, label := range found.Labels {
				if label.Axis == found.Field.Label() {
					words = label.Value + ": " + words
				}
			}
		}
		add(problem{request.Problem{Field: found.Field, Message: words, Warning: found.Warning}, inList})
	}
	return list
}

// unplanned says why there is no plan, and at which field.
func (p *planner) unplanned() problem {
	if wrong, ok := errors.AsType[*variations.Error](p.err); ok {
		words := strings.TrimSuffix(wrong.Sentence, ".")
		if wrong.Column > 0 {
			words = message.N("params.wrong.at", wrong.Column, message.With{"Why": words})
		}
		return problem{request.Problem{Field: wrong.Field, Message: words}, p.lists.has(wrong.Field)}
	}
	found := problem{request.Problem{Field: request.Prompt, Message: strings.TrimSuffix(p.err.Error(), ".")}, false}
	if plan, err := variations.Of(p.draft.Config(), nil); err == nil && !plan.Varies() {
		for _, sweep := range p.lists.sweeps() { // the last list, where someone is at work
			found.Field, found.inList = sweep.Field, true
		}
	}
	return found
}
