package promptfile

import (
	"encoding/csv"
	"errors"
	"io"
	"math/big"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// File is the content of a file of prompts.
type File struct {
	Rows    []Row
	Unknown []string // columns that are no fields, and aren't used; at most maxUnknown
	More    int      // further ones
}

// Row is one line of the file.
type Row struct {
	Line  int
	Cells []Cell // without the empty ones, in the order of the columns
}

// Cell sets a field.
type Cell struct {
	Field request.Field
	Text  string
}

const (
	maxUnknown = 20
	maxColumns = 500
)

// Name finds a field by the name of a column.
type Name func(column string) (request.Field, bool)

// ByName finds a field by its name in JSON or its label, in any case.
func ByName(column string) (request.Field, bool) {
	column = strings.TrimSpace(column)
	for _, row := range request.Rows() {
		if row.Section != 0 && (strings.EqualFold(column, string(row.Field)) || strings.EqualFold(column, row.Label)) {
			return row.Field, true
		}
	}
	return "", false
}

// Lines reads a text with a prompt on each line. Empty lines are left out.
func Lines(text string) (File, error) {
	var f File
	number, count := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if count++; count <= variations.MaxJobs {
			f.Rows = append(f.Rows, Row{number, []Cell{{request.Prompt, line}}})
		}
	}
	return f.checked(count)
}

func (f File) checked(count int) (File, error) {
	switch {
	case count == 0:
		return File{}, &Error{Code: NoPrompts}
	case count > variations.MaxJobs:
		return File{}, &Error{Code: TooMany, Given: strconv.Itoa(count), Max: variations.MaxJobs}
	}
	return f, nil
}

// Table reads a table whose first line names its columns. They are separated by
// commas, semicolons or tabs, whichever the first line has most of.
func Table(text string, name Name) (File, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator(text)
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = reader.Comma != '\t'
	head, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return File{}, &Error{Code: NoPrompts}
	}
	if err != nil {
		return File{}, badTable(err)
	}
	f, fields, err := columns(head, name)
	if err != nil {
		return File{}, err
	}
	count := 0
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return f.checked(count)
		}
		if err != nil {
			return File{}, badTable(err)
		}
		line, _ := reader.FieldPos(0)
		row := Row{Line: line}
		for i, text := range cells {
			text = strings.TrimSpace(text)
			switch {
			case text == "":
			case i >= len(fields):
				return File{}, &Error{Code: BadTable, Line: line, Given: "cells"}
			case fields[i] != "":
				row.Cells = append(row.Cells, Cell{fields[i], text})
			}
		}
		if len(row.Cells) == 0 {
			continue // an empty line
		}
		if count++; count <= variations.MaxJobs {
			f.Rows = append(f.Rows, row)
		}
	}
}

// columns finds the fields of the columns; "": one that isn't used.
func columns(head []string, name Name) (f File, fields []request.Field, err error) {
	if len(head) > maxColumns {
		return File{}, nil, &Error{Code: NoColumns, Line: 1}
	}
	seen, known := map[request.Field]bool{}, false
	for _, column := range head {
		field, ok := name(column)
		switch {
		case ok && seen[field]:
			return File{}, nil, &Error{Code: TwoSame, Line: 1, Given: api.PlainText(strings.TrimSpace(column), 60)}
		case ok:
			seen[field], known = true, true
		case strings.TrimSpace(column) == "":
		case len(f.Unknown) < maxUnknown:
			f.Unknown = append(f.Unknown, api.PlainText(strings.TrimSpace(column), 60))
		default:
			f.More++
		}
		fields = append(fields, field)
	}
	if !known {
		return File{}, nil, &Error{Code: NoColumns, Line: 1, Given: api.PlainText(strings.Join(head, ", "), 80)}
	}
	return f, fields, nil
}

func badTable(err error) error {
	fault := &Error{Code: BadTable, Line: 1}
	if told, ok := errors.AsType[*csv.ParseError](err); ok {
		fault.Line = told.StartLine
	}
	return fault
}

// separator is what separates the columns of a table.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := strings.Count(head, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// Apply returns a request with the cells of a row. The error is an *Error.
func (r Row) Apply(base api.Config, models []request.Model) (api.Config, error) {
	config := request.Clone(base)
	for _, cell := range r.Cells { // a model brings other values with it, so it goes first
		if cell.Field.Row().Kind == request.KindModel {
			config = variations.WithModel(config, cell.Text, models)
		}
	}
	draft := request.NewDraft(config)
	for _, cell := range r.Cells {
		text := cell.Text
		switch row := cell.Field.Row(); row.Kind {
		case request.KindModel:
			continue
		case request.KindTags:
			text = strings.ReplaceAll(text, ";", "\n")
		case request.KindSwitch:
			text = onOff(text)
		}
		draft.Set(cell.Field, text)
		if cell.Field == request.HighRes && draft.HighRes() {
			draft.SetHighRes(true) // with a strength
		}
		if draft.Rejected(cell.Field) {
			return api.Config{}, &Error{Code: BadCell, Line: r.Line, Given: api.PlainText(cell.Text, 40), Field: cell.Field, Why: why(draft, cell.Field)}
		}
	}
	return draft.Config(), nil
}

// why is what is wrong with a field of a draft.
func why(draft *request.Draft, field request.Field) request.Why {
	for _, p := range draft.Problems() {
		if p.Field == field {
			return p.Why
		}
	}
	return field.Row().Expected()
}

func onOff(text string) string {
	switch strings.ToLower(text) {
	case "on", "yes", "true", "1":
		return "true"
	case "off", "no", "false", "0":
		return "false"
	}
	return text
}

// Planned is a row with its plan.
type Planned struct {
	variations.Plan
	Line    int
	Written string // its prompt
}

// Plans makes a plan of each row: its cells on top of a request, with what varies in
// its prompts, and the lists of values of fields that it doesn't set. The error is an *Error, a *RowError, or a *variations.TooManyError
// for all rows together.
func (f File) Plans(base api.Config, sweeps []variations.Sweep, lists variations.Lists, models []request.Model) ([]Planned, error) {
	var plans []Planned
	count, bytes := 0, 0
	for _, row := range f.Rows {
		config, err := row.Apply(base, models)
		if err != nil {
			return nil, err
		}
		plan, err := variations.With(lists, config, row.others(sweeps))
		if err != nil {
			return nil, &RowError{row.Line, err}
		}
		count += plan.Count()
		if bytes += plan.Bytes(); bytes > MaxBytes*4 {
			return nil, &Error{Code: Large, Line: row.Line, Max: MaxBytes * 4}
		}
		plans = append(plans, Planned{plan, row.Line, config.Prompt})
	}
	if count > variations.MaxJobs {
		return nil, &variations.TooManyError{Jobs: big.NewInt(int64(count))}
	}
	return plans, nil
}

// others are the lists of values of fields that a row doesn't set.
func (r Row) others(sweeps []variations.Sweep) (left []variations.Sweep) {
	set := map[request.Field]bool{}
	for _, cell := range r.Cells {
		set[cell.Field] = true
	}
	model := set[request.CheckpointID] || set[request.BaseModel]
	for _, s := range sweeps {
		if !set[s.Field] && !(model && s.Field.Row().Kind == request.KindModel) {
			left = append(left, s)
		}
	}
	return left
}

// RowError is a fault of the prompt in a row.
type RowError struct {
	Line int
	Err  error // of package variations
}

func (e *RowError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Err.Error() }

func (e *RowError) Unwrap() error { return e.Err }
