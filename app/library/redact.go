package library

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"lookbook/api"
	"lookbook/api/redact"
)

// No API key is ever written to the file. The window takes keys out of what is
// pasted; whatever it, or another caller, overlooks is taken out here, where
// every value passes on its way to the database (change.result, numbers, ids).
// Values that are made of others, such as an entry's words, are made of clean
// ones: see clean.

// verbatim is a text that is stored as it is: an id, an address or a path.
// With a part missing it would lead to nothing, and a picture that was paid for
// would be lost. The client takes the key in use out of the service's answers.
type verbatim string

// gate takes keys out of what is about to be stored. It does not change args.
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

// clean takes keys out of an entry's job, its id and images apart, and answers
// the job as it is stored.
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
