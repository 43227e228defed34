package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// died is the panic value of a step that simulates a killed process: only the
// files on the disk remain.
type died struct{}

// dieAt ends the engine as a crash does, once a picture has come to a step.
func (w *world) dieAt(step string) {
	w.engine.OnStep(func(at string) {
		if at == step {
			panic(died{})
		}
	})
}

// A run may end at any step of saving a picture. The next run finishes it, with
// no second copy and no leftover files.
func TestARunThatEndsAtAnyStepIsFinished(t *testing.T) {
	for _, step := range []string{"placing", "placed", "recorded"} {
		for name, change := range map[string]func(w *world){
			"as it was":        func(*world) {},
			"another template": func(w *world) { w.Saving.Template = "{job} {index}" },
			"taken name": func(w *world) {
				// A person's own file under the next number.
				for _, name := range w.Names() {
					if strings.HasSuffix(name, ".png") {
						other := strings.TrimSuffix(name, ".png") + " (2).png"
						if err := os.WriteFile(filepath.Join(w.Saving.Folder, other), []byte("mine"), 0o600); err != nil {
							t.Fatal(err)
						}
					}
				}
			},
		} {
			t.Run(step+", "+name, func(t *testing.T) {
				w := newWorld(t, apitest.Options{})
				w.submit(config(3))
				w.clock.Advance(4 * time.Minute)
				w.dieAt(step)
				w.engine.Round()
				w.fetch()
				if saved := w.Totals().Saved; step != "recorded" && saved != 0 {
					t.Fatalf("%d pictures are saved already", saved)
				}
				change(w)
				theirs := 0
				for _, name := range w.Names() {
					if strings.HasSuffix(name, "(2).png") {
						theirs++
					}
				}
				w.crash()
				w.engine.Round()
				w.run(time.Hour, func() bool { return w.Totals().Saved == 3 })
				if theirs == 0 {
					w.check(3)
				} else if names := w.Names(); len(names) != 3+theirs {
					t.Errorf("3 pictures and %d other files, but there are %q", theirs, names)
				}
			})
		}
	}
}

// Temporary files may be lost while the picture survives.
func TestAPictureInItsPlaceIsFoundByItsName(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(3))
	w.clock.Advance(4 * time.Minute)
	w.dieAt("placed")
	w.engine.Round()
	w.fetch()
	w.crash()
	for _, name := range w.Names() {
		if strings.HasPrefix(name, ".lookbook-") {
			if err := os.Remove(filepath.Join(w.Saving.Folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := len(w.server.ImageCalls())
	w.run(time.Hour, func() bool { return w.Totals().Saved == 3 })
	w.check(3)
	if calls := len(w.server.ImageCalls()) - before; calls != 0 {
		t.Errorf("%d pictures were fetched again", calls)
	}
}

// After a crash, submissions that were on their way are searched for and never
// sent again.
func TestACrashBeforeAndAfterThePost(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	arrived, err := w.engine.Outbox.Send(t.Context(), config(2))
	if err != nil {
		t.Fatal(err)
	}
	never, err := w.engine.Outbox.Send(t.Context(), config(3))
	if err != nil {
		t.Fatal(err)
	}
	// The first one was sent, and the process died before the answer.
	if _, err := w.client.SubmitImageGen(t.Context(), config(2)); err != nil {
		t.Fatal(err)
	}
	w.crash()
	w.runUntilSaved(2)
	w.check(2)
	w.run(10*time.Minute, nil)
	if got := w.entry(arrived.ID); got.State != library.EntrySuccess {
		t.Errorf("the one that arrived is %s", got.State)
	}
	if got := w.entry(never.ID); got.State != library.EntryUnknown || got.Problem == nil || !upToAPerson(got.Problem) {
		t.Errorf("the one that did not is %s with %+v", got.State, got.Problem)
	}
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// A job is followed across any number of restarts.
func TestRestartsAllAlong(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(8))
	for range 12 {
		w.run(17*time.Second, nil)
		w.restart()
	}
	w.runUntilSaved(8)
	w.check(8)
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// A start removes the leftovers of earlier runs and keeps what can still be
// used.
func TestCleaningUp(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(2))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Cut, AfterBytes: 500})
	w.engine.OnStep(func(at string) {
		if at == "recorded" {
			panic(died{})
		}
	})
	w.fetch()
	temps := func() (n int) {
		for _, name := range w.Names() {
			if strings.HasPrefix(name, ".lookbook-") {
				n++
			}
		}
		return n
	}
	if n := temps(); n != 2 {
		t.Fatalf("%d temporary files, want one of a saved and one of a half picture: %q", n, w.Names())
	}
	w.restart()
	if n := temps(); n != 1 {
		t.Errorf("%d temporary files after the start, want the half picture's: %q", n, w.Names())
	}
	w.run(time.Hour, func() bool { return w.Totals().Saved == 2 })
	w.check(2)
}

// A run may end when it has made a part file and not written its head. Another run may save the picture
// from a file of its own, and end before it removes both: then nobody opens the first one again.
func TestAPartFileWithoutAHeadIsRemoved(t *testing.T) {
	for name, content := range map[string]string{"nothing": "", "half a head": `{"job":"ig_`} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.submit(config(2))
			w.clock.Advance(4 * time.Minute)
			w.dieAt("placed")
			w.engine.Round()
			w.fetch()
			parts := 0
			for _, name := range w.Names() {
				if !strings.HasSuffix(name, ".part") {
					continue
				}
				parts++
				const random = len(".part") + 26
				other := name[:len(name)-random] + strings.Repeat("0", 26) + ".part"
				if err := os.WriteFile(filepath.Join(w.Saving.Folder, other), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if parts != 2 {
				t.Fatalf("%d part files: %q", parts, w.Names())
			}
			w.crash()
			w.run(time.Hour, func() bool { return w.Totals().Saved == 2 })
			w.check(2)
		})
	}
}
