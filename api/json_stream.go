package api

import (
	"bufio"
	"errors"
	"io"
)

var (
	errCutOff = errors.New("it is cut off or not valid JSON")

	// errStop makes reading stop early without a failure.
	errStop = errors.New("enough")
)

// jsonStream splits JSON that is still arriving into values, and holds one of
// them at a time. It only looks at brackets and quotes. The caller finds out
// whether a value is valid, so that one invalid value does not spoil the
// others.
type jsonStream struct {
	r     *bufio.Reader
	most  int   // bytes of one value; nothing of a longer one is kept
	spare int64 // useless bytes that are still tolerated
	value []byte
}

func newJSONStream(r io.Reader, most int, spare int64) *jsonStream {
	return &jsonStream{r: bufio.NewReaderSize(r, 64<<10), most: most, spare: spare}
}

// token reads the next byte that is not white space.
func (s *jsonStream) token() (byte, error) {
	for {
		b, err := s.r.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\n' && b != '\t' && b != '\r' {
			return b, nil
		}
		if err := s.waste(1); err != nil {
			return 0, err
		}
	}
}

// must reads a token; the end of the input is an error.
func (s *jsonStream) must() (byte, error) {
	b, err := s.token()
	if errors.Is(err, io.EOF) {
		err = errCutOff
	}
	return b, err
}

// waste counts useless bytes.
func (s *jsonStream) waste(n int) error {
	if s.spare -= int64(n); s.spare < 0 {
		return errTooLong
	}
	return nil
}

// read reads the value that starts with first, which was read already. The
// result is valid until the next call. It is nil when the value was too long.
func (s *jsonStream) read(first byte) ([]byte, error) {
	s.value = append(s.value[:0], first)
	level, quoted, escaped, length := 0, false, false, 1
	switch first {
	case '{', '[':
		level = 1
	case '"':
		quoted = true
	case '}', ']', ',', ':':
		return nil, errCutOff
	}
	bare := level == 0 && !quoted
	for bare || level > 0 || quoted {
		b, err := s.r.ReadByte()
		if errors.Is(err, io.EOF) {
			if bare {
				break
			}
			err = errCutOff
		}
		if err != nil {
			return nil, err
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = b == '\\', b != '"'
		case bare:
			if b == ',' || b == ']' || b == '}' || b == ':' || b <= ' ' {
				return s.kept(length), s.r.UnreadByte()
			}
		case b == '"':
			quoted = true
		case b == '{', b == '[':
			level++
		case b == '}', b == ']':
			level--
		}
		if length++; length <= s.most {
			s.value = append(s.value, b)
		} else if err := s.waste(1); err != nil {
			return nil, err
		}
	}
	return s.kept(length), nil
}

func (s *jsonStream) kept(length int) []byte {
	if length > s.most {
		return nil
	}
	return s.value
}

// elements calls yield for each element of an array whose opening bracket was
// read: with nil for one that was too long.
func (s *jsonStream) elements(yield func(value []byte) error) error {
	b, err := s.must()
	if err != nil || b == ']' {
		return err
	}
	for {
		value, err := s.read(b)
		if err != nil {
			return err
		}
		if err := yield(value); err != nil {
			return err
		}
		if b, err = s.must(); err != nil || b == ']' {
			return err
		}
		if b != ',' {
			return errCutOff
		}
		if b, err = s.must(); err != nil {
			return err
		}
	}
}

// members calls yield for each member of an object whose opening bracket was
// read, with the first byte of its value. yield reads the rest of the value.
func (s *jsonStream) members(yield func(name string, first byte) error) error {
	b, err := s.must()
	if err != nil || b == '}' {
		return err
	}
	for {
		if b != '"' {
			return errCutOff
		}
		quoted, err := s.read(b)
		if err != nil {
			return err
		}
		name, _ := unquote(quoted)
		if b, err = s.must(); err != nil {
			return err
		}
		if b != ':' {
			return errCutOff
		}
		if b, err = s.must(); err != nil {
			return err
		}
		if err := yield(name, b); err != nil {
			return err
		}
		if b, err = s.must(); err != nil || b == '}' {
			return err
		}
		if b != ',' {
			return errCutOff
		}
		if b, err = s.must(); err != nil {
			return err
		}
	}
}
