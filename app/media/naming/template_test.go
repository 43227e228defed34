package naming

import (
	"errors"
	"math"
	"path"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func seed(n int64) *int64 { return &n }

func sample() Fields {
	return Fields{
		Time:   time.Date(2023, 6, 29, 16, 28, 31, 0, time.UTC),
		Prompt: "portrait photo of ukj man",
		Seed:   seed(2811570194), Job: "ig_90c7ebd5", Index: 3, Count: 16, Model: "ckp_15f9112b",
	}
}

func TestName(t *testing.T) {
	with := func(change func(*Fields)) Fields {
		f := sample()
		change(&f)
		return f
	}
	prompt := func(s string) Fields { return with(func(f *Fields) { f.Prompt = s }) }
	for name, c := range map[string]struct {
		template string
		fields   Fields
		want     string
	}{
		"default":             {Default, sample(), "2023-06-29 16.28.31 portrait photo of ukj man 2811570194 03.png"},
		"all words":           {"{date} {time} {prompt} {seed} {job} {index} {model}", sample(), "2023-06-29 16.28.31 portrait photo of ukj man 2811570194 ig_90c7ebd5 03 ckp_15f9112b.png"},
		"folders":             {"{date}/{prompt}/{index}", sample(), "2023-06-29/portrait photo of ukj man/03.png"},
		"literal":             {"Bild {index} von {model}!", sample(), "Bild 03 von ckp_15f9112b!.png"},
		"extension":           {"{index}", with(func(f *Fields) { f.Extension = ".WebP" }), "03.webp"},
		"bad extension":       {"{index}", with(func(f *Fields) { f.Extension = "p/../ng" }), "03.png"},
		"index of 8":          {"{index}", with(func(f *Fields) { f.Count = 8 }), "3.png"},
		"index of 100":        {"{index}", with(func(f *Fields) { f.Count = 100 }), "003.png"},
		"no seed":             {"{prompt} {seed} {index}", with(func(f *Fields) { f.Seed = nil }), "portrait photo of ukj man 03.png"},
		"nothing left":        {"{prompt}", prompt(" ../.. "), "picture.png"},
		"nothing in a folder": {"{prompt}/{index}", prompt("..."), "picture/03.png"},
		"path in the prompt":  {"{prompt}", prompt("../../etc/passwd"), "etc-passwd.png"},
		"separators":          {"{prompt}", prompt(`AC/DC: a "loud" <b>ack\slash|?*`), "AC-DC- a loud back-slash-.png"},
		"lines":               {"{prompt}", prompt("a\r\n\tb\x00c\x1b[31m"), "a b c [31m.png"},
		"reserved":            {"{prompt}", prompt("nul"), "_nul.png"},
		"reserved, dotted":    {"{prompt}", prompt("Com1 .old"), "_Com1 .old.png"},
		"reserved, folder":    {"{prompt}/{index}", prompt("AUX"), "_AUX/03.png"},
		"superscript device":  {"{prompt}", prompt("lpt²"), "_lpt².png"},
		"not reserved":        {"{prompt}", prompt("console"), "console.png"},
		"COM10 is a name":     {"{prompt}", prompt("COM10"), "COM10.png"},
		"hidden file":         {"{prompt}", prompt(".bashrc"), "bashrc.png"},
		"option":              {"{prompt}", prompt("--rf"), "rf.png"},
		"trailing dots":       {"{prompt}/{index}", prompt("wait. . ."), "wait/03.png"},
		"decomposed":          {"{prompt}", prompt("Cafe\u0301"), "Caf\u00e9.png"},
		"direction override":  {"{prompt}", prompt("photo\u202Egnp.exe"), "photognp.exe.png"},
		"right to left":       {"{prompt} {index}", prompt("תמונה של חתול"), "תמונה של חתול 03.png"},
		"family":              {"{prompt}", prompt("👩‍👩‍👧 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿"), "👩‍👩‍👧 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿.png"},
		"broken UTF-8":        {"{prompt}", prompt("a\xff\xfeb"), "a b.png"},
		"unassigned":          {"{prompt}", prompt("a\uFFFF\uE000\u0378b"), "ab.png"},
		"accent after a word": {"e{prompt}", prompt("\u0301cole"), "\u00e9cole.png"},
		"hostile job":         {"{job} {index}", with(func(f *Fields) { f.Job = "../" + strings.Repeat("x", 200) }), strings.Repeat("x", 40) + " 03.png"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed, err := Parse(c.template)
			if err != nil {
				t.Fatal(err)
			}
			if got := parsed.Name(c.fields); got != c.want {
				t.Errorf("got  %+q\nwant %+q", got, c.want)
			}
		})
	}
}

