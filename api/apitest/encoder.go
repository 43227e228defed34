package apitest

import (
	"encoding/json"
	"sync"
	"time"

	"lookbook/api"
)

// encoder encodes jobs as JSON.
type encoder struct {
	options   Options
	addresses *Addresses

	mu      sync.Mutex
	answers map[*job]int // answers so far about an ended job
}

// answer is encode for a client's answer: it is counted, and has at most this
// many pictures; 0: all.
func (e *encoder) answer(j *job, now time.Time, summary bool, most int) json.RawMessage {
	if j.raw != nil || j.pictures == nil {
		return e.encode(j, now, summary)
	}
	if most <= 0 {
		most = len(j.pictures)
	}
	if late := j.plan.LateAnswers; late != 0 && j.at(now).state.Finished() {
		e.mu.Lock()
		e.answers[j]++
		if late < 0 || e.answers[j] <= late {
			most = min(most, j.plan.LatePictures)
		}
		e.mu.Unlock()
	}
	return mustJSON(e.wireJob(j, now, summary, most))
}

// encode returns the API's description of a job; its URLs have new signatures
// every time.
func (e *encoder) encode(j *job, now time.Time, summary bool) json.RawMessage {
	if j.raw != nil {
		return j.raw
	}
	if j.pictures == nil {
		return mustJSON(e.wireTraining(j, now))
	}
	return mustJSON(e.wireJob(j, now, summary, len(j.pictures)))
}

func (e *encoder) wireJob(j *job, now time.Time, summary bool, most int) (w wireJob) {
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
	if j.training != nil && st.state == api.Success {
		w.DreamboothResult = e.trained(j, now)
	}
	if e.options.AtTheEnd && !st.state.Finished() {
		st.ready = 0
	}
	if !summary && st.ready > 0 {
		w.ImageGenResults = e.wireResults(j, j.pictures[:st.ready], now)
		for _, p := range j.pictures[:st.ready] {
			if p.thumb != "" {
				w.Thumbnails = append(w.Thumbnails, e.addresses.of(p.thumb))
			}
		}
	}
	return w
}

// wireResults returns the pictures by configuration.
func (e *encoder) wireResults(j *job, pictures []picture, now time.Time) []wireResult {
	var results []wireResult
	for _, p := range pictures {
		if len(results) == 0 || results[len(results)-1].ConfigIdx != p.config {
			r := wireResult{ConfigIdx: p.config}
			if checkpoint := j.checkpoint(); checkpoint != "" {
				r.CheckpointID = &checkpoint
			}
			results = append(results, r)
		}
		r := &results[len(results)-1]
		r.GeneratedImages = append(r.GeneratedImages, wirePicture{
			GeneratedImageID: p.id, URL: e.addresses.sign(p.path, now), Seed: p.seed, GenerationIdx: p.index,
		})
	}
	return results
}

func (e *encoder) wireTraining(j *job, now time.Time) wireJob {
	done := 100.0
	w := wireJob{
		JobType: j.jobType, JobID: j.id, State: string(api.Success), QueueingState: "default",
		StateUpdated: stamp(j.end), StateQueuedStart: stamp(j.submitted), StateQueuedEnd: stamp(j.start),
		StateRunningStart: stamp(j.start), StateRunningEnd: stamp(j.end),
		QueuedDuration: seconds(j.start.Sub(j.submitted)), RunningDuration: seconds(j.end.Sub(j.start)),
		Config: j.config, PercentageDone: &done, Thumbnails: []string{}, Tags: json.RawMessage("[]"),
		DreamboothResult: e.trained(j, now),
	}
	return w
}

// trained returns the results of a training, without deleted ones.
func (e *encoder) trained(j *job, now time.Time) *wireTraining {
	w := &wireTraining{Checkpoints: []wireCheckpoint{}}
	for _, c := range j.training {
		if !e.options.deleted(j, now) {
			w.Checkpoints = append(w.Checkpoints, wireCheckpoint{CheckpointID: c.id, URL: e.addresses.sign(c.path, now), Step: c.step, IsExtractedLora: c.lora})
		}
	}
	return w
}
