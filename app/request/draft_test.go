package request_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/request"
)

func TestWhatIsLoadedComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		pick := func(name string) bool { return rapid.Bool().Draw(t, name) }
		config := api.Config{
			Prompt: text.Draw(t, "prompt"), NegativePrompt: text.Draw(t, "negative"),
			Width: rapid.Int().Draw(t, "width"), Height: rapid.Int().Draw(t, "height"),
			NumSamples:   rapid.Int().Draw(t, "images"),
			CheckpointID: text.Draw(t, "checkpoint"), BaseModel: text.Draw(t, "base"), ModelType: text.Draw(t, "type"),
			SchedulerType: text.Draw(t, "scheduler"), Callback: text.Draw(t, "callback"),
		}
		if pick("hrf?") {
			config.EnableHRF = ptr(pick("hrf"))
		}
		if pick("denoising?") {
			config.DenoisingStrength = ptr(0.3)
		}
		if pick("seed?") {
			config.Seed = ptr(rapid.Int64().Draw(t, "seed"))
		}
		if pick("more?") {
			config.Unknown = map[string]json.RawMessage{"new_field": raw(`{"a":1}`), "base_model": raw("null")}
			config.Tags = []api.Tag{{Key: "a", Value: "b\nc", Unknown: map[string]json.RawMessage{"x": raw("1")}}}
		}
		d := request.NewDraft(request.Defaults())
		d.Load(config)
		if diff := cmp.Diff(config, d.Config()); diff != "" {
			t.Fatalf("-loaded +got:\n%s", diff)
		}
	})
}

func TestAnEditTouchesNoCopy(t *testing.T) {
	config := request.Defaults()
	config.Unknown = map[string]json.RawMessage{"width": raw(`"wide"`)}
	d := request.NewDraft(config)
	before := d.Config()
	d.Sides.Set(request.Size{Width: 512, Height: 512})
	d.SetHighRes(true)
	d.SetSeed(5)
	if config.Width != 768 || before.Width != 768 || *before.Seed != request.RandomSeed || before.EnableHRF != nil {
		t.Error("an edit reached a config handed out before")
	}
	if len(config.Unknown) != 1 || len(before.Unknown) != 1 {
		t.Error("an edit reached the unknown fields of a copy")
	}
	if _, kept := d.Config().Unknown["width"]; kept {
		t.Error("a value that could not be read outlives the edit of its field")
	}
}

func TestDryRunIsNotPartOfADraft(t *testing.T) {
	d := request.NewDraft(api.Config{DryRun: true, Unknown: map[string]json.RawMessage{"dry_run": raw(`"yes"`)}})
	if config := d.Config(); config.DryRun || len(config.Unknown) != 0 {
		t.Errorf("Generate would not generate: %+v", config)
	}
}

func TestModelTakesItsTypeAndSizeAlong(t *testing.T) {
	stock := func(id string) request.Model { m, _ := request.FindModel(id, request.StockModels()); return m }
	sdxl, sd := stock("stable-diffusion-xl-v1-0"), stock("stable-diffusion-v1-5")
	defaultSD, defaultSDXL := request.Sizes(request.SD)[0], request.Sizes(request.SDXL)[0]
	other := request.Size{Width: 640, Height: 640}
	for _, c := range []struct {
		name     string
		do       func(*request.Draft)
		wantType string
		wantSize request.Size
	}{
		{"another type", func(d *request.Draft) { d.Model.Set(sdxl) }, request.SDXL, defaultSDXL},
		{"and back", func(d *request.Draft) { d.Model.Set(sdxl); d.Model.Set(sd) }, request.SD, defaultSD},
		{"size of one's own", func(d *request.Draft) { d.Sides.Set(other); d.Model.Set(sdxl) }, request.SDXL, other},
		{"type of one's own", func(d *request.Draft) { d.Model.SetType("sd-v9", sd); d.Model.Set(sdxl) }, "sd-v9", defaultSD},
		{"type given back", func(d *request.Draft) { d.Model.SetType("sd-v9", sd); d.Model.SetType("", sdxl) }, request.SDXL, defaultSDXL},
		{"no model", func(d *request.Draft) { d.Model.Set(request.Model{}) }, request.SD, defaultSD},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := request.NewDraft(request.Defaults())
			c.do(d)
			if got := d.Config().ModelType; got != c.wantType || d.Sides.Size() != c.wantSize {
				t.Errorf("got %s at %v, want %s at %v", got, d.Sides.Size(), c.wantType, c.wantSize)
			}
		})
	}
}

func TestALoadedTypeLastsUntilTheModelChanges(t *testing.T) {
	d := request.NewDraft(api.Config{CheckpointID: "ckp_1", ModelType: request.SDXL})
	if got := d.Config().ModelType; got != request.SDXL {
		t.Fatalf("loaded as %q", got)
	}
	d.Model.Set(request.Model{ID: "realistic-vision-v3-0"})
	if got := d.Config().ModelType; got != request.SD {
		t.Errorf("got %q with an sd-v1 model", got)
	}
}

