package trash

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// note makes a note as Windows does.
func note(version uint64, size int64, at time.Time, path string) []byte {
	b := binary.LittleEndian.AppendUint64(nil, version)
	b = binary.LittleEndian.AppendUint64(b, uint64(size))
	b = binary.LittleEndian.AppendUint64(b, uint64(at.UnixNano()/100+since1601))
	units := append(utf16.Encode([]rune(path)), 0)
	if version == 2 {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(units)))
	}
	for _, unit := range units {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	if version == 1 {
		b = append(b, make([]byte, 24+2*fixedPath-len(b))...)
	}
	return b
}

func TestNotesOfTheRecycleBin(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 123456700, time.UTC)
	const path = `C:\Users\Ä\Pictures\猫 👩.png`
	for _, version := range []uint64{1, 2} {
		got, err := readRecycled(note(version, 1234567, at, path))
		if err != nil || got.path != path || got.size != 1234567 || !got.at.Equal(at) {
			t.Errorf("version %d: %+v, %v", version, got, err)
		}
	}
	whole := note(2, 1, at, path)
	tooLong := note(2, 1, at, path)
	binary.LittleEndian.PutUint32(tooLong[24:], 1<<31)
	for name, b := range map[string][]byte{
		"empty": nil, "short": whole[:20], "no length": whole[:26], "cut off": whole[:len(whole)-2],
		"other version": note(3, 1, at, path), "no path": note(2, 1, at, ""), "length": tooLong,
	} {
		if got, err := readRecycled(b); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzRecycled(f *testing.F) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Add(note(1, 1, at, `C:\a.png`))
	f.Add(note(2, 1<<40, at, `D:\猫.png`))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := readRecycled(b)
		if err == nil && (got.path == "" || strings.Contains(got.path, "\x00")) {
			t.Errorf("the path is %q", got.path)
		}
	})
}
