package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/modelfile"
)

// A save that ends before the window has seen it begin is told too.
func TestASaveThatEndsAtOnceIsTold(t *testing.T) {
	_, b := opened(t)
	var later []func()
	b.turn = func(f func()) { later = append(later, f) }
	b.session.Models.Save(b.trained(t, filepath.Join(t.TempDir(), "gone")))
	b.until("its end", func() bool {
		all := b.session.Models.All()
		return len(all) == 1 && all[0].State == modelfile.Failed
	})
	b.turn = func(f func()) { f() }
	for _, f := range later {
		f()
	}
	b.until("why", func() bool { return strings.Contains(b.layers.toast.Text(), "the folder is not there") })
}
