package promptfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"lookbook/app/request"
)

// MaxBytes bounds a file of prompts. Nobody types more, and a file of this size is
// read at once.
const MaxBytes = 16 << 20

// Code is the kind of a fault.
type Code string

// The faults. The parameters are behind each.
const (
	Large     Code = "large"   // Max, in bytes
	NoText    Code = "no_text" // the encoding isn't known, or it is no text
	NoPrompts Code = "no_prompts"
	TooMany   Code = "too_many"   // Given rows of Max
	NoColumns Code = "no_columns" // Given: the first line
	TwoSame   Code = "two_same"   // Given: the column
	BadTable  Code = "bad_table"  // Line
	BadCell   Code = "bad_cell"   // Line, Field, Why
)

// Error says what is wrong with a file.
type Error struct {
	Code  Code
	Line  int // from 1; 0: the whole file
	Given string
	Max   int
	Field request.Field
	Why   request.Why
}

func (e *Error) Error() string {
	return fmt.Sprintf("file of prompts, line %d: %s %s", e.Line, e.Code, e.Given)
}

// Decode returns the text of a file, with line feeds as line ends. The error is an
// *Error.
func Decode(raw []byte) (string, error) {
	decoded, _, err := transform.Bytes(unicode.BOMOverride(encoding.UTF8Validator), raw)
	if err != nil || !utf8.Valid(decoded) {
		return "", &Error{Code: NoText}
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(decoded), "\ufeff"))
	for _, r := range text {
		if r < ' ' && r != '\n' && r != '\t' && r != '\f' {
			return "", &Error{Code: NoText} // UTF-16 without a mark, or no text
		}
	}
	return text, nil
}

// ReadFile returns the text of a file of at most MaxBytes. The error is an *Error or
// one of the system.
func ReadFile(path string) (string, error) { return readFile(path, MaxBytes) }

func readFile(path string, most int) (text string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", &Error{Code: NoText} // a pipe would wait
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	raw, err := io.ReadAll(io.LimitReader(file, int64(most)+1))
	if err != nil {
		return "", err
	}
	if len(raw) > most {
		return "", &Error{Code: Large, Max: most}
	}
	return Decode(raw)
}
