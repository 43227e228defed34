package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"lookbook/app/library"
	"lookbook/app/request/presets"
	"lookbook/app/ui/params"
)

// presetStore keeps presets in the library, each as a file of presets of one.
// It blocks, as the library does.
type presetStore struct{ library *library.Library }

var _ presets.Store = presetStore{}

// Save keeps a preset, in place of one that has its name.
func (s presetStore) Save(ctx context.Context, p presets.Preset) error {
	stored, err := encodePreset(p)
	if err != nil {
		return err
	}
	return s.library.Presets.Save(ctx, stored)
}

// Rename gives a preset another name.
func (s presetStore) Rename(ctx context.Context, from, to string) error {
	list, err := s.List(ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		if presets.Key(p.Name) != presets.Key(from) {
			continue
		}
		p.Name = to
		stored, err := encodePreset(p)
		if err != nil {
			return err
		}
		err = s.library.Presets.Rename(ctx, presets.Key(from), stored)
		if errors.Is(err, library.ErrTaken) {
			return &presets.TakenError{Name: to}
		}
		return found(err, from)
	}
	return &presets.NotFoundError{Name: from}
}

// Delete forgets a preset.
func (s presetStore) Delete(ctx context.Context, name string) error {
	return found(s.library.Presets.Delete(ctx, presets.Key(name)), name)
}

// List returns all presets by name.
func (s presetStore) List(ctx context.Context) ([]presets.Preset, error) {
	stored, err := s.library.Presets.All(ctx)
	if err != nil {
		return nil, err
	}
	var list []presets.Preset
	for _, one := range stored {
		file, err := presets.Import(bytes.NewReader(one.Content))
		if err != nil || len(file.Presets) != 1 {
			return nil, fmt.Errorf("reading the preset %q: %w", one.Name, errors.Join(err))
		}
		list = append(list, file.Presets[0])
	}
	presets.Sort(list)
	return list, nil
}

func encodePreset(p presets.Preset) (library.Preset, error) {
	var b bytes.Buffer
	if err := presets.Export(&b, presets.File{Presets: []presets.Preset{p}}); err != nil {
		return library.Preset{}, err
	}
	return library.Preset{Key: presets.Key(p.Name), Name: p.Name, Content: b.Bytes()}, nil
}

func found(err error, name string) error {
	if errors.Is(err, library.ErrNotFound) {
		return &presets.NotFoundError{Name: name}
	}
	return err
}

// What a preset holds beside its request: what else is in the panel.
const (
	presetSweeps = "sweeps"
	presetLocked = "locked"
)

// presetOf makes a preset of what is in the panel.
func presetOf(name string, state params.State) (presets.Preset, error) {
	p, err := presets.New(name, state.Config)
	if err != nil {
		return presets.Preset{}, err
	}
	p.Unknown = map[string]json.RawMessage{}
	if len(state.Sweeps) > 0 {
		if p.Unknown[presetSweeps], err = json.Marshal(state.Sweeps); err != nil {
			return presets.Preset{}, err
		}
	}
	if state.Locked {
		p.Unknown[presetLocked] = json.RawMessage("true")
	}
	return p, nil
}

// stateOfPreset is what the panel shows for a preset. One without prompts
// leaves those that are there.
func stateOfPreset(p presets.Preset, now params.State) (state params.State, kept bool) {
	state = params.State{Config: p.Config}
	// What another program wrote under these names is no list of ours.
	if raw := p.Unknown[presetSweeps]; raw != nil && json.Unmarshal(raw, &state.Sweeps) != nil {
		state.Sweeps = nil
	}
	state.Locked = string(p.Unknown[presetLocked]) == "true"
	if state.Config.Prompt == "" && state.Config.NegativePrompt == "" {
		state.Config.Prompt, state.Config.NegativePrompt = now.Config.Prompt, now.Config.NegativePrompt
		kept = now.Config.Prompt+now.Config.NegativePrompt != ""
	}
	return state, kept
}
