package session_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/library"
)

// until waits for the status to be as done wants it.
func (o opened) until(t *testing.T, done func(engine.Status) bool) engine.Status {
	t.Helper()
	changed := make(chan struct{}, 1)
	defer o.Engine.Subscribe(func(engine.Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})()
	for {
		if status := o.Engine.Status(); done(status) {
			return status
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatalf("the status stays %+v", o.Engine.Status())
		}
	}
}

// picture is what must come back of a picture.
type picture struct {
	Job, ID, Path, Prompt string
	Seed, Bytes           int64
	Width, Height, Order  int
}

func (o opened) pictures(t *testing.T) []picture {
	t.Helper()
	images, err := o.Library.PageImages(context.Background(), library.ImageFilter{States: []library.ImageState{library.ImageSaved}}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var list []picture
	for _, i := range images {
		entry, err := o.Library.Entry(context.Background(), i.EntryID)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, picture{
			i.JobID, i.Generated.GeneratedImageID, i.Path, entry.Job.Config.Prompt,
			*i.Generated.Seed, i.Bytes, i.Width, i.Height, i.Order,
		})
	}
	return list
}

// A library that was deleted or damaged is there again after the next start,
// with every picture, and none is fetched a second time.
func TestALostLibraryIsMadeAgainFromTheFolder(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, path string){
		"deleted": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"written over": func(t *testing.T, path string) {
			if err := os.WriteFile(path, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"emptied": func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		},
		"damaged in the middle": func(t *testing.T, path string) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i := 4096; i < len(data)*3/4; i++ {
				data[i] ^= 0xA5
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			key := "dl-" + strings.Repeat("0f", 16)
			server, err := apitest.New(apitest.Options{QueueTime: time.Millisecond, RunTime: time.Millisecond, Keys: []string{key}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := server.Close(); err != nil {
					t.Error(err)
				}
			})
			c := api.Config{Prompt: "dunes at dusk", Width: 64, Height: 96, NumSamples: 4}
			server.AddWebsiteJob(c)
			c.Prompt = "a quiet harbour"
			server.AddWebsiteJob(c)
			p := home(t)
			p.BaseURL, p.Key = server.URL(), func() string { return key }

			s := open(t, p)
			s.until(t, func(status engine.Status) bool { return status.Saved == 8 && status.Rebuilt != nil })
			before := s.pictures(t)
			s.shut()
			lose(t, p.Paths.Library())

			again := open(t, p)
			status := again.until(t, func(status engine.Status) bool { return status.Rebuilt != nil && status.Saved == 8 })
			if got := status.Rebuilt; got.Err != nil || got.Result.Added != 8 {
				t.Errorf("made again: %+v", got)
			}
			if err := again.Engine.Jobs.SyncNow(context.Background()); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(before, again.pictures(t)); diff != "" {
				t.Errorf("the pictures (-before +after):\n%s", diff)
			}
			if wants := name != "deleted" && name != "emptied"; (again.Aside != "") != wants {
				t.Errorf("the note is %q", again.Aside)
			}
			again.shut()
			if calls := len(server.ImageCalls()); calls != 8 {
				t.Errorf("%d downloads of 8 pictures", calls)
			}
			if files, err := os.ReadDir(p.Paths.Pictures); err != nil || len(files) != 8+1 {
				t.Errorf("%d files of 8 pictures and the folder's mark (%v)", len(files), err)
			}

			// After that it is a library like any other.
			third := open(t, p)
			if third.Engine.Status().Rebuilt != nil {
				t.Error("the folder is looked through at every start")
			}
			third.shut()
		})
	}
}

// A program that ends before the folder has been looked through does that at
// the next start.
func TestARebuildThatWasBrokenOff(t *testing.T) {
	p := home(t)
	s := open(t, p)
	s.until(t, func(status engine.Status) bool { return status.Rebuilt != nil })
	s.shut()
	if err := os.WriteFile(p.Paths.Library()+".rebuild", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	again := open(t, p)
	again.until(t, func(status engine.Status) bool { return status.Rebuilt != nil })
	again.shut()
	if _, err := os.Stat(p.Paths.Library() + ".rebuild"); err == nil {
		t.Error("the mark stays")
	}
}
