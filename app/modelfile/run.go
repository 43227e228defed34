package modelfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/media/naming"
	"lookbook/app/problem"
)

const (
	// reserve is room that is left on the disk for pictures.
	reserve = 256 << 20
	// step is how much is read at once, and after how much progress is told.
	step = 256 << 10
)

// causeError is an error that knows its cause.
type causeError struct{ c cause.Cause }

func (e *causeError) Error() string { return string(e.c.Code) }

// Cause makes it a cause.Error.
func (e *causeError) Cause() cause.Cause { return e.c }

// errDamaged: what came is not what the host says.
var errDamaged error = &causeError{cause.New(cause.ModelDamaged)}

// errGone: the service has the model no more.
var errGone error = &causeError{cause.New(cause.ModelFileGone)}

// savingError is trouble with this computer's disk.
type savingError struct{ err error }

func (e *savingError) Error() string { return "saving a model's file: " + e.err.Error() }
func (e *savingError) Unwrap() error { return e.err }

// run saves one file, however often that takes.
func (s *Saver) run(ctx context.Context, one *save, run int) {
	err := s.insist(ctx, one, run)
	if err != nil && ctx.Err() == nil {
		s.p.Log.Warn("saving a model's file", "job", one.now.Job, "error", err)
	}
	s.mu.Lock()
	if one.runs == run {
		one.cancel = nil
		switch {
		case err == nil:
			one.now.State, one.now.Cause = Saved, cause.Cause{}
		case one.stopped:
			one.now.State = Stopped
		case ctx.Err() != nil: // the program ends; the next one goes on
			one.now.State = Waiting
		default:
			one.now.State, one.now.Cause = Failed, problem.Of(err)
		}
	}
	s.mu.Unlock()
	if err := s.write(); err != nil {
		s.p.Log.Warn("keeping which models are being saved", "error", err)
	}
	s.changed()
}

