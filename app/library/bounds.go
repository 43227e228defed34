package library

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/dustin/go-humanize"
	"github.com/rivo/uniseg"

	"lookbook/api"
	"lookbook/app/request"
)

// Bounds of stored text from the service. Lists, searches and the window read
// it again and again, so one failure reason of 20 MB would slow down all of
// them. Pictures of a job are rows of their own and are never left out.
const (
	// A job up to plainBytes is stored unchanged: one with sixteen pictures and
	// signed addresses has 16 kB.
	plainBytes = 32 << 10

	// reasonHead and reasonTail bound a job's failure reason, in bytes. A
	// traceback has 4 kB; its start and its end, with the error itself, say the
	// most.
	reasonHead, reasonTail = 12 << 10, 4 << 10

	// wordBytes bounds a word or a few: states, types, names of fields.
	wordBytes = 1000

	// valueBytes bounds an unknown field's value; valuesBytes bounds all of
	// them together.
	valueBytes, valuesBytes = 64 << 10, 256 << 10

	// configBytes is the size up to which a request is stored exactly. Requests sent from here
	// have at most MaxRequestBytes; the service may add fields.
	configBytes = 2 * api.MaxRequestBytes

	// How much of a longer request is stored, which can't be sent again.
	promptBytes, idBytes, mostTags, tagBytes = 16 << 10, wordBytes, 200, 200

	// nameBytes bounds the name of a model: one line of a list.
	nameBytes = 200

	// Bounds of a job's thumbnails, one for each picture. More of them, or
	// longer addresses, are not real.
	mostThumbnails, addressBytes = 2000, 16 << 10
)

// bounded returns the part of an update that is stored.
func bounded(u JobUpdate) (JobUpdate, error) {
	if u.Raw != nil && len(u.Raw) <= plainBytes {
		return u, nil
	}
	j := u.Job
	j.FailureReason = ends(j.FailureReason, reasonHead, reasonTail)
	j.FailureReasonData = value(j.FailureReasonData, valueBytes)
	j.State, j.QueueingState, j.JobType = api.State(head(string(j.State), wordBytes)), head(j.QueueingState, wordBytes), head(j.JobType, wordBytes)
	j.Tags = tags(j.Tags)
	j.Unknown = values(j.Unknown)
	thumbnails := j.Thumbnails[:min(len(j.Thumbnails), mostThumbnails)]
	j.Thumbnails = slices.DeleteFunc(slices.Clone(thumbnails), func(address string) bool { return len(address) > addressBytes })
	j.ImageGenResults = slices.Clone(j.ImageGenResults)
	for i, result := range j.ImageGenResults {
		images := slices.Clone(result.GeneratedImages)
		for k := range images {
			images[k].Unknown = values(images[k].Unknown)
		}
		j.ImageGenResults[i].GeneratedImages = images
	}
	config, err := json.Marshal(j.Config)
	if err != nil {
		return u, fmt.Errorf("encode a request: %w", err)
	}
	if len(config) > configBytes {
		j.Config = cutConfig(j.Config)
	}
	u.Job = j
	return u, nil
}

// cutConfig returns the stored part of a request that is too long, with
// LeftOutField.
func cutConfig(c api.Config) api.Config {
	var left []LeftOut
	for _, row := range request.Rows() {
		most := idBytes
		switch row.Kind {
		case request.KindPrompt:
			most = promptBytes
		case request.KindChoice, request.KindText, request.KindModel:
		default:
			continue
		}
		text := row.Get(c)
		if short := head(text, most); short != text && row.Set(&c, short) == nil {
			left = append(left, LeftOut{Field: string(row.Field), Bytes: len(text)})
		}
	}
	if n := len(c.Tags); n > mostTags {
		left = append(left, LeftOut{Field: string(request.Tags), Count: n})
	}
	c.Tags = tags(c.Tags)
	before := c.Unknown
	c.Unknown = values(c.Unknown)
	n := 0
	for name, raw := range before {
		if !bytes.Equal(raw, c.Unknown[name]) {
			n++
		}
	}
	if n > 0 {
		left = append(left, LeftOut{Count: n})
	}
	if c.Unknown == nil {
		c.Unknown = map[string]json.RawMessage{}
	}
	c.Unknown[LeftOutField], _ = json.Marshal(left) // a string can always be encoded
	return c
}

// tags returns the tags that are stored.
func tags(all []api.Tag) []api.Tag {
	kept := slices.Clone(all[:min(len(all), mostTags)])
	for i, t := range kept {
		kept[i] = api.Tag{Key: head(t.Key, tagBytes), Value: head(t.Value, tagBytes), Unknown: values(t.Unknown)}
	}
	return kept
}

// values returns the unknown fields that are stored, in alphabetical order.
func values(all map[string]json.RawMessage) map[string]json.RawMessage {
	total := 0
	for name, raw := range all {
		total += len(name) + len(raw)
	}
	if total <= valueBytes {
		return all
	}
	kept := map[string]json.RawMessage{}
	total = 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		raw := value(all[name], valueBytes)
		if total += len(name) + len(raw); len(name) > wordBytes || total > valuesBytes {
			break
		}
		kept[name] = raw
	}
	return kept
}

// value is a value, or a note of its size.
func value(raw json.RawMessage, most int) json.RawMessage {
	if len(raw) <= most {
		return raw
	}
	short, _ := json.Marshal("… " + size(len(raw))) // a string can always be encoded
	return short
}

func size(bytes int) string { return humanize.Bytes(uint64(bytes)) }

// head returns the start of a text in whole graphemes, at most this many bytes
// and an ellipsis.
func head(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return text[:boundary(text, most)] + "…"
}

// ends returns the start and the end of a text, with a note of what was left
// out between them.
func ends(text string, first, last int) string {
	if len(text) <= first+last+wordBytes {
		return text
	}
	from, to := boundary(text, first), boundary(text, len(text)-last)
	return text[:from] + "\n… " + size(to-from) + " …\n" + text[to:]
}

// boundary returns the start of the grapheme that contains byte at. It starts
// from the last ASCII letter, where a grapheme always starts.
func boundary(text string, at int) int {
	const reach = 4 << 10
	from := at
	for from > 0 && at-from < reach && (text[from] >= utf8.RuneSelf || text[from] == '\n') {
		from--
	}
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for rest, state := text[from:min(at+reach, len(text))], -1; rest != ""; {
		var grapheme string
		grapheme, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if from+len(grapheme) > at {
			break
		}
		from += len(grapheme)
	}
	return from
}
