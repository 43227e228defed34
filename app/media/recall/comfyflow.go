package recall

// widgets are the values that nodes show, in their order: the drawing of a
// graph, unlike the graph as it was run, has no names for them. "" is what
// belongs to the drawing alone.
var widgets = map[string][]string{
	"KSampler":               {"seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"},
	"KSamplerAdvanced":       {"add_noise", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler"},
	"SamplerCustom":          {"add_noise", "noise_seed", "", "cfg"},
	"RandomNoise":            {"noise_seed"},
	"KSamplerSelect":         {"sampler_name"},
	"BasicScheduler":         {"scheduler", "steps", "denoise"},
	"CFGGuider":              {"cfg"},
	"CLIPTextEncode":         {"text"},
	"EmptyLatentImage":       {"width", "height", "batch_size"},
	"EmptySD3LatentImage":    {"width", "height", "batch_size"},
	"CheckpointLoaderSimple": {"ckpt_name"},
	"UNETLoader":             {"unet_name"},
	"LoraLoader":             {"lora_name", "strength_model", "strength_clip"},
	"VAELoader":              {"vae_name"},
	"CLIPSetLastLayer":       {"stop_at_clip_layer"},
	"PrimitiveNode":          {"value"},
}

// muted is the mode of a node that is switched off.
const muted = "2"

// comfyWorkflow reads "workflow": the graph as it was drawn.
func (m *mapping) comfyWorkflow(text string) bool {
	o, ok := object(text)
	if !ok {
		return false
	}
	nodes, _ := o["nodes"].([]any)
	links, _ := o["links"].([]any)
	if len(nodes) == 0 || len(nodes) > maxNodes || len(links) > 10*maxNodes {
		return false
	}
	from := origins(links)
	g := graph{}
	for _, v := range nodes {
		fields, ok := v.(map[string]any)
		class, _ := fields["type"].(string)
		if !ok || class == "" || scalar(fields["mode"]) == muted {
			continue
		}
		g[scalar(fields["id"])] = node{class, drawnInputs(class, fields, from)}
	}
	return m.comfy(g)
}

// origins are the nodes that links come from, by the number of the link.
func origins(links []any) map[string]any {
	from := make(map[string]any, len(links))
	for _, v := range links {
		switch link := v.(type) {
		case []any: // number, from node, from output, to node, to input, type
			if len(link) >= 3 {
				from[scalar(link[0])] = link[1:3]
			}
		case map[string]any:
			from[scalar(link["id"])] = []any{link["origin_id"], link["origin_slot"]}
		}
	}
	return from
}

// drawnInputs returns the inputs of a drawn node: its links, and its widgets
// where these are known. A link wins over the widget that it has replaced.
func drawnInputs(class string, fields, from map[string]any) map[string]any {
	inputs := map[string]any{}
	switch values := fields["widgets_values"].(type) {
	case []any:
		for i, name := range widgets[class] {
			if i < len(values) && name != "" {
				inputs[name] = values[i]
			}
		}
	case map[string]any:
		for name, value := range values {
			inputs[name] = value
		}
	}
	list, _ := fields["inputs"].([]any)
	for _, v := range list {
		input, _ := v.(map[string]any)
		name, _ := input["name"].(string)
		if link, there := from[scalar(input["link"])]; there && input["link"] != nil {
			inputs[name] = link
		}
	}
	return inputs
}
