package request

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The model types that the service has been seen to take.
const (
	SD   = "sd-v1"
	SDXL = "sdxl-v1"
)

// ModelKind says in which field of the request a model is named.
type ModelKind string

const (
	// ByName leaves it to the id: see [KindOf].
	ByName ModelKind = ""
	// Trained models are named by checkpoint_id.
	Trained ModelKind = "checkpoint"
	// Stock models are named by base_model.
	Stock ModelKind = "stock"
)

// trainedPrefix begins the id of every checkpoint seen so far.
const trainedPrefix = "ckp_"

// KindOf is the kind that an id stands for when nobody says otherwise:
// checkpoints begin with "ckp_", everything else is a stock model.
func KindOf(id string) ModelKind {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(id)), trainedPrefix) {
		return Trained
	}
	return Stock
}

// Model is something to generate with.
type Model struct {
	ID      string
	Kind    ModelKind // ByName is read as KindOf(ID)
	Name    string    // what its owner knows it by, such as the instance prompt; may be empty
	Type    string    // model_type, empty if unknown
	Step    int       // training step that it was saved at, 0 if unknown
	LoRA    bool      // taken out of a full model of the same step
	Created time.Time // when it was trained, zero if unknown
	Expires time.Time // when the service deletes it, zero if never or unknown
}

// StockModels are the service's own models that were seen in use.
func StockModels() []Model {
	return []Model{
		{ID: "stable-diffusion-v1-5", Kind: Stock, Type: SD},
		{ID: "stable-diffusion-xl-v1-0", Kind: Stock, Type: SDXL},
		{ID: "cyberrealistic-v3-1", Kind: Stock, Type: SD},
		{ID: "realistic-vision-v3-0", Kind: Stock, Type: SD},
		{ID: "realism-engine-sdxl-v3-0", Kind: Stock, Type: SDXL},
	}
}

// TypeOf is the model type that goes with a model: the one it says, else
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

// Label is how a list of models shows m: the name and the step it was trained
// to, or the bare id where there is no name.
func (m Model) Label() string {
	if m.Name == "" {
		return m.ID
	}
	label := m.Name
	if m.Step > 0 {
		label += " · step " + strconv.Itoa(m.Step)
	}
	if m.LoRA {
		label += " · LoRA"
	}
	return label
}

func (m Model) kind() ModelKind {
	if m.Kind == ByName {
		return KindOf(m.ID)
	}
	return m.Kind
}

// Labels are the distinct labels of models. Where two models would look the
// same, their ids are added, so that each label finds its own model again.
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

// FindModel is the model that text means: a label of the list, an id, or the
// name of a trained model, in that order and names regardless of case. The newest of
// several models with one name wins, models being given newest first. Any
// other text is taken for an id typed by hand; known is false then.
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
	// Ids are told apart by case, names are not; a LoRA is meant only where it is
	// named as one.
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

// LabelOf is how the model id shows in a list of models: its label there, or
// the id itself.
func LabelOf(id string, models []Model) string {
	at := slices.IndexFunc(models, func(m Model) bool { return m.ID == id })
	if id == "" || at < 0 {
		return id
	}
	label := models[at].Label()
	if m, _ := FindModel(label, models); m.ID != id {
		label += " · " + id
	}
	return label
}

// sameLabel is the same for models that a list would show alike.
func (m Model) sameLabel() string {
	if m.Name == "" {
		return m.ID
	}
	return fold(m.Label())
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
