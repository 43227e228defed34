package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"lookbook/app/search"
)

// sqliteShell is Debian's sqlite3 on a library file.
type sqliteShell struct{ file string }

// run runs the searches one after the other in one shell, as its cache is warm
// then, and answers what its timer says of each: the time on the clock, to the
// millisecond, or the processor's where that is more exact and says more.
func (s sqliteShell) run(ctx context.Context, texts []string) ([]time.Duration, error) {
	var script strings.Builder
	script.WriteString(".output /dev/null\n.timer on\n")
	for _, text := range texts {
		script.WriteString(searchSQL(search.Parse(text)) + ";\n")
	}
	shell := exec.CommandContext(ctx, "sqlite3", "-readonly", "-batch", "-bail", s.file)
	shell.Stdin = strings.NewReader(script.String())
	var trouble bytes.Buffer
	shell.Stderr = &trouble
	output, err := shell.Output()
	if err != nil {
		return nil, fmt.Errorf("run the sqlite3 shell: %w: %s", err, &trouble)
	}
	var took []time.Duration
	for lines := bufio.NewScanner(bytes.NewReader(output)); lines.Scan(); {
		d, ok, err := shellTime(lines.Text())
		if err != nil {
			return nil, err
		}
		if ok {
			took = append(took, d)
		}
	}
	if len(took) != len(texts) {
		return nil, fmt.Errorf("the sqlite3 shell timed %d searches of %d: %s", len(took), len(texts), &trouble)
	}
	return took, nil
}

// shellTime reads "Run Time: real 0.012 user 0.011234 sys 0.000456".
func shellTime(line string) (took time.Duration, ok bool, err error) {
	words := strings.Fields(line)
	if len(words) != 8 || words[0] != "Run" {
		return 0, false, nil
	}
	var seconds [3]float64
	for n, at := range []int{3, 5, 7} {
		if seconds[n], err = strconv.ParseFloat(words[at], 64); err != nil {
			return 0, false, fmt.Errorf("read %q: %w", line, err)
		}
	}
	// A clock of milliseconds says nothing of what takes a few hundred
	// microseconds; the processor's time can't be longer than the real one.
	return time.Duration(max(seconds[0]-.0005, seconds[1]+seconds[2]) * float64(time.Second)), true, nil
}

// searchSQL is a search as someone would write it in SQL who knows the file
// well: the rows of the first screen in the gallery's order. Words are looked
// up once a term, tags by their own index, and jobs that have nothing to show
// are passed over without a look at their pictures. The signs before the ids
// keep SQLite from sorting 160,000 rows to find the first 200.
func searchSQL(q search.Query) string {
	var with []string
	where := []string{"e.state <> 'forgotten'"}
	for n, t := range q.Terms {
		term := fmt.Sprint("term", n)
		with = append(with, termSQL(t, term)...)
		match := fmt.Sprintf("(+e.id IN (SELECT id FROM %[1]s_job) OR +i.id IN (SELECT id FROM %[1]s_picture))", term)
		if t.Not {
			where = append(where, "NOT "+match)
			continue
		}
		where = append(where, fmt.Sprintf("+e.id IN (SELECT id FROM %[1]s_job UNION SELECT entry_id FROM %[1]s_picture)", term), match)
	}
	states := "i.state <> 'trashed'"
	if len(q.States) > 0 { // those that are typed here are states of pictures
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

// termSQL are the two tables of a term: the jobs that match by their words, and
// the pictures that match by their tags or seeds.
func termSQL(t search.Term, name string) []string {
	column, words := "", strings.Join(search.Words(t.Text), " ")
	if t.Field != search.Anywhere {
		column = string(t.Field) + " : "
	}
	sign := " *"
	if t.Phrase {
		sign = ""
	}
	jobs := "SELECT rowid FROM entry_words WHERE entry_words MATCH " + quoteSQL(column+`"`+words+`"`+sign)
	pictures := "SELECT 0, 0 WHERE FALSE"
	if t.Field == search.Anywhere {
		pictures = "SELECT id, entry_id FROM images WHERE tags <> '' AND ' ' || replace(tags, char(10), ' ') LIKE " + quoteSQL("% "+words+"%")
		if !strings.ContainsFunc(words, func(r rune) bool { return r < '0' || r > '9' }) {
			pictures += " UNION SELECT id, entry_id FROM images WHERE seed LIKE " + quoteSQL(words+"%")
		}
	}
	return []string{
		name + "_job (id) AS MATERIALIZED (" + jobs + ")",
		name + "_picture (id, entry_id) AS MATERIALIZED (" + pictures + ")",
	}
}

func quoteSQL(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
