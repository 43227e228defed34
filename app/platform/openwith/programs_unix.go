//go:build unix && !darwin

package openwith

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"lookbook/app/platform/launch"
)

// Asks reports whether the system asks the user itself: Open is then called without
// a program.
const Asks = false

const (
	maxEntry = 256 << 10 // bytes of a desktop file
	ours     = "app.lookbook.Lookbook.desktop"
)

// Programs lists the programs that open files of a MIME type, by name.
func Programs(ctx context.Context, mime string) ([]Program, error) {
	var list []Program
	seen := map[string]bool{ours: true}
	locales := locales()
	for _, folder := range folders() {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".desktop") {
				return nil // a folder that can't be read has no programs
			}
			within, err := filepath.Rel(folder, path)
			if err != nil {
				return nil
			}
			id := strings.ReplaceAll(within, string(filepath.Separator), "-")
			if seen[id] {
				return nil // the user's own comes first, also one that hides the system's
			}
			seen[id] = true
			if p, ok := program(path, id, mime, locales); ok {
				list = append(list, p)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b Program) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.ID, b.ID))
	})
	return list, nil
}

// folders are those with desktop files, the user's first.
func folders() []string {
	home := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(home) {
		home = filepath.Join(os.Getenv("HOME"), ".local", "share")
	}
	all := []string{home}
	for _, folder := range filepath.SplitList(cmp.Or(os.Getenv("XDG_DATA_DIRS"), "/usr/local/share:/usr/share")) {
		if filepath.IsAbs(folder) {
			all = append(all, folder)
		}
	}
	for i := range all {
		all[i] = filepath.Join(all[i], "applications")
	}
	return all
}

// locales are the names under which texts in the user's language stand.
func locales() []string {
	locale := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	language, _, _ := strings.Cut(locale, "_")
	return []string{locale, language}
}

func program(path, id, mime string, locales []string) (Program, bool) {
	file, err := os.Open(path)
	if err != nil {
		return Program{}, false
	}
	text, err := io.ReadAll(io.LimitReader(file, maxEntry))
	if err = errors.Join(err, file.Close()); err != nil {
		return Program{}, false
	}
	e := parseEntry(string(text), locales)
	if e.hidden || e.terminal || e.other || e.name == "" || !slices.Contains(e.mimes, mime) {
		return Program{}, false
	}
	line, ok := arguments(e.exec)
	if !ok {
		return Program{}, false
	}
	for _, needed := range []string{line[0], cmp.Or(e.tryExec, line[0])} {
		if _, err := exec.LookPath(needed); err != nil {
			return Program{}, false
		}
	}
	return Program{ID: id, Name: e.name, line: line}, true
}

// Open opens files with a program; without one, each with the system's usual
// program.
func Open(ctx context.Context, p Program, files []string) error {
	if p.line == nil {
		p.line = []string{"xdg-open"}
	}
	for _, line := range lines(p.line, p.Name, files) {
		cmd := exec.Command(line[0], line[1:]...) // which outlives the window
		if err := launch.Start(ctx, cmd, patience); err != nil {
			return err
		}
	}
	return nil
}
