package folder

import (
	"path/filepath"
	"strings"
)

// Saving says where and how pictures are saved.
type Saving struct {
	Folder   string // absolute
	Template string // of file names, see package naming; an invalid one means the default
	// Create creates the folder if it is missing. It is for the program's own
	// default folder: a missing folder that a person chose may be on a disk
	// that is not connected.
	Create bool
	AtOnce int // concurrent downloads, 1 to 16; 0: 6
	// Metadata is what is written into new pictures for other programs.
	Metadata Metadata
}

// Metadata is what is written into new pictures for other programs, as IPTC
// properties. Signed pictures stay unchanged.
type Metadata struct {
	Source bool   // a model made it, and which one
	Prompt bool   // the prompts
	Writer string // author of the prompts; "": nobody is named
	Marks  bool   // marks, in sidecars
}

// inFolder reports whether a path is inside a folder.
func inFolder(folder, path string) bool {
	separator := string(filepath.Separator)
	return folder != "" && strings.HasPrefix(path, strings.TrimSuffix(folder, separator)+separator)
}
