package recall

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/media/infotext"
	"lookbook/app/media/xmp"
)

type takes = map[string]func(name, value string)

// usually are fields with the same meaning in most programs, extended by more.
func (m *mapping) usually(more takes) takes {
	all := takes{
		"prompt":          func(_, v string) { m.Config.Prompt = v },
		"negative_prompt": func(_, v string) { m.Config.NegativePrompt = v },
		"width":           func(n, v string) { m.whole(n, v, &m.Config.Width) },
		"height":          func(n, v string) { m.whole(n, v, &m.Config.Height) },
		"steps":           func(n, v string) { m.whole(n, v, &m.Config.NumInferenceSteps) },
		"seed":            m.seed,
		"guidance_scale":  func(n, v string) { m.decimal(n, v, &m.Config.GuidanceScale) },
		"sampler":         func(_, v string) { m.sampler(v, "") },
	}
	for name, take := range more {
		all[name] = take
	}
	return all
}

// resolution matches a size: "(1152, 896)", "1024x1024".
var resolution = regexp.MustCompile(`^\(?(\d+)(?:, *| *[x×] *)(\d+)\)?$`)

func (m *mapping) resolution(name, value string) {
	if found := resolution.FindStringSubmatch(strings.TrimSpace(value)); found != nil {
		m.size(found[1], found[2])
		return
	}
	m.miss(name, value)
}

// fooocus reads the JSON of Fooocus. The prompt is what the person wrote; the
// one extended by its styles is noted.
func fooocus(m *mapping, o map[string]any) bool {
	_, isPrompt := o["prompt"].(string)
	ours := o["metadata_scheme"] == "fooocus" || strings.HasPrefix(scalar(o["version"]), "Fooocus") ||
		o["performance"] != nil && o["resolution"] != nil
	if !isPrompt || !ours {
		return false
	}
	m.Source = Fooocus
	m.fields(o, m.usually(takes{
		"resolution": m.resolution,
		"base_model": m.model,
		"sampler":    func(_, v string) { m.sampler(v, scalar(o["scheduler"])) },
		"scheduler": func(n, v string) {
			if o["sampler"] == nil {
				m.miss(n, v)
			}
		},
		"metadata_scheme": func(string, string) {},
		"version":         func(string, string) {},
		"created_by":      func(string, string) {},
	}))
	return true
}

// easyNames are Easy Diffusion's own names of fields.
func easyNames(m *mapping, schedule string) takes {
	return m.usually(takes{
		"num_inference_steps": func(n, v string) { m.whole(n, v, &m.Config.NumInferenceSteps) },
		"sampler_name":        func(_, v string) { m.sampler(v, schedule) },
		"scheduler_name":      func(string, string) {},
		keywordEasyModel:      m.model,
	})
}

// easy reads the JSON of Easy Diffusion.
func easy(m *mapping, o map[string]any) bool {
	if _, isPrompt := o["prompt"].(string); !isPrompt || o[keywordEasyModel] == nil {
		return false
	}
	m.Source = EasyDiffusion
	m.fields(o, easyNames(m, scalar(o["scheduler_name"])))
	return true
}

// easyTexts reads Easy Diffusion's texts in a PNG, one for each field.
func easyTexts(m *mapping, _ string) bool {
	o := make(map[string]any, len(m.texts))
	for keyword, value := range m.texts {
		o[keyword] = value
	}
	return easy(m, o)
}

// novelAI reads the JSON that NovelAI writes beside its name.
func novelAI(m *mapping, text string) bool {
	o, ok := object(text)
	if !ok || m.texts["Software"] != string(NovelAI) {
		return false
	}
	if _, told := o["prompt"]; !told {
		o["prompt"] = m.texts["Description"]
	}
	m.Source = NovelAI
	m.fields(o, m.usually(takes{
		"uc":             func(_, v string) { m.Config.NegativePrompt = v },
		"scale":          func(n, v string) { m.decimal(n, v, &m.Config.GuidanceScale) },
		"sampler":        func(_, v string) { m.sampler(v, scalar(o["noise_schedule"])) },
		"noise_schedule": func(string, string) {},
		"signed_hash":    func(string, string) {},
	}))
	m.model("model", m.texts["Source"])
	return true
}

// packet reads an XMP packet, where some programs write what others put into the
// EXIF comment, or the prompt as IPTC's property.
func packet(m *mapping, text string) bool {
	values, err := xmp.Read([]byte(text))
	if err != nil {
		return false
	}
	if m.comment(values.Get(xmp.Name{Space: xmp.EXIF, Local: "UserComment"})) {
		return true
	}
	told := values.Get(xmp.Prompt)
	if strings.TrimSpace(told) == "" {
		return false
	}
	p := infotext.Parse(told)
	m.Source = Source(cmp.Or(api.PlainText(values.Get(xmp.System), maxShown/2), "IPTC"))
	m.Config.Prompt, m.Config.NegativePrompt = p.Prompt, p.Negative
	for _, f := range p.Fields {
		m.miss(f.Key, f.Value)
	}
	m.model("model", values.Get(xmp.SystemVersion))
	return true
}

// drawThings reads the JSON of Draw Things.
func drawThings(m *mapping, o map[string]any) bool {
	if _, isPrompt := o["c"].(string); !isPrompt || o["uc"] == nil || o["sampler"] == nil {
		return false
	}
	m.Source = DrawThings
	m.fields(o, m.usually(takes{
		"c":     func(_, v string) { m.Config.Prompt = v },
		"uc":    func(_, v string) { m.Config.NegativePrompt = v },
		"scale": func(n, v string) { m.decimal(n, v, &m.Config.GuidanceScale) },
		"size":  m.resolution,
		"model": m.model,
		"strength": func(n, v string) {
			if f, err := strconv.ParseFloat(v, 64); err != nil || f != 1 {
				m.miss(n, v)
			}
		},
		"v2": func(string, string) {}, // the same in more detail
	}))
	return true
}
