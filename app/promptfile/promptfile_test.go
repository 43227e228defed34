package promptfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/promptfile"
	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// utf16Of is a text in UTF-16 with its mark.
func utf16Of(text string, little bool) []byte {
	var raw []byte
	for _, unit := range append([]uint16{0xFEFF}, utf16.Encode([]rune(text))...) {
		if little {
			raw = append(raw, byte(unit), byte(unit>>8))
		} else {
			raw = append(raw, byte(unit>>8), byte(unit))
		}
	}
	return raw
}

func TestTextsOfAnySystemAreRead(t *testing.T) {
	const want = "a red coat\nÆsir 👩‍👩‍👧\n"
	for name, raw := range map[string][]byte{
		"UTF-8":          []byte(want),
		"with a mark":    []byte("\ufeff" + want),
		"CRLF":           []byte(strings.ReplaceAll(want, "\n", "\r\n")),
		"CR":             []byte(strings.ReplaceAll(want, "\n", "\r")),
		"UTF-16, little": utf16Of(strings.ReplaceAll(want, "\n", "\r\n"), true),
		"UTF-16, big":    utf16Of(want, false),
	} {
		if got, err := promptfile.Decode(raw); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, raw := range map[string][]byte{
		"Latin-1":                 []byte("caf\xe9"),
		"UTF-16 without a mark":   utf16Of("abc", true)[2:],
		"a picture":               []byte("\x89PNG\r\n\x1a\n\x00\x00"),
		"half a UTF-16 character": append(utf16Of("abc", true), 0x41),
		"a control character":     []byte("a\x01b"),
	} {
		_, err := promptfile.Decode(raw)
		if fault, ok := errors.AsType[*promptfile.Error](err); name != "half a UTF-16 character" && (!ok || fault.Code != promptfile.NoText) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFilesAreBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.txt")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 50<<20); err != nil {
		t.Fatal(err)
	}
	_, err := promptfile.ReadFile(path)
	if fault, ok := errors.AsType[*promptfile.Error](err); !ok || fault.Code != promptfile.Large {
		t.Errorf("%v", err)
	}
	if _, err := promptfile.ReadFile(t.TempDir()); err == nil {
		t.Error("a folder is read")
	}
	if _, err := promptfile.ReadFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestLines(t *testing.T) {
	f, err := promptfile.Lines("a coat\n\n  a hat \n")
	want := []promptfile.Row{{1, []promptfile.Cell{{request.Prompt, "a coat"}}}, {3, []promptfile.Cell{{request.Prompt, "a hat"}}}}
	if diff := cmp.Diff(want, f.Rows); diff != "" || err != nil {
		t.Errorf("%v; -want +got:\n%s", err, diff)
	}
	for text, code := range map[string]promptfile.Code{"": promptfile.NoPrompts, "\n \n": promptfile.NoPrompts, strings.Repeat("a\n", 1001): promptfile.TooMany} {
		_, err := promptfile.Lines(text)
		if fault, ok := errors.AsType[*promptfile.Error](err); !ok || fault.Code != code {
			t.Errorf("%.10q: %v", text, err)
		}
	}
}

func TestTables(t *testing.T) {
	for name, text := range map[string]string{
		"commas":     "prompt,Steps,num_samples,note\n\"a \"\"red\"\" coat, long\",30,2,x\n\n,,,\n\"two\nlines\",,4,\n",
		"semicolons": "prompt;Steps;num_samples;note\n\"a \"\"red\"\" coat, long\";30;2;x\n\"two\nlines\";;4;\n",
		"tabs":       "prompt\tSTEPS\tnum_samples\tnote\n\"a \"\"red\"\" coat, long\"\t30\t2\tx\n\"two\nlines\"\t\t4\t\n",
	} {
		f, err := promptfile.Table(text, promptfile.ByName)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff([]string{"note"}, f.Unknown); diff != "" || len(f.Rows) != 2 {
			t.Errorf("%s: %+v %s", name, f.Rows, diff)
			continue
		}
		base := request.Defaults()
		first, err := f.Rows[0].Apply(base, nil)
		second, err2 := f.Rows[1].Apply(base, nil)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if first.Prompt != `a "red" coat, long` || first.NumInferenceSteps != 30 || first.NumSamples != 2 {
			t.Errorf("%s: %+v", name, first)
		}
		if second.Prompt != "two\nlines" || second.NumInferenceSteps != base.NumInferenceSteps || second.NumSamples != 4 {
			t.Errorf("%s: %+v", name, second)
		}
	}
}

func TestFaultyTablesSayWhere(t *testing.T) {
	for _, c := range []struct {
		text string
		code promptfile.Code
		line int
	}{
		{"", promptfile.NoPrompts, 0},
		{"prompt\n", promptfile.NoPrompts, 0},
		{"colour,size\nred,1\n", promptfile.NoColumns, 1},
		{"prompt,Prompt\na,b\n", promptfile.TwoSame, 1},
		{"prompt,steps\n\"a,1\n", promptfile.BadTable, 2},
		{"prompt\na\nb\"c\n", promptfile.BadTable, 3},
		{"prompt\na,b\n", promptfile.BadTable, 2},
		{strings.Repeat("prompt,", 600) + "\n", promptfile.NoColumns, 1},
		{"prompt\n" + strings.Repeat("a\n", 1001), promptfile.TooMany, 0},
	} {
		_, err := promptfile.Table(c.text, promptfile.ByName)
		if fault, ok := errors.AsType[*promptfile.Error](err); !ok || fault.Code != c.code || fault.Line != c.line {
			t.Errorf("%.30q: %v, want %s in line %d", c.text, err, c.code, c.line)
		}
	}
	for _, text := range []string{"prompt,Steps\na,thirty\n", "prompt,seed\na,x\n", "prompt,enable_hrf\na,maybe\n", "prompt,tags\na,nonsense\n"} {
		f, err := promptfile.Table(text, promptfile.ByName)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Plans(request.Defaults(), nil, nil, nil)
		if fault, ok := errors.AsType[*promptfile.Error](err); !ok || fault.Code != promptfile.BadCell || fault.Line != 2 || fault.Why.Code == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestRowsAreExpandedLikePrompts(t *testing.T) {
	f, err := promptfile.Table("prompt,Model,Steps\na {red|blue} coat,ckp_1,\nplain,,5\n", promptfile.ByName)
	if err != nil {
		t.Fatal(err)
	}
	base := request.Defaults()
	base.NegativePrompt = "blurry"
	plans, err := f.Plans(base, nil, nil, nil)
	if err != nil || len(plans) != 2 || plans[0].Count() != 2 || plans[1].Count() != 1 {
		t.Fatalf("%+v, %v", plans, err)
	}
	first, plain := plans[0].First(1)[0].Config, plans[1].First(1)[0].Config
	if first.Prompt != "a red coat" || first.CheckpointID != "ckp_1" || first.BaseModel != "" || first.NegativePrompt != "blurry" {
		t.Errorf("%+v", first)
	}
	if plain.NumInferenceSteps != 5 || plain.BaseModel != base.BaseModel {
		t.Errorf("%+v", plain)
	}
	broken, err := promptfile.Lines("a\n{b")
	if err != nil {
		t.Fatal(err)
	}
	_, err = broken.Plans(base, nil, nil, nil)
	if row, ok := errors.AsType[*promptfile.RowError](err); !ok || row.Line != 2 {
		t.Errorf("%v", err)
	}
	many, err := promptfile.Lines(strings.Repeat("{a|b|c}\n", 400))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := many.Plans(base, nil, nil, nil); !isTooMany(err, 1200) {
		t.Errorf("%v", err)
	}
}

func isTooMany(err error, jobs int64) bool {
	many, ok := errors.AsType[*variations.TooManyError](err)
	return ok && many.Jobs.Int64() == jobs
}

func TestAFolderOfLists(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("Colour.txt", []byte("# my colours\r\nred\r\n\r\nblue\r\n"))
	write("light/warm.TXT", utf16Of("candle\nsunset", true))
	write("empty.txt", []byte("\n# nothing\n"))
	write("latin.txt", []byte("caf\xe9"))
	write("large.txt", make([]byte, 2<<20))
	write("long.txt", []byte(strings.Repeat("a\n", 10_001)))
	write("no.md", []byte("a"))
	f, err := promptfile.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{"colour": {"red", "blue"}, "light/warm": {"candle", "sunset"}, "LIGHT/Warm": {"candle", "sunset"}} {
		if lines, why := f.List(name); why.Code != "" || !cmp.Equal(lines, want) {
			t.Errorf("%s: %q, %+v", name, lines, why)
		}
	}
	for name, want := range map[string]request.Code{
		"none": variations.NoList, "no": variations.NoList, "warm": variations.NoList, "empty": variations.EmptyList, "latin": variations.NoTextList,
		"large": variations.LargeListFile, "long": variations.LongListFile, "../colour": variations.NoList,
	} {
		if _, why := f.List(name); why.Code != want {
			t.Errorf("%s: %+v", name, why)
		}
	}
	plan, err := variations.With(f, api.Config{Prompt: "a __colour__ coat, __light/warm__"}, nil)
	if err != nil || plan.Count() != 4 {
		t.Errorf("%d, %v", plan.Count(), err)
	}
	if _, err := promptfile.ReadFolder(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that isn't there is read")
	}
	var none *promptfile.Folder
	if _, why := none.List("colour"); why.Code != variations.NoLists {
		t.Errorf("%+v", why)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add([]byte("prompt,steps\n\"a\",1\n"))
	f.Add([]byte("\xff\xfea\x00\n\x00"))
	f.Add([]byte("prompt;seed\n{a|__b__};-1\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := promptfile.Decode(raw)
		if err != nil {
			return
		}
		for _, read := range []func() (promptfile.File, error){
			func() (promptfile.File, error) { return promptfile.Lines(text) },
			func() (promptfile.File, error) { return promptfile.Table(text, promptfile.ByName) },
		} {
			file, err := read()
			if err != nil {
				continue
			}
			if len(file.Rows) == 0 || len(file.Rows) > variations.MaxJobs {
				t.Fatalf("%d rows", len(file.Rows))
			}
			plans, err := file.Plans(request.Defaults(), nil, nil, nil)
			if err == nil && len(plans) != len(file.Rows) {
				t.Fatalf("%d plans of %d rows", len(plans), len(file.Rows))
			}
		}
	})
}
