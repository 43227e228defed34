package media

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func readTexts(b []byte) ([]Text, error) { return ReadTexts(bytes.NewReader(b), int64(len(b))) }

// plainPNG makes the smallest picture, with chunks before and after its pixels.
func plainPNG(t testing.TB, before, after []rawChunk) []byte {
	t.Helper()
	return join(slices.Concat(
		[]rawChunk{header13(2, 2, 8, 0, 0, 0, 0)}, before,
		[]rawChunk{{"IDAT", deflate(t, 0, 1, 2, 0, 3, 4)}}, after,
		[]rawChunk{{"IEND", nil}},
	)...)
}

func TestReadTexts(t *testing.T) {
	for name, c := range map[string]struct {
		chunk   rawChunk
		want    []Text
		problem string
	}{
		"tEXt":                    {rawChunk{"tEXt", []byte("Title\x00caf\xe9\nx")}, []Text{{"Title", "café\nx"}}, ""},
		"tEXt, empty":             {rawChunk{"tEXt", []byte("Title\x00")}, []Text{{"Title", ""}}, ""},
		"tEXt without keyword":    {rawChunk{"tEXt", []byte("Title")}, nil, "no keyword"},
		"zTXt":                    {rawChunk{"zTXt", append([]byte("a\x00\x00"), deflate(t, []byte("caf\xe9")...)...)}, []Text{{"a", "café"}}, ""},
		"zTXt, method":            {rawChunk{"zTXt", []byte("a\x00\x07x")}, nil, "compression method 7"},
		"zTXt, nonsense":          {rawChunk{"zTXt", []byte("a\x00\x00hello")}, nil, "makes no sense"},
		"zTXt, cut off":           {rawChunk{"zTXt", append([]byte("a\x00\x00"), deflate(t, bytes.Repeat([]byte("abc"), 99)...)[:9]...)}, nil, "makes no sense"},
		"iTXt":                    {rawChunk{"iTXt", []byte("a\x00\x00\x00de\x00b\x00שלום 👩‍👩‍👧")}, []Text{{"a", "שלום 👩‍👩‍👧"}}, ""},
		"iTXt, compressed":        {rawChunk{"iTXt", append([]byte("a\x00\x01\x00\x00\x00"), deflate(t, []byte("שלום")...)...)}, []Text{{"a", "שלום"}}, ""},
		"iTXt, broken UTF-8":      {rawChunk{"iTXt", []byte("a\x00\x00\x00\x00\x00b\xffc")}, []Text{{"a", "b\uFFFDc"}}, ""},
		"iTXt, flag":              {rawChunk{"iTXt", []byte("a\x00\x02\x00\x00\x00b")}, nil, "compression method"},
		"iTXt, cut off":           {rawChunk{"iTXt", []byte("a\x00\x00\x00de")}, nil, "no beginning"},
		"eXIf":                    {rawChunk{"eXIf", commented("", "שלום")}, []Text{{"UserComment", "שלום"}}, ""},
		"eXIf without a comment":  {rawChunk{"eXIf", []byte("MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")}, nil, ""},
		"eXIf that is none":       {rawChunk{"eXIf", []byte("hello, world")}, nil, "EXIF data makes no sense"},
		"another chunk of a text": {rawChunk{"teXt", []byte("Title\x00x")}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for place, b := range map[string][]byte{
				"before": plainPNG(t, []rawChunk{c.chunk}, nil), "after": plainPNG(t, nil, []rawChunk{c.chunk}),
			} {
				texts, err := readTexts(b)
				if !slices.Equal(texts, c.want) {
					t.Errorf("%s the pixels: got %q", place, texts)
				}
				if c.problem == "" && err != nil || c.problem != "" && (!errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.problem)) {
					t.Errorf("%s the pixels: got %v, want %q", place, err, c.problem)
				}
			}
		})
	}
}

func TestTextsBeforeADamagedPlaceAreKept(t *testing.T) {
	b := plainPNG(t, []rawChunk{{"tEXt", []byte("a\x00kept")}, {"tEXt", []byte("b\x00lost")}}, []rawChunk{{"tEXt", []byte("c\x00kept")}})
	b[bytes.Index(b, []byte("lost"))] ^= 1
	texts, err := readTexts(b)
	if want := []Text{{"a", "kept"}, {"c", "kept"}}; !errors.Is(err, ErrDamaged) || !slices.Equal(texts, want) {
		t.Errorf("got %q, %v", texts, err)
	}
	texts, err = readTexts(b[:len(b)-20])
	if want := []Text{{"a", "kept"}}; !errors.Is(err, ErrDamaged) || !slices.Equal(texts, want) {
		t.Errorf("cut off: got %q, %v", texts, err)
	}
}