func TestZeroTemplateIsTheDefault(t *testing.T) {
	parsed, err := Parse(Default)
	if err != nil {
		t.Fatal(err)
	}
	var zero Template
	if zero.Name(sample()) != parsed.Name(sample()) {
		t.Errorf("the zero template makes %q", zero.Name(sample()))
	}
}

func TestLongPromptGivesWay(t *testing.T) {
	parsed, err := Parse("{date} {time} {prompt} {seed} {job} {index} {model}")
	if err != nil {
		t.Fatal(err)
	}
	f := sample()
	f.Prompt = strings.Repeat("wild west 👩‍👩‍👧 ", 2000)
	name := parsed.Name(f)
	if len(name) > MaxName-numberRoom || len(name) < MaxName-numberRoom-35 {
		t.Errorf("%d bytes: %q", len(name), name)
	}
	if !strings.HasPrefix(name, "2023-06-29 16.28.31 wild west") || !strings.HasSuffix(name, " 2811570194 ig_90c7ebd5 03 ckp_15f9112b.png") {
		t.Errorf("something other than the prompt was cut: %q", name)
	}
}

func TestParseSaysWhere(t *testing.T) {
	for _, c := range []struct {
		template string
		column   int
		fault    TemplateFault
		what     string
	}{
		{"", 1, FaultEmpty, ""},
		{" \t", 1, FaultEmpty, ""},
		{"{date} {sed}", 8, FaultWord, "sed"},
		{"é{sed}", 2, FaultWord, "sed"},
		{"{Date}", 1, FaultWord, "Date"},
		{"{date", 1, FaultOpen, ""},
		{"{date {time}", 1, FaultOpen, ""},
		{"date}", 5, FaultCloses, ""},
		{"{}", 1, FaultWord, ""},
		{"/{date}", 1, FaultSlash, ""},
		{"{date}/", 8, FaultNoName, ""},
		{"{date}//{index}", 8, FaultNoName, ""},
		{"../{index}", 1, FaultDots, ""},
		{"{date}/ .. /{index}", 8, FaultDots, ""},
		{"C:{index}", 2, FaultCharacter, ":"},
		{`{date}\{index}`, 7, FaultBackslash, ""},
		{"{date}\u202E", 7, FaultInvisible, "U+202E"},
		{"{date}\n", 7, FaultInvisible, "U+000A"},
		{"a\xffb", 2, FaultInvisible, "U+FFFD"},
		{"{seed}{seed}{seed}{seed}{seed}{seed}{seed}", 37, FaultRoom, "seed"},
		{strings.Repeat("x", 200), 1, FaultRoom, ""},
		{strings.Repeat("x", 600), 501, FaultLong, "500"},
		{"a/b/c/d/e/f", 1, FaultFolders, "4"},
	} {
		_, err := Parse(c.template)
		var wrong *TemplateError
		if !errors.As(err, &wrong) {
			t.Errorf("%q: got %v, want a *TemplateError", c.template, err)
			continue
		}
		if wrong.Column() != c.column || wrong.Fault != c.fault || wrong.What != c.what {
			t.Errorf("%q: got column %d, %v; want column %d, %s %q", c.template, wrong.Column(), err, c.column, c.fault, c.what)
		}
	}
}

// checkName fails when a name is illegal on any of the three systems.
func checkName(t interface{ Fatalf(string, ...any) }, name string) {
	if !utf8.ValidString(name) || !norm.NFC.IsNormalString(name) {
		t.Fatalf("not UTF-8 in NFC: %+q", name)
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		limit := 80
		if i == len(parts)-1 {
			limit = 150 - len(" (999999)")
		}
		switch {
		case part == "", len(part) > limit:
			t.Fatalf("%d bytes: %+q", len(part), part)
		case strings.ContainsAny(part, "<>:\"\\|?*\x00"):
			t.Fatalf("illegal character: %+q", part)
		case strings.TrimRight(part, " .") != part, strings.TrimLeft(part, " .-") != part:
			t.Fatalf("blank, dot or dash at an end: %+q", part)
		}
		for _, r := range part {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Noncharacter_Code_Point, r) {
				t.Fatalf("%U in %+q", r, part)
			}
		}
		base, _, _ := strings.Cut(part, ".")
		switch base = strings.ToUpper(strings.TrimSpace(base)); base {
		case "CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "LPT9", "COM¹", "CONIN$", "CONOUT$":
			t.Fatalf("reserved by Windows: %+q", part)
		}
	}
}

