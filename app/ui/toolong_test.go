package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/params"
)

// hugeRequests are requests that a job started elsewhere may have, each with the sentence that says why the panel
// refuses it.
func hugeRequests() map[string]struct {
	config api.Config
	words  string
} {
	tags := make([]api.Tag, 50_000)
	for i := range tags {
		tags[i] = api.Tag{Key: fmt.Sprintf("key %d", i), Value: "value"}
	}
	with := func(change func(*api.Config)) api.Config {
		c := request.Defaults()
		c.Prompt = "from the website"
		change(&c)
		return c
	}
	return map[string]struct {
		config api.Config
		words  string
	}{
		"a prompt of 20 MB":   {with(func(c *api.Config) { c.Prompt = strings.Repeat("red coat ", 20<<20/9) }), "“Prompt” has"},
		"a negative of 20 MB": {with(func(c *api.Config) { c.NegativePrompt = strings.Repeat("x", 20<<20) }), "“Negative prompt” has"},
		"10,000 lines":        {with(func(c *api.Config) { c.Prompt = strings.Repeat("a\n", 10_000) }), "“Prompt” has 10,000 lines"},
		"50,000 tags":         {with(func(c *api.Config) { c.Tags = tags }), "there are 50,000 tags"},
		"an id of 10,000":     {with(func(c *api.Config) { c.BaseModel = strings.Repeat("m", 10_000) }), "“Model” has 10,000 characters"},
		"a long callback":     {with(func(c *api.Config) { c.Callback = "https://example.com/" + strings.Repeat("x", 9_980) }), "“Callback address” has 10,000"},
		"a field nobody knows": {with(func(c *api.Config) {
			c.Unknown = map[string]json.RawMessage{"style": []byte(`"` + strings.Repeat("x", 2<<20) + `"`)}
		}), "the field “style”"},
		"a type of 1 MB":         {with(func(c *api.Config) { c.ModelType = strings.Repeat("t", 1<<20) }), "“Model type” has"},
		"a scheduler of 1 MB":    {with(func(c *api.Config) { c.SchedulerType = strings.Repeat("t", 1<<20) }), "“Scheduler” has"},
		"backslashes and braces": {with(func(c *api.Config) { c.Prompt = strings.Repeat(`\{`, 10<<20) }), "“Prompt” has"},
	}
}

// Ctrl+E on such a job once made the program hang.
func TestAJobThatIsTooLongIsNotTakenIntoThePanel(t *testing.T) {
	for name, c := range hugeRequests() {
		t.Run(name, func(t *testing.T) {
			_, b := opened(t)
			b.typed("mine")
			before := b.main.params.State()
			if b.main.filler.use(c.config, library.Origin{}) {
				t.Error("it was taken")
			}
			b.until("why it is not taken", func() bool { return b.says(c.words) && b.says("were not taken over") })
			if b.main.filler.fill(params.State{Config: c.config}, "Filled in.") {
				t.Error("it was filled in from elsewhere")
			}
			if diff := cmp.Diff(before, b.main.params.State()); diff != "" {
				t.Errorf("the panel changed:\n%s", diff)
			}
			stored, err := json.Marshal(params.State{Config: c.config})
			if err != nil {
				t.Fatal(err)
			}
			if startDraft(stored) != nil {
				t.Error("it is what the next start begins with")
			}
		})
	}
}

// A request within the bounds can be sent and can be taken into the panel.
func TestAJobAtTheBoundsIsTakenIntoThePanel(t *testing.T) {
	_, b := opened(t)
	c := request.Defaults()
	c.Prompt = strings.Repeat("x ", request.MaxPromptChars/2)
	for i := range request.MaxTags {
		c.Tags = append(c.Tags, api.Tag{Key: fmt.Sprint(i), Value: "v"})
	}
	if !b.main.filler.use(c, library.Origin{}) {
		t.Fatal("it was not taken")
	}
	if got := b.main.params.State().Config; got.Prompt != c.Prompt || len(got.Tags) != request.MaxTags {
		t.Errorf("%d characters and %d tags came", len(got.Prompt), len(got.Tags))
	}
}
