package request_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/request"
)

func TestTheServicesWordTakesThePlaceOfGuesses(t *testing.T) {
	told := api.Description{Fields: map[string]api.FieldDescription{
		"width":               {Min: new(256.0), Max: new(2048.0), MultipleOf: 64},
		"num_inference_steps": {Max: new(40.0)},
		"seed":                {Min: new(0.0), Max: new(18446744073709551615.0)},
		"scheduler_type":      {Choices: []string{"ddim", "euler"}},
		"base_model":          {Choices: []string{"flux-1", "stable-diffusion-v1-5", "new-sdxl"}},
	}}
	d := request.NewDraft(api.Config{Prompt: "p", BaseModel: "m"})
	d.Table.Describe(told)
	d.Load(api.Config{Prompt: "p", BaseModel: "m", Width: 300, Height: 300, NumInferenceSteps: 41, Seed: new(request.RandomSeed)})
	want := []request.Problem{
		{Field: request.Width, Why: request.Why{Code: request.OffGrid, Step: "64", Min: "256", Max: "320"}, Warning: true},
		{Field: request.Height, Why: request.Why{Code: request.OffGrid, Step: "8", Min: "296", Max: "304"}, Warning: true},
		{Field: request.Steps, Why: request.Why{Code: request.OutOfRange, Min: "1", Max: "40"}, Warning: true},
	}
	if diff := cmp.Diff(want, d.Problems()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if offers := d.Table.Row(request.Scheduler).Offers; !slices.Equal(offers, []string{"ddim", "euler"}) {
		t.Errorf("schedulers: %q", offers)
	}
	if diff := cmp.Diff([]request.Model{
		{ID: "flux-1", Kind: request.Stock, Type: request.SD},
		{ID: "stable-diffusion-v1-5", Kind: request.Stock, Type: request.SD},
		{ID: "new-sdxl", Kind: request.Stock, Type: request.SDXL},
	}, d.Table.StockModels()); diff != "" {
		t.Errorf("models (-want +got):\n%s", diff)
	}
}

// An invalid description changes nothing.
func TestWrongDescriptionsChangeNothing(t *testing.T) {
	for name, said := range map[string]api.FieldDescription{
		"nothing":             {},
		"a range turned over": {Min: new(500.0), Max: new(3.0)},
		"no range":            {Min: new(7.0), Max: new(7.0)},
		"beyond our greatest": {Min: new(9e9)},
		"steps of half":       {MultipleOf: 0.5},
		"steps of a million":  {MultipleOf: 1e6},
		"negative steps":      {MultipleOf: -8},
	} {
		for _, field := range []request.Field{request.Width, request.Steps, request.Seed, request.Guidance, request.Scheduler, request.Prompt, request.Tags} {
			told := api.Description{Fields: map[string]api.FieldDescription{string(field): said}}
			d := request.NewDraft(api.Config{})
			d.Table.Describe(told)
			got, want := d.Table.Row(field), field.Row()
			if field == request.Seed && said.Max != nil && *said.Max < want.Max {
				want.Max = *said.Max // -1 stays usual, so this becomes a range
			}
			if got.Min != want.Min || got.Max != want.Max || got.Step != want.Step || got.Grid != want.Grid || !slices.Equal(got.Offers, want.Offers) {
				t.Errorf("%s at %s: %v to %v by %v, on %v", name, field, got.Min, got.Max, got.Step, got.Grid)
			}
		}
	}
}

// Numbers of any size are sent exactly as they were written.
func TestNumbersOfAnySizeAreExact(t *testing.T) {
	for _, text := range []string{"9007199254740993", "-9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615", "123456789012345678901234567890"} {
		for _, field := range []request.Field{request.Seed, request.Width, request.Images} {
			d := request.NewDraft(api.Config{Prompt: "p", BaseModel: "m"})
			d.Set(field, text)
			body, err := d.Config().MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			var back api.Config
			if err := back.UnmarshalJSON(body); err != nil {
				t.Fatal(err)
			}
			if got := field.Row().Get(back); got != text || d.Get(field) != text {
				t.Errorf("%s %s: sent as %s, shown as %q and %q", field, text, body, d.Get(field), got)
			}
			for _, p := range d.Problems() {
				if !p.Warning {
					t.Errorf("%s %s can't be sent: %+v", field, text, p.Why)
				}
			}
		}
	}
}
