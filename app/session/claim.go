package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"lookbook/app/settings"
)

// ErrInUse: another process has the same library open. ErrCommand: that process is a command; it
// matches ErrInUse too. Match with errors.Is.
var (
	ErrInUse   = errors.New("another window has these pictures open")
	ErrCommand = fmt.Errorf("a command: %w", ErrInUse)
)

// takeLimit is how long a start waits for another window that is opening or
// closing. A window that hangs answers nothing; then the start goes on and says
// so.
const takeLimit = 3 * time.Second

// Claim reserves a set of pictures for one process. It holds a lock, which the system releases
// however the process ends, and answers a second instance.
type Claim struct {
	data      string
	lock      *flock.Flock
	listener  *instanceListener // nil: there is no socket
	listenErr error             // why there is no socket
}

// Take claims the pictures for this process, before it has a window. Of several processes that
// start at once, one gets the claim. The others get neither claim nor error after its window came to
// the front and took what they hand over; they should end. Errors: ErrInUse when that window does not
// answer; others of the disk.
func Take(paths settings.Paths, demo bool, v Visit) (*Claim, error) {
	if demo {
		paths = paths.Demo()
	}
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	for late := time.Now().Add(takeLimit); ; <-pause.C {
		claim, err := claim(paths, false)
		if !errors.Is(err, ErrInUse) {
			return claim, err
		}
		switch hand(paths.Socket(), v, shownLimit) {
		case sayFront:
			return nil, nil
		case sayCommand:
			return nil, ErrCommand // it may take hours, so the window says so and waits
		case sayOpen:
			return nil, err
		}
		if time.Now().After(late) {
			if len(v.Files) == 0 && ask(paths.Socket(), askFront) == sayFront {
				return nil, nil // a window of an earlier version
			}
			return nil, err
		}
	}
}

// TakeForCommand claims the pictures for a command. It waits for other commands
// until ctx ends, and calls waiting once if it has to wait. Errors: ErrInUse
// when a window has the pictures open; the context's; others come from the
// disk.
func TakeForCommand(ctx context.Context, paths settings.Paths, waiting func()) (*Claim, error) {
	pause := time.NewTicker(50 * time.Millisecond)
	defer pause.Stop()
	late := time.Now().Add(takeLimit)
	for {
		claim, err := claim(paths, true)
		if !errors.Is(err, ErrInUse) {
			return claim, err
		}
		switch ask(paths.Socket(), askWho) {
		case sayWindow:
			return nil, err
		case sayCommand:
			waiting()
			waiting = func() {}
			late = time.Now().Add(takeLimit)
		}
		if time.Now().After(late) {
			return nil, err // a window that hangs, or one of an earlier version
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// claim locks the pictures and starts listening. The error is ErrInUse when
// another process has the lock.
func claim(paths settings.Paths, command bool) (*Claim, error) {
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
	c.listener, c.listenErr = listen(paths.Socket(), nil, command)
	return c, nil
}

// private creates a folder for the user alone, or closes an existing one to
// others if possible.
func private(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make Lookbook’s own folders: %w", err)
	}
	info, err := os.Stat(folder)
	if err != nil {
		return fmt.Errorf("look at Lookbook’s own folders: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		// The files in it are private all the same.
		_ = os.Chmod(folder, 0o700)
	}
	return nil
}

// holds reports whether c is a claim on these pictures.
func (c *Claim) holds(paths settings.Paths) bool { return c != nil && c.data == paths.Data }

// Answer sets the function that is called, on a goroutine of the claim, when the
// program was started again; it is called at once if it already was. The function
// returns at once, and closes its channel when the window is in front. A nil claim
// does nothing.
func (c *Claim) Answer(come func(Visit) (shown <-chan struct{})) {
	if c != nil && c.listener != nil {
		c.listener.comeBy(come)
	}
}

// Leave stops answering: processes that start from now on wait for the lock.
func (c *Claim) Leave() error {
	if c == nil || c.listener == nil {
		return nil
	}
	return c.listener.close()
}

// Release releases the lock. A nil claim does nothing.
func (c *Claim) Release() error {
	if c == nil {
		return nil
	}
	return errors.Join(c.Leave(), c.lock.Unlock())
}
