package support

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Bounds of the log's end.
const (
	tailBytes = 512 << 10
	tailLines = 150
)

// code matches values that are names of our own or of the service's: no blank in them.
var code = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// told says what a report may hold of the log's fields that are texts. A field that is not listed
// is left out.
var told = map[string]func(string) string{
	"kind":   Thrown, // of an error; its text is left out
	"doing":  Thrown,
	"value":  Thrown,
	"at":     Thrown,
	"job":    codeOnly,
	"signal": Thrown,
	"what":   codeOnly,
}

func codeOnly(value string) string {
	if code.MatchString(value) {
		return value
	}
	return ""
}

// logLine is a line of the log.
type logLine map[string]any

func (l logLine) text(key string) string {
	text, _ := l[key].(string)
	return text
}

// logEnd returns what may be shown of the log's last lines, and of the last crash that it holds.
func logEnd(path string) (lines []string, crash string, err error) {
	if !filepath.IsAbs(path) { // there is no home folder
		return nil, "", nil
	}
	raw, err := readEnd(path)
	if err != nil {
		return nil, "", err
	}
	for line := range bytes.Lines(raw) {
		var l logLine
		if json.Unmarshal(line, &l) != nil || l.text("msg") == "" {
			continue // cut off at the start, or not ours
		}
		if l.text("msg") == crashed {
			crash = crashText(l.text("at"), l.text("stack"))
		}
		lines = append(lines, l.shown())
	}
	return lines[max(0, len(lines)-tailLines):], crash, nil
}

// readEnd returns the end of a file; of a missing one nothing.
func readEnd(path string) (raw []byte, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if _, err := file.Seek(max(0, size-tailBytes), io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(file, tailBytes))
}

// shown returns what may be shown of a line. Messages are constants of the program, numbers and
// truth values can't hold words.
func (l logLine) shown() string {
	var b strings.Builder
	at, _ := time.Parse(time.RFC3339Nano, l.text("time"))
	fmt.Fprintf(&b, "%s %s %s", at.UTC().Format("2006-01-02 15:04:05.000"), codeOnly(l.text("level")), Thrown(l.text("msg")))
	for _, key := range slices.Sorted(maps.Keys(l)) {
		switch value := l[key].(type) {
		case bool, float64:
			fmt.Fprintf(&b, " %s=%v", codeOnly(key), value)
		case string:
			if show := told[key]; show != nil && show(value) != "" {
				fmt.Fprintf(&b, " %s=%s", key, show(value))
			}
		}
	}
	if stack := l.text("stack"); stack != "" && l.text("msg") != crashed { // of a panic that was recovered
		b.WriteString("\n" + indented(Stack(stack)))
	}
	return strings.TrimRight(b.String(), "\n")
}

func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("    " + line)
	}
	return b.String()
}
