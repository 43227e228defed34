package folder

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	// MarkName is the name of the file with the folder's mark.
	MarkName = TempPrefix + "folder"

	markBytes = 4 << 10 // a longer file is not a mark
	markLine  = "id: "
	markText  = "Lookbook knows this folder by this file, so that it does not save pictures to another disk in its place.\n" +
		"You can delete it: Lookbook then goes by the pictures that are here.\n"
)

// Mark returns the id in the folder's mark; "": it has no valid one.
func (f *Folder) Mark() string {
	file, err := f.Own(MarkName, os.O_RDONLY)
	if err != nil {
		return "" // an unreadable mark says nothing
	}
	defer func() { _ = file.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(file, markBytes))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if id, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), markLine); ok && validMark(id) {
			return id
		}
	}
	return ""
}

// validMark reports whether an id has the form that PutMark makes.
func validMark(id string) bool {
	return len(id) >= 16 && len(id) <= 64 && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// PutMark marks the folder with id, or with a new one if id is empty, and
// returns the folder's mark. An existing mark stays. Only an invalid file, left
// by a program that ended while writing it, is replaced.
func (f *Folder) PutMark(id string) (string, error) {
	if has := f.Mark(); has != "" {
		return has, nil
	}
	if id == "" {
		id = rand.Text()
	}
	file, temp, err := f.Temp("", MarkSuffix, 0o644)
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(markText + markLine + id + "\n")
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = f.placeMark(temp)
	}
	if removing := f.Remove(temp); err == nil {
		err = removing
	}
	if err != nil {
		return "", fmt.Errorf("marking the folder: %w", err)
	}
	if has := f.Mark(); has != "" { // another program may have been faster
		return has, nil
	}
	return "", fmt.Errorf("marking the folder: what is called %s there is no file of Lookbook's", MarkName)
}

// placeMark gives a complete mark its name. It doesn't replace another
// program's mark where the system supports hard links.
func (f *Folder) placeMark(temp string) error {
	linking := f.root.Link(temp, MarkName)
	info, missing := f.root.Lstat(MarkName)
	switch {
	case linking == nil:
		return nil
	case missing != nil: // the disk has no hard links
		return f.root.Rename(temp, MarkName)
	case !info.Mode().IsRegular() || f.Mark() != "":
		return nil // another program put it there; PutMark reads it
	}
	return errors.Join(f.Remove(MarkName), f.root.Rename(temp, MarkName))
}
