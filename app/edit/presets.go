package edit

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"lookbook/app/library"
	"lookbook/app/request/presets"
)

// Presets stores presets, each as a file of one preset.
type Presets struct{ table *library.PresetTable }

var _ presets.Store = (*Presets)(nil)

// Save stores a preset and replaces one with the same name.
func (s *Presets) Save(ctx context.Context, p presets.Preset) error {
	stored, err := encodePreset(p)
	if err != nil {
		return err
	}
	return s.table.Save(ctx, stored)
}

// Rename renames a preset.
func (s *Presets) Rename(ctx context.Context, from, to string) error {
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
		err = s.table.Rename(ctx, presets.Key(from), stored)
		if errors.Is(err, library.ErrTaken) {
			return &presets.TakenError{Name: to}
		}
		return found(err, from)
	}
	return &presets.NotFoundError{Name: from}
}

// Delete removes a preset.
func (s *Presets) Delete(ctx context.Context, name string) error {
	return found(s.table.Delete(ctx, presets.Key(name)), name)
}

// List returns all presets, sorted by name.
func (s *Presets) List(ctx context.Context) ([]presets.Preset, error) {
	stored, err := s.table.All(ctx)
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
