package recall_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/media/recall"
)

// The default graph of ComfyUI, in both forms: as executed and as drawn.
const comfyPrompt = `{"3": {"inputs": {"seed": 156680208, "steps": 25, "cfg": 8.0, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1.0,
	"model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}, "class_type": "KSampler", "_meta": {"title": "KSampler"}},
	"4": {"inputs": {"ckpt_name": "SD1.5/v1-5-pruned-emaonly.safetensors"}, "class_type": "CheckpointLoaderSimple", "is_changed": [NaN]},
	"5": {"inputs": {"width": 512, "height": 768, "batch_size": 4}, "class_type": "EmptyLatentImage"},
	"6": {"inputs": {"text": "beautiful scenery, 日本", "clip": ["4", 1]}, "class_type": "CLIPTextEncode"},
	"7": {"inputs": {"text": "text, watermark", "clip": ["4", 1]}, "class_type": "CLIPTextEncode"},
	"8": {"inputs": {"samples": ["3", 0], "vae": ["4", 2]}, "class_type": "VAEDecode"},
	"9": {"inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}, "class_type": "SaveImage"},
	"10": {"inputs": {"lora_name": "add_detail.safetensors", "strength_model": 0.8, "model": ["4", 0]}, "class_type": "LoraLoader"}}`

const comfyWorkflow = `{"last_node_id": 11, "nodes": [
	{"id": 3, "type": "KSampler", "mode": 0, "inputs": [{"name": "model", "link": 11}, {"name": "positive", "link": 4}, {"name": "negative", "link": 6}, {"name": "latent_image", "link": 2}],
		"widgets_values": [156680208, "randomize", 25, 8, "dpmpp_2m", "karras", 1]},
	{"id": 4, "type": "CheckpointLoaderSimple", "widgets_values": ["SD1.5/v1-5-pruned-emaonly.safetensors"]},
	{"id": 5, "type": "EmptyLatentImage", "inputs": [], "widgets_values": [512, 768, 4]},
	{"id": 6, "type": "CLIPTextEncode", "inputs": [{"name": "clip", "link": 3}], "widgets_values": ["beautiful scenery, 日本"]},
	{"id": 7, "type": "CLIPTextEncode", "inputs": [{"name": "clip", "link": 5}], "widgets_values": ["text, watermark"]},
	{"id": 8, "type": "VAEDecode", "inputs": [{"name": "samples", "link": 7}]},
	{"id": 10, "type": "LoraLoader", "inputs": [{"name": "model", "link": 1}, {"name": "clip", "link": null}], "widgets_values": ["add_detail.safetensors", 0.8]},
	{"id": 11, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 10}]},
	{"id": 12, "type": "KSampler", "mode": 2, "widgets_values": [1, "fixed", 99, 1, "euler", "normal", 1], "inputs": [{"name": "latent_image", "link": 2}]}],
	"links": [[1, 4, 0, 10, 0, "MODEL"], [2, 5, 0, 3, 3, "LATENT"], [3, 4, 1, 6, 0, "CLIP"], [4, 6, 0, 3, 1, "CONDITIONING"], [5, 4, 1, 7, 0, "CLIP"],
		[6, 7, 0, 3, 2, "CONDITIONING"], [7, 3, 0, 8, 0, "LATENT"], [10, 10, 0, 11, 0, "MODEL"], [11, 11, 0, 3, 0, "MODEL"]]}`

func comfyRecalled() recall.Recalled {
	seed := int64(156680208)
	return recall.Recalled{
		Source: recall.ComfyUI, Seed: &seed,
		Config: api.Config{
			Prompt: "beautiful scenery, 日本", NegativePrompt: "text, watermark", Width: 512, Height: 768, BaseModel: "stable-diffusion-v1-5", ModelType: "sd-v1",
			NumInferenceSteps: 25, SchedulerType: "dpmpp-2m-karras", GuidanceScale: new(8.0), Seed: &seed,
		},
		NotMapped: []recall.Note{
			{Code: recall.Field, Name: "batch_size", Value: "4"},
			{Code: recall.Node, Name: "LoraLoader", Value: "lora_name add_detail.safetensors, strength_model 0.8"},
		},
	}
}

