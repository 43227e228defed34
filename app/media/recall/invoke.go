package recall

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// invokeMetadata reads invokeai_metadata, the text of InvokeAI 3 and later.
func (m *mapping) invokeMetadata(text string) bool {
	o, ok := object(text)
	if !ok {
		return false
	}
	_, prompt := o["positive_prompt"]
	_, steps := o["steps"]
	if !prompt && !steps {
		return false
	}
	m.Source = InvokeAI
	m.fields(o, map[string]func(name, value string){
		"positive_prompt": func(_, v string) { m.Config.Prompt = v },
		"negative_prompt": func(_, v string) { m.Config.NegativePrompt = v },
		"width":           func(n, v string) { m.whole(n, v, &m.Config.Width) },
		"height":          func(n, v string) { m.whole(n, v, &m.Config.Height) },
		"steps":           func(n, v string) { m.whole(n, v, &m.Config.NumInferenceSteps) },
		"seed":            m.seed,
		"cfg_scale":       func(n, v string) { m.decimal(n, v, &m.Config.GuidanceScale) },
		"scheduler":       func(_, v string) { m.sampler(v, "") },
		"model":           func(string, string) { m.invokeModel(o["model"]) },
		"app_version":     func(string, string) {},
		"hrf_enabled": func(_, v string) {
			on := v == "true"
			m.Config.EnableHRF = &on
		},
		"hrf_strength": func(n, v string) { m.decimal(n, v, &m.Config.DenoisingStrength) },
		"generation_mode": func(n, v string) {
			if !strings.HasSuffix(v, "txt2img") {
				m.miss(n, v)
			}
		},
		"positive_style_prompt": func(n, v string) {
			if v != scalar(o["positive_prompt"]) {
				m.miss(n, v)
			}
		},
		"negative_style_prompt": func(n, v string) {
			if v != scalar(o["negative_prompt"]) {
				m.miss(n, v)
			}
		},
	})
	return true
}

// fields passes the values of an object to their setters, in alphabetical
// order, and notes the rest. Zeros and empty lists are unused options.
func (m *mapping) fields(o map[string]any, takes map[string]func(name, value string)) {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		value := scalar(o[name])
		if take, known := takes[name]; known {
			if value != "" {
				take(name, value)
			}
			continue
		}
		if !slices.Contains([]string{"0", "0.0", "false", "False", "None"}, value) {
			m.miss(name, value)
		}
	}
}

// invokeModel takes a model: a name, or an object whose members changed over
// the versions.
func (m *mapping) invokeModel(v any) {
	o, ok := v.(map[string]any)
	if !ok {
		m.model("model", scalar(v))
		return
	}
	for _, name := range []string{"name", "model_name"} {
		if value := scalar(o[name]); value != "" {
			m.model("model", value)
			break
		}
	}
	if m.Config.ModelType != "" {
		return
	}
	switch base := scalar(o["base"]) + scalar(o["base_model"]); base {
	case "sd-1":
		m.Config.ModelType = sd
	case "sdxl":
		m.Config.ModelType = sdxl
	default:
		m.miss("base", base)
	}
}

// invokeImage reads sd-metadata, the text of InvokeAI 2.
func (m *mapping) invokeImage(text string) bool {
	o, ok := object(text)
	if !ok {
		return false
	}
	image, ok := o["image"].(map[string]any)
	if !ok || image["prompt"] == nil {
		return false
	}
	m.Source = InvokeAI
	m.invokePrompt(promptText(image["prompt"]))
	m.model("model", scalar(o["model_weights"]))
	m.fields(image, map[string]func(name, value string){
		"prompt":    func(string, string) {},
		"width":     func(n, v string) { m.whole(n, v, &m.Config.Width) },
		"height":    func(n, v string) { m.whole(n, v, &m.Config.Height) },
		"steps":     func(n, v string) { m.whole(n, v, &m.Config.NumInferenceSteps) },
		"seed":      m.seed,
		"cfg_scale": func(n, v string) { m.decimal(n, v, &m.Config.GuidanceScale) },
		"sampler":   func(_, v string) { m.sampler(v, "") },
		"type": func(n, v string) {
			if v != "txt2img" {
				m.miss(n, v)
			}
		},
	})
	return true
}

// promptText reads a prompt that is a text, or a list of texts with weights.
func promptText(v any) string {
	list, ok := v.([]any)
	if !ok {
		return scalar(v)
	}
	var texts []string
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			texts = append(texts, scalar(o["prompt"]))
		} else {
			texts = append(texts, scalar(item))
		}
	}
	return strings.Join(texts, ", ")
}

// negative matches InvokeAI 2's notation for the negative prompt within its one
// prompt.
var negative = regexp.MustCompile(`\[([^\[\]]*)\]`)

func (m *mapping) invokePrompt(text string) {
	var negatives []string
	for _, found := range negative.FindAllStringSubmatch(text, -1) {
		negatives = append(negatives, strings.TrimSpace(found[1]))
	}
	m.Config.Prompt = strings.TrimSpace(negative.ReplaceAllLiteralString(text, ""))
	m.Config.NegativePrompt = strings.Join(negatives, ", ")
}

// dreamCommand matches the text of InvokeAI 1, a typed command, and dreamOption
// an option in it: one letter or a word.
var (
	dreamCommand = regexp.MustCompile(`(?s)^\s*"(.*)"((?:\s+-.*)?)$`)
	dreamOption  = regexp.MustCompile(`(?:^|\s)--?([A-Za-z][A-Za-z_]*)(?:[\s=]*("[^"]*"|-?\d[^\s"]*|[^\s"-][^\s"]*))?`)
)

func (m *mapping) dream(text string) bool {
	parts := dreamCommand.FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	m.Source = InvokeAI
	m.invokePrompt(strings.ReplaceAll(parts[1], `\"`, `"`))
	for _, option := range dreamOption.FindAllStringSubmatch(parts[2], -1) {
		name, value := option[1], strings.Trim(option[2], `"`)
		switch name {
		case "s", "steps":
			m.whole("-"+name, value, &m.Config.NumInferenceSteps)
		case "S", "seed":
			m.seed("-"+name, value)
		case "W", "width":
			m.whole("-"+name, value, &m.Config.Width)
		case "H", "height":
			m.whole("-"+name, value, &m.Config.Height)
		case "C", "cfg_scale":
			m.decimal("-"+name, value, &m.Config.GuidanceScale)
		case "A", "m", "sampler":
			m.sampler(value, "")
		default:
			m.note(Option, "-"+name, value)
		}
	}
	return true
}

// swarm reads the JSON that SwarmUI writes instead of the web UI's text.
func (m *mapping) swarm(o map[string]any) {
	m.Source = SwarmUI
	m.fields(o, map[string]func(name, value string){
		"prompt":         func(_, v string) { m.Config.Prompt = v },
		"negativeprompt": func(_, v string) { m.Config.NegativePrompt = v },
		"width":          func(n, v string) { m.whole(n, v, &m.Config.Width) },
		"height":         func(n, v string) { m.whole(n, v, &m.Config.Height) },
		"steps":          func(n, v string) { m.whole(n, v, &m.Config.NumInferenceSteps) },
		"seed":           m.seed,
		"cfgscale":       func(n, v string) { m.decimal(n, v, &m.Config.GuidanceScale) },
		"sampler":        func(_, v string) { m.sampler(v, scalar(o["scheduler"])) },
		"scheduler": func(n, v string) {
			if o["sampler"] == nil {
				m.miss(n, v)
			}
		},
		"model":         m.model,
		"swarm_version": func(string, string) {},
	})
}
