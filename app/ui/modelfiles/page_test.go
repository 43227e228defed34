package modelfiles

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/modelfile"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// bench is a page over models and saves that are made up.
type bench struct {
	*Page
	uitest.Queue
	models []library.Model
	err    error
	saves  []modelfile.Save
	did    []string
}

func newBench(t *testing.T, prepare func(b *bench)) *bench {
	t.Helper()
	uitest.App(t)
	b := &bench{models: []library.Model{
		{ID: "ckp_1", Kind: library.KindCheckpoint, Name: "photo of ukj person", Step: 800, JobID: "db_1", Expires: noon.Add(5 * time.Hour)},
		{ID: "ckp_2", Kind: library.KindCheckpoint, Name: "photo of ukj person", Step: 800, JobID: "db_1", LoRA: true},
		{ID: "base", Kind: library.KindBase},
		{ID: "ckp_3", Kind: library.KindCheckpoint, Name: "pasted without its job"},
	}}
	if prepare != nil {
		prepare(b)
	}
	did := func(what string) func(modelfile.ID) {
		return func(id modelfile.ID) { b.did = append(b.did, what+" "+id.Checkpoint) }
	}
	b.Page = New(Params{
		Run: b.Run, Models: func(context.Context) ([]library.Model, error) { return b.models, b.err },
		Saves: func() []modelfile.Save { return b.saves }, Now: func() time.Time { return noon },
		Save: func(w modelfile.Want) { b.did = append(b.did, "save "+w.Checkpoint) },
		Stop: did("stop"), GoOn: did("go on"), Forget: did("forget"), Show: func(path string) { b.did = append(b.did, "show "+path) },
	})
	b.Drain()
	uitest.Window(t, b.Object(), 560, 400)
	return b
}

func (b *bench) row(checkpoint string) *row {
	return b.rows[modelfile.ID{Job: "db_1", Checkpoint: checkpoint}]
}

func TestModelsAreOffered(t *testing.T) {
	b := newBench(t, nil)
	if len(b.rows) != 2 || b.empty.Visible() {
		t.Fatalf("%d rows, %q", len(b.rows), b.empty.Text())
	}
	if got := Name(b.row("ckp_2").want); got != "photo of ukj person · step 800 · LoRA" {
		t.Errorf("the LoRA is called %q", got)
	}
	if got := b.row("ckp_1").words.Text(); got != "The service may delete it in 5 hours." {
		t.Errorf("it says %q", got)
	}
	test.Tap(b.row("ckp_2").main)
	if len(b.did) != 1 || b.did[0] != "save ckp_2" {
		t.Errorf("did %q", b.did)
	}
}

func TestHowFarAFileIs(t *testing.T) {
	b := newBench(t, nil)
	want := modelfile.Want{ID: modelfile.ID{Job: "db_1", Checkpoint: "ckp_1"}}
	for _, c := range []struct {
		save          modelfile.Save
		words, button string
		does          string
		bar           bool
	}{
		{modelfile.Save{State: modelfile.Saving, Done: 500e6, Length: 2e9}, "500 MB of 2.0 GB", "Stop", "stop ckp_1", true},
		{modelfile.Save{State: modelfile.Saving, Done: 500e6, Length: 2e9, Anew: true}, "500 MB of 2.0 GB; begun again, because the host could not continue the part that was here", "Stop", "stop ckp_1", true},
		{modelfile.Save{State: modelfile.Saving, Done: 500e6, Length: -1}, "500 MB", "Stop", "stop ckp_1", true},
		{
			modelfile.Save{State: modelfile.Waiting, Done: 500e6, Length: 2e9, Cause: cause.New(cause.NoAnswer), Next: noon.Add(8 * time.Second)},
			"Tried again in 0:08: there was no answer, or it broke off; 500 MB of 2.0 GB is there.", "Stop", "stop ckp_1", true,
		},
		{modelfile.Save{State: modelfile.Stopped, Done: 500e6, Length: 2e9}, "Stopped at 500 MB of 2.0 GB.", "Go on", "go on ckp_1", true},
		{modelfile.Save{State: modelfile.Failed, Length: -1, Cause: cause.New(cause.DiskFull)}, "Not saved: the disk is full; it costs nothing to try again.", "Go on", "go on ckp_1", false},
		{modelfile.Save{State: modelfile.Saved, Path: "/models/a.ckpt"}, "Saved as /models/a.ckpt.", "Show in folder", "show /models/a.ckpt", false},
	} {
		c.save.Want = want
		b.saves, b.did = []modelfile.Save{c.save}, nil
		b.Changed()
		r := b.row("ckp_1")
		test.Tap(r.main)
		if r.words.Text() != c.words || r.main.Text() != c.button || r.progress.Visible() != c.bar || len(b.did) != 1 || b.did[0] != c.does {
			t.Errorf("%s: %q, %q, bar %v, did %q", c.save.State, r.words.Text(), r.main.Text(), r.progress.Visible(), b.did)
		}
		if r.again.Visible() != (c.save.State == modelfile.Saved) {
			t.Errorf("%s: can be saved again: %v", c.save.State, r.again.Visible())
		}
		if again := c.save.State == modelfile.Stopped || c.save.State == modelfile.Failed; r.forget.Visible() != again {
			t.Errorf("%s: can be removed: %v", c.save.State, r.forget.Visible())
		}
	}
	b.did = nil
	if test.Tap(b.row("ckp_1").again); len(b.did) != 1 || b.did[0] != "save ckp_1" {
		t.Errorf("once more: did %q", b.did)
	}
	if b.row("ckp_2").main.Text() != "Save…" {
		t.Error("the other model is not offered")
	}
}

func TestNoModels(t *testing.T) {
	b := newBench(t, func(b *bench) { b.models = nil })
	if !b.empty.Visible() || b.empty.Text() != "No model that you trained is known yet; train one on the website, and it shows up here." {
		t.Errorf("it says %q", b.empty.Text())
	}
	b = newBench(t, func(b *bench) { b.models, b.err = nil, library.ErrDisk })
	if b.empty.Text() != "Your models can’t be read: the disk that holds Lookbook’s library has trouble." {
		t.Errorf("it says %q", b.empty.Text())
	}
}

// What an earlier run left is listed although the library knows the model no
// more.
func TestAnUnfinishedFileOfAnUnknownModel(t *testing.T) {
	b := newBench(t, func(b *bench) {
		b.models = nil
		b.saves = []modelfile.Save{{Want: modelfile.Want{ID: modelfile.ID{Job: "db_1", Checkpoint: "ckp_9"}}, State: modelfile.Stopped, Done: 1e6, Length: 2e6}}
	})
	if r := b.row("ckp_9"); r == nil || r.main.Text() != "Go on" || b.empty.Visible() {
		t.Errorf("%+v", r)
	}
}
