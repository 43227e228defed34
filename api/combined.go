package api

import "encoding/json"

// Request is what the pictures of one of a job's configurations were asked for
// with. A job that trains and generates in one holds a list of such requests in
// its config, and results count them by config_idx; of any other job it is the
// config. An index that is out of range counts as the first.
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

// Requests are what the pictures of all of a job's configurations were asked for
// with, see [Job.Request]. There is always one.
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

// parts are the requests that stand in the config of a job that trains as well.
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
