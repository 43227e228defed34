package request_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/request"
)

func TestDefaultsLackOnlyThePrompt(t *testing.T) {
	d := request.NewDraft(request.Defaults())
	want := []request.Problem{{Field: request.Prompt, Why: request.Why{Code: request.NoPrompt}, Empty: true}}
	if diff := cmp.Diff(want, d.Problems()); diff != "" {
		t.Errorf("problems of the defaults (-want +got):\n%s", diff)
	}
	if id, kind := d.Model.ID(); id == "" || kind != request.Stock {
		t.Errorf("the defaults use %q as %q: a first-time user has only stock models", id, kind)
	}
	if !d.Random() || d.HighRes() {
		t.Error("the defaults fix the seed or use the high-resolution fix")
	}
}

func TestTypeOf(t *testing.T) {
	for _, c := range []struct {
		name  string
		model request.Model
		want  string
	}{
		{"stock", request.Model{ID: "realistic-vision-v3-0"}, request.SD},
		{"stock, sdxl without the word", request.Model{ID: "stable-diffusion-xl-v1-0"}, request.SDXL},
		{"stock, other case", request.Model{ID: "Stable-Diffusion-XL-v1-0"}, request.SDXL},
		{"sdxl in an unknown id", request.Model{ID: "juggernaut-SDXL-v9"}, request.SDXL},
		{"sdxl in the name", request.Model{ID: "ckp_1", Name: "ukj man (SDXL)"}, request.SDXL},
		{"nothing known", request.Model{ID: "ckp_1"}, request.SD},
		{"what it says wins", request.Model{ID: "my-sdxl", Type: "sd-v3"}, "sd-v3"},
		{"nothing", request.Model{}, request.SD},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := request.TypeOf(c.model); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func models() []request.Model {
	return []request.Model{
		{ID: "ckp_new", Name: "photo of ukj man", Display: "photo of ukj man · step 1500", Step: 1500},
		{ID: "ckp_mid", Name: "photo of ukj man", Display: "photo of ukj man · step 1000", Step: 1000},
		{ID: "ckp_twin1", Name: "zwx dog"},
		{ID: "ckp_twin2", Name: "zwx dog"},
		{ID: "realistic-vision-v3-0", Kind: request.Stock},
	}
}

func TestFindModel(t *testing.T) {
	for _, c := range []struct {
		text, id string
		kind     request.ModelKind
		known    bool
	}{
		{"photo of ukj man · step 1000", "ckp_mid", request.Trained, true},
		{"Photo of UKJ man", "ckp_new", request.Trained, true},
		{"zwx dog · ckp_twin2", "ckp_twin2", request.Trained, true},
		{" ckp_mid ", "ckp_mid", request.Trained, true},
		{"realistic-vision-v3-0", "realistic-vision-v3-0", request.Stock, true},
		{"ckp_typed", "ckp_typed", request.Trained, false},
		{"CKP_typed", "CKP_typed", request.Trained, false},
		{"some-model", "some-model", request.Stock, false},
		{"  ", "", "", false},
	} {
		t.Run(c.text, func(t *testing.T) {
			m, known := request.FindModel(c.text, models())
			if m.ID != c.id || m.Kind != c.kind || known != c.known {
				t.Errorf("got %q %q known=%v, want %q %q known=%v", m.ID, m.Kind, known, c.id, c.kind, c.known)
			}
		})
	}
}

func TestEveryLabelFindsItsModel(t *testing.T) {
	all := models()
	labels := request.Labels(all)
	if len(labels) != len(all) {
		t.Fatalf("%d labels for %d models: %q", len(labels), len(all), labels)
	}
	for i, label := range labels {
		if m, known := request.FindModel(label, all); !known || m.ID != all[i].ID {
			t.Errorf("%q finds %q, want %q", label, m.ID, all[i].ID)
		}
		text := request.LabelOf(all[i].ID, all)
		if text != label {
			t.Errorf("%q is listed as %q and shown as %q", all[i].ID, label, text)
		}
		if m, _ := request.FindModel(text, all); m.ID != all[i].ID {
			t.Errorf("%q is shown as %q, which finds %q", all[i].ID, text, m.ID)
		}
	}
	if got := request.LabelOf("ckp_gone", all); got != "ckp_gone" {
		t.Errorf("a model that is not in the list shows as %q", got)
	}
}

func TestSizes(t *testing.T) {
	for _, modelType := range append(request.ModelType.Row().Offers, "", "sd-v9") {
		seen := map[request.Size]bool{}
		for _, size := range request.Sizes(modelType) {
			config := api.Config{Prompt: "x", BaseModel: "m", Width: size.Width, Height: size.Height}
			if problems := request.Check(config, api.Description{}); problems != nil {
				t.Errorf("%s: preset %v is refused: %v", modelType, size, problems)
			}
			if seen[size] {
				t.Errorf("%s: preset %v twice", modelType, size)
			}
			seen[size] = true
		}
		for size := range seen {
			if size.Width < size.Height && !seen[size.Swapped()] && modelType == request.SDXL {
				t.Errorf("%v has no landscape partner", size)
			}
		}
	}
}

func TestSnapIsTheNearestLegalSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.IntRange(-10, 5000).Draw(t, "side")
		got := request.Snap(side)
		if got%request.SideStep != 0 || got < request.MinSide || got > request.MaxSide {
			t.Fatalf("%d became %d", side, got)
		}
		if side >= request.MinSide && side <= request.MaxSide && max(got-side, side-got) > request.SideStep/2 {
			t.Fatalf("%d became %d, too far away", side, got)
		}
	})
}

func TestTagsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-z][a-z0-9 _-]{0,5}[a-z0-9]`)
		value := rapid.StringMatching(`([a-z0-9=,:"][a-z =]*[a-z])?`)
		var tags []api.Tag
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			tags = append(tags, api.Tag{Key: key.Draw(t, "key"), Value: value.Draw(t, "value")})
		}
		got, err := request.ParseTags(request.FormatTags(tags))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tags, got); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}

func TestParseTagsNamesTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"\n a = b \n\n": "",
		"a=1\nnonsense": "Line 2 needs the form key=value",
		"=x":            "Line 1 needs the form key=value",
	} {
		_, err := request.ParseTags(text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func raw(s string) json.RawMessage { return json.RawMessage(s) }
