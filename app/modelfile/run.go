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
	// reserve is the space, in bytes, that stays free for pictures.
	reserve = 256 << 20
	// step is how many bytes are read at once; progress is reported after each
	// step.
	step = 256 << 10
)

// causeError is an error with a cause.
type causeError struct{ c cause.Cause }

func (e *causeError) Error() string { return string(e.c.Code) }

func (e *causeError) Cause() cause.Cause { return e.c }

// errDamaged: the bytes received don't match the host's checksum or length.
var errDamaged error = &causeError{cause.New(cause.ModelDamaged)}

// errGone: the service no longer has the model.
var errGone error = &causeError{cause.New(cause.ModelFileGone)}

// savingError is a failure of this computer's disk.
type savingError struct{ err error }

func (e *savingError) Error() string { return "saving a model's file: " + e.err.Error() }
func (e *savingError) Unwrap() error { return e.err }

// run saves one file, in as many tries as needed.
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
		case ctx.Err() != nil: // the program ends; the next run continues
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

// insist tries until the file is saved or retrying is useless.
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

// passing reports whether a failure may be over at the next try.
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

// asked returns how long the other side asks us to wait.
func asked(err error) time.Duration {
	if told, ok := errors.AsType[*api.Error](err); ok {
		return told.RetryAfter
	}
	return 0
}

// address asks the service for the file's address, which expires within the
// hour.
func (s *Saver) address(ctx context.Context, id ID) (string, error) {
	job, err := s.p.API.Job(ctx, api.TypeDreambooth, id.Job)
	if errors.Is(err, api.ErrNotFound) && api.ByService(err) || errors.Is(err, api.ErrInvalid) { // 422: an id of the other type
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

// try makes one transfer, from where the last one ended.
func (s *Saver) try(ctx context.Context, one *save, run int) error {
	in, err := folder.Open(one.kept.Folder)
	if err != nil {
		return &savingError{err}
	}
	defer func() { _ = in.Close() }() // the results of what was done through it count
	p, err := s.open(in, one)
	if err != nil {
		return &savingError{err}
	}
	defer func() { _ = p.file.Close() }() // where it matters, it was closed before
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

// transfer receives the missing bytes.
func (s *Saver) transfer(ctx context.Context, one *save, run int, p *part, address string) error {
	from := api.Resume{}
	if k := one.kept; p.size > 0 && (api.StrongETag(k.ETag) || k.Changed != "" || k.CRC32C != nil || len(k.MD5) > 0) {
		from = api.Resume{Offset: p.size, ETag: k.ETag, Modified: k.Changed}
	}
	anew := p.size > 0
	d, err := s.p.Images.DownloadModel(ctx, address, from)
	if err != nil {
		return gone(err)
	}
	defer func() { _ = d.Body.Close() }() // only the bytes read count
	if d.Offset != p.size || d.Offset == 0 || one.kept.differs(d) {
		if anew {
			s.set(one, run, func(now *Save) { now.Anew = true })
		}
		if d.Offset != 0 { // the file has changed, whatever the host says about the range
			s.keep(one, func(k *kept) { k.ETag, k.Changed, k.CRC32C, k.MD5 = "", "", nil, nil })
			return errors.Join(fmt.Errorf("the rest does not fit what is there: %w", api.ErrBadAnswer), p.cut(0))
		}
		if err := p.cut(0); err != nil {
			return &savingError{err}
		}
	}
	s.keep(one, func(k *kept) {
		k.ETag, k.Changed, k.Length, k.CRC32C, k.MD5, k.File = d.ETag, d.Modified, d.Length, d.CRC32C, d.MD5, fileName(k.Want, address)
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

// gone turns the host's error into errGone if the file no longer exists.
func gone(err error) error {
	if errors.Is(err, api.ErrNotFound) {
		return errors.Join(errGone, err)
	}
	return err
}

// room checks that the disk can hold this many bytes.
func (s *Saver) room(path string, need int64) error {
	free, err := s.p.Free(path)
	if err != nil || need <= 0 || free >= uint64(need)+reserve {
		return nil // unknown, so it is tried
	}
	return &savingError{&causeError{cause.New(cause.DiskShort, "Need", bytesText(uint64(need)), "Free", bytesText(free))}}
}

// receive writes the bytes of the body.
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

// place gives the complete file its name.
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

// fit matches names that are used as the service gives them.
var fit = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.(safetensors|ckpt|pt|bin|zip)$`)

// fileName returns the name of the file: the one in its address if that is
// plain, otherwise one made from the model's data in the service's style.
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
