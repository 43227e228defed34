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

// GroupQueries are the queries for requests that were sent together; they run
// off the UI goroutine.
type GroupQueries interface {
	GroupEntryIDs(ctx context.Context, groupID string) ([]int64, error)
	EntriesByID(ctx context.Context, ids []int64) ([]library.Entry, error)
	GroupImages(ctx context.Context, groupID string, order int) ([]library.Image, error)
}

// sheet is a group as a table: the columns are the values of the last
// difference, the rows those of all others, and each place has one picture of
// its job. Its index is the position in the group.
type sheet struct {
	group   string
	order   int // which picture of each job
	entries []*library.Entry
	images  []int64 // by place; 0: none
	columns int
	most    int // largest number of pictures of a job in the group
}

// newSheet places entries and their images by position.
func newSheet(group string, order int, entries []library.Entry, images []library.Image) *sheet {
	s := &sheet{group: group, order: order, most: 1}
	places := map[int64]int{} // by entry id
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

// countColumns is the number of values of the last label. If the places don't
// form a rectangle, there is one row.
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

// ids returns the existing pictures in order.
func (s *sheet) ids() []int64 {
	var ids []int64
	for _, id := range s.images {
		if id != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// sections returns the rows, with their common values as headings.
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

// columnTitle is the heading of a column: the value of the last label.
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

// labelWords is a label in words; a part of the prompt needs no name.
func labelWords(l library.Label) string {
	if strings.HasPrefix(l.Name, request.Prompt.Label()) || strings.HasPrefix(l.Name, request.Negative.Label()) {
		return message.Value(l.Value)
	}
	return message.T("gallery.label", message.With{"Name": message.Axis(l.Name), "Value": message.Value(l.Value)})
}

// place returns the place of an entry; -1: it is not in the group.
func (s *sheet) place(e library.Entry) int {
	if e.Submission == nil || e.Submission.Group == nil || e.Submission.Group.ID != s.group {
		return -1
	}
	return e.Submission.Group.Position
}

// known returns the table's known jobs.
func (s *sheet) known() []library.Entry {
	var entries []library.Entry
	for _, e := range s.entries {
		if e != nil {
			entries = append(entries, *e)
		}
	}
	return entries
}

// concerns reports whether the table shows a picture.
func (s *sheet) concerns(img library.Image) bool {
	return img.Order == s.order && slices.ContainsFunc(s.entries, func(e *library.Entry) bool { return e != nil && e.ID == img.EntryID })
}

// update takes over new values of an entry. It returns its place, -1 for none,
// and whether the table must be read again.
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

// Table is a group of requests as rows of pictures with titles.
type Table struct {
	Columns []string // titles
	Rows    []TableRow
}

// TableRow is a row of a Table.
type TableRow struct {
	Title  string
	Images []int64 // 0: none
}

// TableOf places the pictures of a group as the gallery does. order says which
// picture of each job.
func TableOf(group string, order int, entries []library.Entry, images []library.Image) Table {
	s := newSheet(group, order, entries, images)
	var t Table
	for column := range s.columns {
		t.Columns = append(t.Columns, s.columnTitle(column))
	}
	for _, section := range s.sections() {
		t.Rows = append(t.Rows, TableRow{section.Title, s.images[section.First:min(section.First+s.columns, len(s.images))]})
	}
	return t
}
