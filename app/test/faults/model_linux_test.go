package faults_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/modelfile"
	"lookbook/app/supervisor"
)

// A disk fills up while a model is saved: that is reported, the space is
// released, and the file is complete once there is enough. If the space is
// known to be too small, nothing starts.
func TestAModelOnAFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	disk := filepath.Join(dir, "disk")
	if !mountSmall(t, disk, 4<<20) {
		return
	}
	server, err := apitest.New(apitest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	job := server.AddTrainingJob("photo of ukj person", 500)
	key := "dl-" + strings.Repeat("0badc0de", 4)
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: func() string { return key }})
	if err != nil {
		t.Fatal(err)
	}
	trained, err := client.Job(t.Context(), api.TypeDreambooth, job)
	if err != nil {
		t.Fatal(err)
	}
	want := modelfile.Want{ID: modelfile.ID{Job: job, Checkpoint: trained.DreamboothResult.Checkpoints[0].CheckpointID}, Folder: disk}

	free := func(string) (uint64, error) { return 1 << 40, nil } // a disk that reports more free space than it has
	work := supervisor.New(nil, nil)
	changes := make(chan struct{}, 1)
	saver := modelfile.New(modelfile.Params{
		API: client, Images: client.Images, Journal: filepath.Join(dir, "models.json"), Work: work, Clock: clockwork.NewRealClock(), Random: func() float64 { return 0 },
		Log: slog.New(slog.DiscardHandler), Free: func(path string) (uint64, error) { return free(path) },
		Changed: func() {
			select {
			case changes <- struct{}{}:
			default:
			}
		},
	})
	t.Cleanup(func() {
		work.Stop()
		if err := work.Wait(context.Background()); err != nil {
			t.Error(err)
		}
		client.Close()
	})
	// A state in between may be over before anybody looks.
	until := func(state modelfile.State, why cause.Code) modelfile.Save {
		t.Helper()
		for deadline := time.After(patience); ; {
			if all := saver.All(); len(all) == 1 && all[0].State == state && all[0].Cause.Code == why {
				return all[0]
			}
			select {
			case <-changes:
			case <-deadline:
				t.Fatalf("waited for %s %s: %+v", state, why, saver.All())
			}
		}
	}
	saver.Save(want)
	if s := until(modelfile.Failed, cause.DiskFull); s.Path != "" {
		t.Errorf("a full disk: %+v", s)
	}
	if room, err := folder.Free(disk); err != nil || room < 3<<20 {
		t.Errorf("there is room for %d bytes after that: %v", room, err)
	}
	free = folder.Free
	saver.GoOn(want.ID)
	until(modelfile.Failed, cause.DiskShort)
	enlarge(t, disk, 400<<20)
	saver.GoOn(want.ID)
	s := until(modelfile.Saved, "")
	if info, err := os.Stat(s.Path); err != nil || info.Size() != s.Length || s.Length < 4<<20 {
		t.Errorf("the file: %+v, %v", s, err)
	}
}
