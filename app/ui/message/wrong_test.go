package message_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
)

func TestExpects(t *testing.T) {
	for field, want := range map[request.Field]string{
		request.Width:     "Choose a size from 64 to 4096 pixels",
		request.Images:    "Choose a number from 1 to 50",
		request.Denoising: "Choose a number from 0 to 1",
		request.Seed:      "Choose a number from 0 to 4294967295, or -1 for a random one",
		request.Scheduler: "This is not a value",
	} {
		if got := message.Wrong(field, field.Row().Expected()); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}

func TestOddSizeNamesItsNeighbours(t *testing.T) {
	problems := request.Check(api.Config{Prompt: "p", BaseModel: "m", Width: 513}, api.Description{})
	if len(problems) != 1 || !strings.HasSuffix(message.Wrong(problems[0].Field, problems[0].Why), "512 or 520") {
		t.Errorf("got %v", problems)
	}
}

// Every problem has a sentence, without gaps and without texts that don't
// belong on the screen.
func TestWhateverIsAmissIsSaid(t *testing.T) {
	many := make([]api.Tag, request.MaxTags+1)
	for i := range many {
		many[i].Key = "a"
	}
	var found []request.Problem
	for _, change := range []func(c *api.Config){
		func(c *api.Config) { c.Prompt, c.BaseModel = "", "" },
		func(c *api.Config) {
			c.Prompt, c.NegativePrompt = strings.Repeat("é", request.MaxPromptChars+1), "a\xff"
		},
		func(c *api.Config) { c.Prompt, c.CheckpointID = "a\x00", "ckp_1" },
		func(c *api.Config) { c.Width, c.Height, c.GuidanceScale = 513, -8, new(math.NaN()) },
		func(c *api.Config) { c.Tags, c.Callback = many, "example.com" },
		func(c *api.Config) { c.Tags = []api.Tag{{Value: "b"}} },
		func(c *api.Config) { c.Tags = []api.Tag{{Key: strings.Repeat("a", request.MaxTagChars+1)}} },
		func(c *api.Config) { c.Unknown = map[string]json.RawMessage{"width": json.RawMessage("\"wi\x07de\"")} },
	} {
		c := api.Config{Prompt: "p", BaseModel: "m"}
		change(&c)
		found = append(found, request.Check(c, api.Description{})...)
	}
	d := request.NewDraft(request.Defaults())
	d.SetTags("a=b\nc")
	found = append(found, d.Problems()...)
	for _, row := range request.Rows() {
		found = append(found, request.Problem{Field: row.Field, Why: row.Expected()})
	}
	list := func(field request.Field, texts ...string) (lists []variations.Sweep) {
		for _, text := range texts {
			lists = append(lists, variations.Sweep{Field: field, Text: text})
		}
		return lists
	}
	for _, c := range []struct {
		prompt string
		lists  []variations.Sweep
	}{
		{"{a", nil},
		{"a}", nil},
		{strings.Repeat("{", 30), nil},
		{strings.Repeat("x", 1<<20), nil},
		{strings.Repeat("x", 500_000), list(request.Seed, "1..1000")},
		{"{0.5::a|b}", nil},
		{"${season}", nil},
		{"{a$$b|c}", nil},
		{"{3$$a|b}", nil},
		{"{2-1$$a|b}", nil},
		{"{2$$" + strings.Repeat("|", 300) + "}", nil},
		{"__no_list__", nil},
		{"__empty_list__", nil},
		{"__unread_list__", nil},
		{"__long_file__", nil},
		{"__large_file__", nil},
		{"__no_text_list__", nil},
		{"__cycle__", nil},
		{"__d0__", nil},
		{"p", list(request.Steps, "1,,2")},
		{"p", list(request.Steps, "x")},
		{"p", list(request.Steps, "1.5")},
		{"p", list(request.Steps, "1..2 by 0")},
		{"p", list(request.Steps, "1", "2")},
		{"p", list(request.HighRes, "maybe")},
		{"p", list(request.Tags, "a")},
		{"p", list(request.Scheduler, strings.Repeat("a,", 20_000))},
	} {
		_, err := variations.With(faultyLists{}, api.Config{Prompt: c.prompt}, c.lists)
		wrong, ok := errors.AsType[*variations.Error](err)
		if !ok {
			t.Fatalf("%.30s: %v", c.prompt, err)
		}
		found = append(found, request.Problem{Field: wrong.Field, Why: wrong.Why})
	}
	found = append(found, request.Problem{Field: request.Prompt, Why: request.Why{Code: variations.NoLists, Given: "a"}})
	said := map[string]bool{}
	for _, p := range found {
		said["wrong."+string(p.Why.Code)] = true
		words := message.Wrong(p.Field, p.Why)
		if strings.HasPrefix(words, "wrong.") || strings.Contains(words, "  ") || strings.Contains(words, "<no value>") || words != api.PlainText(words, 600) {
			t.Errorf("%s, %s: %q", p.Field, p.Why.Code, words)
		}
	}
	for key := range english(t) {
		if strings.HasPrefix(key, "wrong.") && !said[key] {
			t.Errorf("nothing is wrong in the way of %q", key)
		}
	}
}

// faultyLists have the fault that their name says; d0 to d40 contain each other.
type faultyLists struct{}

func (faultyLists) List(name string) ([]string, request.Why) {
	var n int
	if _, err := fmt.Sscanf(name, "d%d", &n); err == nil {
		if n == 40 {
			return []string{"x", "y"}, request.Why{}
		}
		return []string{fmt.Sprintf("{__d%d__|__d%d__} __d%d__", n+1, n+1, n+1)}, request.Why{}
	}
	if name == "cycle" {
		return []string{"__cycle__"}, request.Why{}
	}
	return nil, request.Why{Code: request.Code(name), Max: "10"}
}