// commented makes big-endian EXIF data with a comment in the named encoding; no name: zeros, which
// mean UTF-8.
func commented(name, comment string) []byte {
	comment = name + "\x00\x00\x00\x00\x00\x00\x00\x00"[len(name):] + comment
	b := []byte("MM\x00*\x00\x00\x00\x08" +
		"\x00\x01\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00" + // points to the next directory
		"\x00\x01\x92\x86\x00\x07\x00\x00\x00" + string(rune(len(comment))) + "\x00\x00\x00\x2c\x00\x00\x00\x00")
	return append(b, comment...)
}

func TestEmbedChoosesTheChunk(t *testing.T) {
	for name, c := range map[string]struct {
		value, kind, read string
	}{
		"ASCII":               {"a\nb\tc", "tEXt", "a\nb\tc"},
		"Latin-1":             {"café", "tEXt", "café"},
		"empty":               {"", "tEXt", ""},
		"other letters":       {"łódź", "iTXt", "łódź"},
		"emoji":               {"👩‍👩‍👧", "iTXt", "👩‍👩‍👧"},
		"Windows quotes":      {"a\u0093b", "iTXt", "a\u0093b"},
		"terminal escape":     {"\x1b[31m", "iTXt", "\x1b[31m"},
		"NUL":                 {"a\x00b", "tEXt", "ab"},
		"NUL among others":    {"a\x00ł", "iTXt", "ał"},
		"no UTF-8":            {"a\xffb", "tEXt", "ab"},
		"20,000 and some":     {strings.Repeat("שלום 👩‍👩‍👧\n", 2000), "iTXt", strings.Repeat("שלום 👩‍👩‍👧\n", 2000)},
		"as long as possible": {strings.Repeat("x", MaxTextBytes), "tEXt", strings.Repeat("x", MaxTextBytes)},
	} {
		t.Run(name, func(t *testing.T) {
			out := embed(t, plainPNG(t, nil, nil), Text{"Comment", c.value})
			if kind := split(out)[1].kind; kind != c.kind {
				t.Errorf("written as %s", kind)
			}
			if texts, err := readTexts(out); err != nil || len(texts) != 1 || texts[0] != (Text{"Comment", c.read}) {
				t.Errorf("read back %.100q, %v", texts, err)
			}
			if _, err := inspect(out); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEmbedReplacesItsOwnKeywordsAlone(t *testing.T) {
	keep := rawChunk{"tEXt", []byte("Title\x00kept")}
	old := rawChunk{"tEXt", []byte("parameters\x00old")}
	packed := rawChunk{"zTXt", append([]byte("parameters\x00\x00"), deflate(t, []byte("old")...)...)}
	similar := rawChunk{"iTXt", []byte("Parameters\x00\x00\x00\x00\x00kept")}
	b := append(plainPNG(t, []rawChunk{old, old, keep, old}, []rawChunk{similar, packed}), "trailing"...)
	want := append(plainPNG(t, []rawChunk{{"tEXt", []byte("parameters\x00new")}, keep}, []rawChunk{similar}), "trailing"...)
	got := embed(t, b, Text{"parameters", "new"})
	if !bytes.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if again := embed(t, got, Text{"parameters", "new"}); !bytes.Equal(again, got) {
		t.Error("embedding the same again changes the file")
	}
	if same := embed(t, b); !bytes.Equal(same, b) {
		t.Error("embedding nothing changes the file")
	}
}

func TestEmbedRefuses(t *testing.T) {
	b := plainPNG(t, nil, nil)
	for _, keyword := range []string{"", " a", "a ", "a  b", "a\nb", "a\x00b", "ł", "a\u00a0b", "a\u0085b", "\xff", strings.Repeat("a", 80)} {
		err := Embed(io.Discard, bytes.NewReader(b), int64(len(b)), []Text{{keyword, "x"}})
		var wrong *KeywordError
		if !errors.As(err, &wrong) || wrong.Keyword != keyword {
			t.Errorf("keyword %q: %v", keyword, err)
		}
	}
	for name, c := range map[string]struct {
		src   []byte
		texts []Text
		want  error
	}{
		"a keyword twice": {b, []Text{{"a", "1"}, {"a", "2"}}, nil},
		"too long a text": {b, []Text{{"a", strings.Repeat("x", MaxTextBytes+1)}}, ErrTooLarge},
		"cut off":         {b[:len(b)-1], nil, ErrDamaged},
		"no PNG":          {[]byte("GIF89a"), nil, ErrUnsupported},
		"a broken header": {append(bytes.Clone(b[:20]), 9, 9, 9, 9, 9), nil, ErrDamaged},
	} {
		var out bytes.Buffer
		err := Embed(&out, bytes.NewReader(c.src), int64(len(c.src)), c.texts)
		if err == nil || (c.want != nil && !errors.Is(err, c.want)) || out.Len() > 0 {
			t.Errorf("%s: %v after writing %d bytes", name, err, out.Len())
		}
	}
	if err := Embed(fullDisk{}, bytes.NewReader(b), int64(len(b)), nil); !errors.Is(err, errDisk) {
		t.Errorf("a full disk: %v", err)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errDisk }
