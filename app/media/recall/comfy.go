package recall

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

const (
	maxNodes = 10_000 // nodes of a graph; large ones have a few hundred
	maxHops  = 100    // links from one node to another
	maxLinks = 50_000 // links followed in a graph in total
	maxWide  = 1000   // inputs of a node; a node with more is not examined
)

// node is a step of ComfyUI's graph: its class and its inputs, each a value or
// a link to another node.
type node struct {
	class  string
	inputs map[string]any
	links  []string // inputs that are links, in order
}

// graph is ComfyUI's description of how a picture was made, by node id.
type graph map[string]node

// comfyPrompt reads "prompt": the graph as it was executed.
func (m *mapping) comfyPrompt(text string) bool {
	o, ok := object(text)
	if !ok || len(o) > maxNodes {
		return false
	}
	if inner, wrapped := o["prompt"].(map[string]any); wrapped && len(inner) <= maxNodes {
		o = inner // as sent to ComfyUI's API
	}
	g := graph{}
	for id, v := range o {
		fields, ok := v.(map[string]any)
		if !ok {
			continue
		}
		inputs, _ := fields["inputs"].(map[string]any)
		if class, ok := fields["class_type"].(string); ok && class != "" {
			g[id] = node{class: class, inputs: inputs}
		}
	}
	return m.comfy(g)
}

// ids returns the nodes in a fixed order.
func (g graph) ids() []string { return slices.SortedFunc(maps.Keys(g), compareIDs) }

// compareIDs orders ids part by part; those within subgraphs have parts
// separated by colons. Numbers come before words, in numerical order.
func compareIDs(a, b string) int {
	return slices.CompareFunc(strings.Split(a, ":"), strings.Split(b, ":"), func(a, b string) int {
		if isNumber(a) != isNumber(b) {
			if isNumber(a) {
				return -1
			}
			return 1
		}
		if isNumber(a) {
			x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
			return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y), strings.Compare(a, b))
		}
		return strings.Compare(a, b)
	})
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// linked returns the node that an input is linked to.
func (g graph) linked(v any) (string, bool) {
	link, ok := v.([]any)
	if !ok || len(link) != 2 {
		return "", false
	}
	id := scalar(link[0])
	_, there := g[id]
	return id, there
}

// link records which inputs of the nodes are links.
func (g graph) link() {
	for id, n := range g {
		if len(n.inputs) > maxWide {
			n.inputs = nil
		}
		for name, v := range n.inputs {
			if _, ok := g.linked(v); ok {
				n.links = append(n.links, name)
			}
		}
		slices.SortFunc(n.links, compareIDs)
		g[id] = n
	}
}

// onlyLink returns the only linked input of a node.
func (n node) onlyLink() (v any, ok bool) {
	if len(n.links) != 1 {
		return nil, false
	}
	return n.inputs[n.links[0]], true
}

// choice returns the input that a switch selects, if that is known.
func (n node) choice() (v any, ok bool) {
	chosen := scalar(n.inputs["select"])
	if !isNumber(chosen) {
		return nil, false
	}
	v, ok = n.inputs["input"+chosen]
	return v, ok
}

// named reports whether a node's class contains one of some words, ignoring
// case.
func (n node) named(words ...string) bool {
	class := strings.ToLower(n.class)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(class, word) })
}

// first returns the first of some inputs that a node has, and its name.
func (n node) first(names ...string) (name string, v any) {
	for _, name := range names {
		if n.inputs[name] != nil {
			return name, n.inputs[name]
		}
	}
	return "", nil
}

// walk reads a graph and records which inputs it used. It recognises nodes by
// their inputs, not by their classes, of which thousands exist.
type walk struct {
	*mapping
	g     graph
	order []string
	taken map[string]map[string]bool // used inputs by node; a node without any was followed through
	left  int                        // links that may still be followed
	room  int                        // bytes that may still be joined
}

// comfy maps a graph: one sampler, and everything that leads to it.
func (m *mapping) comfy(g graph) bool {
	g.link()
	w := &walk{m, g, g.ids(), map[string]map[string]bool{}, maxLinks, maxJoined}
	id, found := w.chooseSampler()
	if !found {
		return false
	}
	m.Source = ComfyUI
	w.sampler(id)
	if w.left <= 0 {
		w.note(TooManyLinks, "", "")
	}
	for _, id := range w.order {
		w.leftOver(id)
	}
	return true
}

