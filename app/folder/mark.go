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

	markBytes = 4 << 10 // more than that is none
	markLine  = "id: "
	markText  = "Lookbook knows this folder by this file, so that it does not save pictures to another disk in its place.\n" +
		"You can delete it: Lookbook then goes by the pictures that are here.\n"
)

// Mark is the id in the folder's mark; empty: it has none that makes sense.
func (f *Folder) Mark() string {
	file, err := f.Own(MarkName, os.O_RDONLY)
	if err != nil {
		return "" // what can't be read says nothing
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

// validMark reports whether an id is of the form that PutMark makes.
func validMark(id string) bool {
	return len(id) >= 16 && len(id) <= 64 && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// PutMark gives the folder the mark id, or a new one if that is empty, and
// answers the mark that it has then: a mark that is there stays. Only a file
// that is none, left by a program that died while it wrote one, is replaced.
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
	if has := f.Mark(); has != "" { // another program may have been quicker
		return has, nil
	}
	return "", fmt.Errorf("marking the folder: what is called %s there is no file of Lookbook's", MarkName)
}

// placeMark gives a whole mark its name. Another program's is not replaced:
// where files can have two names, the system sees to that.
func (f *Folder) placeMark(temp string) error {
	linking := f.root.Link(temp, MarkName)
	info, missing := f.root.Lstat(MarkName)
	switch {
	case linking == nil:
		return nil
	case missing != nil: // no file can have two names on this disk
		return f.root.Rename(temp, MarkName)
	case !info.Mode().IsRegular() || f.Mark() != "":
		return nil // somebody put it there; PutMark finds out what it is
	}
	return errors.Join(f.Remove(MarkName), f.root.Rename(temp, MarkName))
}
