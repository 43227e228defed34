package session

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"lookbook/app/settings"
)

// ErrInUse: another window has the same library open.
var ErrInUse = errors.New("another window has these pictures open")

// takeLimit is how long a start waits for a window that is just coming or
// going. A window that hangs answers nobody: the start then goes on and says
// so.
const takeLimit = 3 * time.Second

// Claim keeps other windows off one set of pictures: it holds a lock, which
// the system takes back however the process ends, and answers a second instance.
type Claim struct {
	data      string
	lock      *flock.Flock
	listener  *instanceListener // nil: no socket
	listenErr error             // why
}

// Take claims the pictures for this process, before it has a window. Of
// several that start at once one gets the claim. The others get neither claim
// nor error once its window has been asked to come to the front: they are done.
// Errors: ErrInUse, when the window does not answer; others as the disk has them.
func Take(paths settings.Paths, demo bool) (*Claim, error) {
	if demo {
		paths = paths.Demo()
	}
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	for late := time.Now().Add(takeLimit); ; <-pause.C {
		claim, err := claim(paths)
		if !errors.Is(err, ErrInUse) {
			return claim, err
		}
		if notifyRunning(paths.Socket()) {
			return nil, nil
		}
		if time.Now().After(late) {
			return nil, err
		}
	}
}

// claim locks the pictures and begins to listen, or answers ErrInUse.
func claim(paths settings.Paths) (*Claim, error) {
	if !filepath.IsAbs(paths.Data) {
		return nil, settings.ErrNoHome
	}
	if err := private(paths.Data); err != nil {
		return nil, err
	}
	lock := flock.New(paths.Lock())
	got, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the library: %w", err)
	}
	if !got {
		return nil, ErrInUse
	}
	c := &Claim{data: paths.Data, lock: lock}
	c.listener, c.listenErr = listen(paths.Socket(), nil)
	return c, nil
}

// private makes a folder for the user alone; one that is there is closed to
// others, where that can be done.
func private(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make Lookbook’s own folders: %w", err)
	}
	info, err := os.Stat(folder)
	if err != nil {
		return fmt.Errorf("look at Lookbook’s own folders: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		// Files in it are the user's alone all the same.
		_ = os.Chmod(folder, 0o700)
	}
	return nil
}

// holds reports whether c is a claim on these pictures.
func (c *Claim) holds(paths settings.Paths) bool { return c != nil && c.data == paths.Data }

// Answer says what is called, on one of the claim's goroutines, when a second
// window was started; at once if one was already. A nil claim answers nobody.
func (c *Claim) Answer(front func()) {
	if c != nil && c.listener != nil {
		c.listener.answerWith(front)
	}
}

// Leave ends the answering: whoever starts from now on waits for the lock.
func (c *Claim) Leave() error {
	if c == nil || c.listener == nil {
		return nil
	}
	return c.listener.close()
}

// Release gives the pictures back. A nil claim has none.
func (c *Claim) Release() error {
	if c == nil {
		return nil
	}
	return errors.Join(c.Leave(), c.lock.Unlock())
}
