package library

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lookbook/app/cost"
)

// SpendingBy is what spending is grouped by.
type SpendingBy string

// The groupings.
const (
	ByDay     SpendingBy = "day"
	ByWeek    SpendingBy = "week"
	ByMonth   SpendingBy = "month"
	ByModel   SpendingBy = "model"
	ByTag     SpendingBy = "tag" // a picture with two tags counts in both
	ByAccount SpendingBy = "account"
)

// SpendingGroupings are all groupings, in the order in which they are offered.
func SpendingGroupings() []SpendingBy {
	return []SpendingBy{ByDay, ByWeek, ByMonth, ByModel, ByTag, ByAccount}
}

// InTime reports whether the groups follow each other in time.
func (b SpendingBy) InTime() bool { return b == ByDay || b == ByWeek || b == ByMonth }

// Sums are tokens, and money by currency.
type Sums struct {
	Tokens cost.Amount
	Money  map[string]cost.Amount
}

func (s *Sums) add(c cost.Cost) {
	s.Tokens = s.Tokens.Plus(c.Tokens)
	if c.Currency != "" {
		if s.Money == nil {
			s.Money = map[string]cost.Amount{}
		}
		s.Money[c.Currency] = s.Money[c.Currency].Plus(c.Money)
	}
}

// In returns the sum in a currency, or with "" in tokens.
func (s Sums) In(currency string) cost.Amount {
	if currency == "" {
		return s.Tokens
	}
	return s.Money[currency]
}

// SpendingGroup is what the jobs of a day, a model, … cost.
type SpendingGroup struct {
	// Key is a day (2026-03-01), the Monday of a week, a month (2026-03), a model, a tag or an
	// account's number. "": not told, or without a tag.
	Key string
	// Done, Failed and Unsure are apart: what failed or whose answer was lost may not have been charged.
	Done, Failed, Unsure Sums
	// Jobs counts all, Unpriced those of them whose cost is not known.
	Jobs, Unpriced int
	// Pictures and Kept are those of done jobs with a price.
	Pictures, Kept int
}

// PerKept is what a kept picture cost, in a currency or with "" in tokens: all that done jobs with a
// price cost, by the pictures of them that were kept. false: there is none.
func (g SpendingGroup) PerKept(currency string) (cost.Amount, bool) {
	return g.Done.In(currency).Per(g.Kept)
}

func (g *SpendingGroup) add(j JobSpending, price *cost.Cost, pictures, kept int) {
	g.Jobs++
	if price == nil {
		g.Unpriced++
		return
	}
	switch j.Outcome {
	case SpentFailed:
		g.Failed.add(*price)
	case SpentUnsure:
		g.Unsure.add(*price)
	default:
		g.Done.add(*price)
		g.Pictures += pictures
		g.Kept += kept
	}
}

// Total adds everything up.
func (s Spending) Total() SpendingGroup {
	var total SpendingGroup
	for _, j := range s.Jobs {
		total.add(j, j.Cost, j.Pictures, j.Kept)
	}
	return total
}

// Currencies are those of the money that was spent, sorted.
func (s Spending) Currencies() []string {
	var all []string
	for _, j := range s.Jobs {
		if j.Cost != nil && j.Cost.Currency != "" && !slices.Contains(all, j.Cost.Currency) {
			all = append(all, j.Cost.Currency)
		}
	}
	slices.Sort(all)
	return all
}

// Since returns the jobs that were sent at a time or later.
func (s Spending) Since(from time.Time) Spending {
	at, _ := slices.BinarySearchFunc(s.Jobs, from, func(j JobSpending, from time.Time) int { return j.Sent.Compare(from) })
	s.Jobs = s.Jobs[at:]
	return s
}

// Groups groups what was spent, with days in the time zone of where. Groups in time are the latest
// first, others the dearest first in tokens.
func (s Spending) Groups(by SpendingBy, where *time.Location) []SpendingGroup {
	groups := map[string]*SpendingGroup{}
	of := func(key string) *SpendingGroup {
		if groups[key] == nil {
			groups[key] = &SpendingGroup{Key: key}
		}
		return groups[key]
	}
	for _, j := range s.Jobs {
		if by != ByTag || len(j.Tags) == 0 {
			of(j.key(by, where)).add(j, j.Cost, j.Pictures, j.Kept)
			continue
		}
		for _, t := range j.Tags {
			of(t.Tag).add(j, j.share(t.Pictures), t.Pictures, t.Kept)
		}
	}
	list := make([]SpendingGroup, 0, len(groups))
	for _, g := range groups {
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b SpendingGroup) int {
		if by.InTime() {
			return strings.Compare(b.Key, a.Key)
		}
		return cmp.Or(cmp.Compare(b.all(), a.all()), strings.Compare(a.Key, b.Key))
	})
	return list
}

func (g SpendingGroup) all() cost.Amount {
	return g.Done.Tokens + g.Failed.Tokens + g.Unsure.Tokens
}

// share is the part of a job's cost that falls to some of its pictures; nil: not known.
func (j JobSpending) share(pictures int) *cost.Cost {
	if j.Cost == nil {
		return nil
	}
	part := *j.Cost
	part.Tokens, _ = part.Tokens.Times(pictures).Per(max(j.Pictures, 1))
	part.Money, _ = part.Money.Times(pictures).Per(max(j.Pictures, 1))
	return &part
}

func (j JobSpending) key(by SpendingBy, where *time.Location) string {
	sent := j.Sent.In(where)
	switch by {
	case ByDay:
		return sent.Format(time.DateOnly)
	case ByWeek:
		monday := int(sent.Weekday()+6) % 7
		return sent.AddDate(0, 0, -monday).Format(time.DateOnly)
	case ByMonth:
		return fmt.Sprintf("%04d-%02d", sent.Year(), sent.Month())
	case ByModel:
		return j.Model
	case ByAccount:
		return strconv.FormatInt(j.Account, 10)
	}
	return ""
}
