package searchbar

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lookbook/app/search"
)

func TestCommitMakesChipsOfFilters(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		all    bool // after Enter, not after a space
		words  string
		chips  []chip
		beside string // filters that exist already
	}{
		"words stay":                {text: `portrait "red dress" `, words: `portrait "red dress" `},
		"a filter goes":             {text: "rating:>=3 ", words: "", chips: []chip{{search.ByRating, "rating:>=3"}}},
		"words around it stay":      {text: "red rating:4 dress ", words: "red dress ", chips: []chip{{search.ByRating, "rating:4"}}},
		"a term to a field stays":   {text: "tag:sun -seed:4 ", words: "tag:sun -seed:4 "},
		"what is not wanted":        {text: "red -state:saved -rating:>=3 ", words: "red ", chips: []chip{{search.ByRating, "-rating:>=3"}, {search.ByState, "-state:saved"}}},
		"tags that are not wanted":  {text: `-tag="sun set" `, beside: `tag="-sun" -tag=red`, chips: []chip{{search.ByTag, "-sun"}, {search.ByTag, `-tag="red"`}, {search.ByTag, `-tag="sun set"`}}},
		"an exact tag":              {text: `tag="sun set" `, chips: []chip{{search.ByTag, "sun set"}}},
		"not in a quotation":        {text: `tag="sun `, words: `tag="sun `},
		"Enter ends a quotation":    {text: `tag="sun set`, all: true, chips: []chip{{search.ByTag, "sun set"}}},
		"several":                   {text: "state:saved,gone is:favourite ", chips: []chip{{search.ByFavourite, "is:favourite"}, {search.ByState, "saved"}, {search.ByState, "gone"}}},
		"not understood":            {text: "state:foo ", words: "state:foo "},
		"one value more":            {text: "size:10x20 ", beside: "size:1x2", chips: []chip{{search.BySize, "1x2"}, {search.BySize, "10x20"}}},
		"a rating replaces another": {text: "rating:2 ", beside: "rating:5", chips: []chip{{search.ByRating, "rating:2"}}},
		"a date replaces another":   {text: "from:2026-02-01 ", beside: "on:2026-01-05", chips: []chip{{search.ByDate, "from:2026-02-01"}}},
		"the same tag again":        {text: "tag=SUN ", beside: "tag=sun", chips: []chip{{search.ByTag, "sun"}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := wording{text: test.text, filters: search.Parse(test.beside)}
			before := w.query().String()
			w.commit(test.all)
			if w.text != test.words {
				t.Errorf("the field holds %q, want %q", w.text, test.words)
			}
			if chips := chipsOf(w.filters); !slices.Equal(chips, test.chips) {
				t.Errorf("chips are %v, want %v", chips, test.chips)
			}
			if after := w.query().String(); after != before {
				t.Errorf("looked for %q, then for %q", before, after)
			}
		})
	}
}

func TestWhatIsBeingTypedIsNotLookedForYet(t *testing.T) {
	for text, want := range map[string]string{
		"red state:sa":       "red",
		"red state:sax":      "red state:sax",
		"red state:sa ":      "red state:sa",
		"state:saved,go":     "",
		"rating:>":           "",
		"rating:>=":          "",
		"rating:2-":          "",
		"rating:7":           "rating:7",
		"size:768":           "",
		"size:768x":          "",
		"on:2026-":           "",
		"on:2026-1":          "",
		"on:2026-13-01":      "on:2026-13-01",
		"is:fav":             "",
		"tag:su":             "tag:su",
		"prompt:x":           "prompt:x",
		"http:foo":           "http:foo",
		"red on:2026":        "red from:2026-01-01 until:2026-12-31",
		`"red state:sa`:      `"red state:sa"*`,
		"state:sa red":       "state:sa red",
		`state:sa "red dres`: `state:sa "red dres"*`,
	} {
		if got := (wording{text: text}).query().String(); got != want {
			t.Errorf("%q looks for %q, want %q", text, got, want)
		}
	}
}

