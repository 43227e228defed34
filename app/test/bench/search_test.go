package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/test/bench/year"
)

// searching is how long one keystroke in the search field takes until its first screen of results can
// be drawn: with every key the text is parsed, all of 160,000 pictures that it finds are listed in the
// gallery's order with the beginnings of their sections, and the rows of the first 200 are read. What
// is typed is typed letter by letter and deleted again down to the empty field. Only what the window
// does with it is left out, which `stall` and `scroll` measure.
//
// Beside it the sqlite3 shell runs the same search as SQL on the same file and tells its own time
// (`.timer on`): the rows of the first 200, in the same order, without listing the others, which would
// take it many times as long. search_screen does as little.
func searching(b *testing.B) {
	built, err := year.Ensure(b.Context(), year.Jobs)
	must(b, err)
	home := b.TempDir()
	must(b, year.CopyLibrary(built, home))
	file := year.Home(home).Library()
	l, err := library.Open(b.Context(), file, library.Options{})
	must(b, err)
	defer l.Close()
	began := time.Now()
	must(b, keystroke(b.Context(), l, "", 0))
	tell("search_first", milliseconds(time.Since(began)), "ms")
	texts := keystrokes()
	ours, theirs, screen, facets := newTimes(texts), newTimes(texts), newTimes(texts), newTimes(texts)
	const rounds = 5
	for round := range rounds {
		for n, took := range shell(b, file, texts) {
			theirs[n] = append(theirs[n], took)
		}
		for n, text := range texts {
			must(b, errors.Join(
				ours.measure(n, func() error { return keystroke(b.Context(), l, text, 0) }),
				screen.measure(n, func() error { return keystroke(b.Context(), l, text, firstScreen) }),
				facets.measure(n, func() error { _, err := l.Facets(b.Context(), search.Parse(text)); return err }),
			))
		}
		say(b, "typed %d keys, round %d of %d", len(texts), round+1, rounds)
	}
	tell("search", quantile(ours.all(), .95), "ms")
	tell("search_p50", median(ours.all()), "ms")
	tell("search_max", slices.Max(ours.all()), "ms")
	tell("search_facets", quantile(facets.all(), .95), "ms")
	tell("search_shell", quantile(theirs.means(), .95), "ms")
	compare("search", quantile(ours.means(), .95), quantile(theirs.means(), .95))
	tell("search_screen", quantile(screen.all(), .95), "ms")
	each := screen.means()
	for n, their := range theirs.means() {
		each[n] /= their
	}
	compare("search_screen", quantile(each, .95), 1)
}

const firstScreen = 200 // pictures

// keystrokes are the texts of the field while each search is typed and deleted again.
func keystrokes() (texts []string) {
	for _, typed := range []string{
		"portrait wom", `"red silk" -blurry`, "4131", "ckp_15f9", "ig_0a", "neon rain -people state:saved",
		"rating:>=3 is:favourite", "moonlight kodak grain -text -ugly", "prompt:fox", "zebra",
	} {
		for n := 1; n <= len(typed); n++ {
			texts = append(texts, typed[:n])
		}
		for n := len(typed) - 1; n > 0; n -= 1 + (len(typed)-n)/4 { // a held key deletes faster and faster
			texts = append(texts, typed[:n])
		}
		texts = append(texts, "")
	}
	return texts
}

// keystroke makes the gallery's calls to the library for one keystroke. limit is the largest number
// of pictures to list; 0: all.
func keystroke(ctx context.Context, l *library.Library, text string, limit int) error {
	found, err := l.ListImages(ctx, library.ImageFilter{Query: search.Parse(text)}, library.ListOptions{Limit: limit, Prompts: true})
	if err != nil {
		return err
	}
	first := found.IDs[:min(len(found.IDs), firstScreen)]
	rows, err := l.ImagesByID(ctx, first)
	if err == nil && len(rows) != len(first) {
		err = fmt.Errorf("%q: %d rows of %d", text, len(rows), len(first))
	}
	return err
}

// times holds the milliseconds of several actions, each measured repeatedly.
type times [][]float64

func newTimes(texts []string) times { return make(times, len(texts)) }

func (t times) measure(thing int, do func() error) error {
	began := time.Now()
	err := do()
	t[thing] = append(t[thing], milliseconds(time.Since(began)))
	return err
}

func (t times) all() []float64 { return slices.Concat(t...) }

func (t times) means() (means []float64) {
	for _, each := range t {
		means = append(means, mean(each))
	}
	return means
}

