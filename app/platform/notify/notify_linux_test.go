package notify

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"lookbook/app/test/desktop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a sender on a session bus of the test's own.
type fixture struct {
	*Sender
	t   *testing.T
	mu  sync.Mutex
	log bytes.Buffer
}

func (f *fixture) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(p)
}

func (f *fixture) logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

// newFixture starts a sender, which ends with the test or with stop.
func newFixture(t *testing.T, bus string) (f *fixture, stop func()) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)
	f = &fixture{t: t}
	f.Sender = New(Params{Name: "Lookbook", ID: "app.lookbook.Lookbook", Open: "Open", Log: slog.New(slog.NewTextHandler(f, nil))})
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := f.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() {
		cancel()
		ended.Wait()
	})
	t.Cleanup(stop)
	return f, stop
}

func picture() *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, 3, 2))
	p.SetRGBA(0, 0, color.RGBA{1, 2, 3, 255})
	p.SetRGBA(2, 1, color.RGBA{7, 8, 9, 255})
	return p
}

func TestANoteIsShownWithItsPictureAndOpensWhatItTells(t *testing.T) {
	bus := desktop.Bus(t)
	service := desktop.ServeNotifications(t, bus, "actions", "body", "body-markup")
	f, stop := newFixture(t, bus)
	clicks := make(chan struct{}, 1)
	f.Send(Note{Title: "4 pictures are ready", Body: "<b>a & b</b>", Picture: picture(), Clicked: func() { clicks <- struct{}{} }})
	got := service.Wait(1)[0]
	if got.App != "Lookbook" || got.Title != "4 pictures are ready" || got.Body != "&lt;b&gt;a &amp; b&lt;/b&gt;" {
		t.Errorf("shown as %q: %q, %q", got.App, got.Title, got.Body)
	}
	if !slices.Equal(got.Actions, []string{"default", "Open"}) || got.Hints["desktop-entry"].Value() != "app.lookbook.Lookbook" || got.Hints["urgency"].Value() != normal {
		t.Errorf("with %v, %v", got.Actions, got.Hints)
	}
	want := []byte{1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 9}
	if got.Width != 3 || got.Height != 2 || !bytes.Equal(got.Pixels, want) {
		t.Errorf("%d × %d, %v", got.Width, got.Height, got.Pixels)
	}
	service.Click(got.ID + 1) // another program's
	service.Click(got.ID)
	<-clicks

	f.Send(Note{Title: "another"})
	service.Wait(2)
	if service.Asked() != 1 {
		t.Errorf("the service was asked %d times what it can do", service.Asked())
	}
	stop()
	if left := service.Shown(); len(left) > 0 {
		t.Errorf("at the end %+v is still shown", left)
	}
}

func TestALaterNoteReplacesTheOneWithItsTag(t *testing.T) {
	bus := desktop.Bus(t)
	service := desktop.ServeNotifications(t, bus)
	f, _ := newFixture(t, bus)
	titles := func() (list []string) {
		for _, n := range service.Shown() {
			list = append(list, n.Title)
		}
		return list
	}
	f.Send(Note{Tag: "key", Title: "one", Lasting: true})
	f.Send(Note{Title: "two"})
	f.Send(Note{Tag: "key", Title: "three"})
	f.Send(Note{Tag: "folder", Title: "four"})
	service.Wait(4)
	if got := titles(); !slices.Equal(got, []string{"two", "three", "four"}) {
		t.Errorf("%q are shown", got)
	}
	if first := service.All()[0]; first.Hints["urgency"].Value() != critical {
		t.Errorf("what needs a person has %v", first.Hints)
	}
	f.Withdraw("key")
	desktop.Until(t, desktop.Patience, "the note to go", func() bool { return slices.Equal(titles(), []string{"two", "four"}) })
	f.Clear()
	desktop.Until(t, desktop.Patience, "all notes to go", func() bool { return len(titles()) == 0 })
}

// A plain service gets plain text and no actions that it could not show.
func TestAServiceGetsOnlyWhatItCanShow(t *testing.T) {
	bus := desktop.Bus(t)
	service := desktop.ServeNotifications(t, bus, "body")
	f, _ := newFixture(t, bus)
	f.Send(Note{Title: "x", Body: "a < b", Clicked: func() {}})
	if got := service.Wait(1)[0]; got.Body != "a < b" || len(got.Actions) > 0 || got.Width != 0 {
		t.Errorf("%+v", got)
	}
}

// Without a service notes are dropped, which is logged once. One that is
// started later is used.
func TestWithoutAServiceNothingBreaks(t *testing.T) {
	bus := desktop.Bus(t)
	f, _ := newFixture(t, bus)
	for range 3 {
		f.Send(Note{Title: "nobody sees it"})
	}
	desktop.Until(t, desktop.Patience, "the notes to be dropped", func() bool { return f.logged() != "" && len(f.orders) == 0 })
	service := desktop.ServeNotifications(t, bus)
	desktop.Until(t, desktop.Patience, "a note on the new service", func() bool {
		f.Send(Note{Tag: "t", Title: "seen"})
		return len(service.All()) > 0
	})
	if log := f.logged(); strings.Count(log, "showing a notification") != 1 {
		t.Errorf("the log says\n%s", log)
	}
}

func TestWithoutABusNothingBreaks(t *testing.T) {
	f, _ := newFixture(t, "unix:path=/nonexistent/bus")
	f.Send(Note{Title: "one"})
	f.Clear()
	desktop.Until(t, desktop.Patience, "the log", func() bool { return strings.Contains(f.logged(), "showing a notification") })
}
