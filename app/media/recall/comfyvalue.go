package recall

import (
	"regexp"
	"slices"
	"strings"
)

// input returns the value of a node's input; "" if there is none or it is
// unknown, which is noted.
func (w *walk) input(id, name string) string {
	v := w.g[id].inputs[name]
	w.take(id, name)
	text, _ := w.value(v, name, true)
	return text
}

// value follows links to a node with a value; name is the wanted input. A
// computed value is unknown, and noted if noting is set.
func (w *walk) value(v any, name string, noting bool) (text string, known bool) {
	return w.valueWithin(v, name, noting, maxHops)
}

func (w *walk) valueWithin(v any, name string, noting bool, hops int) (string, bool) {
	if _, list := v.([]any); !list {
		return scalar(v), true
	}
	id, n, ok := w.step(v)
	if !ok || hops == 0 {
		return "", false // a link to a missing node, or a loop
	}
	next := func(v any) (string, bool) {
		w.take(id)
		return w.valueWithin(v, name, noting, hops-1)
	}
	if held := w.held(n, name); held != "" {
		w.take(id, held)
		return scalar(n.inputs[held]), true
	}
	if text, ok := w.joined(id, n, hops); ok {
		return text, true
	}
	if v, ok := n.choice(); ok {
		return next(v)
	}
	if n.named("context", "pipe") {
		if at, found, v := w.lookup(id, name); at != "" {
			w.take(at, found)
			return w.valueWithin(v, name, noting, hops-1)
		}
	}
	if v, ok := n.onlyLink(); ok && passesOn.MatchString(n.class) {
		return next(v)
	}
	if noting {
		w.workedOut(n)
	}
	return "", false
}

// Names of the input in nodes with a single value, and those that may occur
// together in a node with a sampler's settings.
var (
	valueName = regexp.MustCompile(`(?i)^(?:value|text|string|str|prompt|positive|negative|seed|noise_seed|int|integer|float|number|num|result|boolean|multiline_text|multiline_prompt|text_multiline|prompt_text|input|content)$`)
	settings  = []string{
		"seed", "noise_seed", "steps", "steps_total", "refiner_step", "cfg", "sampler_name", "scheduler", "denoise", "width", "height", "batch_size",
	}
)

// passesOn matches classes of nodes that pass their input on, unchanged or as
// another type of number.
var passesOn = regexp.MustCompile(`(?i)reroute|show|display|preview|anything|any ?switch|pass ?through|relay|primitive|to ?(?:int|integer|float|number|string|text)$`)

// computes matches classes of nodes that generate a text or get it from
// elsewhere; changes matches those that change a text.
var (
	computes = regexp.MustCompile(`(?i)wildcard|random|dynamic|generat|llm|gpt|llama|gemini|claude|florence|caption|interrogat|tagger|translat|styl|replace|enhanc|expression|math|regex|nsp|file|load`)
	changes  = regexp.MustCompile(`(?i)upper|lower|case|trim|trunc|split|slice|format|prefix|suffix|append|prepend|shuffle|sort|strip|reverse|pars|extract|select|pick|choose|choice|index|lookup|csv|json|function|script|eval|python|search|filter|clean|modif|edit|mix|blend|combin|merge|join|concat|compos|template|weight|schedul`)
)

// held returns the name of the input with a node's value; "": the node does
// something else. A node that expands wildcards keeps the result.
func (w *walk) held(n node, name string) string {
	if text, ok := n.inputs["populated_text"].(string); ok && text != "" {
		return "populated_text"
	}
	literals := w.literals(n)
	number := slices.Contains(settings, name)
	switch {
	case len(n.links) > 0, computes.MatchString(n.class) && !strings.HasSuffix(name, "seed"), !number && changes.MatchString(n.class):
		return ""
	}
	if len(literals) == 1 && (valueName.MatchString(literals[0]) || literals[0] == name) {
		return literals[0]
	}
	if slices.Contains(literals, name) && !slices.ContainsFunc(literals, func(name string) bool { return !slices.Contains(settings, name) }) {
		return name
	}
	return ""
}

// literals returns the names of a node's inputs with a relevant value, in order. An option that is
// off has no effect.
func (w *walk) literals(n node) []string {
	var names []string
	for name, v := range n.inputs {
		if _, list := v.([]any); list || v == nil || v == false || v == "" || strings.HasPrefix(name, "control_") {
			continue
		}
		if name == "strip_newlines" && !slices.ContainsFunc([]string{"string", "text"}, func(name string) bool {
			return strings.Contains(scalar(n.inputs[name]), "\n")
		}) {
			continue
		}
		names = append(names, name)
	}
	slices.SortFunc(names, compareIDs)
	return names
}

// joinedName matches the inputs of nodes that join texts.
var joinedName = regexp.MustCompile(`^(?:text|string)_?(?:[a-z]|\d{1,2})$`)

// joined returns the result of a node that concatenates texts, for the two
// kinds whose result is certain: ComfyUI's own, and WAS's with trimmed blanks.
func (w *walk) joined(id string, n node, hops int) (string, bool) {
	delimiter, ok := n.inputs["delimiter"].(string)
	if !ok || !n.named("concat") {
		return "", false
	}
	clean, was := n.inputs["clean_whitespace"]
	var names []string
	for name := range n.inputs {
		if joinedName.MatchString(name) {
			names = append(names, name)
		} else if name != "delimiter" && name != "clean_whitespace" {
			return "", false
		}
	}
	slices.SortFunc(names, compareIDs)
	if !was && !slices.Equal(names, []string{"string_a", "string_b"}) {
		return "", false
	}
	var texts []string
	for _, name := range names {
		text, known := w.valueWithin(n.inputs[name], name, true, hops-1)
		if w.room -= len(text); !known || w.room < 0 {
			return "", false
		}
		if was && scalar(clean) == "true" {
			text = strings.TrimSpace(text)
		}
		if !was || text != "" {
			texts = append(texts, text)
		}
	}
	w.take(id, append(names, "delimiter", "clean_whitespace")...)
	if was && delimiter == `\n` {
		delimiter = "\n"
	}
	return strings.Join(texts, delimiter), true
}

// maxJoined bounds joined texts in bytes, because each node may double the
// previous one.
const maxJoined = 4 << 20