// shell runs the searches one after the other in one sqlite3 shell, with a warm cache, and returns
// what its timer prints for each, in ms.
func shell(b *testing.B, file string, texts []string) (took []float64) {
	script := bytes.NewBufferString(".output /dev/null\n.timer on\n")
	for _, text := range texts {
		script.WriteString(searchSQL(search.Parse(text)) + ";\n")
	}
	cmd := exec.CommandContext(b.Context(), "sqlite3", "-readonly", "-batch", "-bail", file)
	cmd.Stdin = script
	output, err := cmd.CombinedOutput()
	for _, said := range regexp.MustCompile(`(?m)^Run Time: real (\S+) user (\S+) sys (\S+)$`).FindAllStringSubmatch(string(output), -1) {
		var seconds [3]float64
		for n := range seconds {
			var bad error
			seconds[n], bad = strconv.ParseFloat(said[n+1], 64)
			err = errors.Join(err, bad)
		}
		// The real time has a resolution of milliseconds, too coarse for a few hundred
		// microseconds. The processor time can't be longer than the real time.
		took = append(took, 1000*max(seconds[0]-.0005, seconds[1]+seconds[2]))
	}
	if err != nil || len(took) != len(texts) {
		b.Fatalf("the sqlite3 shell timed %d searches of %d: %v: %s", len(took), len(texts), err, output)
	}
	return took
}

// searchSQL writes a search in SQL as an expert on the file would: the rows of the first screen in
// the gallery's order. Each term's words are looked up once, tags have their own index, and jobs
// with nothing to show are skipped without reading their pictures. The signs before the ids keep
// SQLite from sorting 160,000 rows to find the first 200.
func searchSQL(q search.Query) string {
	var with []string
	where := []string{"e.state <> 'forgotten'"}
	for n, t := range q.Terms {
		term := fmt.Sprint("term", n)
		with = append(with, termSQL(t, term))
		match := fmt.Sprintf("(+e.id IN (SELECT id FROM %[1]s_job) OR +i.id IN (SELECT id FROM %[1]s_picture))", term)
		if t.Not {
			where = append(where, "NOT "+match)
			continue
		}
		where = append(where, fmt.Sprintf("+e.id IN (SELECT id FROM %[1]s_job UNION SELECT entry_id FROM %[1]s_picture)", term), match)
	}
	states := "i.state <> 'trashed'"
	if len(q.States) > 0 { // the searches used here contain only states of pictures
		var quoted []string
		for _, state := range q.States {
			quoted = append(quoted, quoteSQL(string(state)))
		}
		states = "i.state IN (" + strings.Join(quoted, ", ") + ")"
	}
	where = append(where, states)
	if lowest, highest, all := q.Ratings(); !all {
		where = append(where, fmt.Sprintf("i.rating BETWEEN %d AND %d", lowest, highest))
	}
	if q.Rejected {
		where = append(where, "i.rating = -1")
	}
	if q.Favourite {
		where = append(where, "i.favourite = 1")
	}
	query := "SELECT i.*, e.job_id FROM entries e CROSS JOIN images i ON i.entry_id = e.id WHERE " + strings.Join(where, " AND ") +
		fmt.Sprintf(" ORDER BY e.created DESC, e.id DESC, i.ord LIMIT %d", firstScreen)
	if len(with) > 0 {
		query = "WITH " + strings.Join(with, ", ") + " " + query
	}
	return query
}

// termSQL returns the two tables of a term: the jobs that match by their words, and the pictures
// that match by their tags or seeds.
func termSQL(t search.Term, name string) string {
	words := strings.Join(search.Words(t.Text), " ")
	match := `"` + words + `"`
	if t.Field != search.Anywhere {
		match = string(t.Field) + " : " + match
	}
	if !t.Phrase {
		match += " *"
	}
	pictures := "SELECT 0, 0 WHERE FALSE"
	if t.Field == search.Anywhere {
		pictures = "SELECT id, entry_id FROM images WHERE tags <> '' AND ' ' || replace(tags, char(10), ' ') LIKE " + quoteSQL("% "+words+"%")
		if strings.Trim(words, "0123456789") == "" {
			pictures += " UNION SELECT id, entry_id FROM images WHERE seed LIKE " + quoteSQL(words+"%")
		}
	}
	return fmt.Sprintf("%[1]s_job (id) AS MATERIALIZED (SELECT rowid FROM entry_words WHERE entry_words MATCH %[2]s), %[1]s_picture (id, entry_id) AS MATERIALIZED (%[3]s)",
		name, quoteSQL(match), pictures)
}

func quoteSQL(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
