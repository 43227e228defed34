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

// The one mechanism behind every type that keeps what it cannot hold in
// Unknown. Reading: a member goes into the field of its name when the field
// can hold all of it; when it can't (null, another type, an explicit zero
// where zero means "not given", a list with an element of another type, a time
// in an unusual form) the member as it was read goes into Unknown as well.
// Writing: a field that is set wins; one that still is what its member in
// Unknown reads as, or is not set, is written as that member; the rest of
// Unknown follows in alphabetical order.

// maxListItems bounds a list inside a job: sixteen pictures are common, fifty
// are the most that were ever seen. What is beyond it stays in Unknown.
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

// shape is what the codec knows of a type: its fields in their order.
type shape struct {
	fields  []field
	byName  map[string]int // name → index in the struct
	unknown int            // index of Unknown in the struct
}

// shapes is written here and nowhere else.
var shapes = describe(Config{}, Tag{}, Job{}, ImageGenResult{}, GeneratedImage{}, DreamboothResult{}, Checkpoint{})

var timeType, rawType = reflect.TypeFor[Time](), reflect.TypeFor[json.RawMessage]()

func describe(values ...any) map[reflect.Type]shape {
	all := make(map[reflect.Type]shape, len(values))
	for _, value := range values {
		t := reflect.TypeOf(value)
		s := shape{byName: make(map[string]int, t.NumField())}
		for i := range t.NumField() {
			name := t.Field(i).Tag.Get("json")
			if name == "-" {
				s.unknown = i
				continue
			}
			s.fields = append(s.fields, field{name, i})
			s.byName[name] = i
		}
		all[t] = s
	}
	return all
}

// unmarshalObject is the UnmarshalJSON of every described type. As encoding/json
// asks for, null changes nothing.
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

// decodeObject reads valid JSON into v and reports whether it is an object.
func decodeObject(data []byte, v reflect.Value) bool {
	s := shapes[v.Type()]
	v.SetZero()
	var unknown map[string]json.RawMessage
	keep := func(name string, value []byte) {
		if unknown == nil {
			unknown = make(map[string]json.RawMessage)
		}
		unknown[name] = bytes.Clone(value)
	}
	ok := members(data, func(name string, value []byte) {
		index, known := s.byName[name]
		if !known {
			keep(name, value)
			return
		}
		delete(unknown, name) // of two members with one name the last one counts
		if !decodeField(value, v.Field(index)) {
			keep(name, value)
		}
	})
	if len(unknown) > 0 {
		v.Field(s.unknown).Set(reflect.ValueOf(unknown))
	}
	return ok
}

// decodeField reads valid JSON into v as far as v can hold it, and reports
// whether writing v gives the value back.
func decodeField(data []byte, v reflect.Value) (whole bool) {
	v.SetZero()
	if isNull(data) {
		return false
	}
	switch {
	case v.Type() == timeType:
		return decodeTime(data, v)
	case v.Type() == rawType:
		v.SetBytes(bytes.Clone(data))
		return true
	}
	switch v.Kind() {
	case reflect.Pointer:
		held := reflect.New(v.Type().Elem())
		whole = decodeField(data, held.Elem()) || explicitZero(data, held.Elem())
		if whole || !held.Elem().IsZero() {
			v.Set(held)
		}
		return whole
	case reflect.Struct:
		return decodeObject(data, v) && !v.IsZero()
	case reflect.Slice:
		return decodeList(data, v)
	case reflect.String:
		s, ok := unquote(data)
		v.SetString(s)
		return ok && s != ""
	case reflect.Bool:
		v.SetBool(string(data) == "true")
		return v.Bool()
	case reflect.Int, reflect.Int64:
		n, ok := wholeNumber(data)
		if !ok || v.OverflowInt(n) {
			return false
		}
		v.SetInt(n)
		return n != 0
	case reflect.Float64:
		f, exact, ok := decimalNumber(data)
		if !ok {
			return false
		}
		v.SetFloat(f)
		return exact && f != 0
	}
	return false
}

