package recall_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/media"
	"lookbook/app/media/recall"
)

const webUI = "portrait photo of ukj man, (dramatic:1.2)\nsecond line\nNegative prompt: blurry, deformed\n" +
	"Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 965400086, Size: 512x768, Model hash: 45dee52b, Model: v1-5-pruned-emaonly, " +
	"Denoising strength: 0.6, Clip skip: 2, Hires upscale: 2, Hires upscaler: Latent, Lora hashes: \"a: 1, b: 2\", Version: v1.6.0"

func webUIConfig() api.Config {
	return api.Config{
		Prompt: "portrait photo of ukj man, (dramatic:1.2)\nsecond line", NegativePrompt: "blurry, deformed",
		Width: 512, Height: 768, BaseModel: "stable-diffusion-v1-5", ModelType: "sd-v1", NumInferenceSteps: 20,
		SchedulerType: "dpmpp-2m-karras", GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.6), Seed: new(int64(965400086)),
	}
}

// lines returns what was not mapped, as text.
func lines(r recall.Recalled) (all []string) {
	for _, note := range r.NotMapped {
		all = append(all, note.String())
	}
	return all
}

var webUINotMapped = []string{"Clip skip: 2", "Hires upscale: 2", "Hires upscaler: Latent", "Lora hashes: a: 1, b: 2"}

const invoke3 = `{"app_version": "3.3.0post3", "generation_mode": "txt2img", "positive_prompt": "landscape", "negative_prompt": "low quality",
	"width": 768, "height": 432, "seed": 356120443, "rand_device": "cpu", "cfg_scale": 7.5, "steps": 50, "scheduler": "dpmpp_2m_k", "clip_skip": 0,
	"model": {"model_name": "stable-diffusion-v1-5", "base_model": "sd-1", "model_type": "main"}, "controlnets": [], "ipAdapters": [], "t2iAdapters": [],
	"loras": [{"lora": {"model_name": "add_detail"}, "weight": 0.75}], "vae": null, "hrf_enabled": true, "hrf_strength": 0.45, "cfg_rescale_multiplier": NaN}`

const invoke4 = `{"app_version": "4.2.7", "generation_mode": "sdxl_txt2img", "positive_prompt": "a cat", "negative_prompt": "", "positive_style_prompt": "a cat",
	"negative_style_prompt": "ugly", "width": 1024, "height": 1024, "seed": 7, "cfg_scale": 5, "steps": 30, "scheduler": "euler_a",
	"model": {"key": "0a", "hash": "blake3:00", "name": "Juggernaut XL v9", "base": "sdxl", "type": "main"}}`

const invoke2 = `{"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "model_hash": "cc6c", "app_id": "invoke-ai/InvokeAI", "app_version": "v2.2.0",
	"image": {"prompt": [{"prompt": "a fox [blurry] in snow [text]", "weight": 1.0}], "steps": 50, "cfg_scale": 7.5, "threshold": 0, "perlin": 0, "height": 512,
	"width": 640, "seed": 3122, "seamless": false, "hires_fix": false, "type": "txt2img", "postprocessing": null, "sampler": "k_lms", "variations": []}}`

const invoke1 = `"a \"red\" fox, -cute- [blurry]" -s 50 -S 4242 -W 512 -H 640 -C7.5 -A k_euler_a --seamless -G 0.8`

const swarm = `{"sui_image_params": {"prompt": "a cat", "negativeprompt": "dog", "model": "OfficialStableDiffusion/sd_xl_base_1.0", "seed": 305223794, "steps": 25,
	"cfgscale": 6.5, "width": 1024, "height": 768, "sampler": "dpmpp_2m", "scheduler": "karras", "aspectratio": "Custom", "swarm_version": "0.9.1.1"}}`