// typing draws texts that people may type.
func typing() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"port", "rating:>=3", "rating:2", "rating:<=1", "rating:none", "rating:>", "tag:su", "tag=sun", `tag="two words"`, `tag="two wo`,
		"state:saved", "state:fa", "state:gone,failed", "-state:saved", "-rating:2-3", "-is:favourite", "-on:2026-02", "size:768x1024", "size:7", "on:2026-01-31", "from:2026", "until:2026-02",
		"after:2026-03-01", "before:2025", "is:favourite", "is:", `"red dress"`, `-"a b"`, `"open quo`, "model=ckp_1", `model="a b"`, "-blurry",
		"seed:12", "foo:bar", `foo:"bar baz"`, "“curly”", "-", ":", `a"b"c`, "日本",
	})
	return rapid.Custom(func(t *rapid.T) string {
		text := strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), " ")
		return text + rapid.SampledFrom([]string{"", " ", "  "}).Draw(t, "end")
	})
}

// meant combines the chips and the visible words into a query.
func meant(w wording) search.Query {
	var all []string
	for _, c := range w.shown() {
		all = append(all, typedFor(c))
	}
	if last := w.last(); len(search.Parse(last).Terms) > 0 && search.Unfinished(last) {
		w = w.cutLast()
	}
	return search.Parse(strings.Join(append(all, w.text), " "))
}

// After any typing and clicking, the search is the one shown.
func TestTheSearchIsWhatIsShown(t *testing.T) {
	values := map[search.Facet][]string{
		search.ByFavourite: {"is:favourite"},
		search.ByRejected:  {"is:rejected"},
		search.ByRating:    {"rating:>=1", "rating:>=4", "rating:none"},
		search.ByState:     {"saved", "gone", "trashed"},
		search.ByDate:      {"on:2026-01-31", "from:2026-01-01 until:2026-01-31"},
		search.ByModel:     {"ckp_1", "a b"},
		search.BySize:      {"768x1024", "1x2"},
		search.ByTag:       {"sun", "Two Words"},
		search.ByAccount:   {"Main", "Red Studio"},
	}
	rapid.Check(t, func(t *rapid.T) {
		var w wording
		steps := map[string]func(*rapid.T){
			"type":   func(t *rapid.T) { w.text = typing().Draw(t, "text") },
			"commit": func(t *rapid.T) { keeps(t, &w, func() { w.commit(rapid.Bool().Draw(t, "all")) }) },
			"turn": func(t *rapid.T) {
				f := rapid.SampledFrom(facets()).Draw(t, "facet").Facet
				value := rapid.SampledFrom(values[f]).Draw(t, "value")
				w.commit(true)
				on := w.chosen(f, value)
				w.turn(f, value)
				if w.chosen(f, value) == on {
					t.Fatalf("%v %q did not turn: %+v", f, value, w)
				}
			},
			"remove": func(t *rapid.T) {
				if chips := w.shown(); len(chips) > 0 {
					c := rapid.SampledFrom(chips).Draw(t, "chip")
					w.drop(c.facet, c.value)
					if w.chosen(c.facet, c.value) {
						t.Fatalf("%v is still there", c)
					}
				}
			},
			"clear": func(t *rapid.T) {
				f := rapid.SampledFrom(facets()).Draw(t, "facet").Facet
				w.clear(f)
				if len(w.query().Values(f)) > 0 {
					t.Fatalf("%v is still looked for: %+v", f, w)
				}
			},
			"set": func(t *rapid.T) {
				q := search.Parse(typing().Draw(t, "query"))
				w = wordingOf(q)
				if w.query().String() != q.String() {
					t.Fatalf("set %q, looks for %q", q, w.query())
				}
			},
			"": func(t *rapid.T) {
				if got, want := w.query().String(), meant(w).String(); got != want {
					t.Fatalf("%+v looks for %q and shows %q", w, got, want)
				}
			},
		}
		t.Repeat(steps)
	})
}

// keeps runs a step that must not change the search.
func keeps(t *rapid.T, w *wording, step func()) {
	before := w.query().String()
	step()
	if after := w.query().String(); after != before {
		t.Fatalf("looked for %q, then for %q", before, after)
	}
}
