package year

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"lookbook/api"
)

// models are what is generated with, the most used first.
var models = []struct{ checkpoint, base, kind, name string }{
	{"ckp_15f9112b", "", "sd-v1", "photo of ukj man"},
	{"ckp_a40c77e2", "", "sd-v1", "photo of mrs woman"},
	{"", "realistic-vision-v3-0", "sd-v1", ""},
	{"ckp_0be15d90", "", "sdxl-v1", "in the style of lnd"},
	{"", "realism-engine-sdxl-v3-0", "sdxl-v1", ""},
	{"ckp_7731fa08", "", "sdxl-v1", "photo of bruno dog"},
	{"", "stable-diffusion-xl-v1-0", "sdxl-v1", ""},
	{"ckp_e9d2046c", "", "sd-v1", "oil painting, zrn"},
}

// planned is one job of the year.
type planned struct {
	job   api.Job
	raw   json.RawMessage
	motif int
	began time.Time
	end   time.Time
	// drawings says for each picture, in the order of the answer, which of the
	// motif's it is.
	drawings []int
}

// plan is the year's jobs, the oldest first.
func (s Spec) plan() ([]planned, error) {
	random := rand.New(rand.NewPCG(s.Seed, 1))
	times := moments(random, s.jobs())
	counts := numbers(random, s.jobs())
	jobs := make([]planned, s.jobs())
	for i := range jobs {
		// Each has dice of its own, so that a change to one leaves the others.
		own := rand.New(rand.NewPCG(s.Seed, uint64(1000+i)))
		jobs[i] = planJob(own, i, times[i], counts[i])
		var err error
		if jobs[i].raw, err = json.Marshal(jobs[i].job); err != nil {
			return nil, fmt.Errorf("job %d: %w", i, err)
		}
	}
	running(jobs[len(jobs)-3:])
	return jobs, nil
}

// moments are when the jobs were begun: more on some days than on others, not
// at night.
func moments(random *rand.Rand, n int) []time.Time {
	weights := make([]float64, days)
	total := 0.
	for day := range weights {
		if random.IntN(7) > 0 { // on the others there is no time for it
			weights[day] = .2 + random.Float64()*random.Float64()*3
		}
		total += weights[day]
	}
	times := make([]time.Time, 0, n)
	for len(times) < n {
		at := random.Float64() * total
		day := 0
		for at > weights[day] {
			at -= weights[day]
			day++
		}
		minute := 10*60 + random.IntN(13*60)
		times = append(times, first.AddDate(0, 0, day).Add(time.Duration(minute)*time.Minute+time.Duration(random.IntN(60_000))*time.Millisecond))
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// numbers are how many pictures the jobs have, PerJob on average, exactly.
func numbers(random *rand.Rand, n int) []int {
	counts := slices.Repeat([]int{PerJob}, n-3)
	order := random.Perm(len(counts))
	// Of each hundred, one failed and some others were of other numbers.
	kinds := [][2]int{{0, 32}, {8, 24}, {4, 28}, {1, 31}, {8, 24}, {12, 20}}
	for i := range len(kinds) * n / 100 {
		kind := kinds[i%len(kinds)]
		counts[order[2*i]], counts[order[2*i+1]] = kind[0], kind[1]
	}
	// Those that are unfinished have none yet.
	for i := range 3 {
		counts[len(counts)-1-i] += PerJob
	}
	return append(counts, 0, 0, 0)
}

// planJob makes a job that has ended.
func planJob(random *rand.Rand, i int, began time.Time, pictures int) planned {
	motif := random.IntN(len(motifs))
	model := models[min(random.IntN(len(models)), random.IntN(len(models)))]
	config := api.Config{
		Prompt: prompt(random, motif), NegativePrompt: negative(random),
		Width: motifs[motif].width, Height: motifs[motif].height, NumSamples: max(pictures, 1),
		CheckpointID: model.checkpoint, BaseModel: model.base, ModelType: model.kind,
		NumInferenceSteps: 20 + 5*random.IntN(4), SchedulerType: "dpm++",
	}
	if random.IntN(4) == 0 {
		config.SchedulerType = "dpmpp-2m-karras"
	}
	if random.IntN(3) > 0 {
		guidance := 5 + float64(random.IntN(9))/2
		config.GuidanceScale = &guidance
	}
	queued, ran := 20+random.Float64()*200, 6+3.2*float64(pictures)
	p := planned{motif: motif, began: began}
	started := began.Add(seconds(queued))
	p.end = started.Add(seconds(ran))
	p.job = api.Job{
		JobType: api.TypeImageGen, JobID: fmt.Sprintf("ig_%08x", uint32(i)*2654435761), State: api.Success,
		StateQueuedStart: api.Time{Time: began}, StateQueuedEnd: api.Time{Time: started}, StateRunningStart: api.Time{Time: started},
		StateRunningEnd: api.Time{Time: p.end}, StateUpdated: api.Time{Time: p.end},
		QueuedDuration: &queued, RunningDuration: &ran, QueueingState: "default", Config: config,
	}
	if pictures == 0 {
		p.job.State, p.job.Config.NumSamples = api.Failure, PerJob
		p.job.FailureReason = "CUDA out of memory while loading the checkpoint"
		return p
	}
	result := api.ImageGenResult{CheckpointID: model.checkpoint}
	order := random.Perm(pictured)
	for k := range pictures {
		index, seed, id := k, random.Int64N(1<<32), fmt.Sprintf("%08x", random.Uint32())
		place := "https://storage.googleapis.com/nyxai-standard-usc2/images/generated_images/" + p.job.JobID + "/" + p.job.JobID + "_" + id
		result.GeneratedImages = append(result.GeneratedImages, api.GeneratedImage{
			GeneratedImageID: id, Seed: &seed, GenerationIdx: &index,
			// As long as a real one.
			URL: place + ".png?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=" + p.end.Format("20060102T150405Z") +
				"&X-Goog-Expires=3600&X-Goog-SignedHeaders=host&X-Goog-Signature=" + strings.Repeat(id, 64),
		})
		p.drawings = append(p.drawings, order[k%pictured])
	}
	p.job.ImageGenResults = []api.ImageGenResult{result}
	return p
}

// running turns the last jobs into ones that the service still works at.
func running(jobs []planned) {
	for i := range jobs {
		j := &jobs[i].job
		j.State, j.FailureReason, j.RunningDuration = api.Running, "", nil
		j.StateRunningEnd, j.StateUpdated = api.Time{}, j.StateRunningStart
		done := float64(20 + 30*i)
		j.PercentageDone = &done
		if i == len(jobs)-1 {
			j.State, j.PercentageDone, j.QueuedDuration = api.Queued, nil, nil
			j.StateQueuedEnd, j.StateRunningStart, j.StateUpdated = api.Time{}, api.Time{}, j.StateQueuedStart
		}
		jobs[i].raw, _ = json.Marshal(j) // it was encoded before
	}
}

func seconds(n float64) time.Duration {
	return time.Duration(n * float64(time.Second)).Truncate(time.Microsecond)
}
