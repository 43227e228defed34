package library

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"lookbook/api"
	"lookbook/api/redact"
)

// No API key is ever written to the file. The window removes keys from pasted
// text. What the window, or another caller, misses is removed here, where every
// value passes on its way to the database (change.result, numbers, ids). Values
// derived from others, such as an entry's words, are derived from clean ones;
// see clean.

// verbatim is a text that is stored unchanged: an id, an address or a path.
// With a part missing it would be useless, and a paid picture would be lost.
// The client removes the key in use from the service's answers.
type verbatim string

// gate removes keys from values to be stored. It does not change args.
func (c *change) gate(args []any) []any {
	gated := args
	for i, arg := range args {
		clean := arg
		switch v := arg.(type) {
		case string:
			clean = redact.Text(v, c.keys...)
		case []byte:
			clean = redact.Bytes(v, c.keys...)
		case sql.NullString:
			if v.Valid {
				clean = sql.NullString{String: redact.Text(v.String, c.keys...), Valid: true}
			}
		case verbatim:
			clean = string(v)
		default:
			continue
		}
		if &gated[0] == &args[0] {
			gated = append([]any(nil), args...)
		}
		gated[i] = clean
	}
	return gated
}

// clean removes keys from an entry's job, except from its id and its images,
// and returns the job in its stored form.
func (c *change) clean(r *row) (verbatim, error) {
	encoded, err := r.encoded()
	if err != nil || !redact.Found(encoded, c.keys...) {
		return verbatim(encoded), err
	}
	if r.job, err = withoutKeys(r.job, c.keys); err != nil {
		return "", err
	}
	encoded, err = r.encoded()
	return verbatim(encoded), err
}

func withoutKeys(j api.Job, keys []string) (api.Job, error) {
	id := j.JobID
	j.JobID = ""
	raw, err := json.Marshal(j)
	if err != nil {
		return api.Job{}, fmt.Errorf("encode job %q: %w", id, err)
	}
	var clean api.Job
	if err := json.Unmarshal(redact.Bytes(raw, keys...), &clean); err != nil {
		return api.Job{}, fmt.Errorf("decode job %q: %w", id, err)
	}
	clean.JobID = id
	return clean, nil
}
