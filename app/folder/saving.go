package folder

import (
	"path/filepath"
	"strings"
)

// Saving says where and how pictures are saved.
type Saving struct {
	Folder   string // absolute
	Template string // of file names, see package naming; one that is not valid counts as the default
	// Create says that the folder is made when it is not there. It is for the
	// program's own default folder: one that a person chose and that is gone
	// may be on a disk that is not plugged in.
	Create bool
	AtOnce int // downloads at once, 1 to 16; 0: 6
	// Metadata is what new pictures say of themselves.
	Metadata Metadata
}

// Metadata is what new pictures say of themselves to other programs, by the
// properties of IPTC. Signed ones say nothing more than they do.
type Metadata struct {
	Source bool   // that a model made it, and which
	Prompt bool   // what the model was asked for
	Writer string // who wrote that; empty: nobody is named
	Marks  bool   // what a person notes of pictures, in files beside them
}

// inFolder reports whether a path leads into a folder.
func inFolder(folder, path string) bool {
	separator := string(filepath.Separator)
	return folder != "" && strings.HasPrefix(path, strings.TrimSuffix(folder, separator)+separator)
}
