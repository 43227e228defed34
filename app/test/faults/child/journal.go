package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
)

// journal remembers, in a file of the child's own, which submissions have been
// made. A line that a kill cut off counts as not written.
type journal struct {
	file *os.File
	made map[int]bool
}

func openJournal(path string) (*journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	j := &journal{file: file, made: map[int]bool{}}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var n int
		if _, err := fmt.Sscanf(lines.Text(), "made %d.", &n); err == nil {
			j.made[n] = true
		}
	}
	if err := lines.Err(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// make notes that the n-th submission has been made.
func (j *journal) make(n int) error {
	if j.made[n] {
		return nil
	}
	if _, err := fmt.Fprintf(j.file, "made %d.\n", n); err != nil {
		return err
	}
	j.made[n] = true
	return nil
}

func (j *journal) close() error { return j.file.Close() }
