package gallery

import (
	"context"
	"slices"
	"strings"

	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// GroupQueries are what the pane reads to show requests that were sent
// together, off the UI goroutine.
type GroupQueries interface {
	GroupEntryIDs(ctx context.Context, groupID string) ([]int64, error)
	EntriesByID(ctx context.Context, ids []int64) ([]library.Entry, error)
	GroupImages(ctx context.Context, groupID string, order int) ([]library.Image, error)
}

// sheet is a group as a table: the columns are the values of the last thing
// that differs, the rows those of everything else, and each place holds one
// picture of its job. Its index is the position in the group.
type sheet struct {
	group   string
	order   int // which of each job's pictures
	entries []*library.Entry
	images  []int64 // by place, 0 while there is none
	columns int
	most    int // pictures that a job of the group has
}

// newSheet lays entries and the images of one order out by their positions.
func newSheet(group string, order int, entries []library.Entry, images []library.Image) *sheet {
	s := &sheet{group: group, order: order, most: 1}
	places := map[int64]int{} // by entry
	for i := range entries {
		e := &entries[i]
		g := e.Submission.Group
		for len(s.entries) < max(g.Size, g.Position+1) {
			s.entries, s.images = append(s.entries, nil), append(s.images, 0)
		}
		s.entries[g.Position] = e
		places[e.ID] = g.Position
		s.most = max(s.most, e.Expected())
	}
	for _, img := range images {
		if place, ok := places[img.EntryID]; ok && s.entries[place].ID == img.EntryID {
			s.images[place] = img.ID
		}
	}
	s.columns = s.countColumns()
	return s
}

// countColumns is how many values the last label has; all in one row where the
// places don't come out even.
func (s *sheet) countColumns() int {
	values := map[string]bool{}
	rows := map[string]bool{}
	for _, e := range s.entries {
		if e == nil || len(e.Submission.Group.Labels) == 0 {
			continue
		}
		labels := e.Submission.Group.Labels
		values[labels[len(labels)-1].Value] = true
		rows[rowTitle(labels)] = true
	}
	if n := len(values); n > 0 && len(rows) > 1 && len(s.entries)%n == 0 {
		return n
	}
	return max(len(s.entries), 1)
}

// ids are the pictures that there are, in the order of their places.
func (s *sheet) ids() []int64 {
	var ids []int64
	for _, id := range s.images {
		if id != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// sections are the rows, with what is the same in each as its heading.
func (s *sheet) sections() []widgets.ItemSection {
	var sections []widgets.ItemSection
	for first := 0; first < len(s.entries); first += s.columns {
		title := ""
		for _, e := range s.entries[first:min(first+s.columns, len(s.entries))] {
			if e != nil {
				title = rowTitle(e.Submission.Group.Labels)
				break
			}
		}
		sections = append(sections, widgets.ItemSection{First: first, Title: title})
	}
	return sections
}

// columnTitle is what stands above a column: the value of the last label.
func (s *sheet) columnTitle(column int) string {
	for place := column; place < len(s.entries); place += s.columns {
		if e := s.entries[place]; e != nil {
			if labels := e.Submission.Group.Labels; len(labels) > 0 {
				return labelWords(labels[len(labels)-1])
			}
		}
	}
	return ""
}

func rowTitle(labels []library.Label) string {
	if len(labels) < 2 {
		return ""
	}
	words := make([]string, len(labels)-1)
	for i, l := range labels[:len(labels)-1] {
		words[i] = labelWords(l)
	}
	return strings.Join(words, "  ·  ")
}

// labelWords is a label in words; a part of the prompt speaks for itself.
func labelWords(l library.Label) string {
	if strings.HasPrefix(l.Name, request.Prompt.Label()) || strings.HasPrefix(l.Name, request.Negative.Label()) {
		return message.Value(l.Value)
	}
	return message.T("gallery.label", message.With{"Name": message.Axis(l.Name), "Value": message.Value(l.Value)})
}

// place is the place of an entry, -1 if it is none of the group's.
func (s *sheet) place(e library.Entry) int {
	if e.Submission == nil || e.Submission.Group == nil || e.Submission.Group.ID != s.group {
		return -1
	}
	return e.Submission.Group.Position
}

// known are the jobs of the table that are known.
func (s *sheet) known() []library.Entry {
	var entries []library.Entry
	for _, e := range s.entries {
		if e != nil {
			entries = append(entries, *e)
		}
	}
	return entries
}

// concerns reports whether a picture is one of those that the table shows.
func (s *sheet) concerns(img library.Image) bool {
	return img.Order == s.order && slices.ContainsFunc(s.entries, func(e *library.Entry) bool { return e != nil && e.ID == img.EntryID })
}

// update takes new values of an entry. It reports where in the table it is, -1
// for nowhere, and whether the table has to be read again.
func (s *sheet) update(e library.Entry) (place int, reread bool) {
	place = s.place(e)
	switch {
	case place < 0:
	case place >= len(s.entries), s.entries[place] == nil, s.entries[place].ID != e.ID, e.Expected() != s.entries[place].Expected():
		reread = true
	default:
		s.entries[place] = &e
	}
	return place, reread
}