// explicitZero reports whether data is the value that v's zero stands for: a
// pointer can hold that, where the value alone would mean "not given".
func explicitZero(data []byte, v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return string(data) == "false"
	case reflect.Int, reflect.Int64:
		_, ok := wholeNumber(data)
		return ok && v.IsZero()
	case reflect.Float64:
		_, exact, ok := decimalNumber(data)
		return ok && exact && v.IsZero()
	case reflect.Struct:
		return data[0] == '{'
	}
	return false
}

func decodeTime(data []byte, v reflect.Value) bool {
	s, ok := unquote(data)
	if !ok {
		return false
	}
	t, err := ParseTime(s)
	if err != nil {
		return false
	}
	v.Set(reflect.ValueOf(t))
	return !t.IsZero() && t.String() == s
}

// decodeList reads the elements that v's type can hold; the others do not
// spoil the list, they only make it not whole.
func decodeList(data []byte, v reflect.Value) (whole bool) {
	whole = true
	list := reflect.Zero(v.Type())
	item := reflect.New(v.Type().Elem()).Elem()
	ok := elements(data, func(value []byte) bool {
		if list.Len() == maxListItems {
			whole = false
			return false
		}
		item.SetZero()
		held := false
		if item.Kind() == reflect.Struct {
			held = decodeObject(value, item)
		} else {
			held = decodeField(value, item) || string(value) == `""`
		}
		if !held {
			whole = false
			return true
		}
		list = reflect.Append(list, item)
		return true
	})
	v.Set(list)
	return ok && whole && list.Len() > 0
}

// marshalObject is the MarshalJSON of every described type.
func marshalObject(value any) ([]byte, error) {
	var b bytes.Buffer
	if err := encodeObject(&b, reflect.ValueOf(value)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func encodeObject(b *bytes.Buffer, v reflect.Value) error {
	s := shapes[v.Type()]
	unknown := v.Field(s.unknown).Interface().(map[string]json.RawMessage)
	b.WriteByte('{')
	first := true
	begin := func(name string) error {
		if !first {
			b.WriteByte(',')
		}
		first = false
		if err := encodePlain(b, name); err != nil {
			return err
		}
		b.WriteByte(':')
		return nil
	}
	for _, f := range s.fields {
		kept, isKept := unknown[f.name]
		value := v.Field(f.index)
		empty := isEmpty(value)
		if empty && !isKept {
			continue
		}
		if err := begin(f.name); err != nil {
			return err
		}
		var err error
		if isKept && (empty || stillReadsAs(kept, value)) {
			err = encodeRaw(b, f.name, kept)
		} else {
			err = encodeValue(b, value)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", f.name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		if _, known := s.byName[name]; known {
			continue
		}
		if err := begin(name); err != nil {
			return err
		}
		if err := encodeRaw(b, name, unknown[name]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// stillReadsAs reports whether value is what kept was read as, so that kept
// says everything the field does, and more.
func stillReadsAs(kept json.RawMessage, value reflect.Value) bool {
	if !json.Valid(kept) {
		return false
	}
	again := reflect.New(value.Type()).Elem()
	decodeField(bytes.TrimSpace(kept), again)
	return reflect.DeepEqual(again.Interface(), value.Interface())
}

// isEmpty reports whether v is "not given".
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

func encodeValue(b *bytes.Buffer, v reflect.Value) error {
	if v.Type() == timeType || v.Type() == rawType {
		return encodePlain(b, v.Interface())
	}
	switch v.Kind() {
	case reflect.Pointer:
		return encodeValue(b, v.Elem())
	case reflect.Struct:
		return encodeObject(b, v)
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := encodeValue(b, v.Index(i)); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	default:
		return encodePlain(b, v.Interface())
	}
}

// encodePlain writes what encoding/json writes, but leaves <, > and & as they
// are: a prompt in a command that people read should look like itself.
func encodePlain(b *bytes.Buffer, value any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line end that Encode adds
	return nil
}

func encodeRaw(b *bytes.Buffer, name string, raw json.RawMessage) error {
	if len(raw) == 0 {
		b.WriteString("null")
		return nil
	}
	if err := json.Compact(b, raw); err != nil {
		return fmt.Errorf("writing what was kept of %s: %w", name, err)
	}
	return nil
}
