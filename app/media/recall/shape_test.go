package recall_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/media/recall"
)

// graphWith makes a graph of the usual nodes, some of them replaced.
func graphWith(changed map[string]string) string {
	all := map[string]string{
		"3": `{"class_type": "KSampler", "inputs": {"seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1,
			"model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}}`,
		"4": `{"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors"}}`,
		"5": `{"class_type": "EmptyLatentImage", "inputs": {"width": 768, "height": 1024, "batch_size": 1}}`,
		"6": `{"class_type": "CLIPTextEncode", "inputs": {"text": "a red coat", "clip": ["4", 1]}}`,
		"7": `{"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}}`,
	}
	for id, n := range changed {
		all[id] = n
	}
	var parts []string
	for id, n := range all {
		if n != "" {
			parts = append(parts, fmt.Sprintf("%q: %s", id, n))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

const customSampler = `{"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["10", 0], "guider": ["11", 0], "sampler": ["12", 0], "sigmas": ["13", 0], "latent_image": ["5", 0]}}`

func custom(changed map[string]string) map[string]string {
	all := map[string]string{
		"3": customSampler, "10": `{"class_type": "RandomNoise", "inputs": {"noise_seed": 7}}`,
		"12": `{"class_type": "KSamplerSelect", "inputs": {"sampler_name": "dpmpp_2m"}}`,
		"13": `{"class_type": "BasicScheduler", "inputs": {"scheduler": "karras", "steps": 20, "denoise": 1, "model": ["4", 0]}}`,
	}
	for id, n := range changed {
		all[id] = n
	}
	return all
}

// Graphs are read by their links, whatever the nodes are called. Ambiguous parts are reported.
func TestComfyUIGraphsByShape(t *testing.T) {
	for name, c := range map[string]struct {
		changed          map[string]string
		prompt, negative string
		size             string   // "": 768×1024
		missed           []string // starts of the reports, in order
	}{
		"the usual": {nil, "a red coat", "blurry", "", nil},
		"another encoder": {
			map[string]string{"6": `{"class_type": "smZ CLIPTextEncode", "inputs": {"text": "a red coat", "parser": "A1111", "clip": ["4", 1]}}`},
			"a red coat", "blurry", "",
			[]string{"node smZ CLIPTextEncode: parser A1111"},
		},
		"an encoder by what it has": {
			map[string]string{"6": `{"class_type": "My words", "inputs": {"prompt": "a red coat", "clip": ["4", 1]}}`}, "a red coat", "blurry", "", nil,
		},
		"another sampler": {
			map[string]string{"3": `{"class_type": "ClownsharKSampler_Beta", "inputs": {"seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "eta": 0.5, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}}`},
			"a red coat", "blurry", "",
			[]string{"node ClownsharKSampler_Beta: eta 0.5"},
		},
		"a sampler by what it has": {
			map[string]string{"3": `{"class_type": "Make it", "inputs": {"noise_seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent": ["5", 0]}}`},
			"a red coat", "blurry", "", nil,
		},
		"another empty picture": {
			map[string]string{"5": `{"class_type": "StableCascade_EmptyLatentImage", "inputs": {"width": 1024, "height": 768, "compression": 42, "batch_size": 1}}`},
			"a red coat", "blurry", "1024×768",
			[]string{"node StableCascade_EmptyLatentImage: compression 42"},
		},
		"an empty picture whose size is in words": {
			map[string]string{"5": `{"class_type": "SDXL Empty Latent", "inputs": {"resolution": "1024x1024 (1.0)"}}`},
			"a red coat", "blurry", "0×0",
			[]string{"node SDXL Empty Latent: resolution 1024x1024 (1.0)"},
		},
		"a size from nodes": {
			map[string]string{
				"5":  `{"class_type": "EmptyLatentImage", "inputs": {"width": ["20", 0], "height": ["21", 0], "batch_size": 1}}`,
				"20": `{"class_type": "PrimitiveInt", "inputs": {"value": 640}}`, "21": `{"class_type": "Settings", "inputs": {"width": 1, "height": 480, "steps": 3}}`,
			},
			"a red coat", "blurry", "640×480",
			[]string{"node Settings: steps 3, width 1"},
		},
		"a node that loads all": {
			map[string]string{
				"4": `{"class_type": "Efficient Loader", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors", "vae_name": "Baked VAE", "positive": "a red coat", "negative": "blurry", "empty_latent_width": 768, "empty_latent_height": 1024, "batch_size": 1}}`,
				"3": `{"class_type": "KSampler (Efficient)", "inputs": {"seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1, "preview_method": "auto", "vae_decode": "true", "model": ["4", 0], "positive": ["4", 1], "negative": ["4", 2], "latent_image": ["4", 3]}}`,
				"5": "", "6": "", "7": "",
			},
			"a red coat", "blurry", "", nil,
		},
		"a node that loads all, its texts from others": {
			map[string]string{
				"4":  `{"class_type": "Efficient Loader", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors", "positive": ["20", 0], "negative": "blurry", "empty_latent_width": 768, "empty_latent_height": 1024}}`,
				"3":  `{"class_type": "KSampler (Efficient)", "inputs": {"seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "model": ["4", 0], "positive": ["4", 1], "negative": ["4", 2], "latent_image": ["4", 3]}}`,
				"20": `{"class_type": "Text Multiline", "inputs": {"text": "a red coat"}}`, "5": "", "6": "", "7": "",
			},
			"a red coat", "blurry", "", nil,
		},
		"all in one bundle": {
			map[string]string{
				"3":  `{"class_type": "easy kSampler", "inputs": {"pipe": ["20", 0], "image_output": "Preview"}}`,
				"20": `{"class_type": "easy preSampling", "inputs": {"steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1, "seed": 7, "pipe": ["4", 0]}}`,
				"4":  `{"class_type": "easy fullLoader", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors", "positive": "a red coat", "negative": "blurry", "empty_latent_width": 768, "empty_latent_height": 1024}}`,
				"5":  "", "6": "", "7": "",
			},
			"a red coat", "blurry", "",
			[]string{"node easy kSampler: image_output Preview"},
		},
		"a bundle packed and unpacked": {
			map[string]string{
				"3":  `{"class_type": "ImpactKSamplerBasicPipe", "inputs": {"seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1, "basic_pipe": ["20", 0], "latent_image": ["5", 0]}}`,
				"20": `{"class_type": "ToBasicPipe", "inputs": {"model": ["4", 0], "clip": ["4", 1], "positive": ["6", 0], "negative": ["7", 0]}}`,
			},
			"a red coat", "blurry", "", nil,
		},
		"two guides": {
			custom(map[string]string{"11": `{"class_type": "DualCFGGuider", "inputs": {"cfg_conds": 5, "cfg_cond2_negative": 2, "model": ["4", 0], "cond1": ["6", 0], "cond2": ["20", 0], "negative": ["7", 0]}}`, "20": `{"class_type": "CLIPTextEncode", "inputs": {"text": "a hat", "clip": ["4", 1]}}`}),
			"a red coat", "blurry", "",
			[]string{"prompt.second: a hat", "node DualCFGGuider: cfg_cond2_negative 2, cfg_conds 5"},
		},
		"a guide without a negative": {
			custom(map[string]string{
				"11": `{"class_type": "BasicGuider", "inputs": {"model": ["4", 0], "conditioning": ["20", 0]}}`,
				"20": `{"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["6", 0]}}`, "7": "",
				"13": `{"class_type": "SplitSigmas", "inputs": {"step": 4, "sigmas": ["21", 0]}}`,
				"21": `{"class_type": "BasicScheduler", "inputs": {"scheduler": "karras", "steps": 20, "denoise": 1, "model": ["4", 0]}}`,
			}),
			"a red coat", "", "",
			[]string{"node SplitSigmas: step 4", "node FluxGuidance: guidance 3.5"},
		},
		"texts joined": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "Text Concatenate", "inputs": {"delimiter": ", ", "clean_whitespace": "true", "text_a": " a red coat ", "text_b": ["21", 0], "text_c": ""}}`,
				"21": `{"class_type": "StringConcatenate", "inputs": {"string_a": "at", "string_b": "dusk", "delimiter": " "}}`,
			},
			"a red coat, at dusk", "blurry", "", nil,
		},
		"texts joined in a way of their own": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "My Concat", "inputs": {"delimiter": ", ", "order": "b first", "text_a": "a red coat", "text_b": "at dusk"}}`,
			},
			"", "blurry", "",
			[]string{"worked.out My Concat", "node My Concat: delimiter , , order b first, text_a a red coat, text_b at dusk"},
		},
		"a text that was drawn by lot": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "ImpactWildcardProcessor", "inputs": {"wildcard_text": "a {red|blue} coat", "populated_text": "a red coat", "mode": "populate", "seed": 3}}`,
			},
			"a red coat", "blurry", "",
			[]string{"node ImpactWildcardProcessor: mode populate, seed 3, wildcard_text a {red|blue} coat"},
		},
		"a text that is not told": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "DPRandomGenerator", "inputs": {"text": "a {red|blue} coat", "seed": 3}}`,
			},
			"", "blurry", "",
			[]string{"worked.out DPRandomGenerator", "node DPRandomGenerator: seed 3, text a {red|blue} coat"},
		},
		"an encoder that makes another text first": {
			map[string]string{"6": `{"class_type": "CLIPTextEncode (Advanced + NSP)", "inputs": {"text": "a __color__ coat", "clip": ["4", 1]}}`},
			"", "blurry", "",
			[]string{"worked.out CLIPTextEncode (Advanced + NSP)", "node CLIPTextEncode (Advanced + NSP): text a __color__ coat"},
		},
		"a text that is shown on its way": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "ShowText|pysssss", "inputs": {"text": ["21", 0], "text_0": "of another run"}}`,
				"21": `{"class_type": "Reroute", "inputs": {"": ["22", 0]}}`, "22": `{"class_type": "StringConstantMultiline", "inputs": {"string": "a red coat", "strip_newlines": true}}`,
			},
			"a red coat", "blurry", "",
			[]string{"node ShowText|pysssss: text_0 of another run"},
		},
		"a text that is changed on its way": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "Prompt Translator", "inputs": {"text": ["21", 0]}}`, "21": `{"class_type": "String", "inputs": {"string": "ein roter Mantel"}}`,
				"7": `{"class_type": "CLIPTextEncode", "inputs": {"text": ["22", 0], "clip": ["4", 1]}}`, "22": `{"class_type": "Text Uppercase", "inputs": {"text": "dull"}}`,
			},
			"", "", "",
			[]string{
				"worked.out Prompt Translator", "worked.out Text Uppercase", "node Prompt Translator", "node String: string ein roter Mantel",
				"node Text Uppercase: text dull",
			},
		},
		"settings from nodes": {
			map[string]string{
				"3": `{"class_type": "KSampler", "inputs": {"seed": ["20", 0], "steps": ["21", 0], "cfg": ["21", 2], "sampler_name": ["22", 0], "scheduler": ["23", 0], "denoise": 1,
					"model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}}`,
				"20": `{"class_type": "Seed Generator", "inputs": {"seed": 7, "control_after_generate": "randomize"}}`, "21": `{"class_type": "KSampler Config", "inputs": {"steps": 20, "cfg": 6.5}}`,
				"22": `{"class_type": "Sampler Selector", "inputs": {"sampler_name": "dpmpp_2m"}}`, "23": `{"class_type": "Scheduler Selector", "inputs": {"scheduler": "karras"}}`,
			},
			"a red coat", "blurry", "", nil,
		},
		"numbers of another kind": {
			map[string]string{
				"5":  `{"class_type": "EmptyLatentImage", "inputs": {"width": ["20", 0], "height": ["21", 0], "batch_size": 1}}`,
				"20": `{"class_type": "FloatToInt", "inputs": {"float": ["21", 0]}}`, "21": `{"class_type": "PrimitiveFloat", "inputs": {"value": 512.0}}`,
			},
			"a red coat", "blurry", "512×512", nil,
		},
		"a switch that says what it chooses": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "ImpactSwitch", "inputs": {"select": 2, "input1": ["21", 0], "input2": ["22", 0]}}`,
				"21": `{"class_type": "String", "inputs": {"string": "a blue coat"}}`, "22": `{"class_type": "String", "inputs": {"string": "a red coat"}}`,
			},
			"a red coat", "blurry", "",
			[]string{"node ImpactSwitch: select 2", "node String: string a blue coat"},
		},
		"a switch that does not": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "If", "inputs": {"boolean": ["23", 0], "on_true": ["21", 0], "on_false": ["22", 0]}}`,
				"21": `{"class_type": "String", "inputs": {"string": "a blue coat"}}`, "22": `{"class_type": "String", "inputs": {"string": "a red coat"}}`,
				"23": `{"class_type": "Compare", "inputs": {"a": 1, "b": 2}}`,
			},
			"", "blurry", "",
			[]string{"worked.out If", "node If", "node String: string a blue coat", "node String: string a red coat", "node Compare: a 1, b 2"},
		},
		"two models mixed": {
			map[string]string{
				"3":  `{"class_type": "KSampler", "inputs": {"seed": 7, "steps": 20, "cfg": 7, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1, "model": ["20", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}}`,
				"20": `{"class_type": "ModelMergeSimple", "inputs": {"model1": ["4", 0], "model2": ["21", 0], "ratio": 0.5}}`,
				"21": `{"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "other.safetensors"}}`,
			},
			"a red coat", "blurry", "",
			[]string{"worked.out ModelMergeSimple", "node CheckpointLoaderSimple: ckpt_name sd_xl_base", "node ModelMergeSimple: ratio 0.5", "node CheckpointLoaderSimple: ckpt_name other"},
		},
		"a second stage that comes first, with an empty picture of its own": {
			map[string]string{
				"1": `{"class_type": "KSampler", "inputs": {"seed": 1, "steps": 9, "cfg": 2, "positive": ["2", 0], "negative": ["7", 0], "latent_image": ["5", 1]}}`,
				"2": `{"class_type": "StableCascade_StageB_Conditioning", "inputs": {"conditioning": ["6", 0], "stage_c": ["3", 0]}}`,
			},
			"a red coat", "blurry", "",
			[]string{"node KSampler: cfg 2, seed 1, steps 9", "node StableCascade_StageB_Conditioning"},
		},
		"a size that a ratio overrules": {
			map[string]string{"5": `{"class_type": "CR SDXL Aspect Ratio", "inputs": {"width": 512, "height": 512, "aspect_ratio": "3:4 portrait 896x1152", "batch_size": 1}}`},
			"a red coat", "blurry", "0×0",
			[]string{"worked.out CR SDXL Aspect Ratio", "node CR SDXL Aspect Ratio: aspect_ratio 3:4 portrait 896x1152, height 512, width 512"},
		},
		"a ratio that overrules nothing": {
			map[string]string{"5": `{"class_type": "CR SDXL Aspect Ratio", "inputs": {"width": 768, "height": 1024, "aspect_ratio": "custom", "swap_dimensions": "Off", "upscale_factor": 1, "batch_size": 1}}`},
			"a red coat", "blurry", "",
			[]string{"node CR SDXL Aspect Ratio: aspect_ratio custom, swap_dimensions Off, upscale_factor 1"},
		},
		"a text with empty fields beside it": {
			map[string]string{
				"6":  `{"class_type": "CLIPTextEncode", "inputs": {"text": ["20", 0], "clip": ["4", 1]}}`,
				"20": `{"class_type": "PromptManagerText", "inputs": {"text": "a red coat", "category": "", "tags": "", "append_text": ""}}`,
			},
			"a red coat", "blurry", "", nil,
		},
		"a second pass that comes first": {
			map[string]string{
				"1": `{"class_type": "KSampler", "inputs": {"seed": 1, "steps": 9, "cfg": 2, "sampler_name": "euler", "scheduler": "normal", "denoise": 0.5, "model": ["4", 0], "positive": ["7", 0], "negative": ["6", 0], "latent_image": ["2", 0]}}`,
				"2": `{"class_type": "LatentUpscaleBy", "inputs": {"scale_by": 1.5, "samples": ["3", 0]}}`,
			},
			"a red coat", "blurry", "",
			[]string{"node KSampler: cfg 2", "node LatentUpscaleBy: scale_by 1.5"},
		},
		"a sampler of which nothing is saved": {
			map[string]string{
				"1": `{"class_type": "KSampler", "inputs": {"seed": 1, "steps": 9, "cfg": 2, "positive": ["7", 0], "negative": ["6", 0], "latent_image": ["5", 0]}}`,
				"8": `{"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}}`, "9": `{"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "x"}}`,
			},
			"a red coat", "blurry", "",
			[]string{"node KSampler: cfg 2, seed 1, steps 9"},
		},
		"long texts are named each": {
			map[string]string{"20": `{"class_type": "Notes", "inputs": {"a": "` + strings.Repeat("one ", 30) + `", "b": "` + strings.Repeat("two ", 30) + `"}}`},
			"a red coat", "blurry", "",
			[]string{"node Notes: a one", "node Notes: b two"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := pngFile(t, text("prompt", graphWith(c.changed)))
			got, err := read(file)
			if err != nil {
				t.Fatal(err)
			}
			if size := fmt.Sprintf("%d×%d", got.Config.Width, got.Config.Height); got.Config.Prompt != c.prompt || got.Config.NegativePrompt != c.negative ||
				size != c.size && (c.size != "" || size != "768×1024") {
				t.Errorf("got %q, %q, %s", got.Config.Prompt, got.Config.NegativePrompt, size)
			}
			if got.Config.NumInferenceSteps != 20 || got.Config.Seed == nil || *got.Config.Seed != 7 || got.Config.SchedulerType != "dpmpp-2m-karras" {
				t.Errorf("got %+v", got.Config)
			}
			if mixed := strings.HasPrefix(name, "two models"); (got.Config.ModelType == "sdxl-v1") == mixed {
				t.Errorf("got the model %q", got.Config.BaseModel)
			}
			notes := lines(got)
			same := len(notes) == len(c.missed)
			for i := range c.missed {
				same = same && strings.HasPrefix(notes[i], c.missed[i])
			}
			if !same {
				t.Errorf("not mapped: %s", cmp.Diff(c.missed, notes))
			}
			for range 20 {
				again, err := read(file)
				if diff := cmp.Diff(got, again); diff != "" || err != nil {
					t.Fatalf("another time: %s, %v", diff, err)
				}
			}
		})
	}
}

