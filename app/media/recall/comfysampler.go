package recall

import (
	"regexp"
	"slices"
	"strings"
)

// Names of samplers' inputs for the start picture, and for the prompts. A node
// with inputs of both kinds is a sampler.
var (
	latentNames   = []string{"latent_image", "latent", "latents", "samples", "optional_latent", "LATENT"}
	samplingNames = []string{"seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise", "sigmas", "sampler", "guider"}
	guidingNames  = []string{"guider", "positive", "model", "conditioning", "cond1"}
)

// isBundle reports whether an input with this name carries several values.
func isBundle(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"pipe", "ctx", "context", "tuple"}, func(word string) bool { return strings.Contains(name, word) })
}

func (w *walk) isSampler(n node) bool {
	named := n.named("sampler")
	if !named && n.named("context", "pipe") {
		return false // it only passes on a sampler's inputs
	}
	guided := false
	for _, name := range n.links {
		guided = guided || slices.Contains(guidingNames, name) || isBundle(name)
	}
	if name, _ := n.first(latentNames...); name != "" {
		told, _ := n.first(samplingNames...)
		return told != "" && (guided || named)
	}
	seed, _ := n.first("seed", "noise_seed")
	return guided && seed != "" && n.inputs["steps"] != nil
}

// begins is what a sampler starts with.
type begins int

// In the order of preference.
const (
	withNothing begins = iota
	withSomething
	withPicture
)

// chooseSampler returns the sampler that describes the picture. Of several it is the first, by id,
// that leads to a saved picture, starts with an empty one and uses no other sampler's result. If
// there is none, it is one whose start is unknown, then any.
func (w *walk) chooseSampler() (chosen string, found bool) {
	saved, later, best := w.leadingToSaved(), w.afterSamplers(), 0
	for _, id := range w.order {
		if !w.isSampler(w.g[id]) {
			continue
		}
		start, _ := w.start(id)
		if later[id] && start == withNothing {
			start = withSomething
		}
		rank := int(start)
		if len(saved) > 0 && !saved[id] {
			rank += 1 + int(withPicture)
		}
		if !found || rank < best {
			chosen, best, found = id, rank, true
		}
	}
	return chosen, found
}

// leadingToSaved returns the nodes that contribute to a saved picture.
func (w *walk) leadingToSaved() map[string]bool {
	saved := map[string]bool{}
	var open []string
	for _, id := range w.order {
		if n := w.g[id]; n.named("save") && len(n.links) > 0 {
			saved[id], open = true, append(open, id)
		}
	}
	for len(open) > 0 {
		n := w.g[open[len(open)-1]]
		open = open[:len(open)-1]
		for _, name := range n.links {
			if id, _ := w.g.linked(n.inputs[name]); !saved[id] {
				saved[id], open = true, append(open, id)
			}
		}
	}
	return saved
}

// afterSamplers returns the nodes that use a sampler's result, directly or through others.
func (w *walk) afterSamplers() map[string]bool {
	users := map[string][]string{}
	var open []string
	for _, id := range w.order {
		n := w.g[id]
		for _, name := range n.links {
			from, _ := w.g.linked(n.inputs[name])
			users[from] = append(users[from], id)
		}
		if w.isSampler(n) {
			open = append(open, id)
		}
	}
	after := map[string]bool{}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		for _, user := range users[id] {
			if !after[user] {
				after[user], open = true, append(open, user)
			}
		}
	}
	return after
}

// sizeNames are the names of the size in nodes that make an empty picture.
var sizeNames = [][2]string{{"width", "height"}, {"empty_latent_width", "empty_latent_height"}}

// size returns the names of a node's size; false: it has none.
func (n node) size() (names [2]string, ok bool) {
	for _, names := range sizeNames {
		if n.inputs[names[0]] != nil && n.inputs[names[1]] != nil {
			return names, true
		}
	}
	return names, false
}

// otherwiseSized reports whether another input of a node changes the size that
// it shows.
func otherwiseSized(n node) bool {
	width, height := "", ""
	if names, ok := n.size(); ok {
		width, height = scalar(n.inputs[names[0]]), scalar(n.inputs[names[1]])
	}
	for name, v := range n.inputs {
		if !sizing.MatchString(name) {
			continue
		}
		value := strings.ToLower(strings.TrimSpace(scalar(v)))
		found := resolution.FindStringSubmatch(value)
		same := found != nil && found[1] == width && found[2] == height
		if !same && !slices.Contains([]string{"", "off", "none", "false", "no", "1", "1.0", "custom", "disabled"}, value) && !strings.Contains(value, "custom") {
			return true
		}
	}
	return false
}

// sizing matches inputs that change the size of an empty picture.
var sizing = regexp.MustCompile(`(?i)ratio|resolution|swap|preset|scale|dimension|orientation|megapixel|override|multiple`)

// start returns what a sampler starts with, and the node that provides it; no
// node if the links end.
func (w *walk) start(sampler string) (begins, string) {
	at, _, v := w.lookup(sampler, latentNames...)
	if at == "" {
		if w.showsPicture(w.g[sampler]) {
			return withPicture, sampler
		}
		at, _, _ = w.lookup(sampler, sizeNames[1][0])
		if at != "" {
			return withNothing, at
		}
		return withSomething, ""
	}
	seen := map[string]bool{sampler: true}
	for range maxHops {
		id, n, ok := w.step(v)
		if !ok || seen[id] {
			return withSomething, ""
		}
		seen[id] = true
		if w.isSampler(n) || w.showsPicture(n) || n.named("loadlatent", "loadimage", "vaeencode") {
			return withPicture, id
		}
		if name, next := n.first(latentNames...); name != "" {
			v = next
			continue
		}
		if _, sized := n.size(); sized || n.named("empty") && n.named("latent") {
			return withNothing, id
		}
		if v = w.passed(n); v == nil {
			return withSomething, id
		}
	}
	return withSomething, ""
}

// showsPicture reports whether a node gets a picture from another one.
func (w *walk) showsPicture(n node) bool {
	return slices.ContainsFunc(n.links, func(name string) bool {
		name = strings.ToLower(name)
		return strings.Contains(name, "image") && !strings.Contains(name, "latent") || strings.Contains(name, "pixels")
	})
}

// latent maps the size of the empty picture that a sampler starts with.
func (w *walk) latent(sampler string) {
	start, id := w.start(sampler)
	switch {
	case start == withPicture:
		w.note(FromPicture, "", "")
		return
	case start == withSomething:
		if id != "" {
			w.workedOut(w.g[id])
		}
		return
	}
	w.take(id)
	if names, sized := w.g[id].size(); sized && otherwiseSized(w.g[id]) {
		w.workedOut(w.g[id])
	} else if sized {
		w.mapping.size(w.input(id, names[0]), w.input(id, names[1]))
	}
	if batch := w.input(id, "batch_size"); batch != "" && batch != "1" {
		w.miss("batch_size", batch)
	}
}

// lookup finds the first of some inputs at a node, or at the nodes that pass it
// a bundle, and returns where.
func (w *walk) lookup(id string, names ...string) (at, name string, v any) {
	seen := map[string]bool{}
	for open := []string{id}; len(open) > 0 && len(seen) < maxHops; open = open[1:] {
		n := w.g[open[0]]
		if seen[open[0]] {
			continue
		}
		seen[open[0]] = true
		if name, v = n.first(names...); name != "" {
			return open[0], name, v
		}
		for _, link := range n.links {
			if from, _, ok := w.step(n.inputs[link]); ok && isBundle(link) {
				open = append(open, from)
			}
		}
	}
	return "", "", nil
}
