package facts

import (
	"slices"

	"lookbook/app/library"
	"lookbook/widgets"
)

// Item is one of the compared pictures, and its job; nil: the job could not be read.
type Item struct {
	Image library.Image
	Entry *library.Entry
}

// Row is one parameter of all pictures.
type Row struct {
	// Name is the name of the field.
	Name string
	// Values has one value for each picture, in order; "": unknown.
	Values []string
	// Marks are the words of each value that some others lack. Only texts have them.
	Marks [][]widgets.Span
	Long  bool
}

// Diff returns the parameters that differ and those that are equal, both in the order of a picture's details. A
// parameter that only some of the pictures have differs. Which file or job a picture belongs to is not a parameter.
func Diff(items []Item, models Models) (differ, same []Row) {
	var rows []*Row
	at := map[string]*Row{}
	for i, item := range items {
		behind := len(rows) // new rows go before this index
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

// Group is a value and the pictures that have it.
type Group struct {
	Value string
	Marks []widgets.Span
	Of    []int // indexes of the pictures, in order
}

// Groups returns a row's different values, in order of appearance.
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
