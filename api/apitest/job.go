package apitest

import (
	"encoding/json"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"lookbook/api"
)

// thumbnailed is how many pictures of a job get a thumbnail.
const thumbnailed = 4

// place is room for one running job; free is when it is next empty.
type place struct{ free time.Time }

// job is the whole truth about a job. Nothing in it changes once it is in
// Server.jobs: where it stands follows from the time.
type job struct {
	id, jobType string
	raw         json.RawMessage // told as it is; then nothing below is set
	request     request
	config      json.RawMessage // the request as the service understood it
	plan        Plan
	submitted   time.Time
	start, end  time.Time
	pictures    []picture
	training    []checkpoint // a training job's result
}

type picture struct {
	id    string
	seed  int64
	index int    // generation_idx
	path  string // on the image host
	thumb string // the same; "" none
}

type checkpoint struct {
	id   string
	path string
	step int
}

// object is what the image host has under a path.
type object struct {
	job       *job
	picture   int
	thumbnail bool
}

// AddWebsiteJob submits a job as the website would: at no cost to Spent, and
// with the service's defaults for what c leaves out.
func (s *Server) AddWebsiteJob(c api.Config) (jobID string) {
	r := requestOf(c)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addJob(r).id
}

// AddTrainingJob adds a training job that has just finished, with a checkpoint
// for each step; no steps make one checkpoint at 1,000.
func (s *Server) AddTrainingJob(instancePrompt string, steps ...int) (jobID string) {
	if len(steps) == 0 {
		steps = []int{1000}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	j := &job{
		id: s.newID("db_"), jobType: api.TypeDreambooth,
		submitted: now.Add(-s.options.QueueTime - s.options.RunTime), start: now.Add(-s.options.RunTime), end: now,
		config: mustJSON(trainingConfig{
			InstancePrompt: instancePrompt, Steps: slices.Max(steps), ModelType: "sd-v1", BaseModel: "stable-diffusion-v1-5",
		}),
	}
	for _, step := range steps {
		id := s.newID("ckp_")
		j.training = append(j.training, checkpoint{
			id: id, step: step, path: fmt.Sprintf("/nyxai-standard-usc2/checkpoints/%s/%s_%d.ckpt", j.id, id, step),
		})
	}
	s.keep(j)
	return j.id
}

// AddRaw puts a job as it is, whatever it holds, into the list of image jobs
// (of training jobs where its job_type says so) and under its own id. It must be
// a JSON object.
func (s *Server) AddRaw(raw json.RawMessage) error {
	var head struct {
		JobType any `json:"job_type"`
		JobID   any `json:"job_id"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return fmt.Errorf("apitest: adding a raw job: %w", err)
	}
	j := &job{raw: slices.Clone(raw)}
	j.jobType, _ = head.JobType.(string)
	j.id, _ = head.JobID.(string)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep(j)
	return nil
}

// Remove makes the API forget a job: its own URL answers 404 and the list
// leaves it out. Its pictures stay on the image host.
func (s *Server) Remove(jobID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.byID[jobID]
	if j == nil {
		return false
	}
	delete(s.byID, jobID)
	s.jobs = slices.DeleteFunc(s.jobs, func(other *job) bool { return other == j })
	return true
}

// PlanNext says what becomes of the jobs submitted next, after what was planned
// before.
func (s *Server) PlanNext(p Plan) {
	if p.Times == 0 {
		p.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p = p.planned()
	s.plans = append(s.plans, &p)
}

// now is the clock's time in the service's resolution.
func (s *Server) now() time.Time { return s.clock.Now().UTC().Truncate(time.Microsecond) }

// nextPlan is the plan for the job being added; s.mu is held.
func (s *Server) nextPlan() Plan {
	if len(s.plans) == 0 {
		return Plan{}
	}
	p := s.plans[0]
	if p.Times > 0 {
		if p.Times--; p.Times == 0 {
			s.plans = s.plans[1:]
		}
	}
	return *p
}

// addJob takes an image job in; s.mu is held.
func (s *Server) addJob(r request) *job {
	plan := s.nextPlan()
	j := &job{
		id: s.newID("ig_"), jobType: api.TypeImageGen,
		request: r, config: r.echo(), plan: plan, submitted: s.now(),
	}
	dir := pathID(j.id)
	if plan.JobID != "" {
		j.id = plan.JobID
	}
	if plan.JobType != "" {
		j.jobType = plan.JobType
	}
	s.schedule(j)
	index := 0
	for i := range r.samples {
		p := picture{id: s.newID(""), seed: s.pictureSeed(r, i), index: index}
		p.path = fmt.Sprintf("/nyxai-standard-usc2/images/generated_images/%s/%s_%s.png", dir, dir, p.id)
		if i < thumbnailed && !s.options.NoThumbnails {
			p.thumb = fmt.Sprintf("/nyxai-public-usc2/images/thumbnails/%s/%s_%s_thumbnail.png", dir, dir, p.id)
			s.objects[p.thumb] = object{job: j, picture: i, thumbnail: true}
		}
		s.objects[p.path] = object{job: j, picture: i}
		if i < len(plan.ImageIDs) {
			p.id = plan.ImageIDs[i]
		}
		j.pictures = append(j.pictures, p)
		// The sample skips a number straight away; so does every job here.
		if index++; index == 1 || mix(uint64(p.seed))%4 == 0 {
			index++
		}
	}
	s.keep(j)
	return j
}

// keep puts a job into the lists; s.mu is held.
func (s *Server) keep(j *job) {
	s.jobs = append(s.jobs, j)
	if j.id != "" {
		s.byID[j.id] = j
	}
}

// schedule settles when a job starts and ends: first come, first served, so
// nothing that comes later can change it. s.mu is held.
func (s *Server) schedule(j *job) {
	o := s.options
	j.start = j.submitted.Add(planned(j.plan.QueueTime, o.QueueTime))
	run := planned(j.plan.RunTime, o.RunTime)
	if o.Parallel <= 0 {
		j.end = j.start.Add(run)
		return
	}
	if s.places == nil {
		s.places = make([]place, o.Parallel)
	}
	next := slices.MinFunc(s.places, func(a, b place) int { return a.free.Compare(b.free) }).free
	at := slices.IndexFunc(s.places, func(p place) bool { return p.free.Equal(next) })
	if next.After(j.start) {
		j.start = next
	}
	j.end = j.start.Add(run)
	s.places[at].free = j.end
	if j.plan.FailureReason != "" {
		s.places[at].free = j.failed()
	}
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

// failed is when a job that is planned to fail does.
func (j *job) failed() time.Time {
	percent := min(max(j.plan.FailAt, 0), 100)
	return j.start.Add(time.Duration(float64(j.end.Sub(j.start)) * percent / 100)).Truncate(time.Microsecond)
}

// standing is where a job stands at some moment.
type standing struct {
	state   api.State
	changed time.Time // when it came to that state
	percent float64
	ready   int // pictures
}

// at is where the job stands at the given time.
func (j *job) at(now time.Time) standing {
	stuckBefore := j.plan.Stuck && j.plan.StuckAt < 0
	if now.Before(j.start) || stuckBefore {
		return standing{state: api.Queued, changed: j.submitted}
	}
	st := standing{state: api.Running, changed: j.start}
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

// pictureSeed is the seed of a job's i-th picture; s.mu is held.
func (s *Server) pictureSeed(r request, i int) int64 {
	if r.seed >= 0 {
		return r.seed + int64(i)
	}
	s.counter++
	return int64(s.random() >> 32) // the documentation's sample shows seeds below 2³²
}

// newID makes an id of the usual form: the prefix and eight hex digits.
func (s *Server) newID(prefix string) string {
	for {
		s.counter++
		id := fmt.Sprintf("%s%08x", prefix, s.random()>>32)
		if s.byID[id] == nil {
			return id
		}
	}
}

func (s *Server) random() uint64 { return mix(uint64(s.options.Seed)<<32 ^ s.counter) }

// mix is the splitmix64 generator's step: a good hash of a counter.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// pathID is the id that stands in a job's picture addresses. In the
// documentation's sample it is the job's own with one digit lowered.
func pathID(jobID string) string {
	const hex = "0123456789abcdef"
	at := len(jobID) - 2
	digit := strings.IndexByte(hex, jobID[at])
	return jobID[:at] + string(hex[(digit+15)%16]) + jobID[at+1:]
}

// Picture is a picture of a job, and the PNG as the image host stores it. It is
// there whether or not the job has got to it yet.
func (s *Server) Picture(jobID, imageID string) (picture image.Image, stored []byte, ok bool) {
	s.mu.Lock()
	j := s.byID[jobID]
	s.mu.Unlock()
	if j == nil {
		return nil, nil, false
	}
	for i, p := range j.pictures {
		if p.id == imageID || j.twin(i) == imageID {
			spec := pictureSpec(object{job: j, picture: i})
			return spec.draw(), s.pictures.get(spec).bytes, true
		}
	}
	return nil, nil, false
}
