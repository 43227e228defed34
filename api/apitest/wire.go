package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lookbook/api"
)

// What goes over the wire is written with types of its own: api's types are
// what is under test.
type (
	wireJob struct {
		JobType           string          `json:"job_type"`
		JobID             string          `json:"job_id"`
		State             string          `json:"state"`
		StateUpdated      *wireTime       `json:"state_updated"`
		StateRunningStart *wireTime       `json:"state_running_start"`
		StateRunningEnd   *wireTime       `json:"state_running_end"`
		StateQueuedStart  *wireTime       `json:"state_queued_start"`
		StateQueuedEnd    *wireTime       `json:"state_queued_end"`
		QueuedDuration    *float64        `json:"queued_duration"`
		RunningDuration   *float64        `json:"running_duration"`
		QueueingState     string          `json:"queueing_state"`
		Config            json.RawMessage `json:"config"`
		DreamboothResult  *wireTraining   `json:"dreambooth_result"`
		ImageGenResults   []wireResult    `json:"image_gen_results"`
		PercentageDone    *float64        `json:"percentage_done"`
		FailureReason     *string         `json:"failure_reason"`
		FailureReasonData json.RawMessage `json:"failure_reason_data"`
		Thumbnails        []string        `json:"thumbnails"`
		Tags              json.RawMessage `json:"tags"`
	}
	wireResult struct {
		CheckpointID    *string       `json:"checkpoint_id"`
		ConfigIdx       int           `json:"config_idx"`
		GeneratedImages []wirePicture `json:"generated_images"`
	}
	wirePicture struct {
		GeneratedImageID string `json:"generated_image_id"`
		URL              string `json:"url"`
		Seed             int64  `json:"seed"`
		GenerationIdx    int    `json:"generation_idx"`
	}
	wireTraining struct {
		Checkpoints []wireCheckpoint `json:"checkpoints"`
	}
	wireCheckpoint struct {
		CheckpointID string `json:"checkpoint_id"`
		URL          string `json:"url"`
		Step         int    `json:"step"`
	}
	trainingConfig struct {
		InstancePrompt string `json:"instance_prompt"`
		Steps          int    `json:"steps"`
		ModelType      string `json:"model_type"`
		BaseModel      string `json:"base_model"`
	}
)

// wireTime writes times as Python's isoformat does: no zone, and no fraction
// where there is none.
type wireTime time.Time

func (t wireTime) MarshalJSON() ([]byte, error) {
	layout := `"2006-01-02T15:04:05.000000"`
	if time.Time(t).Nanosecond()/1000 == 0 {
		layout = `"2006-01-02T15:04:05"`
	}
	return []byte(time.Time(t).UTC().Format(layout)), nil
}

// Jobs is the truth about every job now, newest first, as a client that asked
// for each would read it. Raw jobs that package api cannot read are left out.
func (s *Server) Jobs() []api.Job {
	now := s.now()
	s.mu.Lock()
	all := slices.Clone(s.jobs)
	s.mu.Unlock()
	slices.Reverse(all)
	jobs := make([]api.Job, 0, len(all))
	for _, j := range all {
		var told api.Job
		if err := json.Unmarshal(s.tell(j, now, false), &told); err == nil {
			jobs = append(jobs, told)
		}
	}
	return jobs
}

// tell is what the API says of a job; every telling signs its URLs afresh.
func (s *Server) tell(j *job, now time.Time, summary bool) json.RawMessage {
	if j.raw != nil {
		return j.raw
	}
	if j.training != nil {
		return mustJSON(s.wireTraining(j, now))
	}
	return mustJSON(s.wireJob(j, now, summary, len(j.pictures)))
}

func (s *Server) wireJob(j *job, now time.Time, summary bool, most int) (w wireJob) {
	st := j.at(now)
	st.ready = min(st.ready, most)
	w = wireJob{
		JobType: j.jobType, JobID: j.id, State: string(st.state), QueueingState: "default",
		Config: j.config, Tags: j.request.tags, Thumbnails: []string{},
		StateUpdated: stamp(j.stamped(st)), StateQueuedStart: stamp(j.submitted),
	}
	if j.plan.ToldType != "" {
		w.JobType = j.plan.ToldType
	}
	defer j.plan.stretch(&w)
	if st.state == api.Queued {
		return w
	}
	w.StateQueuedEnd, w.StateRunningStart = stamp(j.start), stamp(j.start)
	w.QueuedDuration = seconds(j.start.Sub(j.submitted))
	w.PercentageDone = &st.percent
	if st.state.Finished() {
		w.StateRunningEnd = stamp(st.changed)
		w.RunningDuration = seconds(st.changed.Sub(j.start))
	} else if j.plan.StateWord != "" {
		w.State = j.plan.StateWord
	}
	if st.state == api.Failure {
		w.FailureReason, w.FailureReasonData = &j.plan.FailureReason, j.plan.FailureReasonData
	}
	if !summary && st.ready > 0 {
		w.ImageGenResults = []wireResult{s.wireResult(j, j.pictures[:st.ready], now)}
		for _, p := range j.pictures[:st.ready] {
			if p.thumb != "" {
				w.Thumbnails = append(w.Thumbnails, s.imageAddress(p.thumb))
			}
		}
	}
	return w
}

func (s *Server) wireResult(j *job, pictures []picture, now time.Time) wireResult {
	r := wireResult{GeneratedImages: make([]wirePicture, len(pictures))}
	if j.request.checkpoint != "" {
		r.CheckpointID = &j.request.checkpoint
	}
	for i, p := range pictures {
		r.GeneratedImages[i] = wirePicture{
			GeneratedImageID: p.id, URL: s.sign(p.path, now), Seed: p.seed, GenerationIdx: p.index,
		}
	}
	return r
}

func (s *Server) wireTraining(j *job, now time.Time) wireJob {
	done := 100.0
	w := wireJob{
		JobType: j.jobType, JobID: j.id, State: string(api.Success), QueueingState: "default",
		StateUpdated: stamp(j.end), StateQueuedStart: stamp(j.submitted), StateQueuedEnd: stamp(j.start),
		StateRunningStart: stamp(j.start), StateRunningEnd: stamp(j.end),
		QueuedDuration: seconds(j.start.Sub(j.submitted)), RunningDuration: seconds(j.end.Sub(j.start)),
		Config: j.config, PercentageDone: &done, Thumbnails: []string{}, Tags: json.RawMessage("[]"),
		DreamboothResult: &wireTraining{},
	}
	for _, c := range j.training {
		w.DreamboothResult.Checkpoints = append(w.DreamboothResult.Checkpoints,
			wireCheckpoint{CheckpointID: c.id, URL: s.sign(c.path, now), Step: c.step})
	}
	return w
}

func stamp(t time.Time) *wireTime {
	w := wireTime(t)
	return &w
}

func seconds(d time.Duration) *float64 {
	f := d.Seconds()
	return &f
}

// mustJSON encodes what is known to be encodable, the way Python does: without
// escapes for HTML.
func mustJSON(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("apitest: encoding %T: %v", v, err)) // a defect of this package
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
