package bench

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/app/test/bench/year"
	"lookbook/app/test/desktop"
)

const millionPictures = 1_000_000

// million measures the same as startup, search, memory and scroll, with 60,000 jobs and 1,000,000 pictures.
//
// million_usable is the time from the start of the process until the gallery shows pictures and knows of all: then the
// scroll bar reaches every one.
//
// The library is the year and five earlier ones like it, made in SQL. The earlier pictures have the files of the year's
// and no thumbnails yet, as when the cache on disk is at its bound.
func million(b *testing.B) {
	h := newHome(b, "million")
	began := time.Now()
	h.multiply()
	say(b, "made the library in %.0f s", time.Since(began).Seconds())
	h.close(h.openGallery("first")) // fills the caches of the system
	var first, bare, usable []float64
	for round := range 5 {
		took, _ := h.startUp(nil, func() *desktop.Process { return h.startBare(h.Desktop, fmt.Sprint("bare-", round)) })
		bare = append(bare, took)
		began, used := h.startMillion(fmt.Sprint("lookbook-", round))
		first, usable = append(first, began), append(usable, used)
	}
	tell("million_startup", median(first), "s")
	compare("million_startup", median(first), median(bare))
	tell("million_usable", median(usable), "s")

	peer := h.startBare(h.Desktop, "bare")
	h.WaitWindow(peer, ".")
	h.Settle()
	theirs := mebibytes(peer)
	h.close(peer)
	p := h.openGallery("lookbook")
	h.scrollEndToEnd(p)
	pause(b, 10*time.Second)
	tell("million_memory", mebibytes(p)-theirs, "MiB")
	h.Screenshot("end")
	h.close(p)

	paths := year.Home(h.Home())
	h.searchMillion(paths.Library())
	app := test.NewApp()
	few := openGallery(b, app, 63)
	many := openWindow(b, app, paths, millionPictures)
	visitBoth(many, few, 30)
	tell("million_scroll", median(many.turned), "ms")
	compare("million_scroll", median(many.turned), median(few.turned))
}

// startMillion returns the seconds from the start until the first frame, and until the log says that pictures are on
// the screen and all are listed.
func (h *home) startMillion(name string) (first, usable float64) {
	desktop.Until(h.b, desktop.Patience, "an empty screen", func() bool { return !h.Covered() })
	p := h.Start(desktop.Command{Name: name, Path: h.Program, Env: h.Env, Args: []string{"-v"}})
	desktop.Until(h.b, desktop.Patience, "the first frame", h.Covered)
	first = time.Since(p.Started()).Seconds()
	painted := h.Said(p, "thumbnail painted", 8)[7].Time()
	var listed []desktop.Entry
	desktop.Until(h.b, desktop.Patience, "the whole list", func() bool {
		listed = h.Log.Since(p.Started()).Entries(func(e desktop.Entry) bool {
			return e.Message() == "pictures listed" && e["count"] == float64(millionPictures)
		})
		return len(listed) > 0
	})
	h.close(p)
	return first, max(painted.Sub(p.Started()), listed[0].Time().Sub(p.Started())).Seconds()
}

func (h *home) searchMillion(file string) {
	l, err := library.Open(h.b.Context(), file, library.Options{})
	must(h.b, err)
	defer l.Close()
	must(h.b, keystroke(h.b.Context(), l, "", 0))
	texts := keystrokes()
	ours := newTimes(texts)
	for range 2 {
		for n, text := range texts {
			must(h.b, ours.measure(n, func() error { return keystroke(h.b.Context(), l, text, 0) }))
		}
	}
	tell("million_search", quantile(ours.all(), .95), "ms")
	tell("million_search_p50", median(ours.all()), "ms")
}

// multiply makes the year's library a million pictures, with a cache of thumbnails of its own.
func (h *home) multiply() {
	thumbs := filepath.Join(h.Env["XDG_CACHE_HOME"], "lookbook")
	h.Env["XDG_CACHE_HOME"] = filepath.Dir(year.Home(h.Home()).Cache)
	out, err := exec.CommandContext(h.b.Context(), "cp", "-alT", thumbs, year.Home(h.Home()).Cache).CombinedOutput()
	if err != nil {
		h.b.Fatalf("linking the thumbnails: %v: %s", err, out)
	}
	script := `PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY;
		CREATE TEMP TABLE e AS SELECT * FROM entries; CREATE TEMP TABLE h AS SELECT * FROM headings;
		CREATE TEMP TABLE i AS SELECT * FROM images; CREATE TEMP TABLE w AS SELECT rowid, * FROM entry_words;
		BEGIN;`
	const aYear = int64(365 * 24 * time.Hour / time.Microsecond)
	for back := range 5 {
		script += fmt.Sprintf(`
			UPDATE e SET id = id + %[1]d, created = created - %[2]d, job = replace(job, job_id, substr(job_id, 1, 11) || %[3]d), job_id = substr(job_id, 1, 11) || %[3]d;
			UPDATE h SET entry_id = entry_id + %[1]d, created = created - %[2]d;
			UPDATE i SET id = id + %[1]d * %[4]d, entry_id = entry_id + %[1]d;
			UPDATE w SET rowid = rowid + %[1]d, job = substr(job, 1, 11) || %[3]d;
			INSERT INTO entries SELECT * FROM e; INSERT INTO headings SELECT * FROM h; INSERT INTO images SELECT * FROM i;
			INSERT INTO entry_words (rowid, prompt, negative, model, job) SELECT * FROM w;`, year.Jobs, aYear, back+1, year.PerJob)
	}
	// Two of three jobs have a picture more.
	script += fmt.Sprintf(`
		DELETE FROM i;
		INSERT INTO i SELECT * FROM images WHERE ord = %[1]d - 1 AND entry_id %% 3 > 0 ORDER BY entry_id;
		UPDATE i SET id = rowid + 6 * %[1]d * %[2]d, key = key || 'x', image_id = image_id || 'x', ord = %[1]d;
		INSERT INTO images SELECT * FROM i;
		UPDATE entries SET saved = saved + 1 WHERE id %% 3 > 0;
		COMMIT; PRAGMA journal_mode = WAL;`, year.PerJob, year.Jobs)
	h.sql(script)
}
