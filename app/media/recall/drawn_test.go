package recall_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/media/recall"
)

// A drawn graph: the model passes through a bypassed node, the prompt through
// two nested subgraphs and through a value that is set and got by name, and the
// second pass is muted. Its nodes name their values.
const drawnWithSubgraphs = `{"nodes": [
	{"id": 1, "type": "CheckpointLoaderSimple", "widgets_values": ["sd_xl_base_1.0.safetensors"], "inputs": [{"name": "ckpt_name", "widget": {"name": "ckpt_name"}}]},
	{"id": 2, "type": "LoraLoaderModelOnly", "mode": 4, "widgets_values": ["style.safetensors", 1], "inputs": [{"name": "lora_name", "type": "COMBO", "link": null}, {"name": "model", "type": "MODEL", "link": 1}]},
	{"id": 3, "type": "outer", "widgets_values": ["a red coat"], "inputs": [{"name": "clip", "type": "CLIP", "link": 2}, {"name": "words", "type": "STRING", "widget": {"name": "words"}}]},
	{"id": 4, "type": "CLIPTextEncode", "widgets_values": ["old"], "inputs": [{"name": "clip", "type": "CLIP", "link": 3}, {"name": "text", "type": "STRING", "widget": {"name": "text"}, "link": 9}]},
	{"id": 5, "type": "EmptyLatentImage", "widgets_values": [640, 480, 1], "inputs": [{"name": "width", "widget": {"name": "width"}}, {"name": "height", "widget": {"name": "height"}}, {"name": "batch_size", "widget": {"name": "batch_size"}}]},
	{"id": 6, "type": "ClownsharKSampler_Beta", "widgets_values": [7, "randomize", 0.5, 20, 6.5, "dpmpp_2m", "karras", 1], "inputs": [
		{"name": "model", "type": "MODEL", "link": 4}, {"name": "positive", "type": "CONDITIONING", "link": 5}, {"name": "negative", "type": "CONDITIONING", "link": 6}, {"name": "latent_image", "type": "LATENT", "link": 7},
		{"name": "seed", "widget": {"name": "seed"}}, {"name": "eta", "widget": {"name": "eta"}}, {"name": "steps", "widget": {"name": "steps"}}, {"name": "cfg", "widget": {"name": "cfg"}},
		{"name": "sampler_name", "widget": {"name": "sampler_name"}}, {"name": "scheduler", "widget": {"name": "scheduler"}}, {"name": "denoise", "widget": {"name": "denoise"}}]},
	{"id": 7, "type": "KSampler", "mode": 2, "widgets_values": [1, "fixed", 9, 1, "euler", "normal", 1], "inputs": [{"name": "latent_image", "type": "LATENT", "link": 7}]},
	{"id": 8, "type": "StringConstant", "widgets_values": ["blurry"], "inputs": [{"name": "string", "widget": {"name": "string"}}]},
	{"id": 9, "type": "SetNode", "widgets_values": ["no"], "inputs": [{"name": "STRING", "type": "STRING", "link": 8}]},
	{"id": 10, "type": "GetNode", "widgets_values": ["no"]}],
	"links": [[1, 1, 0, 2, 1, "MODEL"], [2, 1, 1, 3, 0, "CLIP"], [3, 1, 1, 4, 0, "CLIP"], [4, 2, 0, 6, 0, "MODEL"], [5, 3, 0, 6, 1, "CONDITIONING"], [6, 4, 0, 6, 2, "CONDITIONING"],
		[7, 5, 0, 6, 3, "LATENT"], [8, 8, 0, 9, 0, "STRING"], [9, 10, 0, 4, 1, "STRING"]],
	"definitions": {"subgraphs": [
		{"id": "outer", "nodes": [{"id": 3, "type": "inner", "inputs": [{"name": "clip", "type": "CLIP", "link": 1}, {"name": "text", "type": "STRING", "link": 2}]}],
			"links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 3, "target_slot": 0}, {"id": 2, "origin_id": -10, "origin_slot": 1, "target_id": 3, "target_slot": 1}, {"id": 3, "origin_id": 3, "origin_slot": 0, "target_id": -20, "target_slot": 0}]},
		{"id": "inner", "nodes": [{"id": 3, "type": "CLIPTextEncode", "widgets_values": ["a blue coat"], "inputs": [{"name": "clip", "type": "CLIP", "link": 1}, {"name": "text", "type": "STRING", "widget": {"name": "text"}, "link": 2}]}],
			"links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 3, "target_slot": 0}, {"id": 2, "origin_id": -10, "origin_slot": 1, "target_id": 3, "target_slot": 1}, {"id": 3, "origin_id": 3, "origin_slot": 0, "target_id": -20, "target_slot": 0}]}]}}`

