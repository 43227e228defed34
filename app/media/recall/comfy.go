package recall

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

const (
	maxNodes = 10_000 // of a graph; large ones have a few hundred
	maxHops  = 100    // from one node to another by links
	maxLinks = 50_000 // that are followed in one graph altogether
	maxWide  = 1000   // inputs of a node; what has more is not looked into
)

// node is one step of ComfyUI's graph: what it is, and its inputs, each a value
// or a link to another node.
type node struct {
	class  string
	inputs map[string]any
	links  []string // the inputs that come from other nodes, in order
}

// graph is ComfyUI's description of how a picture is made, by node ids.
type graph map[string]node

// comfyPrompt reads "prompt": the graph as it was run.
func (m *mapping) comfyPrompt(text string) bool {
	o, ok := object(text)
	if !ok || len(o) > maxNodes {
		return false
	}
	if inner, wrapped := o["prompt"].(map[string]any); wrapped && len(inner) <= maxNodes {
		o = inner // as it was sent
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

// ids are the nodes in a fixed order.
func (g graph) ids() []string { return slices.SortedFunc(maps.Keys(g), compareIDs) }

// compareIDs orders ids part by part, as those within subgraphs are parted by
// colons: numbers by their value, before words.
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

// link notes which inputs of the nodes are links.
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

// onlyLink is the single input of a node that comes from another one.
func (n node) onlyLink() (v any, ok bool) {
	if len(n.links) != 1 {
		return nil, false
	}
	return n.inputs[n.links[0]], true
}

// choice is the input that a switch lets through, where it says which.
func (n node) choice() (v any, ok bool) {
	chosen := scalar(n.inputs["select"])
	if !isNumber(chosen) {
		return nil, false
	}
	v, ok = n.inputs["input"+chosen]
	return v, ok
}

// named reports whether a node's class holds one of some words, whatever their
// case.
func (n node) named(words ...string) bool {
	class := strings.ToLower(n.class)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(class, word) })
}

// first is the first of some inputs that a node has, with its name.
func (n node) first(names ...string) (name string, v any) {
	for _, name := range names {
		if n.inputs[name] != nil {
			return name, n.inputs[name]
		}
	}
	return "", nil
}

// walk reads a graph and remembers what it took from which node. Nodes are told
// apart by their inputs, not by their classes, of which thousands are about.
type walk struct {
	*mapping
	g     graph
	order []string
	taken map[string]map[string]bool // inputs by node; a node without any gave a link
	left  int                        // links that may still be followed
	room  int                        // bytes that may still be joined
}

// comfy maps a graph: one sampler, and what leads to it.
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

// step follows one link, as long as there are not too many.
func (w *walk) step(v any) (id string, n node, ok bool) {
	if id, ok = w.g.linked(v); !ok || w.left <= 0 {
		return "", node{}, false
	}
	w.left--
	return id, w.g[id], true
}

// take remembers that inputs of a node were taken.
func (w *walk) take(id string, inputs ...string) {
	if w.taken[id] == nil {
		w.taken[id] = map[string]bool{}
	}
	for _, name := range inputs {
		w.taken[id][name] = true
	}
}

// workedOut notes a node that makes a value in a way that is not known here.
func (w *walk) workedOut(n node) { w.note(WorkedOut, n.class, "") }

// sampler maps a sampler and what it is given.
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

// parts are a sampler and the nodes in which a custom one has its values.
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

// denoise notes how much of an earlier picture a sampler replaces, unless all.
func (w *walk) denoise(value string) {
	if value != "1" && value != "1.0" {
		w.miss("denoise", value)
	}
}

// modelNames are what nodes that load a model call its file.
var modelNames = []string{"ckpt_name", "base_ckpt_name", "unet_name", "model_path", "model_name"}

// checkpoint maps the name of the model's file, through the nodes that change
// the model. Of several models mixed none is the one.
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

// passed is what a node that has no input of a known name may pass on: what its
// switch says, its unnamed input, its bundle or its only link.
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
