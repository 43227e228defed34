package params

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/request"
)

// Whatever the service's description says, the request stays unchanged and can
// be sent.
func TestAHostileDescriptionKeepsNobodyFromSending(t *testing.T) {
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprintf("choice-%d", i)
	}
	for name, said := range map[string]api.FieldDescription{
		"nothing":         {},
		"10,000 choices":  {Choices: many},
		"odd choices":     {Choices: []string{"", " ", "a\x00b", "a\nb", "\u202eb", strings.Repeat("x", 5000)}},
		"no number":       {Min: new(math.NaN()), Max: new(math.Inf(1)), MultipleOf: math.NaN()},
		"nothing allowed": {Min: new(5e9), Max: new(6e9), MultipleOf: 4096},
		"turned over":     {Min: new(9.0), Max: new(-9.0), MultipleOf: -1},
	} {
		t.Run(name, func(t *testing.T) {
			b := readyBench(t)
			before := b.State()
			told := api.Description{Fields: map[string]api.FieldDescription{}}
			for _, row := range request.Rows() {
				told.Fields[string(row.Field)] = said
			}
			b.Describe(told)
			if diff := cmp.Diff(before, b.State()); diff != "" {
				t.Errorf("the request changed (-before +after):\n%s", diff)
			}
			if reason := b.Buttons.generate.Reason(); reason != "" {
				t.Errorf("Generate says %q", reason)
			}
			b.Generate()
			if len(b.generated) != 1 {
				t.Error("nothing was sent")
			}
		})
	}
}

// Only requests that can't be sent are held back.
func TestWhatBlocksAndWhatOnlyWarns(t *testing.T) {
	for _, c := range []struct {
		field  request.Field
		text   string
		blocks bool
	}{
		{request.Prompt, "", true},
		{request.Prompt, " \n", true},
		{request.CheckpointID, "", true},
		{request.CheckpointID, "never heard/of", false},
		{request.Steps, "", false},
		{request.Steps, "many", true},
		{request.Steps, "0", false},
		{request.Steps, "9999", false},
		{request.Guidance, "", false},
		{request.Guidance, "-3", false},
		{request.Guidance, "high", true},
		{request.Images, "", false},
		{request.Images, "500", false},
		{request.Width, "", false},
		{request.Width, "513", false},
		{request.Width, "99999", false},
		{request.Width, "wide", true},
		{request.Scheduler, "", false},
		{request.Scheduler, "unheard of", false},
		{request.OutputFormat, "tiff", false},
		{request.Negative, "", false},
	} {
		t.Run(fmt.Sprintf("%s %.12q", c.field, c.text), func(t *testing.T) {
			b := readyBench(t)
			target := b.form.places[c.field].focus
			b.write(target, c.text)
			blocking := b.planner.blocking()
			if got := slices.ContainsFunc(blocking, func(p problem) bool { return p.field == c.field }); got != c.blocks {
				t.Errorf("blocks: %v, %+v", got, blocking)
			}
			if reason := b.Buttons.generate.Reason(); (reason != "") != c.blocks {
				t.Errorf("Generate says %q", reason)
			}
		})
	}
}
