package exif

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// made makes EXIF data that hold a comment.
func made(order binary.AppendByteOrder, comment []byte) []byte {
	start := "II*\x00"
	if order.String() == "BigEndian" {
		start = "MM\x00*"
	}
	b := order.AppendUint32([]byte(start), 8)
	directory := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(b, 1)
		b = order.AppendUint16(order.AppendUint16(b, tag), kind)
		b = order.AppendUint32(order.AppendUint32(b, count), value)
		b = order.AppendUint32(b, 0)
	}
	directory(tagEXIF, 4, 1, 26)
	directory(tagUserComment, 7, uint32(len(comment)), 44)
	return append(b, comment...)
}

func comment(name string, order binary.AppendByteOrder, text string) []byte {
	b := []byte(name)
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

func commentOf(data []byte) (string, bool, error) {
	d, err := Parse(data)
	if err != nil {
		return "", false, err
	}
	return d.Comment()
}

func TestComment(t *testing.T) {
	little, big := binary.AppendByteOrder(binary.LittleEndian), binary.AppendByteOrder(binary.BigEndian)
	const text = "a cat, 猫\nSteps: 20, Sampler: Euler a, Seed: 1"
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"web UI: big-endian throughout":        {made(big, comment("UNICODE\x00", big, text)), text},
		"little-endian throughout":             {made(little, comment("UNICODE\x00", little, text)), text},
		"big-endian in little-endian":          {made(little, comment("UNICODE\x00", big, text)), text},
		"no ASCII at all, little-endian":       {made(little, comment("UNICODE\x00", little, "猫犬")), "猫犬"},
		"no ASCII at all, big-endian":          {made(big, comment("UNICODE\x00", big, "猫犬")), "猫犬"},
		"mark of the byte order":               {made(big, comment("UNICODE\x00", little, "\uFEFF猫犬")), "猫犬"},
		"UTF-8 under the name of UTF-16":       {made(little, []byte("UNICODE\x00"+text+"\x00")), text},
		"the name in UTF-16, little-endian":    {made(little, comment("", little, "UNICODE\x00"+text)), text},
		"the name in UTF-16, big-endian":       {made(little, comment("", big, "UNICODE\x00"+text)), text},
		"ASCII":                                {made(big, []byte("ASCII\x00\x00\x00a cat\x00\x00")), "a cat"},
		"UTF-8 under a name of zeros":          {made(big, []byte("\x00\x00\x00\x00\x00\x00\x00\x00猫")), "猫"},
		"Latin-1":                              {made(big, []byte("\x00\x00\x00\x00\x00\x00\x00\x00caf\xe9")), "café"},
		"no name at all":                       {made(big, []byte(text)), text},
		"no name, shorter than one":            {made(big, []byte("a cat")), "a cat"},
		"no name, UTF-16 with a mark":          {made(big, comment("", little, "\uFEFF"+text)), text},
		"blanks for a name":                    {made(big, []byte("        "+text)), text},
		"ASCII, filled up with blanks":         {made(big, []byte("ASCII   "+text)), text},
		"UTF-8 under the name of ASCII":        {made(big, []byte("ASCII\x00\x00\x00"+text)), text},
		"UTF-16 under the name of ASCII":       {made(big, comment("ASCII\x00\x00\x00", little, text)), text},
		"UTF-16 under a name of zeros":         {made(little, comment("\x00\x00\x00\x00\x00\x00\x00\x00", big, text)), text},
		"UTF-8 with a mark under UTF-16":       {made(little, []byte("UNICODE\x00\xEF\xBB\xBF"+text)), text},
		"the name in small letters":            {made(little, comment("Unicode\x00", little, text)), text},
		"UTF-16 with a mark, big-endian":       {made(little, comment("UNICODE\x00", big, "\uFEFF"+text)), text},
		"UTF-16 with a last byte that is half": {made(big, append(comment("UNICODE\x00", big, text), 0)), text},
		"JIS with nothing in it":               {made(big, []byte("JIS\x00\x00\x00\x00\x00\x00\x00")), ""},
		"short, within the directory's value":  {append(made(big, nil)[:32], "\x00\x00\x00\x03cat\x00"...), "cat"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok, err := commentOf(append([]byte(Header), c.data...))
			if err != nil || !ok || got != c.want {
				t.Errorf("got %q, %v, %v", got, ok, err)
			}
		})
	}
	if _, ok, err := commentOf(made(big, []byte("JIS\x00\x00\x00\x00\x00\x1b$B\x30\x21"))); ok || err != ErrJIS {
		t.Errorf("JIS: %v, %v", ok, err)
	}
	good := made(big, comment("UNICODE\x00", big, text))
	for length := range good {
		if got, ok, err := commentOf(good[:length]); err == nil && ok && got == text {
			t.Errorf("%d of %d bytes still hold the comment", length, len(good))
		}
	}
}

// A field of any length is read: workflows have more than 64 kB.
func TestFields(t *testing.T) {
	workflow := "workflow:{" + strings.Repeat("x", 100_000) + "}"
	order := binary.LittleEndian
	b := order.AppendUint32([]byte("II*\x00"), 8)
	b = order.AppendUint16(b, 3)
	for _, f := range []struct {
		tag           uint16
		count, offset uint32
	}{{tagMake, uint32(len(workflow)), 50}, {tagModel, 99, 1 << 31}, {tagDescription, 3, 0x636261}} {
		b = order.AppendUint16(order.AppendUint16(b, f.tag), 2)
		b = order.AppendUint32(order.AppendUint32(b, f.count), f.offset)
	}
	d, err := Parse(append(order.AppendUint32(b, 0), workflow...))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Fields(); len(got) != 2 || got[0] != "abc" || got[1] != workflow {
		t.Errorf("%d fields, %.100q", len(got), got)
	}
}

func FuzzData(f *testing.F) {
	f.Add(made(binary.BigEndian, comment("UNICODE\x00", binary.BigEndian, "a cat")))
	f.Add(OrientationOnly(6))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data)
		if err != nil {
			return
		}
		if _, _, err := d.Comment(); err != nil && err != ErrSenseless && err != ErrJIS {
			t.Error(err)
		}
		if turned := d.Orientation(); turned < 0 || turned > 8 {
			t.Errorf("turned by %d", turned)
		}
		d.Fields()
	})
}
