package support

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"lookbook/api/redact"
	"lookbook/app/library"
	"lookbook/app/settings"
)

// Facts is what the caller knows for a report.
type Facts struct {
	Version string
	Paths   settings.Paths
	Keys    []string          // the keys in use, to be taken out whatever their form
	Window  *Window           // nil: there is none
	Library *library.Contents // nil: none is open
	// Chosen are the preferences; nil: they are not known.
	Chosen *settings.Values
}

// Window is how the window is shown.
type Window struct {
	Width, Height, Scale float32 // in device-independent pixels, and how many real ones each is wide
}

// Report returns the text for support, in English, whatever the window's language is. What can't be
// found out is left out, and an unreadable log is said in its place.
func Report(f Facts) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Lookbook %s%s\n", f.Version, revision())
	fmt.Fprintf(&b, "%s, Fyne %s, %s/%s, %d processors\n", runtime.Version(), versionOf("fyne.io/fyne/v2"), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, fact := range []struct{ name, value string }{
		{"system", system()}, {"desktop", desktop()}, {"window", f.window()}, {"library", f.library()}, {"chosen", f.chosen()},
	} {
		if fact.value != "" {
			fmt.Fprintf(&b, "%s: %s\n", fact.name, fact.value)
		}
	}
	lines, crash, err := logEnd(f.Paths.Log())
	if untold, at, err := readCrash(f.Paths.CrashLog()); err == nil && !at.IsZero() && filepath.IsAbs(f.Paths.State) { // no window has come since
		crash = crashText(at.UTC().Format(time.RFC3339Nano), untold)
	}
	if crash != "" {
		b.WriteString("\nlast crash: " + crash)
	}
	b.WriteString("\n" + about)
	if err != nil {
		fmt.Fprintf(&b, "(%T)\n", err)
	}
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return homeless(redact.Text(b.String(), f.Keys...))
}

func (f Facts) window() string {
	w := f.Window
	if w == nil {
		return ""
	}
	return fmt.Sprintf("%.0f by %.0f, scale %.2f", w.Width, w.Height, w.Scale)
}

// chosen lists the preferences that differ from their defaults: numbers, switches and words of a
// fixed choice. Those that a person types are left out.
func (f Facts) chosen() string {
	if f.Chosen == nil {
		return ""
	}
	var list []string
	now, usual := reflect.ValueOf(*f.Chosen), reflect.ValueOf(settings.Defaults())
	for i := range now.NumField() {
		value, typed := now.Field(i), now.Field(i).Type() == reflect.TypeFor[string]()
		if typed || value.Equal(usual.Field(i)) {
			continue
		}
		list = append(list, fmt.Sprintf("%s %v", now.Type().Field(i).Name, value))
	}
	return strings.Join(list, ", ")
}

func (f Facts) library() string {
	if f.Library == nil {
		return ""
	}
	return fmt.Sprintf("%d pictures, %d jobs", f.Library.Pictures, f.Library.Jobs)
}

func crashText(at, stack string) string { return at + "\n" + indented(Stack(stack)) }

// about heads the log's end.
const about = "The end of the log, without keys, prompts, names of files and addresses:\n"

// homeless writes the home folder as ~: its name is often the person's.
func homeless(text string) string {
	home, err := os.UserHomeDir()
	if err != nil || len(home) < 2 {
		return text
	}
	for _, form := range []string{home, strings.ReplaceAll(home, `\`, "/")} { // as the runtime writes places in the source
		for _, end := range []string{"/", `\`, "\n", " ", ":"} {
			text = strings.ReplaceAll(text, form+end, "~"+end)
		}
	}
	return text
}

// revision returns the source's state that the program was built from, if that is known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return " (" + s.Value[:12] + ")"
		}
	}
	return ""
}

// versionOf returns the version of a module in this program; "?": unknown, as in tests.
func versionOf(module string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == module {
				return m.Version
			}
		}
	}
	return "?"
}
