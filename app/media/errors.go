package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Kinds of the typed errors below, for errors.Is.
var (
	ErrDamaged     = errors.New("the picture is damaged")
	ErrTooLarge    = errors.New("the picture is too large")
	ErrUnsupported = errors.New("the file is not a picture of a known kind")
)

// DamagedError says that the bytes violate the format: cut off, changed in
// transfer, or written wrongly. Fetching them again may help.
type DamagedError struct {
	Format Format
	Offset int64  // position in the file; -1: unknown
	Part   string // PNG chunk; "": the whole file
	Reason string // a clause: "the checksum is wrong"
	Err    error  // of the decoder; nil: the rule is ours
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

// TooLargeError says which bound of this package was exceeded. Fetching the
// bytes again does not help.
type TooLargeError struct {
	What         string // "width", "text in zTXt", …
	Value, Limit int64  // Value may be a lower bound, if counting stopped
	Unit         string // "pixels", "bytes", "chunks"
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the picture's %s is too large: %d %s, at most %d can be handled", e.What, e.Value, e.Unit, e.Limit)
}

func (e *TooLargeError) Is(target error) bool { return target == ErrTooLarge }

// Fault says why a file can't be used as a picture.
type Fault string

const (
	Empty     Fault = "empty"
	Page      Fault = "page"     // HTML or XML
	NoPicture Fault = "unknown"  // not a PNG, JPEG or WebP
	NoTexts   Fault = "no.texts" // the format has no place for these texts
)

// UnsupportedError says that a file is not a PNG, JPEG or WebP, or that its
// format doesn't support the operation.
type UnsupportedError struct{ Fault Fault }

func (e *UnsupportedError) Error() string        { return "not such a picture: " + string(e.Fault) }
func (e *UnsupportedError) Is(target error) bool { return target == ErrUnsupported }

// KeywordError says why a keyword is not allowed in a PNG.
type KeywordError struct {
	Keyword string
	Reason  string // a clause with the keyword as its subject
}

func (e *KeywordError) Error() string {
	return fmt.Sprintf("the text keyword %q %s", e.Keyword, e.Reason)
}

// Format is a format of pictures.
type Format string

// The supported formats, detected by their first bytes.
const (
	PNG  Format = "png"
	JPEG Format = "jpeg"
	WebP Format = "webp"
)

// Extension returns the usual file extension, with its dot.
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

// sniffBytes is how many bytes at the start identify the format.
const sniffBytes = 12

const pngSignature = "\x89PNG\r\n\x1a\n"

// sniff detects a format by the first bytes of a file.
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

// checkSize rejects impossible file sizes.
func checkSize(size int64) error {
	if size < 0 {
		return fmt.Errorf("reading a picture: its size cannot be %d bytes", size)
	}
	if size > MaxFileBytes {
		return &TooLargeError{"file", size, MaxFileBytes, "bytes"}
	}
	return nil
}

// checkDimensions rejects pictures that need too much memory to show.
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

// readHead reads the bytes that identify the format, or fewer if the file is
// shorter.
func readHead(r io.ReaderAt, size int64) ([]byte, error) {
	head := make([]byte, min(size, sniffBytes))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a picture: %w", err)
	}
	return head[:n], nil
}