// The text of each program, in the files that it writes.
func TestOtherProgramsFiles(t *testing.T) {
	invokeConfig := api.Config{
		Prompt: "landscape", NegativePrompt: "low quality", Width: 768, Height: 432, BaseModel: "stable-diffusion-v1-5", ModelType: "sd-v1",
		NumInferenceSteps: 50, SchedulerType: "dpmpp-2m-karras", GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.45), Seed: new(int64(356120443)),
	}
	for name, c := range map[string]struct {
		file   []byte
		source recall.Source
		config api.Config
		missed []string
	}{
		"web UI, PNG":            {pngFile(t, text("parameters", webUI)), recall.Automatic1111, webUIConfig(), webUINotMapped},
		"web UI, compressed":     {pngFile(t, chunk("zTXt", append([]byte("parameters\x00\x00"), deflate(t, []byte(webUI))...))), recall.Automatic1111, webUIConfig(), webUINotMapped},
		"web UI, JPEG":           {tagged(t, jpegFile(t), ".jpg", "-UserComment="+webUI), recall.Automatic1111, webUIConfig(), webUINotMapped},
		"web UI, JPEG, Motorola": {tagged(t, jpegFile(t), ".jpg", "-ExifByteOrder=MM", "-UserComment="+webUI+", Note: שלום 👩"), recall.Automatic1111, webUIConfig(), append(webUINotMapped[:4:4], "Note: שלום 👩")},
		"web UI, WebP":           {tagged(t, webpFile(t), ".webp", "-ExifByteOrder=II", "-UserComment="+webUI), recall.Automatic1111, webUIConfig(), webUINotMapped},
		"web UI, a description":  {tagged(t, jpegFile(t), ".jpg", "-ImageDescription="+webUI, "-Make=Canon", "-Model=EOS: 5D"), recall.Automatic1111, webUIConfig(), webUINotMapped},
		"web UI, of Windows":     {tagged(t, jpegFile(t), ".jpg", "-XPComment="+webUI), recall.Automatic1111, webUIConfig(), webUINotMapped},
		"beyond Latin-1": {
			pngFile(t, text("parameters", "日本\nNegative prompt: שלום\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x512, Model: deliberate_v2")),
			recall.Automatic1111,
			api.Config{Prompt: "日本", NegativePrompt: "שלום", NumInferenceSteps: 20, SchedulerType: "Euler a", GuidanceScale: new(7.0), Seed: new(int64(5)), Width: 512, Height: 512},
			[]string{"sampler.kept: Euler a", "Model: deliberate_v2"},
		},
		"a prompt alone": {pngFile(t, text("parameters", "a cat")), recall.Automatic1111, api.Config{Prompt: "a cat"}, nil},
		"values that are none": {
			pngFile(t, text("parameters", "a cat\nSteps: many, CFG scale: NaN, Seed: 18446744073709551615, Size: large, Denoising strength: 0.5")),
			recall.Automatic1111,
			api.Config{Prompt: "a cat"},
			[]string{"Steps: many", "CFG scale: NaN", "seed.large Seed: 18446744073709551615", "Size: large", "Denoising strength: 0.5"},
		},
		"templates after the fields": {
			pngFile(t, text("parameters", "a cat\nSteps: 20, Seed: 5, CFG scale: 7, Steps: 30\nTemplate: a {cat|dog}")),
			recall.Automatic1111,
			api.Config{Prompt: "a cat", NumInferenceSteps: 30, Seed: new(int64(5)), GuidanceScale: new(7.0)},
			[]string{"behind: Template: a {cat|dog}"},
		},
		"InvokeAI 3": {
			pngFile(t, text("invokeai_metadata", invoke3), text("invokeai_graph", "{}")), recall.InvokeAI, invokeConfig,
			[]string{`loras: [{"lora":{"model_name":"add_detail"},"weight":0.75}]`, "rand_device: cpu"},
		},
		"InvokeAI 4": {
			pngFile(t, text("invokeai_metadata", invoke4)), recall.InvokeAI,
			api.Config{Prompt: "a cat", Width: 1024, Height: 1024, ModelType: "sdxl-v1", NumInferenceSteps: 30, SchedulerType: "euler_a", GuidanceScale: new(5.0), Seed: new(int64(7))},
			[]string{"model: Juggernaut XL v9", "negative_style_prompt: ugly", "sampler.kept: euler_a"},
		},
		"InvokeAI 2": {
			pngFile(t, text("Dream", invoke1), text("sd-metadata", invoke2)), recall.InvokeAI,
			api.Config{
				Prompt: "a fox  in snow", NegativePrompt: "blurry, text", Width: 640, Height: 512, BaseModel: "stable-diffusion-v1-5", ModelType: "sd-v1",
				NumInferenceSteps: 50, SchedulerType: "k_lms", GuidanceScale: new(7.5), Seed: new(int64(3122)),
			},
			[]string{"sampler.kept: k_lms"},
		},
		"InvokeAI 1": {
			pngFile(t, text("Dream", invoke1)), recall.InvokeAI,
			api.Config{
				Prompt: `a "red" fox, -cute-`, NegativePrompt: "blurry", Width: 512, Height: 640, NumInferenceSteps: 50, SchedulerType: "k_euler_a",
				GuidanceScale: new(7.5), Seed: new(int64(4242)),
			},
			[]string{"sampler.kept: k_euler_a", "option -seamless", "option -G: 0.8"},
		},
		"SwarmUI": {
			pngFile(t, text("parameters", swarm)), recall.SwarmUI,
			api.Config{
				Prompt: "a cat", NegativePrompt: "dog", Width: 1024, Height: 768, BaseModel: "stable-diffusion-xl-v1-0", ModelType: "sdxl-v1",
				NumInferenceSteps: 25, SchedulerType: "dpmpp-2m-karras", GuidanceScale: new(6.5), Seed: new(int64(305223794)),
			},
			[]string{"aspectratio: Custom"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(c.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.missed, lines(got)); diff != "" {
				t.Errorf("not mapped: %s", diff)
			}
			want := recall.Recalled{Config: c.config, Source: c.source, Seed: c.config.Seed, NotMapped: got.NotMapped}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Our own text has priority over the others, and is lossless.
func TestOurOwnText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := api.Config{
			Prompt: rapid.String().Draw(rt, "prompt"), NegativePrompt: "a\nNegative prompt: b", Width: rapid.Int().Draw(rt, "width"),
			Seed: rapid.Ptr(rapid.Int64(), true).Draw(rt, "seed"), Tags: []api.Tag{{Key: "k", Value: "v"}},
			Unknown: map[string]json.RawMessage{"new": json.RawMessage(`{"a":[1.50,null]}`), "base_model": json.RawMessage("null")},
		}
		ours, err := json.Marshal(map[string]any{"job_id": "ig_1", "image_id": "c7", "seed": 9, "request": want, "app": "1.0"})
		if err != nil {
			rt.Fatal(err)
		}
		got, err := read(pngFile(t, text("parameters", webUI), text("dreamlook", string(ours))))
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(recall.Recalled{Config: want, Source: recall.Lookbook, JobID: "ig_1", ImageID: "c7", Seed: new(int64(9))}, got); diff != "" {
			rt.Fatalf("-want +got:\n%s", diff)
		}
	})
}