func TestComfyUIFiles(t *testing.T) {
	ascii := func(s string) string { return strings.ReplaceAll(s, "日本", `\u65e5\u672c`) } // Python's json module escapes non-ASCII
	for name, file := range map[string][]byte{
		"PNG":                 pngFile(t, text("prompt", ascii(comfyPrompt)), text("workflow", ascii(comfyWorkflow))),
		"PNG, drawn only":     pngFile(t, text("workflow", comfyWorkflow)),
		"WebP":                tagged(t, webpFile(t), ".webp", "-Make=workflow:"+ascii(comfyWorkflow), "-Model=prompt:"+ascii(comfyPrompt)),
		"WebP, drawn only":    tagged(t, webpFile(t), ".webp", "-ExifByteOrder=II", "-Make=workflow:"+ascii(comfyWorkflow)),
		"JPEG of a node":      tagged(t, jpegFile(t), ".jpg", "-ImageDescription=Workflow:"+ascii(comfyWorkflow), "-Make=Prompt:"+ascii(comfyPrompt)),
		"JPEG, in a comment":  tagged(t, jpegFile(t), ".jpg", `-UserComment={"prompt": `+comfyPrompt+`, "workflow": `+comfyWorkflow+`}`),
		"JPEG, graph alone":   tagged(t, jpegFile(t), ".jpg", `-UserComment=`+comfyPrompt),
		"PNG, in parameters":  pngFile(t, text("parameters", `{"workflow": `+comfyWorkflow+`}`)),
		"PNG, broken besides": pngFile(t, text("prompt", "{"), text("workflow", comfyWorkflow)),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(comfyRecalled(), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// nodes makes a graph with an empty latent (5), two texts (6, 7) and others.
func nodes(others string) string {
	return `{"5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
		"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "yes"}}, "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "no"}}, ` + others + `}`
}

func sampler(more string) string {
	return `"3": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "normal", "latent_image": ["5", 0], ` + more + `}}`
}

func TestComfyUIGraphs(t *testing.T) {
	for name, c := range map[string]struct {
		graph            string
		prompt, negative string
		steps            int
		missed           []string
	}{
		"a value from a node": {
			nodes(sampler(`"positive": ["8", 0], "negative": ["7", 0]`) + `, "8": {"class_type": "CLIPTextEncode", "inputs": {"text": ["9", 0]}}, "9": {"class_type": "StringConstant", "inputs": {"string": "from afar"}}`),
			"from afar", "no", 20,
			[]string{"node CLIPTextEncode: text yes"},
		},
		"a value that is worked out": {
			nodes(sampler(`"positive": ["8", 0], "negative": ["7", 0]`) + `, "8": {"class_type": "CLIPTextEncode", "inputs": {"text": ["9", 0]}}, "9": {"class_type": "Wildcards", "inputs": {"mode": 1}}`),
			"", "no", 20,
			[]string{"worked.out Wildcards", "node CLIPTextEncode: text yes", "node Wildcards: mode 1"},
		},
		"texts put together": {
			nodes(sampler(`"positive": ["8", 0], "negative": ["9", 0]`) + `, "8": {"class_type": "ConditioningCombine", "inputs": {"conditioning_1": ["6", 0], "conditioning_2": ["7", 0]}}, "9": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["6", 0]}}`),
			"yes, no", "", 20,
			[]string{"prompt.joined", "node ConditioningCombine"},
		},
		"a node that passes on both": {
			nodes(sampler(`"positive": ["8", 0], "negative": ["8", 1]`) + `, "8": {"class_type": "ControlNetApplyAdvanced", "inputs": {"strength": 0.5, "positive": ["6", 0], "negative": ["7", 0]}}`),
			"yes", "no", 20,
			[]string{"node ControlNetApplyAdvanced: strength 0.5"},
		},
		"two encoders": {
			nodes(sampler(`"positive": ["8", 0], "negative": ["9", 0]`) + `, "8": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"width": 1024, "text_g": "same", "text_l": "same"}}, "9": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"text_g": "one", "text_l": "two"}}`),
			"same", "one", 20,
			[]string{"encoder.other: two", "node CLIPTextEncode: text yes", "node CLIPTextEncode: text no"},
		},
		"two samplers": {
			nodes(`"1": {"class_type": "KSampler", "inputs": {"steps": 9, "denoise": 0.5, "latent_image": ["3", 0]}}, ` + sampler(`"positive": ["6", 0], "negative": ["7", 0]`)),
			"yes", "no", 20,
			[]string{"node KSampler: denoise 0.5, steps 9"},
		},
		"from a picture": {
			`{"3": {"class_type": "KSampler", "inputs": {"steps": 20, "denoise": 0.6, "latent_image": ["8", 0]}}, "8": {"class_type": "VAEEncode", "inputs": {"pixels": ["9", 0]}}, "9": {"class_type": "LoadImage", "inputs": {"image": "cat.png"}}}`,
			"", "", 20,
			[]string{"denoise: 0.6", "from.picture", "node VAEEncode", "node LoadImage: image cat.png"},
		},
		"custom samplers": {
			nodes(`"3": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["10", 0], "guider": ["11", 0], "sampler": ["12", 0], "sigmas": ["13", 0], "latent_image": ["5", 0]}},
				"10": {"class_type": "RandomNoise", "inputs": {"noise_seed": 1}}, "11": {"class_type": "CFGGuider", "inputs": {"cfg": 7, "positive": ["6", 0], "negative": ["7", 0]}},
				"12": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "dpmpp_2m"}}, "13": {"class_type": "BasicScheduler", "inputs": {"scheduler": "normal", "steps": 30, "denoise": 1}}`),
			"yes", "no", 30, nil,
		},
		"circles": {
			nodes(sampler(`"positive": ["8", 0], "negative": ["9", 0], "model": ["8", 0]`) + `, "8": {"class_type": "A", "inputs": {"conditioning": ["9", 0], "model": ["8", 0]}}, "9": {"class_type": "B", "inputs": {"conditioning": ["8", 0], "positive": ["9", 0]}}`),
			"", "", 20,
			[]string{"node CLIPTextEncode: text yes", "node CLIPTextEncode: text no", "node A", "node B"},
		},
		"links to nowhere": {
			nodes(sampler(`"positive": ["99", 0], "negative": [], "model": [1]`)),
			"", "", 20,
			[]string{"node CLIPTextEncode: text yes", "node CLIPTextEncode: text no"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(pngFile(t, text("prompt", c.graph)))
			if err != nil {
				t.Fatal(err)
			}
			if got.Config.Prompt != c.prompt || got.Config.NegativePrompt != c.negative || got.Config.NumInferenceSteps != c.steps {
				t.Errorf("got %q, %q, %d steps", got.Config.Prompt, got.Config.NegativePrompt, got.Config.NumInferenceSteps)
			}
			if diff := cmp.Diff(c.missed, lines(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// If every node of a graph links to two others, the number of paths is
// exponential.
func TestComfyUIGraphsOfManyWays(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `, "%d": {"class_type": "C", "inputs": {"conditioning_1": ["%d", 0], "conditioning_2": ["%d", 0], "text": ["%d", 0]}}`, 100+i, 101+i, 102+i, 101+i)
	}
	got, err := read(pngFile(t, text("prompt", nodes(sampler(`"positive": ["100", 0], "negative": ["7", 0]`)+b.String()))))
	if err != nil || got.Config.NegativePrompt != "no" {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	ours := `{"job_id":"ig_1","image_id":"c7","seed":9,"request":{"prompt":"x","new":1}}`
	for keyword, value := range map[string]string{
		"parameters": webUI, "invokeai_metadata": invoke3, "sd-metadata": invoke2, "Dream": invoke1, "prompt": comfyPrompt, "workflow": comfyWorkflow, "dreamlook": ours,
	} {
		f.Add(keyword, value, "")
	}
	f.Add("parameters", swarm, string(tagged(f, jpegFile(f), ".jpg", "-Make=prompt:"+nodes(sampler(`"positive": ["6", 0]`)), "-UserComment=x")))
	f.Add("prompt", nodes(sampler(`"positive": ["6", 0]`)), string(tagged(f, webpFile(f), ".webp", "-Model=prompt:{}", "-UserComment=x")))
	f.Fuzz(func(t *testing.T, keyword, value, file string) {
		if len(keyword) > 70 {
			return
		}
		for _, b := range [][]byte{pngFile(t, text(keyword, value)), []byte(file)} {
			got, err := read(b)
			if err != nil {
				continue
			}
			if got.Source == "" || len(got.NotMapped) > 100 {
				t.Fatalf("%+v", got)
			}
			for _, note := range got.NotMapped {
				if text := note.Name + ": " + note.Value; strings.ContainsAny(text, "\n\x1b") || len([]rune(text)) > 160 {
					t.Fatalf("%q", note)
				}
			}
			if _, err := got.Config.MarshalJSON(); err != nil {
				t.Fatalf("what was read cannot be sent: %v", err)
			}
		}
	})
}
