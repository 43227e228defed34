package recall

import (
	"slices"
	"strings"
)

// maxTexts bounds how many texts are put together to a prompt.
const maxTexts = 50

// text returns the prompt that leads to a sampler's input: the texts of the
// nodes that encode them, through nodes that only pass them on. role is
// "positive" or "negative", for nodes that pass on both.
func (w walk) text(v any, role string) string {
	t := textWalk{walk: w, role: role, seen: map[string]bool{}}
	t.follow(v)
	if len(t.texts) > 1 {
		w.note("The " + role + " prompt was put together from several texts")
	}
	return strings.Join(t.texts, ", ")
}

type textWalk struct {
	walk
	role  string
	seen  map[string]bool // bounds the walk by the number of nodes
	depth int
	texts []string
}

func (t *textWalk) follow(v any) {
	id, ok := t.g.linked(v)
	if !ok || t.seen[id] || t.depth > maxHops || len(t.texts) >= maxTexts {
		return
	}
	t.seen[id] = true
	n := t.g[id]
	if n.class == "ConditioningZeroOut" {
		return // nothing, whatever leads to it
	}
	if strings.HasPrefix(n.class, "CLIPTextEncode") {
		t.used[id] = true
		t.encoded(n)
		return
	}
	t.depth++
	defer func() { t.depth-- }()
	for _, name := range []string{
		t.role, "conditioning", "conditioning_1", "conditioning_2", "conditioning_to", "conditioning_from", "CONDITIONING", "",
	} {
		t.follow(n.inputs[name])
	}
}

// encoded takes the text of a node that encodes it. Those of later models have
// one for each of their encoders, mostly the same.
func (t *textWalk) encoded(n node) {
	var found []string
	for _, name := range []string{"text", "text_g", "text_l", "t5xxl", "clip_l", "clip_g"} {
		if n.inputs[name] == nil {
			continue
		}
		if text := strings.TrimSpace(t.value(n.inputs[name])); text != "" && !slices.Contains(found, text) {
			found = append(found, text)
		}
	}
	if len(found) == 0 {
		return
	}
	t.texts = append(t.texts, found[0])
	for _, other := range found[1:] {
		t.miss("A text for another encoder", other)
	}
}
