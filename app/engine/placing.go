package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/origin"
)

// placingSuffix ends the name of the file that says which pictures are being
// put where.
const placingSuffix = ".placing"

// intentBytes is the room for one picture in it: ids and a path.
const intentBytes = 2 << 10

// mostIntents is how many of an earlier run are read: many times the pictures
// that can be on their way at once.
const mostIntents = 1000

// intent says where a picture is being put.
type intent struct {
	Job    string `json:"job"`
	Image  string `json:"image"`
	Target string `json:"target"` // the first name that is tried for it
}

// placings are the files that say where pictures are being put, one in each
// folder that pictures go to: after a crash between a picture's rename and its
// being recorded, it is looked for there. They have a place for each picture on
// its way and are written in place, because making and removing a file for each
// would take the file system as long as the picture does. They are not synced:
// what they protect from is the end of the program, not of the power.
type placings struct {
	mu      sync.Mutex
	open    map[string]*placing  // by folder
	intents map[int64]openIntent // by picture
}

// openIntent is one that was not taken back.
type openIntent struct {
	target string
	over   func() error
}

// of returns where an earlier try of this run was putting a picture when it
// ended, and what takes that intent back; nil: there was none.
func (p *placings) of(id int64) (target string, over func() error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	is := p.intents[id]
	return is.target, is.over
}

// placing is one such file. It is removed with the last intent.
type placing struct {
	in     *folder.Folder
	file   *os.File
	name   string
	places []bool // taken or not
	taken  int
}

// begin notes an intent. over takes it back once the picture is recorded, or
// was not put there after all; it may be called more than once. A program that
// dies calls nothing.
func (p *placings) begin(id int64, in *folder.Folder, what intent) (over func() error, err error) {
	note, err := json.Marshal(what)
	if err != nil {
		return nil, err
	}
	if len(note) >= intentBytes {
		// Its picture is put there all the same: after a crash it is looked for
		// under its name.
		return func() error { return nil }, nil
	}
	note = append(note, bytes.Repeat([]byte{' '}, intentBytes-1-len(note))...)
	p.mu.Lock()
	defer p.mu.Unlock()
	path := in.Path()
	f := p.open[path]
	if f == nil {
		if f, err = newPlacing(in); err != nil {
			return nil, err
		}
		if p.open == nil {
			p.open, p.intents = map[string]*placing{}, map[int64]openIntent{}
		}
		p.open[path] = f
	}
	at := f.take()
	over = sync.OnceValue(func() error { return p.end(id, path, f, at) })
	if _, err := f.file.WriteAt(append(note, '\n'), int64(at)*intentBytes); err != nil {
		f.places[at] = false
		f.taken--
		return nil, errors.Join(err, p.closeIdle(path, f))
	}
	p.intents[id] = openIntent{target: what.Target, over: over}
	return over, nil
}

// newPlacing makes the file. It keeps the folder open: that is where the file is
// removed.
func newPlacing(in *folder.Folder) (*placing, error) {
	again, err := in.Again()
	if err != nil {
		return nil, err
	}
	file, name, err := again.Temp("", placingSuffix, 0o600)
	if err != nil {
		return nil, errors.Join(err, again.Close())
	}
	return &placing{in: again, file: file, name: name}, nil
}

// take finds a free place.
func (f *placing) take() int {
	f.taken++
	for at, taken := range f.places {
		if !taken {
			f.places[at] = true
			return at
		}
	}
	f.places = append(f.places, true)
	return len(f.places) - 1
}

func (p *placings) end(id int64, path string, f *placing, at int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.intents, id)
	f.places[at] = false
	f.taken--
	return p.closeIdle(path, f)
}

// closeIdle removes a file in which nothing stands any more. Called with the
// lock.
func (p *placings) closeIdle(path string, f *placing) error {
	if f.taken > 0 {
		return nil
	}
	delete(p.open, path)
	closed := f.file.Close()
	return errors.Join(f.in.Remove(f.name), closed, f.in.Close())
}

// close lets go of what a panic has left open.
func (p *placings) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for path, f := range p.open {
		errs = append(errs, f.file.Close(), f.in.Close())
		delete(p.open, path)
	}
	return errors.Join(errs...)
}

// readIntents reads what an earlier run has left.
func readIntents(in *folder.Folder, name string) ([]intent, error) {
	file, err := in.Own(name, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(file, mostIntents*intentBytes))
	if err != nil {
		return nil, err
	}
	var all []intent
	for len(data) > 0 {
		n := min(intentBytes, len(data))
		var one intent
		if json.NewDecoder(bytes.NewReader(data[:n])).Decode(&one) == nil && one.Job != "" {
			all = append(all, one)
		}
		data = data[n:]
	}
	return all, nil
}

// cleanPlacing finishes what an earlier run was putting into place: pictures
// that are there are recorded. Then the file is of no more use.
func (e *Engine) cleanPlacing(ctx context.Context, in *folder.Folder, name string) error {
	intents, err := readIntents(in, name)
	if err != nil {
		return err
	}
	for _, one := range intents {
		err := e.finish(ctx, in.Path(), one)
		if errors.Is(err, library.ErrNotFound) {
			continue // its files say what they are, should the library come to know it
		}
		if err != nil {
			return err
		}
	}
	return in.Remove(name)
}

// finish records a picture that an earlier run put into place.
func (e *Engine) finish(ctx context.Context, path string, one intent) error {
	image, err := e.imageOf(ctx, one.Job, one.Image)
	if err != nil {
		return err
	}
	switch image.State {
	case library.ImageSaved, library.ImageGone, library.ImageTrashed:
		return nil
	}
	if !e.claim(image.ID) {
		return nil
	}
	defer e.release(image.ID)
	saving := e.saving()
	saving.Folder = path
	found, ok := shelf{saving: saving, image: image}.find(one.Target, lookedThrough)
	if !ok {
		return nil
	}
	e.log.Info("picture found where an earlier run had put it", "image", one.Image)
	found.At = e.wall()
	return e.library.Images.SaveAll(ctx, []library.SavedImage{{ID: image.ID, Saved: found}})
}

// cleanNew removes a picture that was not put into its place, unless it is
// still to be: then it goes when the picture is saved.
func (e *Engine) cleanNew(ctx context.Context, in *folder.Folder, name string) error {
	from, changed, ours, err := originOf(in, name)
	if err != nil {
		return err
	}
	if !ours {
		from = origin.Origin{}
	}
	return e.cleanTemp(ctx, in, name, from.JobID, from.ImageID, changed)
}

// originOf reads what a temporary file says of itself.
func originOf(in *folder.Folder, name string) (from origin.Origin, changed time.Time, ours bool, err error) {
	file, err := in.Own(name, os.O_RDONLY)
	if err != nil {
		return origin.Origin{}, time.Time{}, false, err
	}
	defer func() { _ = file.Close() }() // only read
	stat, err := file.Stat()
	if err != nil {
		return origin.Origin{}, time.Time{}, false, err
	}
	from, ours, err = origin.Read(file, stat.Size())
	if errors.Is(err, origin.ErrNonsense) {
		ours, err = false, nil
	}
	return from, stat.ModTime(), ours, err
}