func TestModelIsNamedInOneField(t *testing.T) {
	for _, c := range []struct {
		name             string
		load             api.Config
		do               func(*request.Draft)
		checkpoint, base string
	}{
		{"typed id", api.Config{BaseModel: "x"}, func(d *request.Draft) { d.Model.Set(request.Model{ID: "ckp_1"}) }, "ckp_1", ""},
		{"typed name", api.Config{CheckpointID: "ckp_1"}, func(d *request.Draft) { d.Model.Set(request.Model{ID: "x"}) }, "", "x"},
		{"overridden", api.Config{BaseModel: "x"}, func(d *request.Draft) { d.Model.SetKind(request.Trained) }, "x", ""},
		{"override stays", api.Config{BaseModel: "x"}, func(d *request.Draft) {
			d.Model.SetKind(request.Trained)
			d.Model.Set(request.Model{ID: "y"})
		}, "y", ""},
		{"override taken back", api.Config{BaseModel: "x"}, func(d *request.Draft) {
			d.Model.SetKind(request.Trained)
			d.Model.SetKind(request.ByName)
		}, "", "x"},
		{
			"odd id as loaded",
			api.Config{CheckpointID: "mine"},
			func(d *request.Draft) { d.Model.Set(request.Model{ID: "yours"}) },
			"yours", "",
		},
		{
			"null of the service",
			api.Config{CheckpointID: "ckp_1", Unknown: map[string]json.RawMessage{"base_model": raw("null")}},
			func(d *request.Draft) { d.Model.Set(request.Model{ID: "x"}) }, "", "x",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := request.NewDraft(c.load)
			c.do(d)
			got := d.Config()
			if got.CheckpointID != c.checkpoint || got.BaseModel != c.base || len(got.Unknown) != 0 {
				t.Errorf("sends checkpoint %q, base %q, %v", got.CheckpointID, got.BaseModel, got.Unknown)
			}
		})
	}
}

func TestHighResFixTakesItsStrengthAlong(t *testing.T) {
	d := request.NewDraft(request.Defaults())
	d.SetHighRes(true)
	if got := d.Config(); !*got.EnableHRF || *got.DenoisingStrength != request.DefaultDenoising {
		t.Fatalf("on: %v at %v", *got.EnableHRF, got.DenoisingStrength)
	}
	d.Edit(request.Denoising, func(c *api.Config) { c.DenoisingStrength = ptr(0.35) })
	d.SetHighRes(false)
	if got := d.Config(); *got.EnableHRF || got.DenoisingStrength != nil {
		t.Fatal("the strength is sent without the fix")
	}
	d.SetHighRes(true)
	if got := d.Config().DenoisingStrength; got == nil || *got != 0.35 {
		t.Errorf("the strength did not come back: %v", got)
	}
}

func TestSeedComesBack(t *testing.T) {
	d := request.NewDraft(api.Config{Seed: ptr(int64(42))})
	d.SetRandom(true)
	if !d.Random() || *d.Config().Seed != request.RandomSeed {
		t.Fatal("not random")
	}
	d.SetRandom(false)
	if got := *d.Config().Seed; got != 42 {
		t.Errorf("fixed at %d, want the seed it had", got)
	}
}

func TestRejectedTextIsAProblemUntilItIsEdited(t *testing.T) {
	d := request.NewDraft(request.Defaults())
	d.Edit(request.Prompt, func(c *api.Config) { c.Prompt = "x" })
	d.Reject(request.Steps, request.Why{Code: request.NoNumber})
	d.Reject(request.Width, request.Why{Code: request.NoSize})
	want := []request.Problem{
		{Field: request.Width, Why: request.Why{Code: request.NoSize}},
		{Field: request.Steps, Why: request.Why{Code: request.NoNumber}},
	}
	if diff := cmp.Diff(want, d.Problems()); diff != "" {
		t.Fatalf("in the order of the pane (-want +got):\n%s", diff)
	}
	d.Edit(request.Steps, func(c *api.Config) { c.NumInferenceSteps = 30 })
	d.Sides.Set(request.Size{Width: 512, Height: 512})
	if got := d.Problems(); got != nil {
		t.Errorf("still refused: %v", got)
	}
}

func TestTagsOfTheDraft(t *testing.T) {
	loaded := []api.Tag{{Key: "set", Value: "a", Unknown: map[string]json.RawMessage{"colour": raw(`"red"`)}}}
	d := request.NewDraft(api.Config{Prompt: "x", BaseModel: "m", Tags: loaded})
	d.SetTags("set=")
	d.SetTags("no tag")
	if got := d.Problems(); len(got) != 1 || got[0].Field != request.Tags {
		t.Fatalf("a line without = gives %v", got)
	}
	d.SetTags("set=b\nwho=me")
	want := []api.Tag{{Key: "set", Value: "b"}, {Key: "who", Value: "me"}}
	if diff := cmp.Diff(want, d.Config().Tags); diff != "" || d.Problems() != nil {
		t.Errorf("-want +got:\n%s", diff)
	}
	d.Load(api.Config{Prompt: "x", BaseModel: "m", Tags: loaded})
	d.SetTags("set=a")
	if diff := cmp.Diff(loaded, d.Config().Tags); diff != "" {
		t.Errorf("untouched tags changed:\n%s", diff)
	}
}

func TestKeptFields(t *testing.T) {
	d := request.NewDraft(api.Config{Unknown: map[string]json.RawMessage{
		"lora": raw(`"x"`), "clip_skip": raw("2"), "base_model": raw("null"), "width": raw(`"wide"`),
	}})
	if diff := cmp.Diff([]string{"clip_skip", "lora", "width"}, d.Kept()); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
	d.DropKept()
	if got := d.Config().Unknown; len(got) != 1 || d.Kept() != nil {
		t.Errorf("left: %v", got)
	}
}