func TestDrawingsAreReadAsTheyWouldBeRun(t *testing.T) {
	got, err := read(pngFile(t, text("workflow", drawnWithSubgraphs)))
	if err != nil {
		t.Fatal(err)
	}
	c := got.Config
	if c.Prompt != "a red coat" || c.NegativePrompt != "blurry" || c.Width != 640 || c.Height != 480 || *c.Seed != 7 || c.NumInferenceSteps != 20 ||
		*c.GuidanceScale != 6.5 || c.SchedulerType != "dpmpp-2m-karras" || c.ModelType != "sdxl-v1" {
		t.Errorf("%+v", c)
	}
	if diff := cmp.Diff([]string{"node ClownsharKSampler_Beta: eta 0.5", "node SetNode", "node GetNode"}, lines(got)); diff != "" {
		t.Error(diff)
	}
}

// Subgraphs that contain themselves, circular links and links to missing nodes
// don't loop for ever.
func TestDrawingsInCircles(t *testing.T) {
	for name, drawing := range map[string]string{
		"a subgraph within itself": strings.ReplaceAll(drawnWithSubgraphs, `"type": "inner"`, `"type": "outer"`),
		"bypassed in circles":      strings.Replace(drawnWithSubgraphs, `"id": 2, "type": "LoraLoaderModelOnly", "mode": 4, "widgets_values": ["style.safetensors", 1], "inputs": [{"name": "lora_name", "type": "COMBO", "link": null}, {"name": "model", "type": "MODEL", "link": 1}]`, `"id": 2, "type": "A", "mode": 4, "inputs": [{"name": "model", "type": "MODEL", "link": 4}]`, 1),
		"set by what it gets":      strings.Replace(drawnWithSubgraphs, `[8, 8, 0, 9, 0, "STRING"]`, `[8, 10, 0, 9, 0, "STRING"]`, 1),
		"no such nodes":            strings.ReplaceAll(drawnWithSubgraphs, `"origin_id": 3`, `"origin_id": 99`),
	} {
		if got, err := read(pngFile(t, text("workflow", drawing))); err != nil || got.Config.NumInferenceSteps != 20 {
			t.Errorf("%s: %+v, %v", name, got.Config, err)
		}
	}
}

// The largest readable graph, in the shapes that cost most, takes at most a few
// seconds on a slow machine, not minutes.
func TestLargeGraphs(t *testing.T) {
	for name, n := range map[string]func(i int) string{
		"samplers on one another": func(i int) string {
			return fmt.Sprintf(`{"class_type": "KSampler", "inputs": {"seed": 1, "steps": 2, "positive": ["%d", 0], "latent_image": ["%d", 0]}}`, i+1, i+1)
		},
		"two ways at every node": func(i int) string {
			return fmt.Sprintf(`{"class_type": "C", "inputs": {"conditioning_1": ["%d", 0], "conditioning_2": ["%d", 0], "samples": ["%d", 0]}}`, i+1, i+2, i+1)
		},
		"texts twice as long each": func(i int) string {
			return fmt.Sprintf(`{"class_type": "StringConcatenate", "inputs": {"string_a": ["%d", 0], "string_b": ["%d", 0], "delimiter": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}}`, i+1, i+1)
		},
		"bundles of bundles": func(i int) string {
			return fmt.Sprintf(`{"class_type": "Pipe", "inputs": {"pipe_a": ["%d", 0], "pipe_b": ["%d", 0], "pipe_c": ["%d", 0]}}`, i+1, i+2, i+3)
		},
		"wide": func(i int) string {
			if i%100 > 0 {
				return fmt.Sprintf(`{"class_type": "Reroute", "inputs": {"": ["%d", 0]}}`, i+1)
			}
			var wide []string
			for j := range 900 {
				wide = append(wide, fmt.Sprintf(`"model%d": ["%d", 0]`, j, (i+j)%9000))
			}
			return `{"class_type": "W", "inputs": {` + strings.Join(wide, ", ") + `, "latent": ["1", 0], "seed": 1, "samples": ["1", 0]}}`
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for i := range 9000 {
				if b.Len() > 3<<20 {
					break
				}
				fmt.Fprintf(&b, `, "%d": %s`, 100+i, n(100+i))
			}
			graph := nodes(sampler(`"positive": ["8", 0], "negative": ["7", 0], "model": ["100", 0], "basic_pipe": ["100", 0]`) +
				`, "8": {"class_type": "CLIPTextEncode", "inputs": {"text": ["100", 0], "clip": ["100", 0]}}` + b.String())
			began := time.Now()
			got, err := read(pngFile(t, text("prompt", graph)))
			if err != nil || got.Source != recall.ComfyUI || len(got.NotMapped) > 100 {
				t.Errorf("%+v, %v", got, err)
			}
			t.Logf("%d kB in %s", len(graph)>>10, time.Since(began))
		})
	}
	if _, err := read(pngFile(t, text("prompt", nodes(sampler("")+strings.Repeat(" ", 10<<20))))); err == nil {
		t.Error("10 MB were read")
	}
}
