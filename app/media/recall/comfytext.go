package recall

import (
	"slices"
	"strings"
)

// maxTexts bounds the texts that are joined to a prompt.
const maxTexts = 50

// positiveNames are the names of the prompt in samplers and guiders.
var positiveNames = []string{"positive", "cond1", "conditioning", "cond", "text_embeds"}

// prompt returns the prompt of a sampler: the texts of the encoding nodes, through nodes that only
// pass them on. role is "positive" or "negative", for nodes that pass on both; names are the names
// of the input.
func (w *walk) prompt(parts []string, role string, names ...string) string {
	for _, part := range parts {
		at, name, v := w.lookup(part, names...)
		if at == "" {
			continue
		}
		w.take(at, name)
		text := w.promptOf(v, role)
		if other := w.g[at].inputs["cond2"]; name == "cond1" && other != nil {
			if second := w.promptOf(other, role); second != text {
				w.missed(ofRole(role, PromptSecond, NegativeSecond), "", second)
			}
		}
		return text
	}
	return ""
}

func (w *walk) promptOf(v any, role string) string {
	if text, ok := v.(string); ok {
		return strings.TrimSpace(text)
	}
	t := textWalk{walk: w, role: role, seen: map[string]bool{}}
	t.follow(v)
	if len(t.texts) > 1 {
		w.note(ofRole(role, PromptJoined, NegativeJoined), "", "")
	}
	return strings.Join(t.texts, ", ")
}

// ofRole returns the code for one of the two roles.
func ofRole(role string, positive, negative Code) Code {
	if role == "negative" {
		return negative
	}
	return positive
}

type textWalk struct {
	*walk
	role  string
	seen  map[string]bool // bounds the walk by the number of nodes
	depth int
	texts []string
}

func (t *textWalk) follow(v any) {
	id, n, ok := t.step(v)
	if !ok || t.seen[id] || t.depth > maxHops || len(t.texts) >= maxTexts {
		return
	}
	t.seen[id] = true
	if n.named("zeroout") {
		return // nothing, whatever is linked
	}
	if name, v := n.first(t.role+"_prompt", t.role); name != "" && t.isText(v) {
		t.add(t.input(id, name)) // a node that loads and encodes both
		return
	}
	if t.isEncoder(n) {
		t.encoded(id, n)
		return
	}
	t.depth++
	defer func() { t.depth-- }()
	if next := n.inputs[t.role]; next != nil {
		t.follow(next)
		return
	}
	names := conditioningOf(n.links)
	for _, name := range names {
		t.follow(n.inputs[name])
	}
	if len(names) > 0 {
		return
	}
	if next := t.passed(n); next != nil {
		t.follow(next)
		return
	}
	t.workedOut(n)
}

// conditioningOf returns the inputs that a node combines into one prompt, in its order.
func conditioningOf(names []string) []string {
	var found []string
	for _, name := range names {
		if strings.HasPrefix(strings.ToLower(name), "conditioning") {
			found = append(found, name)
		}
	}
	if len(found) == 0 && slices.Contains(names, "cond1") {
		return []string{"cond1"}
	}
	if i := slices.Index(found, "conditioning_to"); i > 0 { // the other one is appended
		found = append([]string{"conditioning_to"}, slices.Delete(found, i, i+1)...)
	}
	return found
}

func (t *textWalk) add(text string) {
	if text = strings.TrimSpace(text); text != "" {
		t.texts = append(t.texts, text)
	}
}

// isText reports whether an input is a text, or leads to a node with one rather
// than to an encoder.
func (t *textWalk) isText(v any) bool {
	if _, text := v.(string); text {
		return true
	}
	id, ok := t.g.linked(v)
	if !ok || t.isEncoder(t.g[id]) {
		return false
	}
	return t.held(t.g[id], t.role) != ""
}

// textNames are the names of the text in encoding nodes. Those of later models
// have one for each of their encoders, usually with equal texts.
var textNames = []string{
	"populated_text", "text", "prompt", "user_prompt", "string", "text_g", "text_l", "t5xxl", "clip_l", "clip_g", "llama", "bert", "mt5xl",
}

// isEncoder reports whether a node encodes a text: it has a text and an
// encoder, or is named so.
func (w *walk) isEncoder(n node) bool {
	if name, _ := n.first(textNames...); name == "" {
		return false
	}
	return n.named("encode") || slices.ContainsFunc(n.links, func(name string) bool {
		return !slices.Contains(textNames, name) && (strings.HasPrefix(name, "clip") || strings.HasPrefix(name, "t5") || strings.HasPrefix(name, "text_encoder"))
	})
}

// encoded takes the text of an encoding node, unless the node changes it first.
func (t *textWalk) encoded(id string, n node) {
	t.take(id)
	if computes.MatchString(n.class) && n.inputs["populated_text"] == nil {
		t.workedOut(n)
		return
	}
	var found []string
	for _, name := range textNames {
		if n.inputs[name] == nil {
			continue
		}
		if text := strings.TrimSpace(t.input(id, name)); text != "" && !slices.Contains(found, text) {
			found = append(found, text)
		}
	}
	if len(found) == 0 {
		return
	}
	t.add(found[0])
	for _, other := range found[1:] {
		t.missed(OtherEncoder, "", other)
	}
}
