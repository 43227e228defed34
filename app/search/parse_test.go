package search

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestParse(t *testing.T) {
	words := func(texts ...string) Query {
		var q Query
		for _, text := range texts {
			q.Terms = append(q.Terms, Term{Text: text})
		}
		return q
	}
	term := func(terms ...Term) Query { return Query{Terms: terms} }
	day := func(y int, m time.Month, d int) Date { return Date{y, m, d} }
	for text, want := range map[string]Query{
		"":                    {},
		" \t\n　 ":             {},
		"portrait wom":        words("portrait", "wom"),
		"Straße":              words("Straße"),
		"ckp_15f9112b":        words("ckp_15f9112b"),
		"768×1024":            words("768×1024"),
		"猫の写真":                words("猫の写真"),
		"× … !":               {},
		"-":                   {},
		"- owl":               words("owl"),
		"--":                  {},
		"--owl":               term(Term{Text: "-owl", Not: true}),
		`"`:                   {},
		`""`:                  {},
		`" "*`:                {},
		`"red dress" -blurry`: term(Term{Text: "red dress", Phrase: true}, Term{Text: "blurry", Not: true}),
		`"red   dre`:          term(Term{Text: "red dre"}),
		`"red dre"*`:          term(Term{Text: "red dre"}),
		`“red dress”`:         term(Term{Text: "red dress", Phrase: true}),
		`-"red dress"`:        term(Term{Text: "red dress", Phrase: true, Not: true}),
		`5"disk "c d"e`:       term(Term{Text: "5"}, Term{Text: "disk", Phrase: true}, Term{Text: "c"}, Term{Text: "d"}, Term{Text: "e"}),
		`prompt:owl NEGATIVE:"bad hands" -seed:41 job:ig_1 tag:red model:ckp`: term(
			Term{Field: Prompt, Text: "owl"}, Term{Field: Negative, Text: "bad hands", Phrase: true},
			Term{Field: Seed, Text: "41", Not: true}, Term{Field: Job, Text: "ig_1"}, Term{Field: Tag, Text: "red"}, Term{Field: Model, Text: "ckp"}),
		`prompt: tag: prompt:"" state: -tag:`:                                   {},
		`foo:bar http://x`:                                                      words("foo:bar", "http://x"),
		`model=ckp_1 model="a b" model=ckp_1`:                                   {Models: []string{"ckp_1", "a b"}},
		`tag="Red  Dress" tag=red tag="RED DRESS"`:                              {Tags: []string{"Red Dress", "red"}},
		`-tag="red" -model=x`:                                                   {Not: []Query{{Models: []string{"x"}}, {Tags: []string{"red"}}}},
		`-tag="Red  Dress" -tag=red -tag="red dress" tag=red`:                   {Tags: []string{"red"}, Not: []Query{{Tags: []string{"Red Dress"}}, {Tags: []string{"red"}}}},
		`-tag:red -model:x`:                                                     term(Term{Field: Tag, Text: "red", Not: true}, Term{Field: Model, Text: "x", Not: true}),
		`state:saved,Gone state:saved STATE=failed`:                             {States: []State{Saved, Gone, Failed}},
		`account:"Red  Studio" account:WORK account:work -account:x -account:X`: {Accounts: []string{"Red Studio", "WORK"}, Not: []Query{{Accounts: []string{"x"}}}},
		`account: account:""`:                                                   {},
		`state:fa`:                                                              words("state:fa"),
		`-state:saved -state:SAVED`:                                             {Not: []Query{{States: []State{Saved}}}},
		`-state:saved,gone -size:1x2`:                                           {Not: []Query{{States: []State{Saved, Gone}}, {Sizes: []Size{{1, 2}}}}},
		`-is:favourite owl`:                                                     {Terms: []Term{{Text: "owl"}}, Not: []Query{{Favourite: true}}},
		`-rating:>=3 rating:>=1`:                                                {MinRating: 1, MaxRating: 5, Not: []Query{{MinRating: 3, MaxRating: 5}}},
		`-is:unrated -rating:>=0`:                                               {Not: []Query{{Unrated: true}}},
		`-on:2026-02`:                                                           {Not: []Query{{From: day(2026, 2, 1), To: day(2026, 2, 28)}}},
		`-before:2026-01-01`:                                                    {Not: []Query{{To: day(2025, 12, 31)}}},
		`-state:fa`:                                                             term(Term{Text: "state:fa", Not: true}),
		`state:saved,x`:                                                         words("state:saved,x"),
		`size:768x1024,512×512`:                                                 {Sizes: []Size{{768, 1024}, {512, 512}}},
		`size:0x5`:                                                              words("size:0x5"),
		`size:99999999999999999999x1`:                                           words("size:99999999999999999999x1"),
		`rating:4`:                                                              {MinRating: 4, MaxRating: 4},
		`rating:>=3`:                                                            {MinRating: 3, MaxRating: 5},
		`rating:>3`:                                                             {MinRating: 4, MaxRating: 5},
		`rating:<=2`:                                                            {MaxRating: 2},
		`rating:<2`:                                                             {MaxRating: 1},
		`rating:<1`:                                                             {Unrated: true},
		`rating:none`:                                                           {Unrated: true},
		`is:unrated`:                                                            {Unrated: true},
		`rating:0`:                                                              {Unrated: true},
		`rating:2-4`:                                                            {MinRating: 2, MaxRating: 4},
		`rating:>=2 rating:<=4`:                                                 {MinRating: 2, MaxRating: 4},
		`rating:>=4 rating:<=2`:                                                 {MinRating: 4, MaxRating: 5},
		`rating:>=0`:                                                            {},
		`rating:>5`:                                                             words("rating:>5"),
		`rating:6`:                                                              words("rating:6"),
		`rating:4-2`:                                                            words("rating:4-2"),
		`is:rejected -is:rejected`:                                              {Rejected: true, Not: []Query{{Rejected: true}}},
		`is:favourite IS:Favorite`:                                              {Favourite: true},
		`is:nice`:                                                               words("is:nice"),
		`on:2026-01-31`:                                                         {From: day(2026, 1, 31), To: day(2026, 1, 31)},
		`on:2026-02`:                                                            {From: day(2026, 2, 1), To: day(2026, 2, 28)},
		`on:2024`:                                                               {From: day(2024, 1, 1), To: day(2024, 12, 31)},
		`after:2026-01-31`:                                                      {From: day(2026, 2, 1)},
		`before:2026-01-01`:                                                     {To: day(2025, 12, 31)},
		`from:2025-12 until:2026`:                                               {From: day(2025, 12, 1), To: day(2026, 12, 31)},
		`from:2025 from:2026 until:2026-03 before:2026-03`: {From: day(2026, 1, 1), To: day(2026, 2, 28)},
		`on:2026-02-30`: words("on:2026-02-30"),
		`after:9999`:    words("after:9999"),
		`before:0001`:   words("before:0001"),
		`is:"a b"`:      term(Term{Text: "is:a b", Phrase: true}),
	} {
		got := Parse(text)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
		again := Parse(got.String())
		if !reflect.DeepEqual(got, again) {
			t.Errorf("%s is written as %s, which means %+v", text, got, again)
		}
		if got.IsZero() != reflect.DeepEqual(got, Query{}) {
			t.Errorf("%s: zero is %t", text, got.IsZero())
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"A lantern, in the SNOW!": "a|lantern|in|the|snow",
		"Straße bei CAFE\u0301":   "strasse|bei|cafe",
		"ckp_15f9112b":            "ckp|15f9112b",
		"1girl's close-up":        "1girl|s|close|up",
		"768×1024":                "768|1024",
		"猫の写真 test":               "猫|の|写|真|test",
		"がぎ":                      "が|ぎ",
		"ภาพ":                     "ภ|า|พ",
		"fox🦊owl ❤️":              "fox|🦊|owl|❤",
		"Ελλάδας":                 "ελλαδασ",
		"한국어 사진":                  "한국어|사진",
		"हिन्दी":                  "हिन्दी",
		"a\x00b\xffc":             "a|b|c",
		"ﬁne ² ½":                 "fine|2|1|2",
	} {
		if got := strings.Join(Words(text), "|"); got != want {
			t.Errorf("%q has the words %q, want %q", text, got, want)
		}
		if HasWords(text) != (want != "") {
			t.Errorf("%q: has words is %t", text, HasWords(text))
		}
	}
}

func TestTags(t *testing.T) {
	for text, want := range map[string]string{
		" red \t dress ": "red dress", "": "", `"a" “b”`: "a b", "a\x00b": "a b", strings.Repeat("é ", 99): strings.TrimSpace(strings.Repeat("é ", 30)),
	} {
		if got := CleanTag(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if TagKey("Straße  A") != TagKey("STRASSE a") || TagKey("a") == TagKey("á") {
		t.Error("tags are told apart by the wrong things")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"portrait wom", `"red dress" -blurry`, `tag="x y" -tag:z`, `"a`, `-"a"*`, "rating:>=3 on:2026", `state:"saved"`, "--a", `"-x"*`, `prompt:"tag:x"*`,
		"猫 🦊", "\xff\x00", `is:"state:saved"`, "model=\"a  b\"", "rating:0-5", "size:1x1,2×2", "-is:favourite -rating:2-3", "-on:2026-12 -on:2024 -on:2026-01-31", "-on:0001",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text)
		written := q.String()
		again := Parse(written)
		if !reflect.DeepEqual(q, again) {
			t.Errorf("%q is written as %q, which means %+v instead of %+v", text, written, again, q)
		}
		if twice := again.String(); twice != written {
			t.Errorf("%q is written as %q and as %q", text, written, twice)
		}
		for _, term := range q.Terms {
			if len(Words(term.Text)) == 0 {
				t.Errorf("%q has a term without words", text)
			}
		}
	})
}