func TestSchedulers(t *testing.T) {
	for name, want := range map[string]struct {
		id    string
		exact bool
	}{
		"dpm++": {"dpm++", true}, "dpmpp-2m-karras": {"dpmpp-2m-karras", true},
		"DPM++ 2M Karras": {"dpmpp-2m-karras", true}, "DPM++ 2M": {"dpm++", true}, "DPM++ 2M, Schedule type: Karras": {"dpmpp-2m-karras", true},
		"DPM++ 2M, Schedule type: Automatic": {"dpmpp-2m-karras", true}, "DPM++ 2M, Schedule type: Exponential": {"dpm++", false},
		"DPM++ SDE Karras": {"dpm++", false}, "DPM++ 2M SDE": {"dpm++", false}, "DPM++ 3M SDE": {"dpm++", false},
		"dpmpp_2m": {"dpm++", true}, "dpmpp_2m_k": {"dpmpp-2m-karras", true}, "k_dpmpp_2m": {"dpm++", true}, "dpmpp_sde_gpu": {"dpm++", false},
		"Euler a": {"Euler a", false}, "DDIM": {"DDIM", false}, "DPM2 a Karras": {"DPM2 a Karras", false}, "Euler, Schedule type: Karras": {"Euler", false},
	} {
		got, err := read(pngFile(t, text("parameters", "x\nSteps: 20, Seed: 1, CFG scale: 7, Sampler: "+name)))
		if err != nil {
			t.Fatal(err)
		}
		if got.Config.SchedulerType != want.id || (len(got.NotMapped) == 0) != want.exact {
			t.Errorf("%s: %q, %q", name, got.Config.SchedulerType, got.NotMapped)
		}
	}
}

