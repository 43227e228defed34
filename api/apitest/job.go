package apitest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"lookbook/api"
)

// thumbnailed is how many pictures of a job have a thumbnail.
const thumbnailed = 4

// job is the whole truth about a job. It never changes in a jobStore: its state
// follows from the time.
type job struct {
	id, jobType string
	raw         json.RawMessage // sent unchanged; then nothing below is set
	request     request         // of the first configuration
	further     []request       // of the others of a combined job
	config      json.RawMessage // the request as echoed
	plan        Plan
	submitted   time.Time
	start, end  time.Time
	pictures    []picture
	training    []checkpoint // results of a training or combined job
}

type picture struct {
	id     string
	seed   int64
	index  int    // generation_idx
	config int    // config_idx
	path   string // on the image host
	thumb  string // the same; "": none
}

type checkpoint struct {
	id   string
	path string
	step int
	lora *bool // nil: not told
}

// checkpoint is the model of a job's pictures; "": a stock model.
func (j *job) checkpoint() string {
	if len(j.training) > 0 {
		return j.training[0].id
	}
	return j.request.checkpoint
}

// requestOf returns the request of a picture.
func (j *job) requestOf(p picture) request {
	if p.config > 0 {
		return j.further[p.config-1]
	}
	return j.request
}

// deleted reports whether a job's checkpoints were deleted.
func (d Dialect) deleted(j *job, now time.Time) bool {
	return d.CheckpointLife > 0 && !now.Before(j.end.Add(d.CheckpointLife))
}

// object is what the image host has under a path.
type object struct {
	job       *job
	picture   int
	thumbnail bool
}

func planned(own, servers time.Duration) time.Duration {
	switch {
	case own < 0:
		return 0
	case own == 0:
		return servers
	}
	return own
}

// failed returns when a job that is planned to fail does.
func (j *job) failed() time.Time {
	percent := min(max(j.plan.FailAt, 0), 100)
	return j.start.Add(time.Duration(float64(j.end.Sub(j.start)) * percent / 100)).Truncate(time.Microsecond)
}

// progress is a job's state at a moment.
type progress struct {
	state   api.State
	changed time.Time // time of the change to that state
	percent float64
	ready   int // number of pictures
}

// at returns the job's state at the given time.
func (j *job) at(now time.Time) progress {
	stuckBefore := j.plan.Stuck && j.plan.StuckAt < 0
	if now.Before(j.start) || stuckBefore {
		return progress{state: api.Queued, changed: j.submitted}
	}
	st := progress{state: api.Running, changed: j.start}
	run := j.end.Sub(j.start)
	gone := min(now.Sub(j.start), run)
	if failed := j.failed(); j.plan.FailureReason != "" && !now.Before(failed) {
		gone = failed.Sub(j.start)
		st.state, st.changed = api.Failure, failed
	} else if j.plan.Stuck {
		gone = min(gone, time.Duration(float64(run)*min(j.plan.StuckAt, 100)/100))
	} else if gone >= run {
		st.state, st.changed = api.Success, j.end
	}
	part := 1.0
	if run > 0 {
		part = float64(gone) / float64(run)
	}
	n := len(j.pictures)
	for st.ready < n && (run == 0 || gone*time.Duration(n) >= run*time.Duration(st.ready+1)) {
		st.ready++
	}
	st.percent = float64(int(part*1000)) / 10
	return st
}

// mix is a step of the splitmix64 generator: a good hash of a counter.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// pathID is the id in a job's picture addresses. In the documentation's sample
// it is the job's own with one digit lowered.
func pathID(jobID string) string {
	const hex = "0123456789abcdef"
	at := len(jobID) - 2
	digit := strings.IndexByte(hex, jobID[at])
	return jobID[:at] + string(hex[(digit+15)%16]) + jobID[at+1:]
}

// distinctID is the client's name for picture i if earlier ones have the same id: Plan.ImageIDs may
// give several pictures one id.
func (j *job) distinctID(i int) string {
	n := 1
	for _, p := range j.pictures[:i] {
		if p.id == j.pictures[i].id {
			n++
		}
	}
	if n == 1 {
		return j.pictures[i].id
	}
	return j.pictures[i].id + "~" + strconv.Itoa(n)
}
