package api

import (
	"errors"
	"net/http"
	"strings"
	"sync"
)

// spellings remembers whether the service writes a job type with a dash or with
// an underscore in its paths: its documentation has both. When the service
// refuses one, the other is tried once. The one that worked is used first from
// then on.
type spellings struct {
	mu     sync.Mutex
	worked map[spelled]string
}

// spelled is a word of a path, with underscores, and a kind of call. Kinds of calls may use
// different spellings.
type spelled struct{ call, word string }

// Kinds of calls.
const (
	callSubmit = "submit"
	callList   = "list"
	callJob    = "job"
)

// otherSpelling swaps dashes and underscores; "" when the word has neither.
func otherSpelling(word string) string {
	switch {
	case strings.Contains(word, "-"):
		return strings.ReplaceAll(word, "-", "_")
	case strings.Contains(word, "_"):
		return strings.ReplaceAll(word, "_", "-")
	}
	return ""
}

// SameType reports whether two job types are equal in either spelling.
func SameType(a, b string) bool { return plainType(a) == plainType(b) }

func plainType(word string) string { return strings.ReplaceAll(word, "-", "_") }

// order returns the spelling to try first, and the other. known says that the
// first has worked before.
func (s *spellings) order(call, word string) (first, second string, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first, second = word, otherSpelling(word)
	worked := s.worked[spelled{call, plainType(word)}]
	if worked != "" && worked == second {
		first, second = second, first
	}
	return first, second, worked != ""
}

func (s *spellings) note(call, word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.worked == nil {
		s.worked = map[spelled]string{}
	}
	const most = 100 // job types come from outside, so memory is bounded
	if at := (spelled{call, plainType(word)}); len(s.worked) < most || s.worked[at] != "" {
		s.worked[at] = word
	}
}

// try calls ask with one spelling and, when the service itself refuses that, with the other. "Not
// found" counts only when both spellings give it, or the spelling known to be right does; otherwise
// the other refusal is returned. A failure of the second try is returned too, because then nothing
// is known.
func (s *spellings) try(call, word string, ask func(word string) error) error {
	first, second, known := s.order(call, word)
	err := ask(first)
	if err == nil {
		s.note(call, first)
		return nil
	}
	if second == "" || !unknownPath(err) || call == callSubmit && (known || !surelyPath(err)) {
		return err
	}
	again := ask(second)
	switch {
	case again == nil:
		s.note(call, second)
		return nil
	case !unknownPath(again):
		return again
	case call == callJob && errors.Is(err, ErrNotFound) && !errors.Is(again, ErrNotFound) && !s.any(first):
		return again
	case call == callJob && !errors.Is(err, ErrNotFound) && errors.Is(again, ErrNotFound) && s.any(second):
		return again
	case call == callList && !errors.Is(err, ErrNotFound) && errors.Is(again, ErrNotFound):
		return again
	}
	return err
}

// any reports whether a spelling has worked for any kind of call.
func (s *spellings) any(word string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, worked := range s.worked {
		if worked == word {
			return true
		}
	}
	return false
}

// surelyPath reports whether a refusal can only be about the path. Only then is a request that
// costs tokens sent to another path.
func surelyPath(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status != http.StatusUnprocessableEntity || len(e.Fields) > 0 && len(e.Fields[0].Loc) > 0 && e.Fields[0].Loc[0] == "path")
}

// unknownPath reports whether the service itself says that it doesn't know a
// path; then it has done nothing. A complaint about the body means that the
// path was right.
func unknownPath(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Foreign {
		return false
	}
	switch e.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return true
	case http.StatusUnprocessableEntity:
		for _, f := range e.Fields {
			if len(f.Loc) > 0 && f.Loc[0] == "body" {
				return false
			}
		}
		return true
	}
	return false
}
