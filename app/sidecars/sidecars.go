// Package sidecars keeps what a person noted of pictures in the files beside
// them, where other programs read it and a lost library gets it back.
//
// # What it promises
//
//   - A mark that is in the library is in the picture's sidecar within seconds,
//     or is written as soon as the folder can be written: what is owed is a fact
//     of the library, and survives the program's end.
//   - A sidecar is whole at any moment. What other programs wrote into it stays,
//     and one that can't be read is left alone.
//   - The newer change wins: marks that another program changed after the library
//     are taken over and never written over.
//
// # Who may call what
//
// New, Start and Wake return at once and may be called anywhere. Write and ReadBack touch
// the disk and block. One goroutine, "write marks", belongs to the group.
package sidecars

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/backoff"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
	"lookbook/app/media/xmp"
	"lookbook/app/problem"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/supervisor"
)

const (
	// gather is how long changes are gathered before they are written: a person
	// who rates presses several keys.
	gather = time.Second

	// atOnce is how many sidecars are written before the library is told.
	atOnce = 200
)

// Params is what a Keeper is made of.
type Params struct {
	Work     *supervisor.Group
	Library  *library.Library
	Identity *folder.Identity
	Clock    clockwork.Clock
	Random   func() float64 // from 0 up to 1, for the jitter of back-offs
	Saving   func() folder.Saving
	Log      *slog.Logger
	Changed  func() // called when Status has changed; it must return at once
}

// Status is how things stand with the sidecars.
type Status struct {
	Overruled int          // pictures whose marks gave way to another program's later ones, since Start
	Unwritten int          // pictures whose marks could not be written at the last try
	Why       *cause.Cause // why the first of them could not; nil: all could
}

// Keeper writes marks into sidecars.
type Keeper struct {
	p      Params
	status *status.Value[Status]
	wanted signal.Signal
}

// New makes a Keeper that writes nothing until Start.
func New(p Params) *Keeper {
	return &Keeper{p: p, status: status.New[Status](p.Changed), wanted: signal.New()}
}

// Start writes what is owed, at once and after each Wake.
func (k *Keeper) Start() {
	k.p.Work.Go("write marks", k.run)
	k.wanted.Wake()
}

// Wake says that marks may have changed, or that the folder can be written again.
func (k *Keeper) Wake() { k.wanted.Wake() }

// Status returns how things stand.
func (k *Keeper) Status() Status { return k.status.Get() }

func (k *Keeper) run(ctx context.Context) error {
	failures := 0
	for ctx.Err() == nil {
		if !k.wait(ctx, failures) {
			return nil
		}
		if !k.p.Saving().Metadata.Marks {
			failures = 0
			k.status.Set(func(s *Status) { s.Unwritten, s.Why = 0, nil })
			continue
		}
		err := k.p.Work.Guard("writing marks", func() error { return k.Write(ctx) })
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			failures++
			k.p.Log.Warn("marks could not be written beside their pictures", "error", err)
		default:
			failures = 0
		}
	}
	return nil
}

// wait waits until there may be something to write, and then until a person's
// changes are gathered. It reports whether to go on.
func (k *Keeper) wait(ctx context.Context, failures int) bool {
	var again <-chan time.Time
	if failures > 0 {
		timer := k.p.Clock.NewTimer(backoff.After(failures, backoff.Longest, 0, k.p.Random()))
		defer timer.Stop()
		again = timer.Chan()
	}
	select {
	case <-k.wanted:
	case <-again:
		return true
	case <-ctx.Done():
		return false
	}
	rest := k.p.Clock.NewTimer(gather)
	defer rest.Stop()
	select {
	case <-rest.Chan():
	case <-ctx.Done():
		return false
	}
	return true
}

