package trash

import (
	"encoding/binary"
	"errors"
	"time"
	"unicode/utf16"
)

// recycled is the content of a $I file of the Recycle Bin. The $R file beside
// it is the deleted file itself.
type recycled struct {
	size int64
	at   time.Time
	path string
}

var errNoNote = errors.New("that is no note of the Recycle Bin")

const (
	// since1601 is the difference between Windows' epoch, 1601, and 1970, in
	// units of 100 ns.
	since1601 = 116444736000000000

	// fixedPath is the length of the path before Windows 10, in UTF-16 units.
	fixedPath = 260
)

// readRecycled parses a $I file: a version, the file's size and the time of
// deletion (8 bytes each), then the path in UTF-16, with a fixed length
// (version 1) or after its length (version 2).
func readRecycled(b []byte) (recycled, error) {
	if len(b) < 24 {
		return recycled{}, errNoNote
	}
	deleted := int64(binary.LittleEndian.Uint64(b[16:])) - since1601
	note := recycled{size: int64(binary.LittleEndian.Uint64(b[8:])), at: time.Unix(deleted/1e7, deleted%1e7*100)}
	path := b[24:]
	switch binary.LittleEndian.Uint64(b) {
	case 1:
		path = path[:min(len(path), 2*fixedPath)]
	case 2:
		if len(path) < 4 || int64(len(path)-4) < 2*int64(binary.LittleEndian.Uint32(path)) {
			return recycled{}, errNoNote
		}
		path = path[4 : 4+2*int(binary.LittleEndian.Uint32(path))]
	default:
		return recycled{}, errNoNote
	}
	var units []uint16
	for ; len(path) >= 2; path = path[2:] {
		unit := binary.LittleEndian.Uint16(path)
		if unit == 0 {
			break
		}
		units = append(units, unit)
	}
	if note.path = string(utf16.Decode(units)); note.path == "" {
		return recycled{}, errNoNote
	}
	return note, nil
}
