package recall

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"lookbook/app/request"
)

// The setters take a value in any form that a program writes, and note it under
// its name when it has no counterpart. An empty value is ignored.

func (m *mapping) whole(name, value string, to *int) {
	n, ok := wholeNumber(value)
	if !ok || n <= 0 || n > math.MaxInt32 {
		m.miss(name, value)
		return
	}
	*to = int(n)
}

func (m *mapping) decimal(name, value string, to **float64) {
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		m.miss(name, value)
		return
	}
	*to = &f
}

// seed sets the seed if the service accepts it; other programs have larger
// ones.
func (m *mapping) seed(name, value string) {
	n, ok := wholeNumber(value)
	switch {
	case ok && n >= 0 && n <= request.MaxSeed:
		m.Config.Seed, m.Seed = &n, &n
	case strings.TrimSpace(value) != "":
		m.note(SeedLarge, name, value)
	}
}

func (m *mapping) size(width, height string) {
	m.whole("width", width, &m.Config.Width)
	m.whole("height", height, &m.Config.Height)
}

// wholeNumber parses a number without a fraction, also with ".0".
func wholeNumber(value string) (int64, bool) {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// The service's known schedulers.
const (
	dpmpp       = "dpm++"
	dpmppKarras = "dpmpp-2m-karras"
)

// sampler sets the scheduler from a sampler and, if a program names it
// separately, its noise schedule; "": it doesn't. Known families map to the
// service's scheduler of that family; other names are kept. Both are noted,
// because the picture will be a little different.
func (m *mapping) sampler(name, schedule string) {
	name, schedule = strings.TrimSpace(name), strings.TrimSpace(schedule)
	if name == "" {
		if schedule != "" {
			m.miss("scheduler", schedule)
		}
		return
	}
	id, exact := scheduler(name, schedule)
	m.Config.SchedulerType = id
	if exact {
		return
	}
	text := name
	if schedule != "" {
		text += ", " + schedule
	}
	if id == name {
		m.note(SamplerKept, "", text)
	} else {
		m.note(SamplerNearest, id, text)
	}
}

// scheduler returns the service's name for a sampler, and whether they are
// identical.
func scheduler(name, schedule string) (id string, exact bool) {
	if name == dpmpp || name == dpmppKarras {
		return name, schedule == ""
	}
	words := strings.FieldsFunc(strings.ReplaceAll(strings.ToLower(name+" "+schedule), "dpm++", "dpmpp "), func(r rune) bool {
		return strings.ContainsRune(" _-,", r)
	})
	family, karras, rest := false, false, ""
	for i, word := range words {
		switch word {
		case "dpmpp":
			family = true
		case "karras", "automatic": // which the web UI treats as Karras for this family
			karras = true
		case "k":
			karras = karras || i > 0 // InvokeAI's dpmpp_2m_k; its older k_dpmpp_2 has it at the start
		case "normal":
		default:
			rest += word + " "
		}
	}
	switch {
	case !family:
		return name, false
	case rest == "2m " && karras:
		return dpmppKarras, true
	}
	return dpmpp, rest == "2m "
}

// The service's known types of models.
const (
	sd   = "sd-v1"
	sdxl = "sdxl-v1"
)

// stock are the service's own models, by the start of their file names in other
// programs, letters and digits only. The list is never changed.
var stock = []struct{ name, id, modelType string }{
	{"stablediffusionxlv10", "stable-diffusion-xl-v1-0", sdxl},
	{"stablediffusionxlbase10", "stable-diffusion-xl-v1-0", sdxl},
	{"sdxlbase10", "stable-diffusion-xl-v1-0", sdxl},
	{"sdxlv10", "stable-diffusion-xl-v1-0", sdxl},
	{"stablediffusionv15", "stable-diffusion-v1-5", sd},
	{"stablediffusion15", "stable-diffusion-v1-5", sd},
	{"v15pruned", "stable-diffusion-v1-5", sd},
	{"sdv15", "stable-diffusion-v1-5", sd},
	{"sd15", "stable-diffusion-v1-5", sd},
	{"cyberrealisticv31", "cyberrealistic-v3-1", sd},
	{"realisticvisionv30", "realistic-vision-v3-0", sd},
	{"realismenginesdxlv30", "realism-engine-sdxl-v3-0", sdxl},
}

// model sets the model from its name, which elsewhere is that of a file.
func (m *mapping) model(name, value string) {
	value = strings.TrimSpace(value)
	if strings.HasPrefix(value, "ckp_") {
		m.Config.CheckpointID = value
		return
	}
	file := value[strings.LastIndexAny(value, `/\`)+1:]
	for _, extension := range []string{".safetensors", ".ckpt", ".pt"} {
		file = strings.TrimSuffix(file, extension)
	}
	plain := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(file))
	for _, s := range stock {
		if strings.HasPrefix(plain, s.name) {
			m.Config.BaseModel, m.Config.ModelType = s.id, s.modelType
			return
		}
	}
	m.miss(name, value)
}

// scalar returns a JSON value as text: numbers and words unchanged, "" for null
// and for words that mean "nothing", JSON for the rest.
func scalar(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		if len(v) == 0 {
			return ""
		}
	case map[string]any:
		if len(v) == 0 {
			return ""
		}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// object parses a JSON object and keeps numbers as written. NaN and Infinity,
// which Python writes, count as null.
func object(text string) (map[string]any, bool) {
	text = unwrapped(text)
	for _, t := range []string{text, withoutNaN(text)} {
		d := json.NewDecoder(strings.NewReader(t))
		d.UseNumber()
		var o map[string]any
		if d.Decode(&o) == nil && o != nil {
			return o, true
		}
	}
	return nil, false
}

// withoutNaN replaces Python's special numbers, outside strings, by null.
func withoutNaN(text string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\' && i+1 < len(text):
			b.WriteByte(c)
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == 'N' || c == 'I' || c == '-'):
			if word := pythonNumber(text[i:]); word != "" {
				b.WriteString("null")
				i += len(word) - 1
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func pythonNumber(text string) string {
	for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
		if strings.HasPrefix(text, word) {
			return word
		}
	}
	return ""
}
