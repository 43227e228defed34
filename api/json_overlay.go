package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// This file keeps what a type cannot hold, so that JSON is written as it was read.
//
// Reading: a member goes into the field of its name. It also goes into Unknown when the field can't
// hold all of it: null, another type, an explicit zero where zero means "not given", a list with an
// element of another type, a number with more digits.
//
// Writing: a field is written when it was set since. Otherwise its member in Unknown is written, if
// there is one. The other members of Unknown follow in alphabetical order.

// maxListItems bounds a list in a job. Sixteen pictures are common, and fifty
// are the most seen so far. The elements beyond it stay in Unknown.
const maxListItems = 10_000

// errNotObject is wrapped by what decodeObject returns for other JSON values.
var errNotObject = errors.New("not a JSON object")

// errNoJobs is wrapped by what readJobs returns for other JSON values.
var errNoJobs = errors.New("no jobs in it")

// field is one field of a type, under the name it has in JSON.
type field struct {
	name  string
	index int
}

// shape holds the fields of a type, in their order.
type shape struct {
	fields  []field
	unknown int // index of the field Unknown
}

// shapes is not written after this.
var shapes = describe(Config{}, Tag{}, Job{}, ImageGenResult{}, GeneratedImage{}, DreamboothResult{}, Checkpoint{})

var timeType, rawType = reflect.TypeFor[Time](), reflect.TypeFor[json.RawMessage]()

func describe(values ...any) map[reflect.Type]shape {
	all := make(map[reflect.Type]shape, len(values))
	for _, value := range values {
		t := reflect.TypeOf(value)
		var s shape
		for i := range t.NumField() {
			if name := t.Field(i).Tag.Get("json"); name == "-" {
				s.unknown = i
			} else {
				s.fields = append(s.fields, field{name, i})
			}
		}
		all[t] = s
	}
	return all
}

// unmarshalObject is the UnmarshalJSON of every type in shapes. As encoding/json requires, null
// changes nothing.
func unmarshalObject(data []byte, target any) error {
	if err := checkJSON(data, MaxAnswerDepth); err != nil {
		return err
	}
	if data = bytes.TrimSpace(data); isNull(data) {
		return nil
	}
	v := reflect.ValueOf(target).Elem()
	if !decodeObject(data, v) {
		return fmt.Errorf("reading a %s: %w", v.Type().Name(), errNotObject)
	}
	return nil
}

// decodeObject decodes valid JSON into v and reports whether it is an object.
// Of two members with the same name the last one wins.
func decodeObject(data []byte, v reflect.Value) bool {
	rest := map[string]json.RawMessage{}
	if !members(data, func(name string, value []byte) { rest[name] = value }) {
		return false
	}
	v.SetZero()
	s := shapes[v.Type()]
	for _, f := range s.fields {
		if raw, there := rest[f.name]; there && decodeField(raw, v.Field(f.index)) {
			delete(rest, f.name)
		}
	}
	if len(rest) > 0 {
		for name, value := range rest {
			rest[name] = bytes.Clone(value) // data is the reader's
		}
		v.Field(s.unknown).Set(reflect.ValueOf(rest))
	}
	return true
}

// decodeField decodes valid JSON into v as far as v can hold it. It reports
// whether writing v would give the same value; for a value that means "not
// given" it would not.
func decodeField(data []byte, v reflect.Value) (whole bool) {
	v.SetZero()
	if v.Kind() != reflect.Pointer {
		_, exact := decodeValue(data, v)
		return exact && !isEmpty(v)
	}
	held := reflect.New(v.Type().Elem())
	ok, exact := decodeValue(data, held.Elem())
	if ok && (exact || !held.Elem().IsZero()) {
		v.Set(held)
	}
	return exact
}

