package api

import "encoding/json"

// Request returns the request that a result was made for. A job that trains and
// generates has a list of requests in its config, and config_idx of a result
// counts them; any other job has one, its config. An index out of range means
// the first.
func (j Job) Request(configIdx int) Config {
	requests := j.parts()
	if configIdx < 0 || configIdx >= len(requests) {
		configIdx = 0
	}
	if len(requests) == 0 {
		return j.Config
	}
	return j.part(requests[configIdx])
}

// Requests returns the requests of a job, one for each of its configurations; see [Job.Request].
// There is at least one.
func (j Job) Requests() []Config {
	requests := j.parts()
	if len(requests) == 0 {
		return []Config{j.Config}
	}
	all := make([]Config, len(requests))
	for i, request := range requests {
		all[i] = j.part(request)
	}
	return all
}

// parts returns the requests in the config of a job that trains as well.
func (j Job) parts() (requests []json.RawMessage) {
	raw, there := j.Config.Unknown["image_gen"]
	if !there || j.Config.Prompt != "" || json.Unmarshal(raw, &requests) != nil {
		return nil
	}
	return requests
}

func (j Job) part(raw json.RawMessage) Config {
	var request Config
	if request.UnmarshalJSON(raw) != nil {
		return j.Config
	}
	return request
}
