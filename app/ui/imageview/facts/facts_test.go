package facts

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/files"
	"lookbook/app/library"
)

func words(facts []Fact) []string {
	var list []string
	for _, f := range facts {
		line := f.Name + " = " + f.Value
		if f.Long {
			line += " (long)"
		}
		list = append(list, line)
	}
	return list
}

func TestOf(t *testing.T) {
	img := library.Image{
		JobID: "ig_1", Path: "/pictures/1.png", Bytes: 1_200_000, Width: 768, Height: 1024,
		Generated: api.GeneratedImage{Seed: new(int64(42))}, Marks: library.Marks{Tags: []string{"best", "to print"}},
	}
	entry := library.Entry{Created: time.Date(2026, 3, 4, 15, 6, 0, 0, time.Local), Job: api.Job{Config: api.Config{
		Prompt: "wild west photo", NegativePrompt: "blurry", CheckpointID: "ckp_1", ModelType: "sdxl-v1", NumInferenceSteps: 20,
		SchedulerType: "euler_a", GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.5), OutputFormat: "png",
		Tags:    []api.Tag{{Key: "client", Value: "acme"}, {Key: "draft"}},
		Unknown: map[string]json.RawMessage{"face_fix": []byte(`true`), "style": []byte(`"noir"`)},
	}}}
	want := []string{
		"Prompt = wild west photo (long)", "Negative prompt = blurry (long)", "Model = ckp_1", "Model type = sdxl-v1", "Seed = 42",
		"Size = 768 × 1024", "Steps = 20", "Scheduler = euler_a", "Guidance scale = 7.5", "High-resolution fix = on",
		"Denoising strength = 0.5", "Output format = png", "Job’s tags = client: acme, draft", "face_fix = true", "style = noir",
		"Job = ig_1", "Made = 4 Mar 2026, 15:06", "Tags = best, to print (long)", "File size = 1.2 MB", "File = /pictures/1.png (long)",
	}
	if got := words(Of(img, &entry, files.NoCredentials, nil)); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got, want := words(Of(img, nil, files.NoCredentials, nil)), []string{"Seed = 42", "Size = 768 × 1024", "Job = ig_1", "Tags = best, to print (long)", "File size = 1.2 MB", "File = /pictures/1.png (long)"}; !slices.Equal(got, want) {
		t.Errorf("without the job: %q", got)
	}
	if got := Of(library.Image{}, &library.Entry{}, files.CredentialsAsSaved, nil); len(got) != 0 {
		t.Errorf("of nothing: %q", words(got))
	}
	entry.Job.Config.EnableHRF = new(false)
	if got := words(Parameters(img, &entry, nil)); slices.Contains(got, "Denoising strength = 0.5") || !slices.Contains(got, "High-resolution fix = off") {
		t.Errorf("a strength without effect is told: %q", got)
	}
}

func TestModelsAreNamedAndKeepTheirIds(t *testing.T) {
	entry := library.Entry{Job: api.Job{Config: api.Config{CheckpointID: "ckp_lora", BaseModel: "sd"}}}
	models := Models(func(id string) string {
		return map[string]string{"ckp_lora": "ukj man · step 800 · LoRA", "sd": "sd"}[id]
	})
	if got, want := words(Parameters(library.Image{}, &entry, models)), []string{"Model = ukj man · step 800 · LoRA · ckp_lora", "Base model = sd"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestADoubtedPictureSaysSo(t *testing.T) {
	for _, doubted := range []bool{false, true} {
		said := false
		for _, fact := range Of(library.Image{Path: "/p/a.png", Doubted: doubted}, nil, files.NoCredentials, nil) {
			said = said || fact.Name == "Checksum" && strings.HasPrefix(fact.Value, "Didn’t match")
		}
		if said != doubted {
			t.Errorf("doubted %v: said %v", doubted, said)
		}
	}
}

func TestContentCredentialsAreSaid(t *testing.T) {
	for state, want := range map[files.Credentials]string{
		files.NoCredentials: "", files.CredentialsAsSaved: "present, unchanged", files.CredentialsChanged: "present, but the file is not as it was signed",
	} {
		got := ""
		for _, fact := range Of(library.Image{Path: "/p/a.png"}, nil, state, nil) {
			if fact.Name == "Content credentials" {
				got = fact.Value
			}
		}
		if got != want {
			t.Errorf("%d: %q", state, got)
		}
	}
}