// decodeValue decodes valid JSON into v, which is zero. ok reports whether the
// value has v's type, exact whether v holds all of it.
func decodeValue(data []byte, v reflect.Value) (ok, exact bool) {
	switch {
	case isNull(data):
		return false, false
	case v.Type() == rawType:
		v.SetBytes(bytes.Clone(data))
		return true, true
	case v.Type() == timeType:
		s, ok := unquote(data)
		if isNumber(data) {
			s, ok = string(data), true
		}
		t, err := ParseTime(s)
		if !ok || err != nil {
			return false, false
		}
		v.Set(reflect.ValueOf(t))
		return true, t.String() == s && !isNumber(data)
	}
	switch v.Kind() {
	case reflect.Struct:
		ok = decodeObject(data, v)
		return ok, ok
	case reflect.Slice:
		return decodeList(data, v)
	case reflect.String:
		s, ok := unquote(data)
		v.SetString(s)
		return ok, ok
	case reflect.Bool:
		v.SetBool(string(data) == "true")
		ok = v.Bool() || string(data) == "false"
		return ok, ok
	case reflect.Int, reflect.Int64:
		n, ok := wholeNumber(data)
		if ok = ok && !v.OverflowInt(n); ok {
			v.SetInt(n)
		}
		return ok, ok
	case reflect.Float64:
		f, exact, ok := decimalNumber(data)
		v.SetFloat(f)
		return ok, ok && exact
	}
	return false, false
}

// decodeList decodes the elements that v's type can hold. The others are
// skipped, and exact is false.
func decodeList(data []byte, v reflect.Value) (ok, exact bool) {
	list, n := reflect.Zero(v.Type()), 0
	exact = true
	if !elements(data, func(raw []byte) bool {
		if n++; n > maxListItems {
			exact = false
			return false
		}
		item := reflect.New(v.Type().Elem()).Elem()
		held, whole := decodeValue(raw, item)
		exact = exact && whole
		if held {
			list = reflect.Append(list, item)
		}
		return true
	}) {
		return false, false
	}
	v.Set(list)
	return true, exact
}

// marshalObject is the MarshalJSON of every type in shapes.
func marshalObject(value any) ([]byte, error) {
	v := reflect.ValueOf(value)
	s := shapes[v.Type()]
	unknown := v.Field(s.unknown).Interface().(map[string]json.RawMessage)
	rest := maps.Clone(unknown)
	b := bytes.NewBufferString("{")
	write := func(name string, value any) error {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		if err := writeJSON(b, name); err != nil {
			return fmt.Errorf("writing a name: %w", err)
		}
		b.WriteByte(':')
		if err := writeJSON(b, value); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		return nil
	}
	for _, f := range s.fields {
		held := v.Field(f.index)
		value, given := held.Interface(), !isEmpty(held)
		if kept, there := unknown[f.name]; there && (!given || stillReadsAs(kept, held)) {
			value, given = kept, true
		}
		delete(rest, f.name)
		if given {
			if err := write(f.name, value); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rest)) {
		if err := write(name, rest[name]); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// stillReadsAs reports whether value is unchanged since it was read from kept.
// Then kept holds everything that the field does, and more.
func stillReadsAs(kept json.RawMessage, value reflect.Value) bool {
	if !json.Valid(kept) {
		return false
	}
	again := reflect.New(value.Type()).Elem()
	decodeField(bytes.TrimSpace(kept), again)
	return reflect.DeepEqual(again.Interface(), value.Interface())
}

// isEmpty reports whether v means "not given".
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		if v.Type() == timeType {
			return v.Interface().(Time).IsZero()
		}
		for i := range v.NumField() {
			if !isEmpty(v.Field(i)) {
				return false
			}
		}
		return true
	default:
		return v.IsZero()
	}
}

// writeJSON writes what encoding/json writes, but leaves <, > and & unescaped: people read prompts
// in commands.
func writeJSON(b *bytes.Buffer, value any) error {
	if raw, isRaw := value.(json.RawMessage); isRaw && len(raw) == 0 {
		value = nil
	}
	if v := reflect.ValueOf(value); v.IsValid() {
		if _, ours := shapes[v.Type()]; ours {
			return writeObject(b, value)
		}
		if v.Kind() == reflect.Slice && v.Len() > 0 {
			if _, ours := shapes[v.Type().Elem()]; ours {
				return writeList(b, v)
			}
		}
	}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line feed that Encode appends
	return nil
}

// writeObject writes what encoding/json would. That writes every level of a job
// once more for the level above.
func writeObject(b *bytes.Buffer, value any) error {
	raw, err := marshalObject(value)
	b.Write(raw)
	return err
}

func writeList(b *bytes.Buffer, list reflect.Value) error {
	b.WriteByte('[')
	for i := range list.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeObject(b, list.Index(i).Interface()); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}