func values(t *rapid.T) Fields {
	text := rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[a-zA-Z .,:/\\-]{0,300}`),
		rapid.SampledFrom([]string{"CON", "nul.txt", "com1", "LPT9 .x", "..", "e\u0301", "\u202Ex", "👩‍👩‍👧", "🇩🇪", "ﷺ", "\u0958", strings.Repeat("a\u0301\u0302", 300), strings.Repeat("👩‍👩‍👧", 100)}),
	)
	f := Fields{
		Time:   time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "time"), 0).UTC(),
		Prompt: strings.Join(rapid.SliceOfN(text, 0, 5).Draw(t, "prompt"), rapid.SampledFrom([]string{"", " ", ", "}).Draw(t, "between")),
		Job:    text.Draw(t, "job"), Model: text.Draw(t, "model"), Extension: text.Draw(t, "extension"),
		Index: rapid.Int().Draw(t, "index"), Count: rapid.Int().Draw(t, "count"),
	}
	if rapid.Bool().Draw(t, "seeded") {
		f.Seed = seed(rapid.Int64().Draw(t, "seed"))
	}
	return f
}

func TestNamesAreLegalWhateverTheValues(t *testing.T) {
	templates := []string{
		Default, "{prompt}", "{prompt}/{index}", "{model}.{job}", "{prompt}{prompt}", "{job}/{model}/{date}/{time}/{seed}", "-{prompt}-", "a\u0301{prompt}.",
		"{date} {time} {prompt} {seed} {job} {index} {model}", strings.Repeat("é", 30) + "{prompt} {job}",
	}
	rapid.Check(t, func(t *rapid.T) {
		parsed, err := Parse(rapid.SampledFrom(templates).Draw(t, "template"))
		if err != nil {
			t.Fatal(err)
		}
		checkName(t, parsed.Name(values(t)))
	})
}

func TestOnlyThePromptIsCutAndBetweenGraphemes(t *testing.T) {
	parsed, err := Parse("{seed} {prompt} {job} {index}")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		f := values(t)
		f.Seed = seed(rapid.Int64Range(0, math.MaxInt64).Draw(t, "real seed"))
		f.Job, f.Index, f.Count, f.Extension = "ig_90c7ebd5", rapid.IntRange(1, 50).Draw(t, "nth"), 50, ""
		f.Prompt = "#" + f.Prompt // keeps an accent from joining what is before it
		name := parsed.Name(f)
		bare := f
		bare.Prompt = ""
		without := strings.TrimSuffix(parsed.Name(bare), ".png")
		head, tail, _ := strings.Cut(without, " ")
		name = strings.TrimSuffix(name, ".png")
		if !strings.HasPrefix(name, head+" #") || !strings.HasSuffix(name, " "+tail) {
			t.Fatalf("%+q does not hold %+q whole", name, without)
		}
		prompt := strings.TrimSuffix(strings.TrimPrefix(name, head+" "), " "+tail)
		whole := tidy(clip(f.Prompt))
		for rest, state := whole, -1; rest != ""; {
			if strings.TrimRight(whole[:len(whole)-len(rest)], ends+",;-") == strings.TrimRight(prompt, ends+",;-") {
				return
			}
			_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		}
		if prompt != whole {
			t.Fatalf("%+q is cut within a grapheme of %+q", prompt, whole)
		}
	})
}

func FuzzName(f *testing.F) {
	f.Add(Default, "portrait photo of ukj man", "ig_90c7ebd5", "ckp_15f9112b", int64(42), 1)
	f.Add("{date}/{prompt}", "CON", "..", "\x00", int64(-1), 0)
	f.Add("{prompt}{model}", "e\u0301\u202E👩‍👩‍👧", "/", "nul.", int64(0), -5)
	f.Fuzz(func(t *testing.T, template, prompt, job, model string, n int64, index int) {
		parsed, err := Parse(template)
		if err != nil {
			var wrong *TemplateError
			if !errors.As(err, &wrong) || wrong.Column() < 1 || wrong.Error() == "" {
				t.Fatalf("%q: %v", template, err)
			}
			return
		}
		name := parsed.Name(Fields{Prompt: prompt, Job: job, Model: model, Seed: &n, Index: index, Count: index})
		checkName(t, name)
		if path.Clean(name) != name || path.IsAbs(name) {
			t.Fatalf("%q leaves its folder", name)
		}
	})
}
