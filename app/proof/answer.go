package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Format names the answers that a page makes.
const Format = "lookbook-proof-answer"

const (
	// MaxBytes bounds an answer in bytes: every picture of a page, each with the
	// longest note.
	MaxBytes = 4 << 20

	// MaxPictures bounds the pictures of a page and of an answer.
	MaxPictures = 500

	// MaxText bounds a note and a name, in characters.
	MaxText = 1000

	version = 1
	stars   = 5
)

// Errors of Read.
var (
	ErrLong     = errors.New("the answer is too long")
	ErrSpoilt   = errors.New("the answer is damaged")
	ErrNewer    = errors.New("the answer was made by a page of a newer version")
	ErrNoAnswer = errors.New("the file is no answer")
)

// Pick is what was chosen for a picture.
type Pick string

// The picks.
const (
	Yes  Pick = "yes"
	No   Pick = "no"
	Open Pick = "" // neither
)

// Chosen is what the answer says of one picture.
type Chosen struct {
	Name  string `json:"id"`
	Pick  Pick   `json:"pick,omitempty"`
	Stars int    `json:"stars,omitempty"` // 0: none
	Note  string `json:"note,omitempty"`
}

// Answer is what somebody chose on a page.
type Answer struct {
	Title    string   `json:"title"`
	From     string   `json:"from"` // who chose
	Note     string   `json:"note"` // about all of them
	Pictures []Chosen `json:"pictures"`
}

// Read reads an answer. Its texts are single lines without invisible characters, and
// each picture is in it once; a picture of which nothing is said is left out.
// Error: one of the above, or the file's.
func Read(r io.Reader) (Answer, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return Answer{}, err
	case len(data) > MaxBytes:
		return Answer{}, ErrLong
	}
	var kind struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
		Answer
	}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))))
	if err := decoder.Decode(&kind); err != nil {
		return Answer{}, ErrSpoilt
	}
	switch {
	case kind.Format != Format:
		return Answer{}, ErrNoAnswer
	case kind.Version > version:
		return Answer{}, ErrNewer
	case len(kind.Pictures) > MaxPictures:
		return Answer{}, ErrLong
	}
	a := Answer{Title: line(kind.Title), From: line(kind.From), Note: line(kind.Note)}
	seen := map[string]bool{}
	for _, c := range kind.Pictures {
		_, named := IDOf(c.Name)
		if !named || len(c.Name) > 64 || seen[c.Name] || c.Stars < 0 || c.Stars > stars || c.Pick != Yes && c.Pick != No && c.Pick != Open {
			return Answer{}, ErrSpoilt
		}
		seen[c.Name] = true
		c.Note = line(c.Note)
		if c != (Chosen{Name: c.Name}) {
			a.Pictures = append(a.Pictures, c)
		}
	}
	return a, nil
}

// line returns a text as it can be shown: one line of bounded length.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.Fields(text), " "))
	return string(runes[:min(len(runes), MaxText)])
}
