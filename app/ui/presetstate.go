package ui

import (
	"encoding/json"

	"lookbook/app/request/presets"
	"lookbook/app/ui/params"
)

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
