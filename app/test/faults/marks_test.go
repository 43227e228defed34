package faults_test

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
	"lookbook/app/media/xmp"
	"lookbook/app/test/desktop"
	"lookbook/app/test/faults"
)

// A program that is killed while pictures are marked loses no mark that it showed. Each mark is in
// the library, in the end in the sidecar too, and comes back from there if the library is lost. No
// sidecar is ever half written.
func TestMarksOutliveKills(t *testing.T) {
	t.Parallel()
	kills, pictures := 6, 80
	if fromEnvironment(t, "FAULTS_KILLS", 0) > 0 { // set by make faults
		kills, pictures = 50, 500
	}
	seed := fromEnvironment(t, "FAULTS_SEED", 1)
	random := rand.New(rand.NewPCG(uint64(seed), 2))
	dir, since := t.TempDir(), time.Now()
	server, err := apitest.New(apitest.Options{Clock: faults.NewFast(time.Unix(0, since.UnixNano()), killedSpeed)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	child := desktop.Build(t, "lookbook/app/test/faults/child")
	run := func(more ...string) *process {
		return start(t, child, append([]string{
			"-dir", dir, "-api", server.URL(), "-since", strconv.FormatInt(since.UnixNano(), 10), "-speed", fmt.Sprint(killedSpeed),
			"-jobs", strconv.Itoa(pictures / 10), "-images", "10", "-width", "64", "-height", "64",
		}, more...)...)
	}
	until := func(what string, p *process, good func(faults.Report) bool) {
		deadline := time.NewTimer(patience)
		defer deadline.Stop()
		if !p.until(deadline.C, good) {
			t.Fatalf("%s: the child came no further than %v", what, p)
		}
	}
	all := func(r faults.Report) bool { return r.Totals.Saved == pictures && !r.Owed }
	p := run()
	until("saving", p, all)
	p.quit()
	for n := range kills {
		p := run("-mark", strconv.Itoa(int(seed)*1000+n))
		until("marking", p, func(r faults.Report) bool { return r.Owed })
		p.pause(time.Duration(random.Int64N(int64(400 * time.Millisecond))))
		p.kill()
		checkWhole(t, dir)
	}
	p = run()
	until("writing what is owed", p, all)
	p.quit()
	shown := shownMarks(t, dir)
	checkMarks(t, dir, shown, true)

	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(dir, "library.db"+part)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	p = run("-rebuild", "-jobs", "0")
	until("rebuilding", p, func(r faults.Report) bool { return r.Rebuilt && all(r) })
	p.quit()
	checkMarks(t, dir, shown, false)
	figure("marks_kills", kills, "processes")
	figure("marks_pictures", len(shown), "pictures")
}

// checkWhole expects every sidecar to be complete.
func checkWhole(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, "pictures"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != xmp.Extension {
			return err
		}
		packet, err := os.ReadFile(path)
		if err == nil {
			_, err = marks.Read(packet)
		}
		if err != nil || !strings.HasSuffix(string(packet), "<?xpacket end=\"w\"?>\n") {
			t.Errorf("%s is not whole: %v", path, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// shownMarks reads from the notes which marks each picture may have: those shown last, and those
// started after that.
func shownMarks(t *testing.T, dir string) map[string][]faults.Marks {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, faults.MarksName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	can := map[string][]faults.Marks{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		what, text, _ := strings.Cut(lines.Text(), " ")
		m, ok := faults.ParseMarks(text)
		switch {
		case !ok:
		case what == "shown":
			can[m.Picture] = []faults.Marks{m}
		case what == "marking":
			can[m.Picture] = append(can[m.Picture], m)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return can
}

// checkMarks compares the library and the sidecars with what was shown.
func checkMarks(t *testing.T, dir string, shown map[string][]faults.Marks, written bool) {
	t.Helper()
	l, err := library.Open(context.Background(), filepath.Join(dir, "library.db"), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	images, err := l.PageImages(t.Context(), library.ImageFilter{}, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for _, image := range images {
		can := shown[filepath.Base(image.Path)]
		if len(can) == 0 {
			continue
		}
		marked++
		is := faults.Marks{Picture: filepath.Base(image.Path), Rating: image.Marks.Rating, Favourite: image.Marks.Favourite, Tag: strings.Join(image.Marks.Tags, ",")}
		if !slices.Contains(can, is) {
			t.Errorf("the library has %v, shown was %v", is, can)
		}
		if !written {
			continue
		}
		packet, err := os.ReadFile(origin.Beside(image.Path))
		if err != nil {
			t.Error(err)
			continue
		}
		found, err := marks.Read(packet)
		beside := faults.Marks{Picture: is.Picture, Rating: found.Rating, Favourite: found.Favourite, Tag: strings.Join(found.Tags, ",")}
		if err != nil || beside != is {
			t.Errorf("beside it is %v, %v, the library has %v", beside, err, is)
		}
	}
	if marked != len(shown) || marked == 0 {
		t.Errorf("%d pictures are marked, shown were %d", marked, len(shown))
	}
	left, err := filepath.Glob(filepath.Join(dir, "pictures", "*"+folder.SidecarSuffix))
	if hidden, failed := filepath.Glob(filepath.Join(dir, "pictures", ".*"+folder.SidecarSuffix)); err != nil || failed != nil || len(left)+len(hidden) > 0 {
		t.Errorf("left behind: %q %q", left, hidden)
	}
}
