package api

import "encoding/json"

// Request is what the pictures of one of a job's configurations were asked for
// with. A job that trains and generates in one holds a list of such requests in
// its config, and results count them by config_idx; of any other job it is the
// config. An index that is out of range counts as the first.
func (j Job) Request(configIdx int) Config {
	raw, there := j.Config.Unknown["image_gen"]
	if !there || j.Config.Prompt != "" {
		return j.Config
	}
	var requests []json.RawMessage
	if json.Unmarshal(raw, &requests) != nil || len(requests) == 0 {
		return j.Config
	}
	if configIdx < 0 || configIdx >= len(requests) {
		configIdx = 0
	}
	var request Config
	if request.UnmarshalJSON(requests[configIdx]) != nil {
		return j.Config
	}
	return request
}
