package presets

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/app/cause"
)

// MaxNameChars bounds a name, in characters: as much as a menu shows.
const MaxNameChars = 80

// Preset is a request with a name.
type Preset struct {
	Name   string
	Config api.Config

	Unknown map[string]json.RawMessage // unknown fields of a file
}

// Store keeps presets. It compares names by Key. Every method may block.
type Store interface {
	// Save stores a preset and replaces one with the same name.
	Save(ctx context.Context, p Preset) error
	// Rename renames a preset. The error is a *NotFoundError when there is no
	// preset named from, a *TakenError when another is named to.
	Rename(ctx context.Context, from, to string) error
	// Delete removes a preset. The error is a *NotFoundError when there is
	// none.
	Delete(ctx context.Context, name string) error
	// List returns all presets, sorted by name.
	List(ctx context.Context) ([]Preset, error)
}

// NotFoundError says that no preset has the name.
type NotFoundError struct{ Name string }

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no preset is called %q", e.Name)
}

func (e *NotFoundError) Cause() cause.Cause { return cause.New(cause.PresetGone, "Name", e.Name) }

// TakenError says that another preset has the name.
type TakenError struct{ Name string }

func (e *TakenError) Error() string {
	return fmt.Sprintf("a preset is called %q already", e.Name)
}

func (e *TakenError) Cause() cause.Cause { return cause.New(cause.PresetTaken, "Name", e.Name) }

// NameError says why a text can't be a name.
type NameError struct{ Why cause.Cause }

func (e *NameError) Error() string      { return "naming a preset: " + string(e.Why.Code) }
func (e *NameError) Cause() cause.Cause { return e.Why }

// New makes a preset from a request, without its dry_run. The error is a
// *NameError.
func New(name string, config api.Config) (Preset, error) {
	name, err := CleanName(name)
	if err != nil {
		return Preset{}, err
	}
	config.DryRun = false
	return Preset{Name: name, Config: config}, nil
}

// CleanName returns a name in its stored form: one line, no control characters,
// blanks collapsed. The error is a *NameError.
func CleanName(name string) (string, error) {
	switch clean := api.PlainText(name, 2*MaxNameChars); {
	case clean == "":
		return "", &NameError{cause.New(cause.PresetNoName)}
	case utf8.RuneCountInString(clean) > MaxNameChars:
		return "", &NameError{cause.New(cause.PresetNameLong, "Most", strconv.Itoa(MaxNameChars))}
	default:
		return clean, nil
	}
}

// Key is equal for names that count as the same.
func Key(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// numbered matches the number that freeName appends.
var numbered = regexp.MustCompile(`^(.*) \((\d{1,6})\)$`)

// freeName returns name, or if its key is taken, name with the first free
// number: "Portraits (2)".
func freeName(name string, keys map[string]bool) string {
	if !keys[Key(name)] {
		return name
	}
	n := 2
	if m := numbered.FindStringSubmatch(name); m != nil {
		if number, err := strconv.Atoi(m[2]); err == nil {
			name, n = m[1], number+1
		}
	}
	for ; ; n++ {
		suffix := fmt.Sprintf(" (%d)", n)
		short := []rune(name)
		short = short[:min(len(short), MaxNameChars-len(suffix))]
		if candidate := strings.TrimRight(string(short), " ") + suffix; !keys[Key(candidate)] {
			return candidate
		}
	}
}

// Add saves presets under free names and returns them as saved. When saving
// fails midway, it returns the error with those saved so far.
func Add(ctx context.Context, store Store, presets []Preset) ([]Preset, error) {
	there, err := store.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking which presets there are: %w", err)
	}
	keys := make(map[string]bool, len(there)+len(presets))
	for _, p := range there {
		keys[Key(p.Name)] = true
	}
	added := make([]Preset, 0, len(presets))
	for _, p := range presets {
		clean, err := CleanName(p.Name)
		if err != nil {
			return added, err
		}
		p.Name = freeName(clean, keys)
		if err := store.Save(ctx, p); err != nil {
			return added, fmt.Errorf("saving the preset %q: %w", p.Name, err)
		}
		keys[Key(p.Name)] = true
		added = append(added, p)
	}
	return added, nil
}

// Sort sorts presets by name, ignoring case.
func Sort(presets []Preset) {
	slices.SortStableFunc(presets, func(a, b Preset) int { return strings.Compare(Key(a.Name), Key(b.Name)) })
}
