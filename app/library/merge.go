package library

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	"lookbook/api"
)

// stale reports whether told is an older answer than what is known already:
// answers to two calls can overtake each other. The service's own dates don't
// settle it, for they may go back: an end is always believed, and a date only
// where a job would go back in its life.
func stale(known, told api.Job) bool {
	if told.State == "" || known.State == "" {
		return false
	}
	dated := !known.StateUpdated.IsZero() && !told.StateUpdated.IsZero()
	switch ended := known.State.Finished(); {
	case ended && !told.State.Finished():
		return !dated || !told.StateUpdated.After(known.StateUpdated.Time)
	case ended, told.State == api.Queued && known.State != api.Queued:
		return dated && told.StateUpdated.Before(known.StateUpdated.Time)
	}
	return false
}

// merged puts together what is known of a job and what was told now, without
// the images. A full answer replaces what is known, but never takes the
// request away; a summary and an older answer add to it.
func merged(known, told api.Job, full bool) (api.Job, error) {
	old, err := members(known)
	if err != nil {
		return api.Job{}, err
	}
	told.ImageGenResults, told.Thumbnails = nil, nil // images are rows of their own
	fresh, err := members(told)
	if err != nil {
		return api.Job{}, err
	}
	// What of them couldn't be read into the fields is still there.
	delete(fresh, "image_gen_results")
	delete(fresh, "thumbnails")
	var result map[string]json.RawMessage
	switch {
	case stale(known, told):
		result = overlay(fresh, old)
	case full:
		result = fresh
		for _, key := range []string{"job_type", "config"} {
			if isBlank(fresh[key]) {
				copyMember(result, old, key)
			}
		}
	default:
		result = overlay(old, fresh)
	}
	if !full || stale(known, told) {
		config, err := mergedConfig(old["config"], fresh["config"], stale(known, told))
		if err != nil {
			return api.Job{}, err
		}
		if config != nil {
			result["config"] = config
		}
	}
	raw, err := json.Marshal(result)
	if err != nil {
		return api.Job{}, fmt.Errorf("encode a job: %w", err)
	}
	var job api.Job
	if err := json.Unmarshal(raw, &job); err != nil {
		return api.Job{}, fmt.Errorf("decode a job: %w", err)
	}
	keepProgress(known, &job)
	return job, nil
}

// mergedConfig adds what a summary tells of the request to what is known.
func mergedConfig(known, told json.RawMessage, older bool) (json.RawMessage, error) {
	var old, fresh map[string]json.RawMessage
	for _, part := range []struct {
		raw json.RawMessage
		to  *map[string]json.RawMessage
	}{{known, &old}, {told, &fresh}} {
		if isBlank(part.raw) {
			continue
		}
		if err := json.Unmarshal(part.raw, part.to); err != nil {
			return nil, fmt.Errorf("decode a request: %w", err)
		}
	}
	if old == nil && fresh == nil {
		return nil, nil
	}
	if older {
		old, fresh = fresh, old
	}
	return json.Marshal(overlay(old, fresh))
}

// keepProgress keeps the bar from going back within one run: a list's answer
// may be a moment older than that of the job's own address.
func keepProgress(known api.Job, job *api.Job) {
	if known.State != job.State || !known.StateRunningStart.Equal(job.StateRunningStart.Time) ||
		known.PercentageDone == nil || job.PercentageDone == nil || *job.PercentageDone >= *known.PercentageDone {
		return
	}
	done := *known.PercentageDone
	job.PercentageDone = &done
}

// members are the members of a value's JSON object.
func members(v any) (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode a job: %w", err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("decode a job: %w", err)
	}
	return all, nil
}

// overlay is under with what over says put on it; null says nothing.
func overlay(under, over map[string]json.RawMessage) map[string]json.RawMessage {
	result := maps.Clone(under)
	if result == nil {
		result = map[string]json.RawMessage{}
	}
	for key, value := range over {
		if _, given := result[key]; !given || !isNull(value) {
			result[key] = value
		}
	}
	return result
}

func copyMember(to, from map[string]json.RawMessage, key string) {
	if value, ok := from[key]; ok {
		to[key] = value
	}
}

func isNull(raw json.RawMessage) bool { return bytes.Equal(raw, []byte("null")) }

// isBlank reports whether raw tells nothing.
func isBlank(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", "{}", `""`:
		return true
	}
	return false
}

// isEmpty reports whether a request tells nothing.
func isEmpty(c api.Config) bool {
	all, err := members(c)
	if err != nil {
		return false
	}
	for _, value := range all {
		if !isBlank(value) {
			return false
		}
	}
	return true
}