func TestOurWebUIText(t *testing.T) {
	got, err := read(pngFile(t, text("parameters", "x\nSteps: 20, Sampler: dpm++, Seed: 1, Model: ckp_15f9112b, Lookbook job: ig_1, Lookbook image: c7, Generator: dreamlook.ai, Software: Lookbook")))
	if err != nil {
		t.Fatal(err)
	}
	if got.JobID != "ig_1" || got.ImageID != "c7" || got.Config.CheckpointID != "ckp_15f9112b" || got.NotMapped != nil {
		t.Errorf("%+v", got)
	}
}

func TestPicturesWithoutParameters(t *testing.T) {
	for name, file := range map[string][]byte{
		"PNG": pngFile(t), "PNG with other texts": pngFile(t, text("Title", "a cat"), text("prompt", "a cat"), text("workflow", "{}"), text("Dream", "x")),
		"empty texts": pngFile(t, text("parameters", ""), text("dreamlook", "{}"), text("invokeai_metadata", "{}"), text("sd-metadata", `{"image":{}}`), text("prompt", `{"1":{}}`)),
		"JPEG":        jpegFile(t), "a person's comment": tagged(t, jpegFile(t), ".jpg", "-UserComment=my cat: the fluffy one", "-Make=Canon", "-Model=EOS: 5D"),
		"JSON of another kind": tagged(t, jpegFile(t), ".jpg", `-UserComment={"a": 1, "prompt": "x"}`), "WebP": webpFile(t),
	} {
		got, err := read(file)
		var nothing *recall.NothingError
		if !errors.As(err, &nothing) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, file := range map[string][]byte{"empty": nil, "a text": []byte("hello, this is no picture"), "GIF": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")} {
		if _, err := read(file); !errors.Is(err, media.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := recall.Read(broken{}, 1000); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a broken disk: %v", err)
	}
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, os.ErrClosed }

// Texts that are too large or broken are left out and reported; the others are
// read.
func TestHostileTexts(t *testing.T) {
	bomb := chunk("zTXt", append([]byte("prompt\x00\x00"), deflate(t, make([]byte, 50<<20))...))
	large := chunk("tEXt", append([]byte("prompt\x00"), make([]byte, 50<<20)...))
	damaged := text("parameters", webUI)
	damaged[len(damaged)-1] ^= 1
	for name, c := range map[string]struct {
		file []byte
		kind error
	}{
		"a bomb": {pngFile(t, bomb), media.ErrTooLarge}, "50 MB": {pngFile(t, large), media.ErrTooLarge},
		"a wrong checksum": {pngFile(t, damaged), media.ErrDamaged}, "cut off": {pngFile(t, text("Title", "x"))[:40], media.ErrDamaged},
	} {
		if _, err := read(c.file); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string][]byte{
		"a bomb": pngFile(t, bomb, text("parameters", webUI)), "50 MB": pngFile(t, text("parameters", webUI), large), "damage": pngFile(t, damaged, text("parameters", webUI)),
	} {
		got, err := read(file)
		if err != nil || len(got.NotMapped) != 4 || !errors.Is(got.Unread, media.ErrTooLarge) && !errors.Is(got.Unread, media.ErrDamaged) {
			t.Errorf("%s beside parameters: %q, %v", name, got.NotMapped, err)
		}
	}
	for name, value := range map[string]string{
		"nested lists":   strings.Repeat("[", 1<<20),
		"nested objects": strings.Repeat(`{"a":`, 1<<19),
		"deep request":   `{"request":` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5001),
		"many nodes":     `{` + strings.Repeat(`"1":{"class_type":"KSampler","inputs":{"latent_image":["1",0]}},`, 50_000) + `"2":{}}`,
	} {
		for _, keyword := range []string{"dreamlook", "invokeai_metadata", "sd-metadata", "prompt", "workflow", "Dream"} {
			if _, err := read(pngFile(t, text(keyword, value))); err != nil && !errors.As(err, new(*recall.NothingError)) {
				t.Errorf("%s in %s: %v", name, keyword, err)
			}
		}
	}
	fields := "x\nSteps: 20"
	for i := range 5000 {
		fields += ", Key" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + ": " + strings.Repeat("v", 300)
	}
	got, err := read(pngFile(t, text("parameters", fields)))
	if err != nil || len(got.NotMapped) != 100 || got.NotMapped[99] != (recall.Note{Code: recall.More}) || len([]rune(lines(got)[0])) > 160 {
		t.Errorf("%d entries, %v", len(got.NotMapped), err)
	}
}
