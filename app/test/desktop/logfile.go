//go:build linux

package desktop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"
	"time"
)

// LogFile is a log file with one JSON object per line, as log/slog writes it. It may not exist yet.
type LogFile struct {
	t     testing.TB
	path  string
	since time.Time // older lines are skipped
}

// Entry is a line of a LogFile.
type Entry map[string]any

// OpenLog returns the log at path. Every method reads it from its start.
func OpenLog(t testing.TB, path string) *LogFile { return &LogFile{t: t, path: path} }

// Since returns the same log without lines before then.
func (j *LogFile) Since(then time.Time) *LogFile {
	return &LogFile{t: j.t, path: j.path, since: then}
}

// Message returns slog's message.
func (e Entry) Message() string {
	text, _ := e["msg"].(string)
	return text
}

// Time returns when the line was written; zero: unknown.
func (e Entry) Time() time.Time {
	text, _ := e["time"].(string)
	moment, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return moment
}

// Entries returns the complete lines so far that keep accepts; nil accepts all. A line that is not
// JSON fails the test, because something else writes to the log.
func (j *LogFile) Entries(keep func(Entry) bool) []Entry {
	j.t.Helper()
	data, err := os.ReadFile(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		j.t.Fatalf("journal: %v", err)
	}
	var entries []Entry
	for line := range bytes.Lines(data) {
		if !bytes.HasSuffix(line, []byte("\n")) {
			break // still being written
		}
		var entry Entry
		if err := json.Unmarshal(line, &entry); err != nil {
			j.t.Fatalf("journal %s: %v in %q", j.path, err, line)
		}
		if !entry.Time().Before(j.since) && (keep == nil || keep(entry)) {
			entries = append(entries, entry)
		}
	}
	return entries
}

// Said returns the entries with this message.
func (j *LogFile) Said(message string) []Entry {
	j.t.Helper()
	return j.Entries(func(e Entry) bool { return e.Message() == message })
}

// Wait waits until at least count entries have this message, and returns them.
func (j *LogFile) Wait(limit time.Duration, message string, count int) []Entry {
	j.t.Helper()
	var entries []Entry
	Until(j.t, limit, fmt.Sprintf("%q, %d times, in %s", message, count, j.path), func() bool {
		entries = j.Said(message)
		return len(entries) >= count
	})
	return entries
}
