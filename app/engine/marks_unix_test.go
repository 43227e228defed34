//go:build linux || darwin

package engine_test

import (
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/cause"
	"lookbook/app/media/origin"
)

// A pipe with a sidecar's name is neither waited for nor replaced.
func TestAPipeIsNoSidecar(t *testing.T) {
	w, images, want := marked(t, 1)
	path := origin.Beside(images[0].Path)
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Sidecars.Write(t.Context()); err == nil || w.engine.Status().Unwritten != 1 {
		t.Errorf("%v, %+v", err, w.engine.Status().SidecarStatus)
	}
	if _, err := w.engine.Files.Rescan(t.Context()); err != nil {
		t.Error(err)
	}
	if is, err := os.Lstat(path); err != nil || is.Mode()&os.ModeNamedPipe == 0 || !cmp.Equal(w.marksOf(images[0].ID), want) {
		t.Errorf("it became %v, %v", is, err)
	}
}

// wantToldOnce checks that marks which can't be written are reported once,
// however often writing is tried, and are written when the problem is over.
func (w *world) wantToldOnce(code cause.Code, over func()) {
	w.t.Helper()
	told := w.engine.Status().SidecarStatus
	for range 3 {
		if err := w.engine.Sidecars.Write(w.t.Context()); err == nil {
			w.t.Error("they were written")
		}
		status := w.engine.Status().SidecarStatus
		if told.Why != nil && status != told {
			w.t.Errorf("told again: %+v after %+v", status, told)
		}
		told = status
	}
	if told.Unwritten == 0 || told.Why == nil || told.Why.Code != code {
		w.t.Errorf("told: %+v, %+v", told, told.Why)
	}
	over()
	w.writeMarks()
	if status := w.engine.Status().SidecarStatus; status.Unwritten != 0 || status.Why != nil {
		w.t.Errorf("afterwards: %+v", status)
	}
}
