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
	// DefaultDenoising is the denoising strength when the high-resolution fix is first switched on.
	DefaultDenoising = 0.6

	defaultModel = "stable-diffusion-v1-5"
)

// Defaults is the request that a new user starts from: a few pictures, quick to
// make, with the values most common in public examples. Only the prompt is
// missing.
func Defaults() api.Config {
	var c api.Config
	for _, r := range rows {
		if err := r.Set(&c, r.StartsAs(SD)); err != nil {
			panic(err) // a default in the table is not a value; the tests would fail
		}
	}
	return c
}

// Draft is a request being written. Config is always what would be sent: what
// was loaded comes back unchanged until it is edited, field by field. The
// exception is dry_run: the caller that sends the request decides that.
type Draft struct {
	Model Choice
	Sides Sides
	Table Table

	config   api.Config
	rejected map[Field]Why // text that was typed but is not a value, and why
	strength *float64      // restored when the fix is switched on again
	fixed    int64         // restored when random is switched off again
}

// NewDraft starts from config.
func NewDraft(config api.Config) *Draft {
	d := &Draft{}
	d.Model.draft, d.Sides.draft = d, d
	d.Load(config)
	return d
}

// Load replaces the whole request.
func (d *Draft) Load(config api.Config) {
	d.config, d.rejected = WithoutDryRun(config), map[Field]Why{}
	d.Model.load(config)
	if seed := config.Seed; seed != nil && *seed >= 0 {
		d.fixed = *seed
	}
	d.strength = config.DenoisingStrength
	d.Sides.Lock(d.Sides.Locked())
}

// Config returns a copy of the request.
func (d *Draft) Config() api.Config { return Clone(d.config) }

// Edit changes one field. It drops a rejected text, and a value of another type
// that was loaded there.
func (d *Draft) Edit(field Field, set func(*api.Config)) {
	set(&d.config)
	delete(d.config.Unknown, string(field))
	delete(d.rejected, field)
}

// Set sets a field from text, as Row.Set does. Text that is not a value is
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

// Get returns a field's value as text; see Row.Get.
func (d *Draft) Get(field Field) string { return field.Row().Get(d.config) }

// Reject records that the text typed into field is not a value, and why. The
// field keeps its value. Problems reports the text until the field is edited or
// loaded.
func (d *Draft) Reject(field Field, why Why) { d.rejected[field] = why }

// Rejected reports whether the text of a field is no value.
func (d *Draft) Rejected(field Field) bool { return d.rejected[field] != (Why{}) }

// SetHighRes switches the high-resolution fix. The denoising strength is only
// sent with it; the last value is restored when the fix is switched on again.
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

// Random reports whether each picture gets its own seed. So it does when the
// request has no seed.
func (d *Draft) Random() bool {
	seed := d.Get(Seed)
	return seed == "" || strings.HasPrefix(seed, "-")
}

// SetRandom switches between random seeds and the last fixed one.
func (d *Draft) SetRandom(random bool) {
	seed := d.fixed
	if random {
		seed = RandomSeed
	}
	d.SetSeed(seed)
}

// SetSeed sets the seed; RandomSeed lets the service choose.
func (d *Draft) SetSeed(seed int64) {
	if seed >= 0 {
		d.fixed = seed
	}
	d.Edit(Seed, func(c *api.Config) { c.Seed = &seed })
}

// SetTags sets the tags from text, one key=value per line. Text that can't be
// parsed is rejected, see Reject.
func (d *Draft) SetTags(text string) {
	if text == FormatTags(d.config.Tags) {
		delete(d.rejected, Tags) // unchanged tags keep what only the service can read
		return
	}
	tags, err := ParseTags(text)
	if wrong, ok := errors.AsType[*TagError](err); ok {
		d.Reject(Tags, Why{Code: NoTag, Given: strconv.Itoa(wrong.Line)})
		return
	}
	d.Edit(Tags, func(c *api.Config) { c.Tags = tags })
}

// Kept are the names of fields that are sent as they were loaded; see Odd.
func (d *Draft) Kept() []string { return Odd(d.config) }

// DropKept removes those fields.
func (d *Draft) DropKept() {
	for _, name := range d.Kept() {
		delete(d.config.Unknown, name)
	}
}

// Odd returns the sorted names of what a request has and no row of the table
// can show: unknown fields, and values that their field's member cannot hold.
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

// isZero reports whether raw means "not given".
func isZero(raw []byte) bool {
	switch string(raw) {
	case "null", `""`, "0", "0.0", "false", "[]":
		return true
	}
	return false
}

// WithoutDryRun returns a copy of a request without its dry_run, whatever its
// form: as it is charged.
func WithoutDryRun(c api.Config) api.Config {
	c = Clone(c)
	c.DryRun = false
	delete(c.Unknown, string(DryRun))
	return c
}

// AsksDryRun reports whether a request has a dry_run that may mean yes.
func AsksDryRun(c api.Config) bool {
	kept, there := c.Unknown[string(DryRun)]
	return c.DryRun || there && string(kept) != "false" && string(kept) != "null"
}

// Clone copies everything that a later edit could change. Edits replace
// pointers and never write through them, so pointers are shared.
func Clone(c api.Config) api.Config {
	c.Tags = slices.Clone(c.Tags)
	c.Unknown = maps.Clone(c.Unknown)
	return c
}
