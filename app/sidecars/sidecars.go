// Package sidecars keeps what a person noted about pictures in XMP files beside them, where other
// programs read it, and from where a lost library gets it back.
//
// # What it promises
//
//   - A mark in the library is in the picture's sidecar within seconds, or as soon as the folder can be written. The library
//     stores which marks are still unwritten, so this survives the program's end.
//   - A sidecar is complete at any moment. What other programs wrote into it stays, and an unreadable one is left alone.
//   - The newer change wins: marks that another program changed later than the library are taken over and never
//     overwritten.
//   - a.xmp is written if it exists and no other picture shares it. A shared one is
//     only read: each picture then has its own a.png.xmp.
//
// # Who may call what
//
// New, Start, Status and Wake return at once and may be called on any goroutine. Write and ReadBack
// touch the disk and block. One goroutine, "write marks", belongs to the group that the Keeper was
// given, which joins it.
package sidecars

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/backoff"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
	"lookbook/app/problem"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/supervisor"
)

const (
	// gather is how long changes are collected before they are written: a
	// person who rates presses several keys.
	gather = time.Second

	// atOnce is how many sidecars are written before the library is told.
	atOnce = 200
)

// Params are the parts of a Keeper.
type Params struct {
	Work     *supervisor.Group
	Library  *library.Library
	Identity *folder.Identity
	Clock    clockwork.Clock
	Random   func() float64 // returns 0 to 1, without 1; varies the waits
	Saving   func() folder.Saving
	Log      *slog.Logger
	Changed  func() // called after Status changed; returns at once
}

// Status is the state of the sidecars.
type Status struct {
	Overruled int          // pictures, since Start, whose marks were replaced by another program's later ones
	Unwritten int          // pictures whose marks could not be written at the last try
	Why       *cause.Cause // why the first of them could not; nil: all were written
}

// Keeper writes marks into sidecars.
type Keeper struct {
	p      Params
	status *status.Value[Status]
	wanted signal.Signal

	writing sync.Mutex // held by Write: a command's task and the goroutine of Start don't write the same files
}

// New makes a Keeper that is idle until Start.
func New(p Params) *Keeper {
	return &Keeper{p: p, status: status.New[Status](p.Changed), wanted: signal.New()}
}

// Start writes unwritten marks, at once and after each Wake.
func (k *Keeper) Start() {
	k.p.Work.Go("write marks", k.run)
	k.wanted.Wake()
}

// Wake says that marks may have changed, or that the folder may be writable again.
func (k *Keeper) Wake() { k.wanted.Wake() }

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
// changes are collected. It reports whether to continue.
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

// Write writes all unwritten marks and blocks. The error is the first sidecar's; the others were
// tried.
func (k *Keeper) Write(ctx context.Context) error {
	k.writing.Lock()
	defer k.writing.Unlock()
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
		} else if why := problem.Of(first); s.Why == nil || !reflect.DeepEqual(*s.Why, why) { // the same cause is reported once
			s.Why = &why
		}
	})
	return first
}

// write writes the marks of one picture. It returns marks of the sidecar that
// are newer than the library's.
func (k *Keeper) write(ctx context.Context, homes *homes, o library.Owed) (newer *library.FoundMarks, err error) {
	in, within, err := homes.of(ctx, o.Path)
	if err != nil {
		return nil, err
	}
	name, packet, changed, err := read(in, within)
	if name == origin.Short(within) && origin.Shared(within, in.Has) {
		name = origin.Beside(within) // the marks of one would become the other's
	}
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
	if name == origin.Beside(within) && !in.Has(name) {
		packet = nil
	}
	after, err := marks.Write(packet, marks.Marks{Rating: o.Marks.Rating, Favourite: o.Marks.Favourite, Tags: o.Marks.Tags}, at)
	if err != nil || bytes.Equal(after, packet) {
		return nil, err
	}
	// The file gets the time of the marks. A later time then means another
	// program's change.
	return nil, in.Replace(name, after, at)
}

// read reads the sidecar of a picture, both within a folder: the one with the
// picture's full name or, if only that exists, the short one, which another
// picture may share. If there is none, name is that of the first.
func read(in *folder.Folder, picture string) (name string, packet []byte, changed time.Time, err error) {
	names := []string{origin.Beside(picture), origin.Short(picture)}
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

// foundMarks returns the marks in a sidecar; false: it has none.
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

// differ reports whether the marks of a sidecar differ from the library's.
func differ(found library.FoundMarks, is library.Marks) bool {
	if found.Rating != nil && *found.Rating != is.Rating || found.Favourite != nil && *found.Favourite != is.Favourite {
		return true
	}
	return len(found.Tags) > 0 && !library.SameTags(found.Tags, is.Tags)
}
