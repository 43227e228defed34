// Package origin is the text in a saved picture that says where it comes from:
// which picture of which job it is, and the request, a lossless way back.
//
// What it promises: what somebody may keep secret, an API key or the address of
// a callback, is in no text that it makes, and it finds it in texts of others.
// What it reads is bounded, and ids that are Plausible are harmless in a path
// and in an address, whatever the file.
//
// All functions are pure but for reading the file that they are given.
package origin

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/media"
)

// Origin is the content of the text.
type Origin struct {
	JobID   string     `json:"job_id"`
	ImageID string     `json:"image_id"`
	Seed    *int64     `json:"seed,omitempty"`
	Index   *int       `json:"index,omitempty"` // its place within the job
	Made    time.Time  `json:"made,omitzero"`   // when the job was
	Request api.Config `json:"request"`
	App     string     `json:"app,omitempty"`              // the version that saved it
	Doubted bool       `json:"checksum_differs,omitempty"` // the host told another checksum
}

// Text is what is written into the picture.
func (o Origin) Text() (media.Text, error) {
	o.Request.Callback = ""
	if _, odd := o.Request.Unknown[callbackMember]; odd { // no text, and kept as it came
		o.Request.Unknown = maps.Clone(o.Request.Unknown)
		delete(o.Request.Unknown, callbackMember)
	}
	value, err := json.Marshal(o)
	if err != nil {
		return media.Text{}, err
	}
	return media.Text{Keyword: media.KeywordLookbook, Value: redact.Text(string(value))}, nil
}

const (
	// HeadRead is how much of a file is looked through for our text first: it
	// stands before the pixels, with the parameters, and both are a few
	// kilobytes. Only where it is not there the rest is gone through.
	HeadRead = 64 << 10

	// maxOrigin bounds our text: the longest prompts, of 20,000 characters
	// each, with every character escaped.
	maxOrigin = 512 << 10

	// maxID bounds the ids in a text. Those seen so far have some 40 bytes.
	maxID = 128
)

// ErrNonsense: the file has our text, and it makes no sense.
var ErrNonsense = errors.New("what the file says of itself makes no sense")

// Read reads what a picture's file says of where it comes from. It
// answers false for a file that is not ours. Errors: ErrNonsense, or those of
// the disk.
func Read(file io.ReaderAt, size int64) (from Origin, ours bool, err error) {
	for _, length := range []int64{min(size, HeadRead), size} {
		// Where the reading ends early, what was read until then counts.
		texts, err := media.ReadTexts(file, length)
		for _, text := range texts {
			if text.Keyword == media.KeywordLookbook {
				from, err := parse(text.Value)
				return from, true, err
			}
		}
		if _, broken := errors.AsType[*fs.PathError](err); broken {
			return Origin{}, false, err
		}
		if length == size {
			break
		}
	}
	return Origin{}, false, nil
}

func parse(text string) (from Origin, err error) {
	if len(text) > maxOrigin || json.Unmarshal([]byte(text), &from) != nil ||
		from.JobID == "" || from.ImageID == "" || len(from.JobID) > maxID || len(from.ImageID) > maxID {
		return Origin{}, ErrNonsense
	}
	return from, nil
}

// Plausible reports whether ids from a file may be those of a job that the
// library does not know: they become part of addresses and names.
func (o Origin) Plausible() bool {
	for _, id := range []string{o.JobID, o.ImageID} {
		if strings.HasPrefix(id, ".") || strings.Contains(id, "..") {
			return false
		}
		for _, r := range id {
			if r <= ' ' || r > '~' || strings.ContainsRune(`/\?#%"'<>|*&`, r) {
				return false
			}
		}
	}
	return o.Index == nil || *o.Index >= 0
}
