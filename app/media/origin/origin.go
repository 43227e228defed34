// Package origin is the text in a saved picture that says where the picture
// comes from: which picture of which job it is, and the request, without loss.
//
// It promises that no text it makes contains a secret, an API key or the
// address of a callback, and it finds such secrets in other texts. What it
// reads is bounded. Ids that are Plausible are harmless in paths and addresses,
// whatever file they come from.
//
// Goroutines: all functions are pure, except that they read, or close, the
// files they are given; call those off the UI goroutine.
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
	Index   *int       `json:"index,omitempty"` // generation_idx
	Made    time.Time  `json:"made,omitzero"`   // when the job was made
	Request api.Config `json:"request"`
	Parent  Parent     `json:"parent,omitzero"`            // what the request was made from
	App     string     `json:"app,omitempty"`              // version of Lookbook that saved it
	Doubted bool       `json:"checksum_differs,omitempty"` // the host's checksum was different
}

// Parent is a picture that a request was made from; without an ImageID, a job.
type Parent struct {
	JobID   string `json:"job_id"`
	ImageID string `json:"image_id,omitempty"`
}

// Text returns the text to write into the picture.
func (o Origin) Text() (media.Text, error) {
	o.Request.Callback = ""
	if _, odd := o.Request.Unknown[callbackMember]; odd { // such a picture gets no text
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
	// HeadRead is how many bytes of a file are searched first. Our text is
	// before the pixels, with the parameters, and both have a few kilobytes.
	// The rest is searched only if it isn't there.
	HeadRead = 64 << 10

	// maxOrigin bounds our text, in bytes: the longest prompts, of 20,000
	// characters each, with every character escaped.
	maxOrigin = 512 << 10

	// maxID bounds the ids in a text, in bytes. Those seen so far have about
	// 40.
	maxID = 128
)

// ErrNonsense: the file has our text, but its content is invalid.
var ErrNonsense = errors.New("what the file says of itself makes no sense")

// Read reads the origin of a picture from its file. ours is false for other
// files. The error is ErrNonsense, or the disk's.
func Read(file io.ReaderAt, size int64) (from Origin, ours bool, err error) {
	for _, length := range []int64{min(size, HeadRead), size} {
		// If the reading ends early, the texts before that count.
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
	if len(from.Parent.JobID) > maxID || len(from.Parent.ImageID) > maxID {
		from.Parent = Parent{}
	}
	return from, nil
}

// Plausible reports whether the ids may be those of a job that the library
// doesn't know. They become part of addresses and names.
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
