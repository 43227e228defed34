//go:build linux

package desktop

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The desktop itself, proved with the least of windows.
func TestTypingIntoAWindow(t *testing.T) {
	bare := Build(t, "lookbook/app/test/bare")
	d := Start(t, filepath.Join(Artifacts(), "desktop"), Options{Width: 1100, Height: 720})

	program := d.Start(Command{Name: "bare", Path: bare})
	Until(t, Patience, "the first frame", d.Covered)
	t.Logf("first frame after %v", time.Since(program.Started()).Round(time.Millisecond))
	window := d.WaitWindow(program, "Bare")
	if title := d.Title(window); title != "Bare" {
		t.Errorf("title is %q", title)
	}
	if size := d.Bounds(window).Size(); size != image.Pt(1024, 640) {
		t.Errorf("inside of the window is %v", size)
	}

	d.Type("Grüße aus Łódź, 日本 – {a|b} (x:1.1) \"q\"")
	program.WaitOutput(`entry "Grüße aus Łódź, 日本 – {a|b} (x:1.1) \"q\""`)
	d.Key("ctrl+a")
	d.Type("Łódź again")
	program.WaitOutput(`entry "Łódź again"`)

	shot := d.Screenshot("typed")
	if info, err := os.Stat(shot); err != nil || info.Size() == 0 {
		t.Errorf("screenshot: %v, %v", info, err)
	}
	colours := map[color.RGBA]int{}
	picture := d.Picture()
	for y := range 720 {
		for x := range 1100 {
			colours[picture.RGBAAt(x, y)]++
		}
	}
	if len(colours) < 10 { // letters have soft edges
		t.Errorf("the screen shows no letters: %v", colours)
	}
	if memory := program.Resident(); memory < 20<<20 || memory > 1<<30 {
		t.Errorf("the window program has %d bytes in memory", memory)
	}

	d.CloseWindow()
	if err := program.WaitEnd(); err != nil {
		t.Errorf("closing the window: %v", err)
	}
}

func TestSecrets(t *testing.T) {
	d := Start(t, filepath.Join(Artifacts(), "desktop"), Options{})
	if got := d.Secret("service", "app.lookbook"); got != "" {
		t.Errorf("a new keychain holds %q", got)
	}
	store := d.Start(Command{
		Name: "store", Path: "secret-tool", Stdin: "wie geheim",
		Args: []string{"store", "--label=a test's", "service", "app.lookbook"},
	})
	if err := store.WaitEnd(); err != nil {
		t.Fatalf("storing: %v: %s", err, store.Output())
	}
	if got := d.Secret("service", "app.lookbook"); got != "wie geheim" {
		t.Errorf("keychain holds %q, want what was stored", got)
	}
	if _, err := os.Stat(filepath.Join(d.Home(), ".local/share/keyrings")); err != nil {
		t.Errorf("the keychain is not in the desktop's own home: %v", err)
	}
}

// A service of the computer, above all the portal that mounts a file system, would outlive the desktop.
func TestADesktopStartsNoServiceOfTheComputer(t *testing.T) {
	d := Start(t, t.TempDir(), Options{})
	var names []string
	if err := onBus(t, d.bus).BusObject().Call("org.freedesktop.DBus.ListActivatableNames", 0).Store(&names); err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	if want := []string{"org.a11y.Bus", "org.freedesktop.DBus"}; !slices.Equal(names, want) {
		t.Errorf("it can start %q", names)
	}
}
