package recall

import (
	"slices"
	"strings"
)

// maxTexts bounds how many texts are put together to a prompt.
const maxTexts = 50

// positiveNames are what samplers and guiders call what they are to show.
var positiveNames = []string{"positive", "cond1", "conditioning", "cond", "text_embeds"}

// prompt returns the prompt that leads to a sampler: the texts of the nodes that
// encode them, through nodes that only pass them on. role is "positive" or
// "negative", for nodes that pass on both; names are what the input is called.
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

// ofRole is what is said of a prompt in one of its two roles.
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
		return // nothing, whatever leads to it
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

// conditioningOf are the inputs that a node makes one prompt of, in the order in
// which it does.
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
	if i := slices.Index(found, "conditioning_to"); i > 0 { // the other one is added to it
		found = append([]string{"conditioning_to"}, slices.Delete(found, i, i+1)...)
	}
	return found
}

func (t *textWalk) add(text string) {
	if text = strings.TrimSpace(text); text != "" {
		t.texts = append(t.texts, text)
	}
}

// isText reports whether an input is a text or leads to a node that holds one,
// rather than to one that encodes it.
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

// textNames are what nodes that encode a text call it. Those of later models
// have one for each of their encoders, mostly the same.
var textNames = []string{
	"populated_text", "text", "prompt", "user_prompt", "string", "text_g", "text_l", "t5xxl", "clip_l", "clip_g", "llama", "bert", "mt5xl",
}

// isEncoder reports whether a node encodes a text: it has one, and what encodes
// it, or is called so.
func (w *walk) isEncoder(n node) bool {
	if name, _ := n.first(textNames...); name == "" {
		return false
	}
	return n.named("encode") || slices.ContainsFunc(n.links, func(name string) bool {
		return !slices.Contains(textNames, name) && (strings.HasPrefix(name, "clip") || strings.HasPrefix(name, "t5") || strings.HasPrefix(name, "text_encoder"))
	})
}

// encoded takes the text of a node that encodes it, unless it makes another one
// of it first.
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
