package outline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bounds on what is read and written.
const (
	// Most bounds a shape, in bytes.
	Most = 16 << 10

	deepest   = 12   // levels written; a job has six
	mostNodes = 1500 // fields in total
)

// node is what was seen at one place of an answer.
type node struct {
	forms  []string // of values that are neither objects nor lists, in order of appearance
	fields map[string]*node
	names  []string // of fields, in order of appearance
	seen   int      // number of values at this place
	items  *node    // of lists
	lists  int
	objs   int
	empty  int // number of empty lists
	deeper bool
}

// reader reads an answer once.
type reader struct {
	decoder *json.Decoder
	nodes   int
	full    bool // some fields were left out
}

var errShape = errors.New("this is no JSON")

// Of returns the shape of a JSON answer, as some lines of text. If the answer
// is not JSON, it returns the shape of the readable start, and a word about the
// rest.
func Of(data []byte) string {
	r := &reader{decoder: json.NewDecoder(bytes.NewReader(data))}
	r.decoder.UseNumber()
	root := &node{}
	err := r.value(root, 0)
	if err == nil {
		if _, more := r.decoder.Token(); !errors.Is(more, io.EOF) {
			err = errShape
		}
	}
	var b strings.Builder
	root.write(&b, "", "")
	if r.full {
		b.WriteString("(and more fields)\n")
	}
	if err != nil {
		b.WriteString("(cut off, or not JSON from here)\n")
	}
	return bounded(b.String())
}

// bounded cuts a text after a line.
func bounded(text string) string {
	const more = "(and more)\n"
	if len(text) <= Most {
		return text
	}
	text = text[:Most-len(more)]
	return text[:strings.LastIndexByte(text, '\n')+1] + more
}

// value reads a value into a node.
func (r *reader) value(n *node, depth int) error {
	token, err := r.decoder.Token()
	if err != nil {
		return err
	}
	n.seen++
	switch token := token.(type) {
	case json.Delim:
		if depth >= deepest {
			n.deeper = true
			return r.skip()
		}
		if token == '[' {
			return r.list(n, depth)
		}
		return r.object(n, depth)
	case string:
		n.form(formOf(token))
	case json.Number:
		if _, err := strconv.ParseInt(token.String(), 10, 64); err == nil {
			n.form("whole number")
		} else {
			n.form("number")
		}
	case bool:
		n.form("true or false")
	default:
		n.form("null")
	}
	return nil
}

func (r *reader) list(n *node, depth int) error {
	n.lists++
	if n.items == nil {
		n.items = &node{}
	}
	if !r.decoder.More() {
		n.empty++
	}
	for r.decoder.More() {
		if err := r.value(n.items, depth+1); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

func (r *reader) object(n *node, depth int) error {
	n.objs++
	if n.fields == nil {
		n.fields = map[string]*node{}
	}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		text, ok := token.(string)
		if !ok {
			return errShape
		}
		name := Name(text)
		field := n.fields[name]
		if field == nil {
			field = &node{}
			if r.nodes++; r.nodes <= mostNodes {
				n.fields[name] = field
				n.names = append(n.names, name)
			} else {
				r.full = true
			}
		}
		if err := r.value(field, depth+1); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

// skip skips the rest of an object or a list.
func (r *reader) skip() error {
	for level := 1; level > 0; {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		if delim, ok := token.(json.Delim); ok {
			if delim == '{' || delim == '[' {
				level++
			} else {
				level--
			}
		}
	}
	return nil
}

func (n *node) form(form string) {
	const most = 6
	if len(n.forms) < most && !slices.Contains(n.forms, form) {
		n.forms = append(n.forms, form)
	}
}

// write writes a line for a place, and lines for what is in it.
func (n *node) write(b *strings.Builder, indent, name string) {
	if b.Len() > Most {
		return
	}
	b.WriteString(indent)
	if name != "" {
		b.WriteString(name + ": ")
	}
	inner := n
	kinds := slices.Clone(n.forms)
	lists := ""
	for inner.lists > 0 { // a list of lists is written on one line
		if inner.items.seen == 0 {
			lists += "empty list"
			break
		}
		lists += "list of "
		if inner.objs > 0 || len(inner.items.forms) > 1 || inner.items.lists == 0 {
			break
		}
		inner = inner.items
	}
	if n.lists > 0 {
		if inner.lists > 0 && inner.items.seen > 0 {
			items := inner.items
			of := slices.Clone(items.forms)
			if items.objs > 0 {
				of = append(of, "objects")
			}
			if items.lists > 0 {
				of = append(of, "lists")
			}
			if items.deeper {
				of = append(of, "more")
			}
			lists += strings.Join(of, " or ")
			if n.empty > 0 {
				lists += ", sometimes empty"
			}
		}
		kinds = append(kinds, lists)
	}
	if n.objs > 0 {
		kinds = append(kinds, "object")
	}
	if n.deeper {
		kinds = append(kinds, "more")
	}
	if len(kinds) == 0 {
		kinds = append(kinds, "nothing")
	}
	b.WriteString(strings.Join(kinds, " or ") + "\n")
	n.writeFields(b, indent+"  ")
	if inner.lists > 0 {
		inner.items.writeFields(b, indent+"  ")
	}
}

func (n *node) writeFields(b *strings.Builder, indent string) {
	for _, name := range n.names {
		told := name
		if n.fields[name].seen < n.objs {
			told += " (not always)"
		}
		n.fields[name].write(b, indent, told)
	}
}

var (
	timeForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d(?:([T ])\d\d:\d\d(?::\d\d(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$`)
	idForm   = regexp.MustCompile(`^(ig|db|ckp|TEST)_([0-9A-Za-z]{1,64})$`)
	linkForm = regexp.MustCompile(`^(?i:(https|http|gs)://)`)
)

// formOf returns the form of a text.
func formOf(text string) string {
	const longest = 16 << 10
	if text == "" {
		return "empty text"
	}
	if len(text) > longest {
		return "long text"
	}
	if m := timeForm.FindStringSubmatch(text); m != nil {
		form := "time"
		switch {
		case m[1] == "":
			form = "date"
		case m[1] == " ":
			form += " with a blank"
		}
		if m[2] != "" {
			form += fmt.Sprintf(" with %d digits of fraction", len(m[2]))
		}
		switch {
		case m[3] == "Z":
			form += " in UTC"
		case m[3] != "":
			form += " with a zone"
		}
		return form
	}
	if m := idForm.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("id %s_ and %d of %s", m[1], len(m[2]), alphabet(m[2]))
	}
	if m := linkForm.FindStringSubmatch(text); m != nil {
		form := "address with " + strings.ToLower(m[1])
		if strings.Contains(text, "Signature=") {
			form += ", signed"
		}
		return form
	}
	return "text"
}

// alphabet is the set of characters that an id uses.
func alphabet(id string) string {
	switch {
	case strings.Trim(id, "0123456789abcdef") == "":
		return "0-9a-f"
	case strings.Trim(id, "0123456789ABCDEF") == "":
		return "0-9A-F"
	case strings.ToLower(id) == id:
		return "0-9a-z"
	}
	return "0-9A-Za-z"
}
