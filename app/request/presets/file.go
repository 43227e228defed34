package presets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/cause"
)

const (
	// Format marks a file of presets.
	Format = "lookbook presets"

	// Version is the newest version of the format that this program reads.
	Version = 1

	// MaxFileBytes and MaxPresets bound a file. They allow far more presets
	// than a menu can show, with 16 kB each.
	MaxFileBytes = 16 << 20
	MaxPresets   = 1000
)

// File is the content of a file of presets.
type File struct {
	Presets []Preset
	Unknown map[string]json.RawMessage // unknown fields of the file
}

// FileError says why a file can't be read as presets.
type FileError struct {
	Why cause.Cause
	Err error // of the JSON reader or the disk; may be nil
}

func (e *FileError) Error() string      { return fmt.Sprintf("reading presets: %+v: %v", e.Why, e.Err) }
func (e *FileError) Unwrap() error      { return e.Err }
func (e *FileError) Cause() cause.Cause { return e.Why }

// FutureError says that a newer program wrote the file.
type FutureError struct{ Version int64 }

func (e *FutureError) Error() string {
	return fmt.Sprintf("reading presets: format %d, up to %d are known", e.Version, Version)
}

func (e *FutureError) Cause() cause.Cause {
	return cause.New(cause.PresetsNewer, "Number", strconv.FormatInt(e.Version, 10), "Most", strconv.Itoa(Version))
}

// Import reads a file. It cleans the names and makes them unique by adding
// numbers; a preset without a name is called "Preset". The error is a
// *FileError or a *FutureError. A file with any fault returns no presets.
func Import(r io.Reader) (File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	if err != nil {
		return File{}, &FileError{cause.New(cause.PresetsUnread), err}
	}
	if len(data) > MaxFileBytes {
		return File{}, &FileError{cause.New(cause.PresetsLarge, "Most", strconv.Itoa(MaxFileBytes>>20)), nil}
	}
	data = redact.Bytes(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return File{}, &FileError{cause.New(cause.PresetsNotJSON), err}
	}
	if err := checkHead(fields); err != nil {
		return File{}, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(fields["presets"], &list); err != nil {
		return File{}, &FileError{cause.New(cause.PresetsNoList), err}
	}
	if len(list) > MaxPresets {
		return File{}, &FileError{cause.New(cause.PresetsMany, "Number", strconv.Itoa(len(list)), "Most", strconv.Itoa(MaxPresets)), nil}
	}
	f := File{Unknown: without(fields, "format", "version", "presets")}
	keys := map[string]bool{}
	for i, raw := range list {
		p, err := readPreset(raw)
		if err != nil {
			return File{}, &FileError{cause.New(cause.PresetsBad, "Number", strconv.Itoa(i+1)), err}
		}
		p.Name = freeName(p.Name, keys)
		keys[Key(p.Name)] = true
		f.Presets = append(f.Presets, p)
	}
	return f, nil
}

// checkHead checks the format and its version.
func checkHead(fields map[string]json.RawMessage) error {
	var format string
	if err := json.Unmarshal(fields["format"], &format); err != nil || format != Format {
		return &FileError{cause.New(cause.PresetsNone), err}
	}
	var version int64
	if err := json.Unmarshal(fields["version"], &version); err != nil || version < 1 {
		return &FileError{cause.New(cause.PresetsNoVersion), err}
	}
	if version > Version {
		return &FutureError{version}
	}
	return nil
}

func readPreset(raw json.RawMessage) (Preset, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return Preset{}, err
	}
	var p Preset
	if len(fields["config"]) == 0 || fields["config"][0] != '{' {
		return Preset{}, fmt.Errorf("a preset without a request")
	}
	if err := json.Unmarshal(fields["config"], &p.Config); err != nil {
		return Preset{}, err
	}
	p.Config.DryRun = false
	// A name that is not a text counts as none.
	_ = json.Unmarshal(fields["name"], &p.Name)
	p.Name = api.PlainText(p.Name, MaxNameChars)
	if p.Name == "" {
		p.Name = "Preset"
	}
	p.Unknown = without(fields, "name", "config")
	return p, nil
}

// without returns all other fields; nil: there are none.
func without(fields map[string]json.RawMessage, names ...string) map[string]json.RawMessage {
	rest := maps.Clone(fields)
	for _, name := range names {
		delete(rest, name)
	}
	if len(rest) == 0 {
		return nil
	}
	return rest
}

// Export writes a file that Import reads back unchanged.
func Export(w io.Writer, f File) error {
	list := make([]json.RawMessage, len(f.Presets))
	for i, p := range f.Presets {
		config, err := p.Config.MarshalJSON()
		if err != nil {
			return fmt.Errorf("writing the preset %q: %w", p.Name, err)
		}
		if list[i], err = object(p.Unknown, member{"name", p.Name}, member{"config", json.RawMessage(config)}); err != nil {
			return fmt.Errorf("writing the preset %q: %w", p.Name, err)
		}
	}
	whole, err := object(f.Unknown, member{"format", Format}, member{"version", Version}, member{"presets", list})
	if err != nil {
		return fmt.Errorf("writing presets: %w", err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, whole, "", "  "); err != nil {
		return fmt.Errorf("writing presets: %w", err)
	}
	pretty.WriteByte('\n')
	if _, err := w.Write(redact.Bytes(pretty.Bytes())); err != nil {
		return fmt.Errorf("writing presets: %w", err)
	}
	return nil
}

type member struct {
	name  string
	value any
}

// object writes members in their order, then the kept ones sorted by name.
func object(kept map[string]json.RawMessage, members ...member) (json.RawMessage, error) {
	var names []string
	for _, m := range members {
		names = append(names, m.name)
	}
	for _, name := range slices.Sorted(maps.Keys(without(kept, names...))) {
		members = append(members, member{name, kept[name]})
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for i, m := range members {
		b.WriteByte("{,"[min(i, 1)])
		if err := encoder.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encoder.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
