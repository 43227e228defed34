package request

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Model types that the service has been seen to accept.
const (
	SD   = "sd-v1"
	SDXL = "sdxl-v1"
)

// ModelKind is the field of a request in which a model is sent.
type ModelKind string

const (
	// ByName lets the id decide; see [KindOf].
	ByName ModelKind = ""
	// Trained models are sent in checkpoint_id.
	Trained ModelKind = "checkpoint"
	// Stock models are sent in base_model.
	Stock ModelKind = "stock"
)

// trainedPrefix starts the id of every checkpoint seen so far.
const trainedPrefix = "ckp_"

// KindOf is our guess at the kind of an id when nobody says otherwise:
// checkpoints begin with "ckp_", everything else is a stock model. Here and in
// [TypeOf] case does not count, because a guess changes no id: that is sent as it
// is.
func KindOf(id string) ModelKind {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(id)), trainedPrefix) {
		return Trained
	}
	return Stock
}

// Model is a model to generate with.
type Model struct {
	ID      string
	Kind    ModelKind // ByName means KindOf(ID)
	Name    string    // such as the instance prompt; may be empty
	Display string    // what it is called in a list, where its name does not tell it apart
	Type    string    // model_type; empty: unknown
	Step    int       // training step of the checkpoint; 0: unknown
	LoRA    bool      // extracted from a full model of the same step
	Created time.Time // when the training ended; zero: unknown
	Expires time.Time // when the service deletes it; zero: never or unknown
}

// StockModels are the service's own models seen in use.
func StockModels() []Model {
	return []Model{
		{ID: "stable-diffusion-v1-5", Kind: Stock, Type: SD},
		{ID: "stable-diffusion-xl-v1-0", Kind: Stock, Type: SDXL},
		{ID: "cyberrealistic-v3-1", Kind: Stock, Type: SD},
		{ID: "realistic-vision-v3-0", Kind: Stock, Type: SD},
		{ID: "realism-engine-sdxl-v3-0", Kind: Stock, Type: SDXL},
	}
}

// TypeOf is the model type of a model: the one it says, else our guess, which is
// sdxl-v1 for a name with "sdxl" in it, else sd-v1.
func TypeOf(m Model) string {
	if m.Type != "" {
		return m.Type
	}
	for _, stock := range StockModels() {
		if strings.EqualFold(stock.ID, m.ID) {
			return stock.Type
		}
	}
	for _, name := range []string{m.ID, m.Name} {
		if strings.Contains(strings.ToLower(name), "sdxl") {
			return SDXL
		}
	}
	return SD
}

// Label is a model's text in a list: the id when there is no name.
func (m Model) Label() string {
	if m.Name == "" {
		return m.ID
	}
	return cmp.Or(m.Display, m.Name)
}

func (m Model) kind() ModelKind {
	if m.Kind == ByName {
		return KindOf(m.ID)
	}
	return m.Kind
}

// Labels returns a different label for each model. Labels that would be equal
// also get the id, so that each finds its own model again.
func Labels(models []Model) []string {
	count := make(map[string]int, len(models))
	for _, m := range models {
		count[m.sameLabel()]++
	}
	labels := make([]string, 0, len(models))
	for _, m := range models {
		label := m.Label()
		if count[m.sameLabel()] > 1 && m.Name != "" {
			label += " · " + m.ID
		}
		if !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels
}

// FindModel returns the model that text means: a label, an id, or a trained model's name, tried in
// this order; names ignore case. models are newest first, so the newest of several with the same
// name wins. Any other text is taken for an id; known is false then.
func FindModel(text string, models []Model) (m Model, known bool) {
	text = strings.TrimSpace(text)
	want := fold(text)
	if want == "" {
		return Model{}, false
	}
	means := []func(Model) string{
		Model.Label,
		func(m Model) string { return m.Label() + " · " + m.ID },
		func(m Model) string { return m.ID },
		func(m Model) string { return m.Name },
	}
	// Ids are case-sensitive, names are not. A LoRA is found only under its own label.
	same := []func(m Model, name string) bool{
		func(_ Model, name string) bool { return name == text },
		func(m Model, name string) bool {
			return m.Name != "" && !strings.Contains(name, m.ID) && fold(name) == want
		},
		func(m Model, name string) bool {
			rest, ok := strings.CutSuffix(text, m.ID)
			return ok && m.Name != "" && strings.HasSuffix(name, m.ID) && fold(name[:len(name)-len(m.ID)]) == fold(rest)
		},
	}
	for _, is := range same {
		for _, name := range means {
			for _, lora := range []bool{false, true} {
				for _, m := range models {
					if m.LoRA == lora && is(m, name(m)) {
						m.Kind = m.kind()
						return m, true
					}
				}
			}
		}
	}
	return Model{ID: text, Kind: KindOf(text)}, false
}

// LabelOf returns the label of a model id in a list, or the id when it isn't in
// the list.
func LabelOf(id string, models []Model) string {
	at := slices.IndexFunc(models, func(m Model) bool { return m.ID == id })
	if id == "" || at < 0 {
		return id
	}
	own := models[at]
	label := own.Label()
	same := func(m Model) bool { return m.ID != id && m.sameLabel() == own.sameLabel() }
	if m, _ := FindModel(label, models); m.ID != id || slices.ContainsFunc(models, same) {
		label += " · " + id
	}
	return label
}

// sameLabel is equal for models with the same label.
func (m Model) sameLabel() string {
	if m.Name == "" {
		return m.ID
	}
	return fold(m.Label())
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
