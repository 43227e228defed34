package modelfile_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lookbook/app/cause"
	"lookbook/app/modelfile"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestAModelIsSaved(t *testing.T) {
	b := newFixture(t)
	b.host.sums["md5"] = true
	b.Save(b.want())
	s := b.saved()
	if filepath.Base(s.Path) != b.host.name || s.Done != size || s.Length != size {
		t.Errorf("%+v", s)
	}
	// Again: nothing is overwritten.
	b.Save(b.want())
	if again := b.until("a second file", func(now modelfile.Save) bool { return now.State == modelfile.Saved && now.Path != s.Path }); !strings.HasSuffix(again.Path, " (2).safetensors") {
		t.Errorf("the second is %s", again.Path)
	}
}

// After a broken connection the rest is requested, with the ETag of the first
// part and a new address.
func TestCutConnections(t *testing.T) {
	b := newFixture(t)
	b.host.cuts = []int{size / 2, 100_000, 50_000}
	b.Save(b.want())
	b.saved()
	if n := len(b.host.asked); n != 4 {
		t.Fatalf("%d requests", n)
	}
	for i, h := range b.host.asked {
		if ranged := h.Get("Range") != "" && h.Get("If-Range") != ""; ranged != (i > 0) {
			t.Errorf("request %d: %v", i, h)
		}
	}
	if b.host.jobs != 4 {
		t.Errorf("the address was asked for %d times", b.host.jobs)
	}
}

func TestAHostWithoutRanges(t *testing.T) {
	b := newFixture(t)
	b.host.noRange, b.host.cuts = true, []int{size / 2}
	b.Save(b.want())
	if s := b.saved(); !s.Anew {
		t.Error("it does not say that it began anew")
	}
}

// A part is only continued where the host can tell that it belongs to the same
// file: by a strong tag, else by the time of its last change. Otherwise the file is
// fetched anew.
func TestByWhatAPartIsContinued(t *testing.T) {
	long := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	for name, c := range map[string]struct {
		tag     string
		changed time.Time
		by      string // If-Range
	}{
		"a tag and a time":      {"", long, "tag"},
		"a time":                {"none", long, "time"},
		"a weak tag":            {`W/"1"`, time.Time{}, ""},
		"a weak tag and a time": {`W/"1"`, long, "time"},
		"nothing":               {"none", time.Time{}, ""},
		"a change just now":     {"none", time.Now(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newFixture(t)
			b.host.tag, b.host.changed, b.host.cuts = c.tag, c.changed, []int{size / 2}
			b.Save(b.want())
			s := b.saved()
			got := b.host.asked[1].Get("If-Range")
			if is := map[string]bool{"tag": strings.HasPrefix(got, `"`), "time": got == long.Format(http.TimeFormat), "": got == ""}; !is[c.by] {
				t.Errorf("asked by %q", got)
			}
			if ranged := b.host.asked[1].Get("Range") != ""; ranged != (c.by != "") || s.Anew != (c.by == "") {
				t.Errorf("a part was asked for: %v; says that it began anew: %v", ranged, s.Anew)
			}
		})
	}
	b := newFixture(t) // another file in its place
	b.host.tag, b.host.changed, b.host.hold = "none", long, make(chan struct{})
	b.Save(b.want())
	b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.host.do(func() { b.host.file, b.host.hold, b.host.changed = random(2), nil, long.Add(time.Second) })
	b.host.CloseClientConnections()
	if s := b.saved(); !s.Anew {
		t.Error("another file: it does not say that it began anew")
	}
}

func TestWhatIsSavedCanBeSavedAgain(t *testing.T) {
	b := newFixture(t)
	b.Save(b.want())
	first := b.saved()
	b.Save(b.want())
	second := b.until("another file", func(s modelfile.Save) bool { return s.State == modelfile.Saved && s.Path != first.Path })
	if data, err := os.ReadFile(second.Path); err != nil || len(data) != size {
		t.Errorf("%s: %d bytes, %v", second.Path, len(data), err)
	}
}

// If the file has changed when the rest is requested, it is fetched anew, and no mixture is saved.
func TestAFileThatChangesBetweenTwoParts(t *testing.T) {
	b := newFixture(t)
	b.host.hold = make(chan struct{})
	b.Save(b.want())
	b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.host.do(func() { b.host.file, b.host.hold = random(2), nil })
	b.host.CloseClientConnections()
	b.saved()
}

