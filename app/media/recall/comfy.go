package recall

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

const (
	maxNodes = 10_000 // of a graph; large ones have a few hundred
	maxHops  = 100    // from one node to another by links
)

// node is one step of ComfyUI's graph: what it is, and its inputs, each a value
// or a link to another node.
type node struct {
	class  string
	inputs map[string]any
}

// graph is ComfyUI's description of how a picture is made, by node ids.
type graph map[string]node

// comfyPrompt reads "prompt": the graph as it was run.
func (m *mapping) comfyPrompt(text string) bool {
	o, ok := object(text)
	if !ok || len(o) > maxNodes {
		return false
	}
	g := graph{}
	for id, v := range o {
		fields, ok := v.(map[string]any)
		if !ok {
			continue
		}
		inputs, _ := fields["inputs"].(map[string]any)
		if class, ok := fields["class_type"].(string); ok && class != "" {
			g[id] = node{class, inputs}
		}
	}
	return m.comfy(g)
}

// ids are the nodes in a fixed order: as they are numbered.
func (g graph) ids() []string {
	return slices.SortedFunc(maps.Keys(g), func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX == nil && errY == nil {
			return x - y
		}
		return strings.Compare(a, b)
	})
}

// linked returns the node that an input comes from.
func (g graph) linked(v any) (string, bool) {
	link, ok := v.([]any)
	if !ok || len(link) != 2 {
		return "", false
	}
	id := scalar(link[0])
	_, there := g[id]
	return id, there
}

// walk reads a graph and remembers which nodes it took something from.
type walk struct {
	*mapping
	g    graph
	used map[string]bool
}

// comfy maps a graph: the first sampler, and what leads to it.
func (m *mapping) comfy(g graph) bool {
	w := walk{m, g, map[string]bool{}}
	samplers := w.samplers()
	if len(samplers) == 0 {
		return false
	}
	m.Source = ComfyUI
	w.sampler(samplers[0])
	for _, id := range g.ids() {
		if !w.used[id] {
			w.leftOver(id)
		}
	}
	return true
}

// samplers are the nodes that make a picture, those that begin with nothing
// before those that go on with a picture that is there.
func (w walk) samplers() []string {
	var first, later []string
	for _, id := range w.g.ids() {
		n := w.g[id]
		if !strings.HasPrefix(n.class, "KSampler") && !strings.HasPrefix(n.class, "SamplerCustom") || n.inputs["latent_image"] == nil {
			continue
		}
		if _, found := w.find(n.inputs["latent_image"], isEmptyLatent); found {
			first = append(first, id)
		} else {
			later = append(later, id)
		}
	}
	return append(first, later...)
}

func isEmptyLatent(n node) bool {
	return strings.HasPrefix(n.class, "Empty") && strings.Contains(n.class, "Latent")
}

// find follows links that carry a picture or a model, without passing another
// sampler, to a node that fits.
func (w walk) find(v any, fits func(node) bool) (string, bool) {
	seen := map[string]bool{}
	for range maxHops {
		id, ok := w.g.linked(v)
		if !ok || seen[id] {
			return "", false
		}
		seen[id] = true
		n := w.g[id]
		if fits(n) {
			return id, true
		}
		if n.inputs["latent_image"] != nil {
			return "", false
		}
		v = nil
		for _, name := range []string{"samples", "latent", "model", "MODEL", ""} {
			if n.inputs[name] != nil {
				v = n.inputs[name]
				break
			}
		}
	}
	return "", false
}

