package settings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"lookbook/app/cause"
	"lookbook/app/platform/atomicfile"
)

// maxFile bounds the file, in bytes: a hundred times its largest reasonable
// size, so that another file under its name is not read into memory.
const maxFile = 1 << 20

// Store holds the preferences and their file.
type Store struct {
	path string

	mu      sync.Mutex
	values  Values
	dirty   bool
	notes   []cause.Cause
	unknown map[string]json.RawMessage
	refused map[string]refusal // values that could not be taken, by key
	blocked error              // why the file must not be written; nil: it may

	writing sync.Mutex // held during a write, never together with mu for long
}

// refusal is a value of the file that could not be taken as it stood, perhaps because a newer
// version wrote it. It is written back for as long as nobody changes what is used instead.
type refusal struct{ was, used json.RawMessage }

// Open reads the preferences; a missing file means the defaults. A file that is not a JSON object,
// or can't be read, is renamed to <path>.bad-<time of its last change>, and Notes says so. If it
// can neither be read nor renamed, Notes and the error say why. The store returned with the error
// has the defaults and works, but its Flush returns the error instead of overwriting the file.
func Open(path string) (*Store, error) {
	s := &Store{path: path, values: Defaults(), unknown: map[string]json.RawMessage{}}
	if !filepath.IsAbs(path) {
		s.block(ErrNoHome)
		return s, s.blocked
	}
	raw, err := read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR): // the first write reports the reason
		return s, nil
	case errors.Is(err, errTooLong):
		return s, s.setAside(cause.SettingsLong)
	case errors.Is(err, fs.ErrPermission) && s.setAside(cause.SettingsUnread) == nil:
		return s, nil
	case err != nil:
		s.block(fmt.Errorf("read the preferences: %w", err))
		return s, s.blocked
	}
	var document map[string]json.RawMessage
	if err := json.Unmarshal(raw, &document); err != nil {
		return s, s.setAside(cause.SettingsNonsense)
	}
	if document == nil { // the JSON value null
		return s, s.setAside(cause.SettingsEmpty)
	}
	s.take(document)
	return s, nil
}

var errTooLong = errors.New("the file is too long")

func read(path string) (raw []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxFile {
		return nil, errTooLong
	}
	return raw, nil
}

// setAside renames the file, so that it is not overwritten. It is called before
// the store is shared.
func (s *Store) setAside(why cause.Code) error {
	aside, err := asideName(s.path)
	if err == nil {
		err = os.Rename(s.path, aside)
	}
	if err != nil {
		s.block(fmt.Errorf("set aside the preferences file: %w", err))
		return s.blocked
	}
	s.notes = append(s.notes, cause.New(why, "File", filepath.Base(aside)))
	return nil
}

// block keeps the file from being written. It is called before the store is
// shared.
func (s *Store) block(err error) {
	s.blocked = err
	why := cause.New(cause.Unexpected, "Text", err.Error())
	switch {
	case errors.Is(err, ErrNoHome):
		why = cause.New(cause.NoHome)
	case errors.Is(err, fs.ErrPermission):
		why = cause.New(cause.FileForbidden)
	case cause.OfSystem(err) != "":
		why = cause.New(cause.OfSystem(err))
	}
	s.notes = []cause.Cause{cause.New(cause.SettingsShut).Because(why)}
}

// asideName returns a free name with the time of the file's last change.
func asideName(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	base := path + ".bad-" + info.ModTime().UTC().Format("20060102T150405Z")
	name := base
	for n := 2; ; n++ {
		_, err := os.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}

// take reads the fields that are known, and keeps the others. Called with the
// lock, or before the store is shared.
func (s *Store) take(document map[string]json.RawMessage) {
	s.refused = map[string]refusal{}
	for _, f := range fields(&s.values) {
		raw, given := document[f.key]
		delete(document, f.key)
		if !given || bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
			continue
		}
		if err := json.Unmarshal(raw, f.value); err != nil {
			f.reset()
			s.refuse(f, raw, cause.New(cause.SettingKind, "Value", clip(string(raw))))
			continue
		}
		if why := f.bound(); !why.IsZero() {
			s.refuse(f, raw, why)
		}
	}
	s.unknown = document
}

// refuse notes that a value could not be taken, and keeps it if a newer version may have written it. A
// text that must not be in the file, such as a password, is not kept.
func (s *Store) refuse(f field, raw json.RawMessage, why cause.Cause) {
	why.With["Field"] = f.key
	s.notes = append(s.notes, why)
	newer := slices.Contains([]cause.Code{cause.SettingKind, cause.SettingWord, cause.SettingRange}, why.Code)
	if used, err := json.Marshal(f.value); err == nil && newer {
		s.refused[f.key] = refusal{was: raw, used: used}
	}
}

// Replace takes other preferences, a document of the form of the file, and writes
// them. Keep brings back what this computer has of its own: was are the preferences
// until now. Unlike Open, it refuses what is no document.
func (s *Store) Replace(ctx context.Context, document []byte, keep func(values *Values, was Values)) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(document, &members); err != nil || members == nil {
		return fmt.Errorf("replace the preferences: %w", errors.Join(errNoDocument, err))
	}
	s.mu.Lock()
	was, notes := s.values, s.notes
	for _, f := range fields(&s.values) {
		f.reset()
	}
	s.take(members)
	s.notes = notes // of the file that was opened
	keep(&s.values, was)
	s.dirty = true
	s.mu.Unlock()
	return s.Flush(ctx)
}

var errNoDocument = errors.New("this is no JSON object")

// Notes says, in sentences for the user, what Open could not take as it stood
// in the file. Empty when all was well.
func (s *Store) Notes() []cause.Cause {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notes)
}

// Current returns a copy of the preferences.
func (s *Store) Current() Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.values
}

// Update changes the preferences in memory, corrects values out of bounds, and
// returns the result. change must not call the store.
func (s *Store) Update(change func(*Values)) Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	values := s.values
	change(&values)
	for _, f := range fields(&values) {
		f.bound()
	}
	if values != s.values {
		s.values, s.dirty = values, true
	}
	return s.values
}

// Dirty reports whether Flush has something to write.
func (s *Store) Dirty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dirty
}

// Flush writes the preferences if they changed since the last write. It
// replaces the file as a whole. After an error they still count as changed.
func (s *Store) Flush(ctx context.Context) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	document, err := s.pending()
	if err != nil || document == nil {
		return err
	}
	if err := write(s.path, document); err != nil {
		s.mu.Lock()
		s.dirty = true
		s.mu.Unlock()
		return fmt.Errorf("write the preferences: %w", err)
	}
	return nil
}

// pending returns the file's content if it has to be written, and clears the
// mark. A change during the write sets the mark again.
func (s *Store) pending() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.dirty {
		return nil, nil
	}
	if s.blocked != nil {
		return nil, s.blocked
	}
	document := maps.Clone(s.unknown)
	for _, f := range fields(&s.values) {
		raw, err := json.Marshal(f.value)
		if err != nil {
			return nil, fmt.Errorf("encode the preference %s: %w", f.key, err)
		}
		if refused, ok := s.refused[f.key]; ok && bytes.Equal(raw, refused.used) {
			raw = refused.was
		}
		document[f.key] = raw
	}
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the preferences: %w", err)
	}
	s.dirty = false
	return append(text, '\n'), nil
}

func write(path string, document []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, bytes.NewReader(document))
}
