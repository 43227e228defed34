package bench

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lookbook/app/test/bench/year"
	"lookbook/app/test/desktop"
)

// home is the desktop of a person with a year of pictures and a key: the built program, a minimal Fyne program for
// comparison, and a service that answers.
type home struct {
	*desktop.Setup
	b    *testing.B
	bare string
}

// newHome prepares the desktop and starts the service only.
func newHome(b *testing.B, name string) *home {
	b.Helper()
	built, err := year.Ensure(b.Context(), year.Jobs)
	must(b, err)
	h := &home{b: b, bare: desktop.Build(b, "lookbook/app/test/bare")}
	h.Setup = desktop.NewSetup(b, filepath.Join(desktop.Artifacts(), name), desktop.Options{}, "-queue", "0s", "-run", "2s", "-cache", "1000000000")
	must(b, year.CopyLibrary(built, h.Home()))
	h.Env["DREAMLOOK_API_KEY"] = desktop.Key()
	h.Env["XDG_CACHE_HOME"] = filepath.Dir(year.Home(built).Cache) // used in place, because there are 200,000 files
	return h
}

// startBare starts the minimal program on a desktop, with a window as large as Lookbook's.
func (h *home) startBare(d *desktop.Desktop, name string) *desktop.Process {
	return d.Start(desktop.Command{Name: name, Path: h.bare, Args: []string{"-width", "1280", "-height", "800"}})
}

// openGallery starts Lookbook and waits until the screen shows pictures.
func (h *home) openGallery(name string) *desktop.Process {
	p, _ := h.Open(name, nil)
	h.Said(p, "thumbnail painted", 8)
	return p
}

// close ends a program as the end of a desktop session does. A program without a signal handler
// reports that it was killed.
func (h *home) close(p *desktop.Process) {
	p.Signal(syscall.SIGTERM)
	_ = p.WaitEnd()
}

// galleryArea returns the gallery's rectangle on the screen, without its header and the status bar.
func galleryArea(screen image.Rectangle) image.Rectangle {
	return image.Rect(screen.Dx()*6/10, screen.Dy()/5, screen.Dx()-40, screen.Dy()*8/10)
}

// prefer writes preferences before the program starts.
func prefer(b *testing.B, home, values string) {
	path := filepath.Join(home, ".config/lookbook/settings.json")
	must(b, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(values), 0o600)))
}
