package openwith

import (
	"net/url"
	"slices"
	"strings"
)

// entry is what a desktop file says (Desktop Entry Specification 1.5).
type entry struct {
	name, exec, tryExec     string
	mimes                   []string
	hidden, terminal, other bool
}

// parseEntry reads a desktop file. locales are those of the user, the best first.
func parseEntry(text string, locales []string) entry {
	var e entry
	values := map[string]string{}
	in := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			in = line == "[Desktop Entry]"
		case in:
			if key, value, ok := strings.Cut(line, "="); ok {
				values[strings.TrimSpace(key)] = unescape(strings.TrimSpace(value))
			}
		}
	}
	e.name = values["Name"]
	for _, locale := range slices.Backward(locales) {
		if own := values["Name["+locale+"]"]; own != "" {
			e.name = own
		}
	}
	e.exec, e.tryExec = values["Exec"], values["TryExec"]
	e.mimes = strings.FieldsFunc(values["MimeType"], func(r rune) bool { return r == ';' })
	e.hidden = values["Hidden"] == "true" || values["NoDisplay"] == "true"
	e.terminal = values["Terminal"] == "true"
	e.other = values["Type"] != "Application"
	return e
}

// unescape resolves the escapes that every value may have.
func unescape(value string) string {
	return strings.NewReplacer(`\s`, " ", `\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`).Replace(value)
}

// arguments splits the command of a desktop file; ok: it is one.
func arguments(line string) (args []string, ok bool) {
	var arg strings.Builder
	quoted, begun := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\\' && i+1 < len(line):
			i++
			arg.WriteByte(line[i])
		case c == '"':
			quoted, begun = !quoted, true
		case !quoted && (c == ' ' || c == '\t'):
			if begun {
				args, begun = append(args, arg.String()), false
				arg.Reset()
			}
		case c == 0:
			return nil, false
		default:
			arg.WriteByte(c)
			begun = true
		}
	}
	if begun {
		args = append(args, arg.String())
	}
	return args, !quoted && len(args) > 0
}

// lines are the commands that open files with a program: one, or one for each file
// if the program takes only one. No shell reads them.
func lines(args []string, name string, files []string) [][]string {
	all := func(code string) bool {
		return slices.ContainsFunc(args, func(a string) bool { return a == code })
	}
	if all("%F") || all("%U") {
		return [][]string{expand(args, name, files)}
	}
	var each [][]string
	for _, file := range files {
		each = append(each, expand(args, name, []string{file}))
	}
	return each
}

// expand puts the files in the place of the codes; without one they come last.
func expand(args []string, name string, files []string) []string {
	var out []string
	placed := false
	for _, arg := range args {
		switch arg {
		case "%F", "%f":
			out, placed = append(out, files...), true
		case "%U", "%u":
			for _, file := range files {
				out = append(out, (&url.URL{Scheme: "file", Path: file}).String())
			}
			placed = true
		case "%c":
			out = append(out, name)
		case "%i", "%k", "%d", "%D", "%n", "%N", "%v", "%m":
		default:
			out = append(out, strings.ReplaceAll(arg, "%%", "%"))
		}
	}
	if !placed {
		out = append(out, files...)
	}
	return out
}