// Ids have one order, also those in subgraphs.
func TestTheSameSamplerEveryTime(t *testing.T) {
	one := `{"class_type": "KSampler", "inputs": {"seed": %d, "steps": 20, "latent_image": ["5", 0], "positive": ["6", 0]}}`
	changed := map[string]string{"3": "", "9": fmt.Sprintf(one, 9), "10": fmt.Sprintf(one, 10), "10:3": fmt.Sprintf(one, 103), "10:x": fmt.Sprintf(one, 11), "a": fmt.Sprintf(one, 12), "09": fmt.Sprintf(one, 99)}
	for range 100 {
		got, err := read(pngFile(t, text("prompt", graphWith(changed))))
		if err != nil || got.Seed == nil || *got.Seed != 99 {
			t.Fatalf("%v, %v", got.Config, err)
		}
	}
}

// Unknown JSON is not a prompt, wherever it is and however it is broken.
func TestJSONIsNoPrompt(t *testing.T) {
	for name, value := range map[string]string{
		"an object": `{"prompt": "a cat", "size": 3}`, "weights in it": `{"a": ["(worst:1.4), (text:1.2), (bad art:1.4)"], "Steps": 20}`, "a list": `[{"prompt": "a cat"}]`,
		"cut off": `{"prompt": "a cat", "Steps: 20, Seed: 5, Size: 8x`, "Python's": `{'prompt': 'a cat', 'seed': 5}`, "with NaN": `{"prompt": "a cat", "x": NaN}`, "JSON in JSON": `"{\"prompt\": \"a cat\", \"size\": 3}"`, "many lines": "{\n  \"prompt\": \"a cat\"\n}",
	} {
		for place, file := range map[string][]byte{
			"parameters": pngFile(t, text("parameters", value)), "a comment": tagged(t, jpegFile(t), ".jpg", "-UserComment="+value), "Comment": pngFile(t, text("Comment", value)),
		} {
			got, err := read(file)
			if nothing := (*recall.NothingError)(nil); !errors.As(err, &nothing) {
				t.Errorf("%s in %s: %+v, %v", name, place, got, err)
			}
		}
	}
	for prompt, value := range map[string]string{
		`{"scene": "a cat", "light": "soft"}`: `{"scene": "a cat", "light": "soft"}` + "\nNegative prompt: dull\nSteps: 20, Sampler: Euler, Seed: 5", // the program asked for JSON
		"{cat|dog} on a street":               "{cat|dog} on a street", "[cat:dog:0.5], {soft, light}": "[cat:dog:0.5], {soft, light}",
	} {
		if got, err := read(pngFile(t, text("parameters", value))); err != nil || got.Config.Prompt != prompt {
			t.Errorf("%s: %q, %v", value, got.Config.Prompt, err)
		}
	}
}
