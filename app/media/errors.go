package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// What the typed errors below are about, for errors.Is.
var (
	ErrDamaged     = errors.New("the picture is damaged")
	ErrTooLarge    = errors.New("the picture is too large")
	ErrUnsupported = errors.New("the file is not a picture of a known kind")
)

// DamagedError says that bytes are not what the format demands: cut off,
// changed on the way, or made wrongly. Fetching them again may help.
type DamagedError struct {
	Format Format
	Offset int64  // where in the file, -1 when not known
	Part   string // the PNG chunk, "" when it is about the whole file
	Reason string // a clause: "the checksum is wrong"
	Err    error  // the decoder's own error, nil when the rule is ours
}

func (e *DamagedError) Error() string {
	s := fmt.Sprintf("the %s is damaged", e.Format)
	if e.Part != "" {
		s += " in " + e.Part
	}
	if e.Offset >= 0 {
		s += fmt.Sprintf(" at byte %d", e.Offset)
	}
	return s + ": " + e.Reason
}

func (e *DamagedError) Is(target error) bool { return target == ErrDamaged }
func (e *DamagedError) Unwrap() error        { return e.Err }

// TooLargeError says which of the bounds of this package was passed. Fetching
// the bytes again will not help.
type TooLargeError struct {
	What         string // "width", "text in zTXt", …
	Value, Limit int64  // Value may be a lower bound when counting stopped
	Unit         string // "pixels", "bytes", "chunks"
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the picture's %s is too large: %d %s, at most %d can be handled", e.What, e.Value, e.Unit, e.Limit)
}

func (e *TooLargeError) Is(target error) bool { return target == ErrTooLarge }

// Fault is why a file is no picture that the work can be done on.
type Fault string

// What a file is instead.
const (
	Empty     Fault = "empty"
	Page      Fault = "page"     // HTML or XML
	NoPicture Fault = "unknown"  // no PNG, JPEG or WebP
	NoTexts   Fault = "no.texts" // of a format that can't take these texts
)

// UnsupportedError says that a file is no PNG, JPEG or WebP, or one of a kind
// that the work cannot be done on.
type UnsupportedError struct{ Fault Fault }

func (e *UnsupportedError) Error() string        { return "not such a picture: " + string(e.Fault) }
func (e *UnsupportedError) Is(target error) bool { return target == ErrUnsupported }

// KeywordError says why a text's keyword is not legal in a PNG.
type KeywordError struct {
	Keyword string
	Reason  string // a clause with the keyword as its subject
}

func (e *KeywordError) Error() string {
	return fmt.Sprintf("the text keyword %q %s", e.Keyword, e.Reason)
}

// Format is one of the formats that pictures come in.
type Format string

// The formats that are recognised, by their first bytes.
const (
	PNG  Format = "png"
	JPEG Format = "jpeg"
	WebP Format = "webp"
)

// Extension returns the usual file extension with its dot.
func (f Format) Extension() string {
	if f == JPEG {
		return ".jpg"
	}
	return "." + string(f)
}

func (f Format) String() string {
	switch f {
	case PNG:
		return "PNG"
	case JPEG:
		return "JPEG"
	case WebP:
		return "WebP"
	}
	return string(f)
}

// sniffBytes is how much of a file tells its format.
const sniffBytes = 12

const pngSignature = "\x89PNG\r\n\x1a\n"

// sniff recognises a format by the first bytes of a file.
func sniff(head []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(head, []byte(pngSignature)):
		return PNG, nil
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP, nil
	case len(head) == 0:
		return "", &UnsupportedError{Empty}
	case len(head) < len(pngSignature) && bytes.HasPrefix([]byte(pngSignature), head):
		return "", &DamagedError{Format: PNG, Offset: int64(len(head)), Reason: "the file ends early"}
	case bytes.HasPrefix(bytes.TrimLeft(head, " \r\n\t\ufeff"), []byte("<")):
		return "", &UnsupportedError{Page}
	}
	return "", &UnsupportedError{NoPicture}
}

// checkSize refuses sizes that no picture of ours has.
func checkSize(size int64) error {
	if size < 0 {
		return fmt.Errorf("reading a picture: its size cannot be %d bytes", size)
	}
	if size > MaxFileBytes {
		return &TooLargeError{"file", size, MaxFileBytes, "bytes"}
	}
	return nil
}

// checkDimensions refuses pictures that would take too much memory to show.
func checkDimensions(width, height int64) error {
	switch {
	case width > MaxSide:
		return &TooLargeError{"width", width, MaxSide, "pixels"}
	case height > MaxSide:
		return &TooLargeError{"height", height, MaxSide, "pixels"}
	case width*height > MaxPixels:
		return &TooLargeError{"area", width * height, MaxPixels, "pixels"}
	}
	return nil
}

// readHead reads the bytes that tell the format; fewer when the file is
// shorter.
func readHead(r io.ReaderAt, size int64) ([]byte, error) {
	head := make([]byte, min(size, sniffBytes))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a picture: %w", err)
	}
	return head[:n], nil
}
