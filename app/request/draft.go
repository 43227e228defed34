package request

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lookbook/api"
)

const (
	// DefaultDenoising is the strength that the high-resolution fix starts with.
	DefaultDenoising = 0.6

	defaultModel = "stable-diffusion-v1-5"
)

// Defaults is the request that a first-time user starts from: a handful of
// pictures, quick to make, with the values that public examples use most. Only
// the prompt is missing.
func Defaults() api.Config {
	var c api.Config
	for _, r := range rows {
		if err := r.Set(&c, r.StartsAs(SD)); err != nil {
			panic(err) // a row whose default is no value; the tests would not pass
		}
	}
	return c
}

// Draft is a request being written. Its Config is always what would be sent:
// what was loaded comes back as it was until it is edited, field by field.
// The exception is dry_run, which is no property of a draft: whoever sends it
// says whether it is meant.
type Draft struct {
	config   api.Config
	rejected map[Field]Why // text that was typed but is no value, and why
	kind     ModelKind     // as the user wants the model sent, ByName to let the id tell
	typed    bool          // the user chose the model type by hand
	strength *float64      // denoising strength to come back to when the fix is switched on again
	fixed    int64         // seed to come back to when random is switched off again
	told     api.Description
	ratio    float64 // width / height to keep, 0 to let the sides be
}

// NewDraft starts from config.
func NewDraft(config api.Config) *Draft {
	d := &Draft{}
	d.Load(config)
	return d
}

// Load replaces everything by config.
func (d *Draft) Load(config api.Config) {
	locked := d.Locked()
	*d = Draft{config: Clone(config), rejected: map[Field]Why{}, fixed: d.fixed, told: d.told}
	d.config.DryRun = false
	delete(d.config.Unknown, string(DryRun))
	if id := config.CheckpointID; id != "" && KindOf(id) != Trained {
		d.kind = Trained
	}
	if id := config.BaseModel; id != "" && config.CheckpointID == "" && KindOf(id) != Stock {
		d.kind = Stock
	}
	if seed := config.Seed; seed != nil && *seed >= 0 {
		d.fixed = *seed
	}
	d.strength = config.DenoisingStrength
	d.SetLocked(locked)
}

// Config is a copy of the request as it stands.
func (d *Draft) Config() api.Config { return Clone(d.config) }

// Edit changes one field. What could not be read in that field before, loaded
// or typed, is gone with it.
func (d *Draft) Edit(field Field, set func(*api.Config)) {
	set(&d.config)
	delete(d.config.Unknown, string(field))
	delete(d.rejected, field)
}

// Describe takes what the service says of the fields. It changes what is
// offered and what is unusual, never what can be sent.
func (d *Draft) Describe(told api.Description) { d.told = told }

// Description is what Describe took last.
func (d *Draft) Description() api.Description { return d.told }

// Row is a field's row with what the service says of it.
func (d *Draft) Row(field Field) Row { return field.Row().Described(d.told) }

// StockModels are the service's own models, see DescribedModels.
func (d *Draft) StockModels() []Model { return DescribedModels(d.told) }

// Set gives a field a value as Row.Set takes it. Text that is no value is
// rejected, see Reject.
func (d *Draft) Set(field Field, text string) {
	row := field.Row()
	if row.Kind == KindTags {
		d.SetTags(text)
		return
	}
	if row.Set(&d.config, text) != nil {
		d.Reject(field, row.Expected())
		return
	}
	delete(d.rejected, field)
}

// Get is a field's value, see Row.Get.
func (d *Draft) Get(field Field) string { return field.Row().Get(d.config) }

// Reject notes that the text typed into field is no value, and why. The field
// keeps the value it had; Problems tells until the field is edited or loaded.
func (d *Draft) Reject(field Field, why Why) { d.rejected[field] = why }

// Rejected reports whether the text of a field is no value.
func (d *Draft) Rejected(field Field) bool { return d.rejected[field] != (Why{}) }

// SetModel takes a model, the type that goes with it unless the type was
// chosen by hand, and the type's own size and steps if they were the old
// type's own.
func (d *Draft) SetModel(m Model) {
	kind := d.kind
	if kind == ByName {
		kind = m.kind()
	}
	d.Edit(BaseModel, func(c *api.Config) { c.BaseModel = "" })
	d.Edit(CheckpointID, func(c *api.Config) { c.CheckpointID = "" })
	if kind == Trained {
		d.config.CheckpointID = m.ID
	} else {
		d.config.BaseModel = m.ID
	}
	if m.ID != "" && !d.typed {
		d.setType(TypeOf(m))
	}
}

// Model is the id of the model as it would be sent, and in which field.
func (d *Draft) Model() (id string, kind ModelKind) {
	if d.config.CheckpointID != "" {
		return d.config.CheckpointID, Trained
	}
	return d.config.BaseModel, Stock
}

// Kind is how the user wants the model to be sent; ByName is the normal case.
func (d *Draft) Kind() ModelKind { return d.kind }

