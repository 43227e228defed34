package engine_test

import (
	"context"
	"testing"

	"lookbook/app/library"
	"lookbook/app/test/harness"
)

// A crash while pictures are moved to the trash loses none. Those not moved
// stay saved, those moved are trashed, and an undo that was half done is
// recorded.
func TestARunThatEndsWhileTrashing(t *testing.T) {
	for step, want := range map[string]library.ImageState{"trash noted": library.ImageSaved, "trashed": library.ImageTrashed} {
		t.Run(step, func(t *testing.T) {
			w, images := saved(t, 3)
			w.engine.OnStep(func(at string) {
				if at == step {
					panic(died{})
				}
			})
			if _, err := w.engine.Files.Trash(t.Context(), harness.IDs(images), nil); err == nil {
				t.Fatal("it did not end")
			}
			w.WantStates(images, library.ImageTrashed, library.ImageTrashed, library.ImageTrashed)
			w.crash()
			w.engine.Round()
			w.run(0, nil)
			if _, err := w.engine.Files.CheckAll(context.Background()); err != nil {
				t.Error(err)
			}
			w.WantStates(images, want, want, want)
			if want == library.ImageSaved {
				w.check(3)
			} else if names := inTrash(t); len(names) != 3 {
				t.Errorf("the trash holds %q", names)
			}
			if n := len(w.server.ImageCalls()); n != 3 {
				t.Errorf("%d pictures were fetched for 3", n)
			}
		})
	}
	t.Run("restored", func(t *testing.T) {
		w, images := saved(t, 2)
		trashed := w.Trash(harness.IDs(images))
		w.engine.OnStep(func(at string) {
			if at == "restored" {
				panic(died{})
			}
		})
		if _, err := w.engine.Files.Restore(t.Context(), trashed, nil); err == nil {
			t.Fatal("it did not end")
		}
		w.crash()
		w.CheckAll(0, 1)
		w.WantStates(images, library.ImageSaved, library.ImageTrashed)
	})
}

// A check and a search of the folder that run meanwhile take no picture out of
// the trash, and count none as gone.
func TestChecksWhileTrashing(t *testing.T) {
	w, images := saved(t, 40)
	ids := harness.IDs(images)
	stop := make(chan struct{})
	over := make(chan error, 2)
	for _, check := range []func() error{
		func() error { _, err := w.engine.Files.CheckAll(context.Background()); return err },
		func() error { _, err := w.engine.Files.Rescan(context.Background()); return err },
	} {
		go func() {
			for {
				select {
				case <-stop:
					over <- nil
					return
				default:
				}
				if err := check(); err != nil {
					over <- err
					return
				}
			}
		}()
	}
	for range 5 {
		trashed := w.Trash(ids)
		if totals := w.Totals(); len(trashed.Images) != 40 || totals.Trashed != 40 || totals.Gone != 0 {
			t.Fatalf("%+v, skipped %+v", totals, trashed.Skipped)
		}
		restored, err := w.engine.Files.Restore(t.Context(), trashed, nil)
		if err != nil || len(restored.Images) != 40 {
			t.Fatalf("%+v, %v", restored.Skipped, err)
		}
	}
	close(stop)
	for range 2 {
		if err := <-over; err != nil {
			t.Error(err)
		}
	}
	w.CheckAll(0, 0)
	w.check(40)
}