// step follows one link, within the bounds.
func (w *walk) step(v any) (id string, n node, ok bool) {
	if id, ok = w.g.linked(v); !ok || w.left <= 0 {
		return "", node{}, false
	}
	w.left--
	return id, w.g[id], true
}

// take records that inputs of a node were used.
func (w *walk) take(id string, inputs ...string) {
	if w.taken[id] == nil {
		w.taken[id] = map[string]bool{}
	}
	for _, name := range inputs {
		w.taken[id][name] = true
	}
}

// workedOut notes a node that computes a value in an unknown way.
func (w *walk) workedOut(n node) { w.note(WorkedOut, n.class, "") }

// sampler maps a sampler and its inputs.
func (w *walk) sampler(id string) {
	w.take(id)
	parts := w.parts(id)
	value := func(names ...string) string {
		for _, part := range parts {
			if at, name, _ := w.lookup(part, names...); at != "" {
				return w.input(at, name)
			}
		}
		return ""
	}
	w.seed("seed", value("seed", "noise_seed"))
	w.whole("steps", value("steps"), &w.Config.NumInferenceSteps)
	w.decimal("cfg", value("cfg"), &w.Config.GuidanceScale)
	w.mapping.sampler(value("sampler_name"), value("scheduler"))
	w.denoise(value("denoise"))

	w.Config.Prompt = w.prompt(parts, "positive", positiveNames...)
	w.Config.NegativePrompt = w.prompt(parts, "negative", "negative")
	w.latent(id)
	for _, part := range parts {
		if w.checkpoint(part) {
			break
		}
	}
}

// parts returns a sampler, and the nodes that hold the values of a custom one.
func (w *walk) parts(id string) []string {
	parts := []string{id}
	for _, name := range []string{"noise", "guider", "sampler", "sigmas"} {
		v := w.g[id].inputs[name]
		for range maxHops {
			part, n, ok := w.step(v)
			if !ok || slices.Contains(parts, part) {
				break
			}
			w.take(part)
			parts = append(parts, part)
			v = n.inputs[name]
		}
	}
	return parts
}

// denoise notes how much of an earlier picture a sampler replaces, unless all
// of it.
func (w *walk) denoise(value string) {
	if value != "1" && value != "1.0" {
		w.miss("denoise", value)
	}
}

// modelNames are the names of the model's file in nodes that load one.
var modelNames = []string{"ckpt_name", "base_ckpt_name", "unet_name", "model_path", "model_name"}

// checkpoint maps the name of the model's file, through nodes that change the
// model. Of a mixture of models it maps none.
func (w *walk) checkpoint(id string) bool {
	at, _, v := w.lookup(id, "model")
	if at == "" {
		at, name, _ := w.lookup(id, modelNames[:2]...)
		if at != "" {
			w.model("Model", w.input(at, name))
		}
		return at != ""
	}
	seen := map[string]bool{}
	for range maxHops {
		id, n, ok := w.step(v)
		if !ok || seen[id] {
			return true
		}
		seen[id] = true
		if at, name, _ := w.lookup(id, modelNames...); at != "" {
			w.model("Model", w.input(at, name))
			return true
		}
		links := slices.DeleteFunc(slices.Clone(n.links), func(name string) bool {
			return !strings.HasPrefix(strings.ToLower(name), "model") || strings.Contains(name, "_")
		})
		switch {
		case len(links) > 1:
			w.workedOut(n)
			return true
		case len(links) == 1:
			v = n.inputs[links[0]]
		default:
			v = w.passed(n)
		}
	}
	return true
}

// passed returns the input that an unknown node may pass on: its switch's
// choice, its unnamed input, its bundle or its only link.
func (w *walk) passed(n node) any {
	if v, ok := n.choice(); ok {
		return v
	}
	if v := n.inputs[""]; v != nil {
		return v
	}
	if v, ok := n.onlyLink(); ok {
		return v
	}
	for _, name := range n.links {
		if isBundle(name) {
			return n.inputs[name]
		}
	}
	return nil
}
