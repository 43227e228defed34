package recall_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/media/recall"
)

const (
	fooocus = `{"metadata_scheme": "fooocus", "prompt": "a red coat", "negative_prompt": "blurry", "full_prompt": ["a red coat, cinematic"], "performance": "Speed", "steps": 30,
		"resolution": "(1152, 896)", "guidance_scale": 4.0, "sharpness": 0, "base_model": "sd_xl_base_1.0", "sampler": "dpmpp_2m", "scheduler": "karras", "seed": "123", "version": "Fooocus v2.5.5"}`
	easyDiffusion = `{"prompt": "a red coat", "negative_prompt": "blurry", "seed": 123, "use_stable_diffusion_model": "sd-v1-5", "clip_skip": false, "use_vae_model": null,
		"sampler_name": "dpmpp_2m", "scheduler_name": "karras", "width": 512, "height": 768, "num_inference_steps": 30, "guidance_scale": 4.0, "tiling": null}`
	novelAI    = `{"steps": 30, "sampler": "k_dpmpp_2m", "seed": 123, "strength": 0.7, "scale": 4.0, "uc": "blurry", "noise_schedule": "karras", "width": 832, "height": 1216, "signed_hash": "abc"}`
	drawThings = `{"c": "a red coat", "uc": "blurry", "steps": 30, "sampler": "DPM++ 2M Karras", "scale": 4, "seed": 123, "size": "512x768", "model": "sd_v1.5_f16.ckpt", "strength": 1, "v2": {"steps": 30}}`
)

func TestMoreProgramsFiles(t *testing.T) {
	config := func(model, modelType string, width, height int) api.Config {
		return api.Config{
			Prompt: "a red coat", NegativePrompt: "blurry", Width: width, Height: height, BaseModel: model, ModelType: modelType,
			NumInferenceSteps: 30, SchedulerType: "dpmpp-2m-karras", GuidanceScale: new(4.0), Seed: new(int64(123)),
		}
	}
	const xl, one = "stable-diffusion-xl-v1-0", "stable-diffusion-v1-5"
	for name, c := range map[string]struct {
		file   []byte
		source recall.Source
		config api.Config
		missed []string
	}{
		"Fooocus": {
			pngFile(t, text("parameters", fooocus), text("fooocus_scheme", "fooocus")), recall.Fooocus, config(xl, "sdxl-v1", 1152, 896),
			[]string{`full_prompt: ["a red coat, cinematic"]`, "performance: Speed"},
		},
		"Fooocus, JPEG": {
			tagged(t, jpegFile(t), ".jpg", "-UserComment="+fooocus), recall.Fooocus, config(xl, "sdxl-v1", 1152, 896),
			[]string{`full_prompt: ["a red coat, cinematic"]`, "performance: Speed"},
		},
		"Easy Diffusion, JPEG": {tagged(t, jpegFile(t), ".jpg", "-UserComment="+easyDiffusion), recall.EasyDiffusion, config(one, "sd-v1", 512, 768), nil},
		"Easy Diffusion, PNG": {
			pngFile(t, text("prompt", "a red coat"), text("negative_prompt", "blurry"), text("seed", "123"), text("use_stable_diffusion_model", "sd-v1-5"), text("clip_skip", "False"),
				text("use_vae_model", "None"), text("sampler_name", "dpmpp_2m"), text("scheduler_name", "karras"), text("width", "512"), text("height", "768"),
				text("num_inference_steps", "30"), text("guidance_scale", "4.0")),
			recall.EasyDiffusion, config(one, "sd-v1", 512, 768), nil,
		},
		"NovelAI": {
			pngFile(t, text("Title", "NovelAI generated image"), text("Description", "a red coat"), text("Software", "NovelAI"), text("Source", "Stable Diffusion XL C1E1DE52"), text("Comment", novelAI)),
			recall.NovelAI, config("", "", 832, 1216),
			[]string{"strength: 0.7", "model: Stable Diffusion XL C1E1DE52"},
		},
		"Draw Things, PNG": {
			pngFile(t, text("XML:com.adobe.xmp", `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">`+strings.ReplaceAll(drawThings, `"`, "&quot;")+`</rdf:li></rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>`)),
			recall.DrawThings, config(one, "sd-v1", 512, 768), nil,
		},
		"Draw Things, JPEG's XMP": {tagged(t, jpegFile(t), ".jpg", "-XMP-exif:UserComment="+drawThings), recall.DrawThings, config(one, "sd-v1", 512, 768), nil},
		"Draw Things, WebP's XMP": {tagged(t, webpFile(t), ".webp", "-XMP-exif:UserComment="+drawThings), recall.DrawThings, config(one, "sd-v1", 512, 768), nil},
		"Draw Things":             {tagged(t, jpegFile(t), ".jpg", "-UserComment="+drawThings), recall.DrawThings, config(one, "sd-v1", 512, 768), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(c.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.missed, lines(got)); diff != "" {
				t.Errorf("not mapped: %s", diff)
			}
			if diff := cmp.Diff(recall.Recalled{Config: c.config, Source: c.source, Seed: c.config.Seed, NotMapped: got.NotMapped}, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
