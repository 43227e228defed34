package recall

import (
	"slices"
	"strings"
)

// quiet are nodes without information about the picture.
var quiet = []string{"VAEDecode", "SaveImage", "PreviewImage", "Note", "MarkdownNote", "Reroute", "PrimitiveNode", "ConditioningZeroOut"}

// usual are values of inputs that don't affect a picture, in nodes of which
// another input was used; "": any value.
var usual = map[string]string{
	"add_noise": "enable", "return_with_leftover_noise": "disable", "start_at_step": "0", "end_at_step": "10000", "batch_size": "1",
	"control_after_generate": "", "strip_newlines": "", "preview_method": "", "vae_decode": "", "crop": "", "crop_w": "", "crop_h": "", "target_width": "", "target_height": "",
	"denoise": "1",
}

// saysNothing reports whether an input of a used node may be omitted. The size
// of an encoder is that of its training.
func saysNothing(n node, name, value string) bool {
	if plain, known := usual[name]; known && (plain == "" || plain == value) {
		return true
	}
	if (name == "width" || name == "height") && n.named("encode") {
		return true
	}
	return slices.Contains([]string{"", "none", "false", "default", "auto", "disable", "baked vae"}, strings.ToLower(value))
}

const (
	maxValues = 6  // values of a node in one entry
	longValue = 60 // bytes of a value that gets an entry of its own
)

// leftOver notes the unused inputs of a node, with their values.
func (w *walk) leftOver(id string) {
	n := w.g[id]
	taken, used := w.taken[id]
	if slices.Contains(quiet, n.class) {
		return
	}
	var values, long []string
	for _, name := range w.names(n) {
		value := scalar(n.inputs[name])
		switch {
		case taken[name], value == "", used && saysNothing(n, name, value):
		case len(value) > longValue:
			long = append(long, name+" "+value)
		default:
			values = append(values, name+" "+value)
		}
	}
	if used && len(values)+len(long) == 0 {
		return
	}
	for part := range slices.Chunk(values, maxValues) {
		w.note(Node, n.class, strings.Join(part, ", "))
	}
	for _, value := range long {
		w.note(Node, n.class, value)
	}
	if len(values)+len(long) == 0 {
		w.note(Node, n.class, "")
	}
}

// names returns the inputs of a node that are not links, in order.
func (w *walk) names(n node) []string {
	var names []string
	for name, v := range n.inputs {
		if !isLink(v) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// isLink reports whether a value is a link, even to a missing node; other lists are values.
func isLink(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) <= 2 && !slices.ContainsFunc(list, func(v any) bool {
		switch v.(type) {
		case []any, map[string]any:
			return true
		}
		return false
	})
}
