package recall_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	fuzzClasses = []string{
		"KSampler", "SamplerCustomAdvanced", "Something", "CLIPTextEncode", "Text Concatenate", "ConditioningCombine", "EmptyLatentImage", "VAEEncode", "ToBasicPipe", "Context",
		"ImpactSwitch", "Reroute", "SaveImage", "CheckpointLoaderSimple", "ConditioningZeroOut", "ShowText", "CFGGuider", "GetNode", "SetNode", "inner",
	}
	fuzzInputs = []string{
		"positive", "negative", "model", "latent_image", "samples", "conditioning", "conditioning_1", "cond1", "cond2", "text", "string", "text_a", "string_b", "delimiter",
		"clean_whitespace", "pipe", "basic_pipe", "guider", "noise", "sigmas", "sampler", "seed", "steps", "cfg", "width", "height", "empty_latent_width", "select", "input1",
		"ckpt_name", "", "clip", "pixels", "populated_text", "denoise", "batch_size",
	}
)

// fuzzGraph makes a graph from bytes, as executed or as drawn. Most links make no sense, but all of
// it is valid JSON.
func fuzzGraph(data []byte, drawn bool) string {
	next := func() int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b)
	}
	var all []map[string]any
	var links []any
	for len(data) > 0 && len(all) < 60 {
		id, class := len(all), fuzzClasses[next()%len(fuzzClasses)]
		inputs, list, values := map[string]any{}, []any{}, []any{}
		for range next() % 6 {
			name, to, kind := fuzzInputs[next()%len(fuzzInputs)], next(), next()%4
			switch kind {
			case 0:
				inputs[name] = strings.Repeat("a:b ", to%20)
			case 1:
				inputs[name] = to
			default:
				inputs[name] = []any{fmt.Sprint(to % 40), kind}
				links = append(links, []any{len(links), to % 40, kind - 2, id, len(list), "X"})
				list = append(list, map[string]any{"name": name, "type": "X", "link": len(links) - 1})
				continue
			}
			list = append(list, map[string]any{"name": name, "type": "X", "widget": map[string]any{"name": name}})
			values = append(values, inputs[name])
		}
		if drawn {
			all = append(all, map[string]any{"id": id, "type": class, "mode": next() % 5, "inputs": list, "widgets_values": values})
		} else {
			all = append(all, map[string]any{"class_type": class, "inputs": inputs})
		}
	}
	var whole any = map[string]any{"nodes": all, "links": links, "definitions": map[string]any{"subgraphs": []any{map[string]any{"id": "inner", "nodes": all, "links": links}}}}
	if !drawn {
		byID := map[string]any{}
		for i, n := range all {
			byID[fmt.Sprint(i)] = n
		}
		whole = byID
	}
	b, err := json.Marshal(whole)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func FuzzGraph(f *testing.F) {
	f.Add([]byte("\x00\x05\x00\x01\x02\x03\x02\x02\x15\x07\x01\x16\x14\x01\x03\x01\x09\x05\x00\x06\x02\x18\x40\x01\x19\x50\x01"), false)
	f.Add([]byte("\x00\x05\x00\x01\x02\x03\x02\x02\x15\x07\x01\x16\x14\x01\x00\x03\x01\x09\x05\x00\x04\x13\x01\x00\x01\x02"), true)
	f.Fuzz(func(t *testing.T, data []byte, drawn bool) {
		graph := fuzzGraph(data, drawn)
		file := pngFile(t, text(map[bool]string{false: "prompt", true: "workflow"}[drawn], graph))
		got, err := read(file)
		again, failed := read(file)
		if diff := cmp.Diff(got, again); diff != "" || (err == nil) != (failed == nil) {
			t.Fatalf("another time it is %s", diff)
		}
		if err != nil {
			return
		}
		if len(got.NotMapped) > 100 {
			t.Fatalf("%d notes", len(got.NotMapped))
		}
		if _, err := got.Config.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
		for _, prompt := range []string{got.Config.Prompt, got.Config.NegativePrompt} {
			for part := range strings.SplitSeq(prompt, ", ") { // only texts of the graph
				if part != "" && !strings.Contains(graph, strings.TrimSpace(part)) && !strings.Contains(graph, "delimiter") && strings.Trim(part, "0123456789") != "" {
					t.Fatalf("%q is in no node", part)
				}
			}
		}
	})
}
