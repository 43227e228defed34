package session

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Visit is what a second start asks of the open window: to come to the front, and to open files.
type Visit struct {
	// Files are absolute paths, byte for byte: names need not be UTF-8.
	Files []string
	// More counts the files that were left out.
	More int
}

const (
	// mostFiles and mostBytes bound the files of a Visit, and their paths together.
	mostFiles, mostBytes = 1000, 1 << 20
	// maxVisit bounds a Visit on the wire. Its paths are in base64.
	maxVisit = 2 << 20
	// shownLimit is how long an open window may take to come to the front. It is generous, because a
	// window that is being filled on a slow computer does not hang.
	shownLimit = 10 * time.Second
)

// NewVisit makes a Visit of the first files, as many as a window takes.
func NewVisit(files ...string) (v Visit) {
	v.Add(Visit{Files: files})
	return v
}

// Add adds what another Visit asks. A path that can't be one of this computer is left out.
func (v *Visit) Add(other Visit) {
	size := 0
	for _, path := range v.Files {
		size += len(path)
	}
	v.More += max(other.More, 0)
	for _, path := range other.Files {
		size += len(path)
		if len(v.Files) >= mostFiles || size > mostBytes || !filepath.IsAbs(path) || strings.ContainsRune(path, 0) {
			size -= len(path)
			v.More++
			continue
		}
		v.Files = append(v.Files, path)
	}
}

// wireVisit is a Visit on the socket, a line of JSON. JSON's own texts would change names that are not UTF-8.
type wireVisit struct {
	Files [][]byte `json:"files,omitempty"`
	More  int      `json:"more,omitempty"`
}

func (v Visit) encode() ([]byte, error) {
	wire := wireVisit{More: v.More}
	for _, path := range v.Files {
		wire.Files = append(wire.Files, []byte(path))
	}
	line, err := json.Marshal(wire)
	return append(line, '\n'), err
}

func decodeVisit(in io.Reader) (v Visit, err error) {
	var wire wireVisit
	if err := json.NewDecoder(io.LimitReader(in, maxVisit)).Decode(&wire); err != nil {
		return v, err
	}
	given := Visit{More: min(wire.More, maxVisit)}
	for _, path := range wire.Files {
		given.Files = append(given.Files, string(path))
	}
	v.Add(given)
	return v, nil
}

// hand gives a visit to the process that listens at path, and returns the line of its last answer:
// sayFront after its window came to the front; sayOpen when the window took the visit and does
// nothing for as long as patience; sayCommand; "" when nobody answers, or the window is closing.
func hand(path string, v Visit, patience time.Duration) string {
	conn, err := visit(path)
	if err != nil {
		return ""
	}
	defer func() { _ = conn.Close() }()
	line, err := v.encode()
	if err != nil {
		return ""
	}
	answer, err := exchange(conn, askOpen)
	if err != nil || answer != sayOpen {
		return answer
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return ""
	}
	if _, err = conn.Write(line); err == nil {
		answer, err = readLine(conn)
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return sayOpen
	case err != nil:
		return ""
	}
	return answer
}

// welcome takes a visit and answers when the window is in front. While the window hangs, or closes,
// it answers nothing.
func (l *instanceListener) welcome(conn net.Conn) {
	if _, err := conn.Write([]byte(sayOpen)); err != nil {
		return
	}
	v, err := decodeVisit(conn)
	if err != nil {
		return
	}
	shown, ok := l.pass(v)
	if !ok {
		return
	}
	late := time.NewTimer(2 * shownLimit) // the visitor leaves earlier
	defer late.Stop()
	select {
	case <-shown:
	case <-late.C:
		return
	case <-l.leaving:
		return
	}
	if conn.SetDeadline(time.Now().Add(frontLimit)) == nil {
		_, _ = conn.Write([]byte(sayFront)) // the visitor may have left
	}
}

// pass passes a visit to the window, or keeps it until there is one. It reports whether the window
// is still open; shown is closed when it is in front.
func (l *instanceListener) pass(v Visit) (shown <-chan struct{}, ok bool) {
	l.mu.Lock()
	come, closed := l.come, l.closed
	if come == nil && !closed {
		if l.kept == nil {
			l.kept = &Visit{}
		}
		l.kept.Add(v)
	}
	l.mu.Unlock()
	switch {
	case closed:
		return nil, false // the window is closing and can't come to the front
	case come == nil:
		return already(), true // it is only starting
	}
	return come(v), true
}

// already is the channel of what need not be waited for.
func already() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// comeBy sets the function that brings the window to the front, and passes what was asked before.
func (l *instanceListener) comeBy(come func(Visit) <-chan struct{}) {
	l.mu.Lock()
	l.come = come
	kept := l.kept
	l.kept = nil
	l.mu.Unlock()
	if kept != nil {
		come(*kept)
	}
}