// SetKind overrides the field in which the model is sent, or with ByName lets
// its id tell again.
func (d *Draft) SetKind(kind ModelKind) {
	d.kind = kind
	id, _ := d.Model()
	typed := d.typed
	d.typed = true // the model stays the same, and so does its type
	d.SetModel(Model{ID: id})
	d.typed = typed
}

// SetModelType takes a type chosen by hand. Empty means that the type follows
// m, the model in use.
func (d *Draft) SetModelType(modelType string, m Model) {
	d.typed = modelType != ""
	if modelType == "" && m.ID != "" {
		modelType = TypeOf(m)
	}
	d.setType(modelType)
}

// TypeChosen reports whether the model type was chosen by hand.
func (d *Draft) TypeChosen() bool { return d.typed }

// setType changes the type, and with it what is still as the old type starts.
func (d *Draft) setType(modelType string) {
	if before := d.config.ModelType; modelType != "" {
		if d.Size() == Sizes(before)[0] {
			d.SetSize(Sizes(modelType)[0])
		}
		for _, r := range rows {
			starts := r.StartsAs(before)
			if r.Grid == 0 && starts != "" && starts != r.StartsAs(modelType) && r.Get(d.config) == starts {
				d.Set(r.Field, r.StartsAs(modelType))
			}
		}
	}
	d.Set(ModelType, modelType)
}

// Size is the picture's size; zeros where the request does not say.
func (d *Draft) Size() Size { return Size{d.config.Width, d.config.Height} }

// SetSize changes both sides, and with them the proportion to keep.
func (d *Draft) SetSize(size Size) {
	d.Edit(Width, func(c *api.Config) { c.Width = size.Width })
	d.Edit(Height, func(c *api.Config) { c.Height = size.Height })
	d.SetLocked(d.Locked())
}

// SetHighRes switches the high-resolution fix. The denoising strength is only
// sent with it, and comes back when it is switched on again.
func (d *Draft) SetHighRes(on bool) {
	if !on && d.config.DenoisingStrength != nil {
		d.strength = d.config.DenoisingStrength
	}
	d.Edit(HighRes, func(c *api.Config) { c.EnableHRF = &on })
	d.Edit(Denoising, func(c *api.Config) {
		c.DenoisingStrength = nil
		if on {
			c.DenoisingStrength = d.strength
		}
		if on && d.strength == nil {
			strength := DefaultDenoising
			c.DenoisingStrength = &strength
		}
	})
}

// HighRes reports whether the high-resolution fix is on.
func (d *Draft) HighRes() bool { return d.config.EnableHRF != nil && *d.config.EnableHRF }

// Random reports whether each picture gets a seed of its own. A request that
// says nothing about the seed counts as random.
func (d *Draft) Random() bool {
	seed := d.Get(Seed)
	return seed == "" || strings.HasPrefix(seed, "-")
}

// SetRandom switches between a random seed and the last fixed one.
func (d *Draft) SetRandom(random bool) {
	seed := d.fixed
	if random {
		seed = RandomSeed
	}
	d.SetSeed(seed)
}

// SetSeed fixes the seed, or with RandomSeed leaves it to the service.
func (d *Draft) SetSeed(seed int64) {
	if seed >= 0 {
		d.fixed = seed
	}
	d.Edit(Seed, func(c *api.Config) { c.Seed = &seed })
}

// SetTags reads tags, key=value one a line. Tags that it can't read are
// rejected, see Reject.
func (d *Draft) SetTags(text string) {
	if text == FormatTags(d.config.Tags) {
		delete(d.rejected, Tags) // untouched tags keep what only the service can read
		return
	}
	tags, err := ParseTags(text)
	if wrong, ok := errors.AsType[*TagError](err); ok {
		d.Reject(Tags, Why{Code: NoTag, Given: strconv.Itoa(wrong.Line)})
		return
	}
	d.Edit(Tags, func(c *api.Config) { c.Tags = tags })
}

// Kept are the names of what is sent on as it was loaded, see Odd.
func (d *Draft) Kept() []string { return Odd(d.config) }

// DropKept leaves those fields out.
func (d *Draft) DropKept() {
	for _, name := range d.Kept() {
		delete(d.config.Unknown, name)
	}
}

// Odd are the names, in order, of what a request holds and no field of the
// table can show: fields that this program does not know, and values that are
// not of their field's kind or more than it can hold.
func Odd(c api.Config) []string {
	var names []string
	for name, raw := range c.Unknown {
		row := Field(name).Row()
		held := row.Kind != 0 && (isZero(raw) || row.member == nil && row.Get(c) != "")
		if !held {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// isZero reports whether raw is a way to say "not given".
func isZero(raw []byte) bool {
	switch string(raw) {
	case "null", `""`, "0", "0.0", "false", "[]":
		return true
	}
	return false
}

// Clone copies whatever a later edit could reach. What pointers point at is
// never written to, edits replace the pointer.
func Clone(c api.Config) api.Config {
	c.Tags = slices.Clone(c.Tags)
	c.Unknown = maps.Clone(c.Unknown)
	return c
}
