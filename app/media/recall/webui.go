package recall

import (
	"math"
	"strings"

	"lookbook/api"
	"lookbook/app/media/infotext"
	"lookbook/app/request"
)

// Fields of the web UI without a name in package infotext.
const (
	keySchedule  = "Schedule type"
	keyHires     = "Hires upscale"
	keyHiresSize = "Hires resize"
	keyModelHash = "Model hash"
)

// parameters reads the text of AUTOMATIC1111's web UI and of the many programs
// with the same format, including ours.
func (m *mapping) parameters(text string) bool {
	if isJSON(text) {
		return m.jsonObject(text)
	}
	p := infotext.Parse(text)
	if p.Prompt == "" && p.Fields == nil {
		return false
	}
	m.Source = Automatic1111
	m.Config.Prompt, m.Config.NegativePrompt = p.Prompt, p.Negative
	last := make(map[string]string, len(p.Fields))
	for _, f := range p.Fields {
		last[f.Key] = f.Value
	}
	_, hires := last[keyHires]
	if _, resized := last[keyHiresSize]; resized {
		hires = true
	}
	done := map[string]bool{}
	for _, f := range p.Fields {
		if !done[f.Key] {
			done[f.Key] = true
			m.webUI(f.Key, last[f.Key], last[keySchedule], hires)
		}
	}
	if m.Config.BaseModel == "" && m.Config.CheckpointID == "" {
		m.miss(keyModelHash, last[keyModelHash])
	}
	m.missed(Behind, "", p.Rest)
	return true
}

// webUI takes one field.
func (m *mapping) webUI(key, value, schedule string, hires bool) {
	switch key {
	case infotext.KeySampler:
		m.sampler(value, schedule)
	case keySchedule: // belongs to the sampler
		if m.Config.SchedulerType == "" {
			m.miss(key, value)
		}
	case infotext.KeySeed:
		m.seed(key, value)
	case infotext.KeySize:
		width, height, found := strings.Cut(strings.ToLower(value), "x")
		if !found {
			m.miss(key, value)
			return
		}
		m.size(width, height)
	case infotext.KeyModel:
		m.model(key, value)
	case infotext.KeyDenoising:
		if !hires { // of a picture made from another one
			m.miss(key, value)
			return
		}
		on := true
		m.Config.EnableHRF = &on
		m.decimal(key, value, &m.Config.DenoisingStrength)
	case keyModelHash, "Version": // the first belongs to the model, the second to the program
	case infotext.KeyJob:
		m.JobID = value
	case infotext.KeyImage:
		m.ImageID = value
	case "Generator", "Software", "Job type": // our own additional fields
		if value != "dreamlook.ai" && value != "Lookbook" && value != api.TypeImageGen {
			m.miss(key, value)
		}
	default:
		m.row(key, value)
	}
}

// row sets a field by its row in the table.
func (m *mapping) row(key, value string) {
	row, known := request.ByInfotext(key)
	text := strings.TrimSpace(value)
	switch row.Kind {
	case request.KindWhole:
		if n, ok := wholeNumber(text); !ok || n < int64(max(row.Min, 0)) || n > math.MaxInt32 {
			known = false
		}
	case request.KindSwitch:
		text = strings.ToLower(text) // Python's True
	}
	if !known || row.Set(&m.Config, text) != nil {
		m.miss(key, value)
	}
}