// Write writes what is owed now; it blocks. The error is why the first sidecar could not be
// written; the others were tried.
func (k *Keeper) Write(ctx context.Context) error {
	var first error
	unwritten := 0
	homes := newHomes(k.p)
	defer homes.close()
	for after := int64(0); ctx.Err() == nil; {
		owed, err := k.p.Library.Sidecars.Owed(ctx, after, atOnce)
		if err != nil {
			return err
		}
		var written []library.Owed
		var newer []library.FoundMarks
		for _, o := range owed {
			after = o.Image
			found, err := k.write(ctx, homes, o)
			switch {
			case ctx.Err() != nil:
			case err != nil:
				first = cmp.Or(first, err)
				unwritten++
			case found != nil:
				newer = append(newer, *found)
			default:
				written = append(written, o)
			}
		}
		if len(newer) > 0 {
			if _, conflicts, err := k.p.Library.Sidecars.Adopt(ctx, newer); err != nil {
				return err
			} else if conflicts > 0 {
				k.status.Set(func(s *Status) { s.Overruled += conflicts })
			}
		}
		if err := k.p.Library.Sidecars.Written(ctx, written); err != nil {
			return err
		}
		if len(owed) < atOnce {
			break
		}
	}
	k.status.Set(func(s *Status) {
		s.Unwritten = unwritten
		if first == nil {
			s.Why = nil
		} else if why := problem.Of(first); s.Why == nil || !reflect.DeepEqual(*s.Why, why) { // the same is told once
			s.Why = &why
		}
	})
	return first
}

// write writes the marks of one picture. It answers marks that the sidecar has
// and the library should, because they are newer.
func (k *Keeper) write(ctx context.Context, homes *homes, o library.Owed) (newer *library.FoundMarks, err error) {
	in, within, err := homes.of(ctx, o.Path)
	if err != nil {
		return nil, err
	}
	name, packet, changed, err := read(in, within)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.Marks.Rating == 0 && !o.Marks.Favourite && len(o.Marks.Tags) == 0 {
			return nil, nil
		}
	case err != nil:
		return nil, err
	default:
		if found, ok := foundMarks(o.Image, packet, changed); ok && found.At.After(o.Marked) && differ(found, o.Marks) {
			return &found, nil
		}
	}
	at := o.Marked
	if at.IsZero() {
		at = k.p.Clock.Now()
	}
	after, err := marks.Write(packet, marks.Marks{Rating: o.Marks.Rating, Favourite: o.Marks.Favourite, Tags: o.Marks.Tags}, at)
	if err != nil || bytes.Equal(after, packet) {
		return nil, err
	}
	// The file's time is that of the marks: a later one is another program's.
	return nil, in.Replace(name, after, at)
}

// read reads the sidecar of a picture, both within a folder: the one with the
// picture's whole name or, where there is only that, the one that Lightroom
// makes. Without any it is the name of the first.
func read(in *folder.Folder, picture string) (name string, packet []byte, changed time.Time, err error) {
	names := []string{origin.Beside(picture), strings.TrimSuffix(picture, filepath.Ext(picture)) + xmp.Extension}
	for _, name := range names {
		file, opening := in.Ordinary(name)
		if errors.Is(opening, fs.ErrNotExist) {
			continue
		}
		if opening == nil {
			if info, err := file.Stat(); err == nil {
				changed = info.ModTime()
			}
		}
		packet, err := origin.ReadPacket(file, opening)
		return name, packet, changed, err
	}
	return names[0], nil, time.Time{}, fs.ErrNotExist
}

// foundMarks are the marks that a sidecar says; false: none.
func foundMarks(image int64, packet []byte, changed time.Time) (library.FoundMarks, bool) {
	found, err := marks.Read(packet)
	if err != nil || !found.HasRating && !found.HasFavourite && !found.HasTags {
		return library.FoundMarks{}, false
	}
	m := library.FoundMarks{Image: image, At: changed, Tags: found.Tags, Whole: found.Ours}
	if found.Changed.After(changed) {
		m.At = found.Changed
	}
	if found.HasRating {
		m.Rating = &found.Rating
	}
	if found.HasFavourite {
		m.Favourite = &found.Favourite
	}
	return m, true
}

// differ reports whether a sidecar says other marks than the library.
func differ(found library.FoundMarks, is library.Marks) bool {
	if found.Rating != nil && *found.Rating != is.Rating || found.Favourite != nil && *found.Favourite != is.Favourite {
		return true
	}
	return len(found.Tags) > 0 && !library.SameTags(found.Tags, is.Tags)
}
