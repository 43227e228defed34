package command_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/command"
)

// The lines of --json are what scripts rely on: members are added, never renamed or taken away.
// What differs from run to run is replaced by its kind. UPDATE_SCRIPTS=1 writes the file anew.
func TestJSON(t *testing.T) {
	p := newPlace(t)
	var all strings.Builder
	show := func(code int, args ...string) {
		lines := strings.SplitAfter(p.run(code, args...), "\n")
		if args[0] == "generate" {
			lines = lines[len(lines)-2:] // how many lines there are before depends on the moment
		}
		all.WriteString("$ lookbook " + strings.Join(args, " ") + "\n" + strings.Join(lines, ""))
	}
	show(command.Done, append(append([]string{"generate", "--wait", "--json"}, coat...), "--seed", "7")...)
	files := strings.Split(strings.TrimSpace(p.run(command.Done, "pictures", "--paths")), "\n")
	p.run(command.Done, "mark", files[0], "--rating", "4", "--favourite", "--tag", "night")
	plain := filepath.Join(p.home, "plain.png")
	var blank bytes.Buffer
	if err := png.Encode(&blank, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(plain, blank.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	show(command.Done, "jobs", "--json")
	show(command.Done, "wait", "--json")
	show(command.Done, "pictures", "--json", "--order", "rating")
	show(command.Done, "show", "--json", files[0], plain)
	show(command.Done, "doctor", "--json")

	got := all.String()
	for _, varies := range []struct{ form, kind string }{
		{regexp.QuoteMeta(p.home), "HOME"},
		{`Lookbook/\d[^"]*?\.png`, "Lookbook/PICTURE.png"},
		{`ig_[0-9A-Za-z]+`, "JOB"},
		{`"image":"[^"]+"`, `"image":"IMAGE"`},
		{`"\d{4}-\d\d-\d\dT[0-9:.]+Z"`, `"TIME"`},
		{`"bytes":\d+`, `"bytes":0`},
		{`room for [0-9.,]+ .?B`, "room for SIZE"},
	} {
		got = regexp.MustCompile(varies.form).ReplaceAllString(got, varies.kind)
	}
	p.documented(got)
	const golden = "testdata/json.txt"
	if os.Getenv("UPDATE_SCRIPTS") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-before +now:\n%s", diff)
	}
}

// documented wants the help of each command to name every member of its lines.
func (p *place) documented(lines string) {
	p.t.Helper()
	var name, help string
	for line := range strings.Lines(lines) {
		if command, ok := strings.CutPrefix(line, "$ lookbook "); ok {
			name, _, _ = strings.Cut(command, " ")
			if name == "generate" || name == "wait" {
				name = "jobs" // whose lines they print
			}
			help = p.run(0, name, "--help")
			continue
		}
		var members map[string]any
		if err := json.Unmarshal([]byte(line), &members); err != nil {
			p.t.Fatal(err)
		}
		for member := range members {
			if !regexp.MustCompile(`\b` + member + `\b`).MatchString(help) {
				p.t.Errorf("the help of %s doesn't name %s", name, member)
			}
		}
	}
}