// insist tries until the file is saved or trying makes no sense.
func (s *Saver) insist(ctx context.Context, one *save, run int) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.write(); err != nil {
		return &savingError{err}
	}
	for failures := 1; ; failures++ {
		before := one.kept.there()
		s.set(one, run, func(now *Save) { now.State, now.Next = Saving, time.Time{} })
		err := s.try(ctx, one, run)
		if err == nil || ctx.Err() != nil || !passing(err) {
			return err
		}
		if one.kept.there() > before {
			failures = 1
		}
		wait := backoff.After(failures, backoff.Offline, asked(err), s.p.Random())
		s.set(one, run, func(now *Save) {
			now.State, now.Cause, now.Next = Waiting, problem.Of(err), s.p.Clock.Now().Add(wait)
		})
		timer := s.p.Clock.NewTimer(wait)
		select {
		case <-timer.Chan():
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// passing reports whether trouble may be over at another try.
func passing(err error) bool {
	if _, ours := errors.AsType[*savingError](err); ours || errors.Is(err, errGone) || errors.Is(err, errDamaged) {
		return false
	}
	switch {
	case errors.Is(err, api.ErrRefused), errors.Is(err, api.ErrNoKey), errors.Is(err, api.ErrInvalid):
		return false
	case errors.Is(err, api.ErrUnauthorized):
		return !api.ByService(err)
	}
	return true
}

// asked is how long the other side asks to wait.
func asked(err error) time.Duration {
	if told, ok := errors.AsType[*api.Error](err); ok {
		return told.RetryAfter
	}
	return 0
}

// address asks the service where the file is: its addresses expire within the
// hour.
func (s *Saver) address(ctx context.Context, id ID) (string, error) {
	job, err := s.p.API.Job(ctx, api.TypeDreambooth, id.Job)
	if errors.Is(err, api.ErrNotFound) && api.ByService(err) {
		job, err = s.p.API.Job(ctx, api.TypeDreamboothImageGen, id.Job)
	}
	if errors.Is(err, api.ErrNotFound) && api.ByService(err) {
		return "", errGone
	}
	if err != nil {
		return "", err
	}
	if job.DreamboothResult != nil {
		for _, c := range job.DreamboothResult.Checkpoints {
			if c.CheckpointID == id.Checkpoint && c.URL != "" {
				return c.URL, nil
			}
		}
	}
	return "", errGone
}

// try is one transfer, from where the last one ended.
func (s *Saver) try(ctx context.Context, one *save, run int) error {
	in, err := folder.Open(one.kept.Folder)
	if err != nil {
		return &savingError{err}
	}
	defer func() { _ = in.Close() }() // what is done through it says how it went
	p, err := s.open(in, one)
	if err != nil {
		return &savingError{err}
	}
	defer func() { _ = p.file.Close() }() // closed before when it counts
	if p.size == 0 || p.size != one.kept.Length {
		address, err := s.address(ctx, one.now.ID)
		if err != nil {
			return err
		}
		if err := s.transfer(ctx, one, run, p, address); err != nil {
			return err
		}
	}
	if err := p.verify(ctx, one.kept); err != nil {
		if errors.Is(err, errDamaged) {
			return errors.Join(err, p.file.Truncate(0))
		}
		return err
	}
	return s.place(one, run, in, p)
}

// transfer fetches what the part lacks.
func (s *Saver) transfer(ctx context.Context, one *save, run int, p *part, address string) error {
	from := api.Resume{}
	if k := one.kept; p.size > 0 && (k.ETag != "" || k.CRC32C != nil || len(k.MD5) > 0) {
		from = api.Resume{Offset: p.size, ETag: k.ETag}
	}
	d, err := s.p.Images.DownloadModel(ctx, address, from)
	if err != nil {
		return gone(err)
	}
	defer func() { _ = d.Body.Close() }() // what was read is what counts
	if d.Offset != p.size || d.Offset == 0 || one.kept.Length >= 0 && d.Length != one.kept.Length {
		if d.Offset != 0 { // the whole is another one now, whatever the host says of the part
			s.keep(one, func(k *kept) { k.ETag, k.CRC32C, k.MD5 = "", nil, nil })
			return errors.Join(fmt.Errorf("the rest does not fit what is there: %w", api.ErrBadAnswer), p.cut(0))
		}
		if err := p.cut(0); err != nil {
			return &savingError{err}
		}
	}
	s.keep(one, func(k *kept) {
		k.ETag, k.Length, k.CRC32C, k.MD5, k.File = d.ETag, d.Length, d.CRC32C, d.MD5, fileName(k.Want, address)
	})
	s.set(one, run, func(now *Save) { now.Done, now.Length = p.size, d.Length })
	if err := s.room(one.kept.Folder, d.Length-p.size); err != nil {
		return err
	}
	if err := s.write(); err != nil {
		return &savingError{err}
	}
	if err := s.receive(one, run, p, d.Body); err != nil {
		return err
	}
	if d.Length >= 0 && p.size < d.Length {
		return fmt.Errorf("the file ended after %d of %d bytes: %w", p.size, d.Length, api.ErrNoAnswer)
	}
	s.keep(one, func(k *kept) { k.Length = p.size })
	return nil
}

// gone is an error of the host's, or that the file is no more.
func gone(err error) error {
	if errors.Is(err, api.ErrNotFound) {
		return errors.Join(errGone, err)
	}
	return err
}

// room looks whether the disk has room for so many bytes.
func (s *Saver) room(path string, need int64) error {
	free, err := s.p.Free(path)
	if err != nil || need <= 0 || free >= uint64(need)+reserve {
		return nil // what can't be told is tried
	}
	return &savingError{&causeError{cause.New(cause.DiskShort, "Need", bytesText(uint64(need)), "Free", bytesText(free))}}
}

// receive writes what comes.
func (s *Saver) receive(one *save, run int, p *part, body io.Reader) error {
	buffer := make([]byte, step)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			if _, failed := p.file.WriteAt(buffer[:n], p.size); failed != nil {
				if folder.Full(failed) {
					failed = errors.Join(failed, p.cut(max(p.size-reserve/4, 0)))
				}
				return &savingError{failed}
			}
			p.size += int64(n)
			s.set(one, run, func(now *Save) { now.Done = p.size })
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// place gives the whole file its name.
func (s *Saver) place(one *save, run int, in *folder.Folder, p *part) error {
	if err := errors.Join(p.file.Sync(), p.file.Close()); err != nil {
		return &savingError{err}
	}
	final, err := in.Place(one.kept.Temp, one.kept.File)
	if err != nil {
		return &savingError{err}
	}
	if err := naming.SyncFolder(filepath.Dir(final)); err != nil {
		return &savingError{err}
	}
	s.set(one, run, func(now *Save) { now.Path, now.Done, now.Length = final, p.size, p.size })
	return nil
}

// fit are the names of files that are taken as the service gives them.
var fit = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.(safetensors|ckpt|pt|bin|zip)$`)

// fileName is what the file is called: as at its address, where that is a plain
// name, else by what is known of the model, as the service names its files.
func fileName(w Want, address string) string {
	if u, err := url.Parse(address); err == nil {
		if name := path.Base(u.Path); fit.MatchString(name) {
			return name
		}
	}
	kind := "ckpt"
	if w.LoRA {
		kind = "lora"
	}
	plain := func(r rune) rune {
		if r < 0x80 && (r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return r
		}
		return -1
	}
	name := fmt.Sprintf("dreamlookai_%.40s_%s_%.40s_%.40s", strings.Map(plain, w.Type), kind, strings.Map(plain, w.Job), strings.Map(plain, w.Checkpoint))
	if w.Step > 0 {
		name += fmt.Sprintf("_step_%d", w.Step)
	}
	return name + ".safetensors"
}