// sampler maps a sampler and what it is given.
func (w walk) sampler(id string) {
	w.used[id] = true
	in := w.g[id].inputs
	value := func(names ...string) string { return w.input(in, names...) }

	w.seed("Seed", value("seed", "noise_seed"))
	w.whole("Steps", value("steps"), &w.Config.NumInferenceSteps)
	w.decimal("CFG", value("cfg"), &w.Config.GuidanceScale)
	w.mapping.sampler(value("sampler_name"), value("scheduler"))
	w.denoise(value("denoise"))
	// The custom samplers have their values in nodes of their own.
	parts := map[string]any{}
	for _, name := range []string{"noise", "guider", "sampler", "sigmas"} {
		if part, ok := w.g.linked(in[name]); ok {
			w.used[part] = true
			maps.Copy(parts, w.g[part].inputs)
		}
	}
	if len(parts) > 0 {
		w.seed("Seed", w.input(parts, "noise_seed"))
		w.whole("Steps", w.input(parts, "steps"), &w.Config.NumInferenceSteps)
		w.decimal("CFG", w.input(parts, "cfg"), &w.Config.GuidanceScale)
		w.mapping.sampler(w.input(parts, "sampler_name"), w.input(parts, "scheduler"))
		w.denoise(w.input(parts, "denoise"))
	}
	get := func(name string) any {
		if in[name] != nil {
			return in[name]
		}
		return parts[name]
	}
	positive := get("positive")
	if positive == nil {
		positive = parts["conditioning"]
	}
	w.Config.Prompt = w.text(positive, "positive")
	w.Config.NegativePrompt = w.text(get("negative"), "negative")
	w.latent(in["latent_image"])
	w.checkpoint(get("model"))
}

// denoise notes how much of an earlier picture a sampler replaces, unless all.
func (w walk) denoise(value string) {
	if value != "1" && value != "1.0" {
		w.miss("Denoise", value)
	}
}

// input returns the first input of these names that there is, following links
// to nodes that hold a value.
func (w walk) input(in map[string]any, names ...string) string {
	for _, name := range names {
		if v, there := in[name]; there {
			return w.value(v)
		}
	}
	return ""
}

// valueNames are what nodes that only hold a value call it.
var valueNames = []string{"value", "text", "string", "String", "Text", "prompt", "seed", "int", "float", "number", "Value", "result", "text_a"}

func (w walk) value(v any) string {
	for range maxHops {
		id, ok := w.g.linked(v)
		if !ok {
			if _, list := v.([]any); list {
				return "" // a link to nowhere
			}
			return scalar(v)
		}
		n := w.g[id]
		v = nil
		for _, name := range valueNames {
			if n.inputs[name] != nil {
				v = n.inputs[name]
				w.used[id] = true
				break
			}
		}
		if v == nil {
			w.note("A value that the node “" + n.class + "” works out")
			return ""
		}
	}
	return ""
}

// latent maps the size of the empty picture that a sampler begins with.
func (w walk) latent(v any) {
	id, ok := w.find(v, isEmptyLatent)
	if !ok {
		w.note("The picture was made from another picture")
		return
	}
	w.used[id] = true
	in := w.g[id].inputs
	w.size(w.input(in, "width"), w.input(in, "height"))
	if batch := w.input(in, "batch_size"); batch != "" && batch != "1" {
		w.miss("Batch size", batch)
	}
}

// checkpoint maps the name of the model's file.
func (w walk) checkpoint(v any) {
	id, ok := w.find(v, func(n node) bool { return n.inputs["ckpt_name"] != nil || n.inputs["unet_name"] != nil })
	if !ok {
		return
	}
	w.used[id] = true
	w.model("Model", w.input(w.g[id].inputs, "ckpt_name", "unet_name"))
}

// quiet are nodes that say nothing about the picture that could get lost.
var quiet = []string{"VAEDecode", "SaveImage", "PreviewImage", "Note", "MarkdownNote", "Reroute", "PrimitiveNode", "ConditioningZeroOut"}

// leftOver notes a node that was not mapped, with the values that it has.
func (w walk) leftOver(id string) {
	n := w.g[id]
	if slices.Contains(quiet, n.class) {
		return
	}
	var values []string
	for _, name := range slices.Sorted(maps.Keys(n.inputs)) {
		if _, link := n.inputs[name].([]any); link || len(values) == 6 {
			continue
		}
		if value := scalar(n.inputs[name]); value != "" {
			values = append(values, name+" "+value)
		}
	}
	w.note(strings.TrimSuffix("Node “"+n.class+"”: "+strings.Join(values, ", "), ": "))
}
