package api

import (
	"errors"
	"net/http"
	"strings"
	"sync"
)

// spellings remembers how the service writes a job type in its paths, with a
// dash or with an underscore: its documentation does both. A spelling that the
// service refuses is tried the other way once, and what worked is used first
// from then on.
type spellings struct {
	mu     sync.Mutex
	worked map[spelled]string
}

// spelled is a word of a path, with underscores, and the kind of call it is for:
// the service need not be of one mind about all of them.
type spelled struct{ call, word string }

// The kinds of calls.
const (
	callSubmit = "submit"
	callList   = "list"
	callJob    = "job"
)

// otherSpelling is a word with dashes for underscores or the other way round, ""
// where there is none.
func otherSpelling(word string) string {
	switch {
	case strings.Contains(word, "-"):
		return strings.ReplaceAll(word, "-", "_")
	case strings.Contains(word, "_"):
		return strings.ReplaceAll(word, "_", "-")
	}
	return ""
}

// SameType reports whether two job types are one, whichever way they are spelt.
func SameType(a, b string) bool { return plainType(a) == plainType(b) }

func plainType(word string) string { return strings.ReplaceAll(word, "-", "_") }

// order is a word in the spelling to try first, and in the other one; known
// says that the first has worked before.
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
	const most = 100 // job types come from outside
	if at := (spelled{call, plainType(word)}); len(s.worked) < most || s.worked[at] != "" {
		s.worked[at] = word
	}
}

// try asks with one spelling and, where the service itself refuses that, with
// the other. That there is nothing is believed when both say so, or the spelling
// that is known to be the service's does: else the other refusal counts. So does
// trouble with the second try: what is there could not be told.
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

// any reports whether a spelling has worked for calls of any kind.
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

// surelyPath reports whether a refusal can only be about the path. A request that
// costs is sent to another one for nothing less.
func surelyPath(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status != http.StatusUnprocessableEntity || len(e.Fields) > 0 && len(e.Fields[0].Loc) > 0 && e.Fields[0].Loc[0] == "path")
}

// unknownPath reports whether the service itself says that it does not have
// what a path names. Nothing was done then. A complaint about the body of a
// request means that the path was right.
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