// The received part survives a stop, a restart and a crash of the program.
func TestStopAndRestart(t *testing.T) {
	b := newFixture(t)
	b.host.hold = make(chan struct{})
	b.Save(b.want())
	half := b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.Stop(half.ID)
	b.is(modelfile.Stopped)
	b.end()
	b.host.do(func() { b.host.hold = nil })
	b.start()
	s := b.is(modelfile.Stopped) // a person stopped it
	if s.Done < size/4 || s.Length != size || s.Name != "photo of ukj" {
		t.Errorf("after the restart: %+v", s)
	}
	b.GoOn(s.ID)
	b.saved()
	if last := b.host.asked[len(b.host.asked)-1].Get("Range"); last == "" || last == "bytes=0-" {
		t.Errorf("it was fetched anew: %q", last)
	}
	b.end()
	b.start()
	if all := b.All(); len(all) != 0 {
		t.Errorf("a saved file is still to be saved: %+v", all)
	}
}

// After a crash, a save continues when the program starts.
func TestItGoesOnAfterARestart(t *testing.T) {
	b := newFixture(t)
	b.host.hold = make(chan struct{})
	b.Save(b.want())
	b.until("half of it", func(s modelfile.Save) bool { return s.Done >= size/4 })
	b.end()
	b.host.do(func() { b.host.hold = nil })
	b.start()
	b.saved()
}

func TestDamageIsFound(t *testing.T) {
	b := newFixture(t)
	b.host.sums["md5"], b.host.badSum = true, true
	b.Save(b.want())
	if s := b.is(modelfile.Failed); s.Cause.Code != cause.ModelDamaged || s.Path != "" {
		t.Errorf("%+v", s)
	}
	b.host.do(func() { b.host.badSum = false })
	b.GoOn(b.want().ID)
	b.saved()
}

func TestAModelThatIsGone(t *testing.T) {
	b := newFixture(t)
	b.host.gone = true
	b.Save(b.want())
	if s := b.is(modelfile.Failed); s.Cause.Code != cause.ModelFileGone {
		t.Errorf("%+v", s)
	}
	if err := b.Forget(b.want().ID); err != nil || len(b.All()) != 0 {
		t.Errorf("%v, %+v", err, b.All())
	}
	if names, _ := filepath.Glob(filepath.Join(b.dir, ".lookbook-*")); len(names) > 0 {
		t.Errorf("left over: %q", names)
	}
}

func TestRoomIsLookedAtFirst(t *testing.T) {
	b := newFixture(t)
	b.free = size + 1000
	b.Save(b.want())
	s := b.is(modelfile.Failed)
	if s.Cause.Code != cause.DiskShort || s.Cause.With["Need"] == "" || s.Done != 0 {
		t.Errorf("%+v", s)
	}
	b.free = 1 << 40
	b.GoOn(s.ID)
	b.saved()
}

func TestAFolderThatIsGone(t *testing.T) {
	b := newFixture(t)
	w := b.want()
	w.Folder = filepath.Join(b.dir, "gone")
	b.Save(w)
	if s := b.is(modelfile.Failed); s.Cause.Code != cause.FolderAbsent {
		t.Errorf("%+v", s)
	}
	b.Save(b.want()) // in another folder
	b.saved()
}

// A name that leads to another folder, or that isn't valid for a file, is
// refused.
func TestNames(t *testing.T) {
	for _, name := range []string{"..%2f..%2f.evil.safetensors", "a.exe", ".hidden.ckpt", "", strings.Repeat("x", 300) + ".ckpt"} {
		b := newFixture(t)
		b.host.name = name
		b.Save(b.want())
		if got := filepath.Base(b.saved().Path); got != "dreamlookai_sd-v1_ckpt_db_JE1sONMk_ckp_0o2ju160_step_800.safetensors" {
			t.Errorf("%q became %q", name, got)
		}
	}
}

// Journal files written by others are harmless.
func TestAJournalThatMakesNoSense(t *testing.T) {
	for i, journal := range []string{`nonsense`, `[{"temp":"../../etc/passwd","Folder":"/","Job":"db_1","Checkpoint":"c","stopped":true}]`, `[{}]`} {
		b := newFixture(t)
		b.end()
		if err := os.WriteFile(filepath.Join(b.dir, "models.json"), []byte(journal), 0o600); err != nil {
			t.Fatal(err)
		}
		b.start()
		for _, s := range b.All() {
			if err := b.Forget(s.ID); err != nil && !errors.Is(err, os.ErrNotExist) && i != 1 {
				t.Error(err)
			}
		}
	}
	if _, err := os.Stat("/etc/passwd"); err != nil {
		t.Fatal(err)
	}
}
