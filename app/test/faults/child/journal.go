package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
)

// journal records, in a file of the child's own, which submissions have been
// made. An incomplete line, cut off by a kill, doesn't count.
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

// make records that submission n has been made.
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
