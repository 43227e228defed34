package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Fingerprint is equal for two answers that say the same about a job, however their addresses are
// signed: every answer has new signatures.
//
// Libraries store it. Computing it in another way makes every job look changed once.
func (j *Job) Fingerprint() [16]byte {
	sum := sha256.Sum256(appendPrint(make([]byte, 0, 4096), reflect.ValueOf(j).Elem()))
	return [16]byte(sum[:16])
}

// appendPrint appends an encoding of v that no other value has.
func appendPrint(b []byte, v reflect.Value) []byte {
	number := func(n uint64) { b = binary.LittleEndian.AppendUint64(b, n) }
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int, reflect.Int64:
		number(uint64(v.Int()))
	case reflect.Float64:
		number(math.Float64bits(v.Float()))
	case reflect.String:
		text := v.String()
		if strings.HasPrefix(text, "http") {
			text, _, _ = strings.Cut(text, "?")
		}
		number(uint64(len(text)))
		b = append(b, text...)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return appendPrint(append(b, 1), v.Elem())
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return appendRaw(b, v.Bytes())
		}
		number(uint64(v.Len()))
		for i := range v.Len() {
			b = appendPrint(b, v.Index(i))
		}
	case reflect.Map:
		number(uint64(v.Len()))
		keys := v.MapKeys()
		slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
		for _, key := range keys {
			b = appendPrint(appendPrint(b, key), v.MapIndex(key))
		}
	case reflect.Struct:
		if at, ok := v.Interface().(Time); ok {
			number(uint64(at.Unix()))
			number(uint64(at.Nanosecond()))
			return b
		}
		for i := range v.NumField() {
			b = appendPrint(b, v.Field(i))
		}
	default:
		panic("a job holds a " + v.Type().String())
	}
	return b
}

// appendRaw appends JSON without the signatures of addresses. A signature runs to the end of its
// string. A signature in another form is kept, and the answer merely counts as changed.
func appendRaw(b, raw []byte) []byte {
	from := len(b)
	for {
		before, after, found := bytes.Cut(raw, []byte("?X-Goog-"))
		b = append(b, before...)
		if !found {
			break
		}
		raw = after[max(bytes.IndexByte(after, '"'), 0):]
	}
	return binary.LittleEndian.AppendUint64(b, uint64(len(b)-from))
}
