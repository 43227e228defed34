package library

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	"lookbook/api"
)

// stale reports whether told is older than the known state, because answers can
// overtake each other. The service's dates alone don't decide, because they may
// run backwards. An end is always believed; a date counts only if the job would
// otherwise go back to an earlier state.
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

// merged combines the known state of a job with a new answer, without the
// images. A full answer replaces what is known, but never removes the request.
// A summary or an older answer only adds.
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
	// This member may remain there, if parts of it could not be decoded.
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

// mergedConfig adds what a summary says about the request to what is known.
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

// keepProgress keeps the progress from going back within one run: the list may
// be a moment older than the job's own answer.
func keepProgress(known api.Job, job *api.Job) {
	if known.State != job.State || !known.StateRunningStart.Equal(job.StateRunningStart.Time) ||
		known.PercentageDone == nil || job.PercentageDone == nil || *job.PercentageDone >= *known.PercentageDone {
		return
	}
	done := *known.PercentageDone
	job.PercentageDone = &done
}

// members returns the members of a value's JSON object.
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

// overlay returns under with the members of over; a null in over is ignored.
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

// isBlank reports whether raw says nothing.
func isBlank(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", "{}", `""`:
		return true
	}
	return false
}

// isEmpty reports whether a request says nothing.
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
