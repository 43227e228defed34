package facts

import (
	"slices"

	"lookbook/app/library"
	"lookbook/widgets"
)

// Item is one of the pictures compared, and the job that made it; nil: it could not be read.
type Item struct {
	Image library.Image
	Entry *library.Entry
}

// Row is one parameter of all pictures.
type Row struct {
	// Name is the field's own word.
	Name string
	// Values has one for each picture, in their order; "" where it is not told.
	Values []string
	// Marks are the words of each value that not all of the others have. Only texts have them.
	Marks [][]widgets.Span
	Long  bool
}

// Diff tells the parameters that differ and those that are the same, both in the order in which a picture's details tell
// them. A parameter that only some of the pictures tell differs. Which file or job a picture is, is no parameter.
func Diff(items []Item, models Models) (differ, same []Row) {
	var rows []*Row
	at := map[string]*Row{}
	for i, item := range items {
		behind := len(rows) // what comes next stands behind the rows before this
		list := Parameters(item.Image, item.Entry, models)
		for _, f := range slices.Backward(list) {
			row := at[f.Name]
			if row == nil {
				row = &Row{Name: f.Name, Values: make([]string, len(items)), Long: f.Long}
				at[f.Name] = row
				rows = slices.Insert(rows, behind, row)
			}
			row.Values[i] = f.Value
			behind = slices.Index(rows, row)
		}
	}
	for _, row := range rows {
		if allEqual(row.Values) {
			same = append(same, *row)
			continue
		}
		if row.Long {
			row.Marks = DiffWords(row.Values)
		}
		differ = append(differ, *row)
	}
	return differ, same
}

func allEqual(values []string) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}

// Group is a value and which of the pictures have it.
type Group struct {
	Value string
	Marks []widgets.Span
	Of    []int // the places of the pictures, in order
}

// Groups are a row's different values, in the order in which they first come.
func (r Row) Groups() []Group {
	var groups []Group
next:
	for i, v := range r.Values {
		for g := range groups {
			if groups[g].Value == v {
				groups[g].Of = append(groups[g].Of, i)
				continue next
			}
		}
		group := Group{Value: v, Of: []int{i}}
		if r.Marks != nil {
			group.Marks = r.Marks[i]
		}
		groups = append(groups, group)
	}
	return groups
}
