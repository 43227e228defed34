package ui

import (
	"encoding/json"

	"lookbook/app/library"
	"lookbook/app/request/presets"
	"lookbook/app/ui/params"
)

// Fields of a preset beside its request: the other content of the panel.
const (
	presetSweeps = "sweeps"
	presetLocked = "locked"
	presetParent = "parent"
)

// presetOf makes a preset of the panel's content.
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
	if state.Parent.JobID != "" {
		if p.Unknown[presetParent], err = json.Marshal(state.Parent); err != nil {
			return presets.Preset{}, err
		}
	}
	return p, nil
}

// stateOfPreset returns the panel's content for a preset. A preset without
// prompts keeps the panel's; then kept is true.
func stateOfPreset(p presets.Preset, now params.State) (state params.State, kept bool) {
	state = params.State{Config: p.Config}
	// Another program may have written something else under these names.
	if raw := p.Unknown[presetSweeps]; raw != nil && json.Unmarshal(raw, &state.Sweeps) != nil {
		state.Sweeps = nil
	}
	if raw := p.Unknown[presetParent]; raw != nil && json.Unmarshal(raw, &state.Parent) != nil {
		state.Parent = library.Origin{}
	}
	state.Locked = string(p.Unknown[presetLocked]) == "true"
	if state.Config.Prompt == "" && state.Config.NegativePrompt == "" {
		state.Config.Prompt, state.Config.NegativePrompt = now.Config.Prompt, now.Config.NegativePrompt
		kept = now.Config.Prompt+now.Config.NegativePrompt != ""
	}
	return state, kept
}
