package gallery

import (
	"strings"

	"lookbook/app/library"
	"lookbook/app/library/index"
	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// orders are the orders of the two views that have one.
type orders struct{ all, job library.Order }

// of returns the order of a scope; a table has none of these.
func (o *orders) of(s *scope) *library.Order {
	switch {
	case s.all():
		return &o.all
	case s.sheet == nil:
		return &o.job
	}
	return nil
}

// By lists the orders, in the order of a menu.
func By() []index.By {
	return []index.By{index.Newest, index.Oldest, index.ByRating, index.ByModel, index.ByPrompt, index.BySize, index.Shuffled}
}

// parted reports whether an order has sections of its own instead of days or
// jobs.
func parted(by index.By) bool {
	return by == index.ByRating || by == index.ByModel || by == index.ByPrompt || by == index.BySize
}

// OrderWords names an order.
func OrderWords(by index.By) string {
	if by == "" {
		by = index.Newest
	}
	return message.T("gallery.order." + string(by))
}

func orNewest(by index.By) index.By {
	if by == "" {
		return index.Newest
	}
	return by
}

// byValue makes a section of each value of an order.
func byValue(by index.By, l library.Listing, first bool, modelName func(id string) string) []widgets.ItemSection {
	var sections []widgets.ItemSection
	for i, run := range l.Runs {
		s := widgets.ItemSection{First: run.First, Title: valueWords(by, run.Value, modelName), Key: string(by) + " " + run.Value}
		end := len(l.IDs)
		if i+1 < len(l.Runs) {
			end = l.Runs[i+1].First
		}
		if i+1 < len(l.Runs) || !first { // otherwise the end is unknown
			s.Note = message.N("gallery.count", end-s.First)
		}
		sections = append(sections, s)
	}
	return sections
}

// valueWords is a value of an order in words.
func valueWords(by index.By, value string, modelName func(id string) string) string {
	switch by {
	case index.ByRating:
		switch value {
		case "-1":
			return message.T("gallery.rejected")
		case "0":
			return message.T("gallery.unrated")
		}
		return strings.Repeat("★", int(value[0]-'0'))
	case index.ByModel:
		if value != "" && modelName != nil {
			if name := modelName(value); name != "" {
				return name
			}
		}
	case index.BySize:
		if size := search.Parse("size:" + value).Sizes; len(size) == 1 {
			return size[0].Name()
		}
	case index.ByPrompt:
		value = strings.Join(strings.Fields(value), " ")
	}
	if value == "" {
		return message.T("gallery.order.none")
	}
	return value
}
