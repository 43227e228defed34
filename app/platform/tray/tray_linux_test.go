package tray

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"lookbook/app/test/desktop"
	"lookbook/assets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a running icon on a session bus of the test's own.
type fixture struct {
	*Icon
	opened, paused, quit, changed chan struct{}
}

func newFixture(t *testing.T, bus string) *fixture {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)
	f := &fixture{Icon: New(Params{Name: "Lookbook", ID: "app.lookbook.Lookbook", PNG: assets.Small(), Log: slog.New(slog.DiscardHandler)})}
	act := func(to *chan struct{}) func() {
		*to = make(chan struct{}, 16)
		return func() { *to <- struct{}{} }
	}
	arrived := act(&f.changed)
	actions := Actions{Open: act(&f.opened), Pause: act(&f.paused), Quit: act(&f.quit), Changed: func(bool) { arrived() }}
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := f.Run(ctx, actions); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		cancel()
		ended.Wait()
	})
	return f
}

func menuOf(lines ...string) Menu {
	return Menu{Lines: lines, Open: "Open Lookbook", Pause: "Pause syncing", Quit: "Quit"}
}

func TestAnIconAndItsMenu(t *testing.T) {
	bus := desktop.Bus(t)
	f := newFixture(t, bus)
	f.Set(menuOf("Nothing is running"))
	if f.There() {
		t.Error("there is no tray yet")
	}
	desk := desktop.ServeTray(t, bus)
	<-f.changed
	desk.Wait()
	if !f.There() {
		t.Error("there is a tray")
	}
	desk.Says("Nothing is running")
	for name, want := range map[string]any{"Id": "app.lookbook.Lookbook", "Title": "Lookbook", "Status": "Active", "ItemIsMenu": false} {
		if got := desk.Property(name); got != want {
			t.Errorf("%s is %v", name, got)
		}
	}
	if drawn := desk.Property("IconPixmap").([][]any); len(drawn) != 1 || drawn[0][0] != int32(64) || len(drawn[0][2].([]byte)) != 4*64*64 {
		t.Errorf("the icon is %d pixmaps", len(drawn))
	}
	f.Set(menuOf("2 running, 1 queued", "a_lighthouse: 40 %", "a dog"))
	desk.Says("a dog")
	want := []string{"2 running, 1 queued", "a_lighthouse: 40 %", "a dog", "Open Lookbook", "Pause syncing", "Quit"}
	if got := desk.Labels(); !slices.Equal(got, want) {
		t.Errorf("the menu says %q", got)
	}
	for _, line := range desk.Menu()[:3] {
		if line.Enabled {
			t.Errorf("%q can be clicked", line.Label)
		}
	}
	for label, done := range map[string]chan struct{}{"Open Lookbook": f.opened, "Pause syncing": f.paused, "Quit": f.quit} {
		desk.Choose(label)
		<-done
	}
	desk.Click()
	<-f.opened

	paused := menuOf("Syncing is paused")
	paused.Paused = true
	f.Set(paused)
	desktop.Until(t, desktop.Patience, "the tick", func() bool {
		lines := desk.Menu()
		return len(lines) == 4 && lines[0].Label == "Syncing is paused" && lines[2].Ticked
	})

	desk.Remove()
	<-f.changed
	if f.There() {
		t.Error("the tray has gone")
	}
	again := desktop.ServeTray(t, bus)
	<-f.changed
	again.Wait()
	again.Says("Syncing is paused")
}

func TestWithoutABusThereIsNoTray(t *testing.T) {
	f := newFixture(t, "unix:path=/nonexistent/bus")
	f.Set(menuOf("Nothing is running"))
	if f.There() {
		t.Error("there is no bus")
	}
}
