package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/api/apitest"
)

// endToEndRow is how long it takes from Generate to 16 verified files, in real
// time, beside the documentation's way: curl for the POST, curl for the job
// every five seconds until it has finished, then curl for one picture after the
// other, to plain files. Both ask at the same moment, each a service of its own,
// alike, for pictures of 768×1024.
//
// With the seed's own times, 131 s in the queue and 52 s of running, both wait
// 183 s for the service, and no program can have the pictures before: the
// target is below what is possible there. end-to-end_floor is that limit, the
// service's own time ÷ the documentation's way. What a program decides is
// end-to-end_rest: from the last picture's being available to 16 files. The
// short jobs, of 10 to 14 s so that every phase of the five seconds is met, are
// the same with less of the service's time in them.
func endToEndRow() Row {
	return Row{
		Name: "end-to-end",
		Targets: []Target{
			{Name: "end-to-end", Ratio: true, Most: 0.8, What: "Generate to 16 verified files ÷ the documentation’s way, 131 s queue and 52 s run"},
			{Name: "end-to-end_floor", Ratio: true, What: "the service’s own 183 s ÷ the documentation’s way: no program is below"},
			{Name: "end-to-end_rest", Ratio: true, What: "last picture available to 16 files ÷ the documentation’s way"},
			{Name: "end-to-end_rest", What: "the same in seconds"},
			{Name: "end-to-end_short", Ratio: true, What: "Generate to 16 files for jobs of 10 to 14 s ÷ the documentation’s way"},
		},
		Run: runEndToEnd,
	}
}

const endToEndPictures = 16

// journey is how long a job took, in seconds.
type journey struct {
	all  float64 // from the request to the files
	rest float64 // from the last picture's being available
}

func runEndToEnd(ctx context.Context, s *Stage) error {
	var long, longDocs journey
	var short, shortDocs []journey
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		long, longDocs, err = race(ctx, filepath.Join(s.Scratch(), "long"), apitest.DefaultQueueTime, apitest.DefaultRunTime)
		return err
	})
	group.Go(func() error {
		for n := range 5 {
			run := time.Duration(6+n) * time.Second
			ours, docs, err := race(ctx, filepath.Join(s.Scratch(), fmt.Sprint("short-", n)), 4*time.Second, run)
			if err != nil {
				return err
			}
			s.Logf("a job of %v: Lookbook %.2f s, the documentation's way %.2f s", 4*time.Second+run, ours.all, docs.all)
			short, shortDocs = append(short, ours), append(shortDocs, docs)
		}
		s.Logf("now the job of three minutes")
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	sum := func(all []journey) (total journey) {
		for _, one := range all {
			total.all += one.all / float64(len(all))
			total.rest += one.rest / float64(len(all))
		}
		return total
	}
	ours, docs := sum(short), sum(shortDocs)
	s.Figure("end-to-end", long.all, "s")
	s.Figure("end-to-end_docs", longDocs.all, "s")
	s.Figure("end-to-end_rest", long.rest, "s")
	s.Figure("end-to-end_rest_docs", longDocs.rest, "s")
	s.Figure("end-to-end_short", ours.all, "s")
	s.Figure("end-to-end_short_docs", docs.all, "s")
	s.Figure("end-to-end_short_rest", ours.rest, "s")
	s.Figure("end-to-end_short_rest_docs", docs.rest, "s")
	s.Ratio("end-to-end_floor", (apitest.DefaultQueueTime + apitest.DefaultRunTime).Seconds(), longDocs.all)
	s.Ratio("end-to-end_rest", long.rest, longDocs.rest)
	s.Ratio("end-to-end_short", ours.all, docs.all)
	s.Ratio("end-to-end", long.all, longDocs.all)
	return nil
}

// race has Lookbook and the documentation's way make a job each, at the same
// moment, of a service that takes so long for them.
func race(ctx context.Context, dir string, queue, run time.Duration) (ours, docs journey, err error) {
	group, ctx := errgroup.WithContext(ctx)
	// Two services, alike: Lookbook fetches the pictures of other programs'
	// jobs too, and would have twice the work.
	compete := func(name string, took *journey, way func(context.Context, string, *apitest.Server) (journey, error)) {
		group.Go(func() (err error) {
			server, err := apitest.New(apitest.Options{QueueTime: queue, RunTime: run, PictureCache: 64 << 20})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, server.Close()) }()
			*took, err = way(ctx, filepath.Join(dir, name), server)
			return err
		})
	}
	compete("lookbook", &ours, lookbooksWay)
	compete("docs", &docs, documentationsWay)
	err = group.Wait()
	return ours, docs, err
}

// request is what is asked for. The prompt says by whom.
func request(who string) api.Config {
	return api.Config{
		Prompt: "a lake at dawn with mist over the water, for " + who, Width: 768, Height: 1024,
		NumSamples: endToEndPictures, NumInferenceSteps: 20, BaseModel: "sdxl", Seed: new(int64(7)),
	}
}

// lookbooksWay submits to the engine and waits for the files.
func lookbooksWay(ctx context.Context, dir string, server *apitest.Server) (took journey, err error) {
	client, err := localClient(server.URL())
	if err != nil {
		return took, err
	}
	p, err := newProgram(ctx, dir, client)
	if err != nil {
		return took, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	done := p.saved(endToEndPictures)
	p.engine.Start()
	began := time.Now()
	entry, err := p.engine.Outbox.Send(ctx, request("Lookbook"))
	if err != nil {
		return took, err
	}
	if err := waitFor(ctx, done); err != nil {
		return took, err
	}
	ended := time.Now()
	if err := p.check(ctx, endToEndPictures); err != nil {
		return took, err
	}
	if entry, err = p.library.Entry(ctx, entry.ID); err != nil {
		return took, err
	}
	return journeyOf(server, entry.Job.JobID, began, ended)
}

// journeyOf holds the times against the service's own.
func journeyOf(server *apitest.Server, jobID string, began, ended time.Time) (journey, error) {
	for _, job := range server.Jobs() {
		if job.JobID == jobID {
			return journey{ended.Sub(began).Seconds(), ended.Sub(job.StateRunningEnd.Time).Seconds()}, nil
		}
	}
	return journey{}, fmt.Errorf("the service has no job %q", jobID)
}

// documentationsWay does what the documentation's examples do, with curl.
func documentationsWay(ctx context.Context, dir string, server *apitest.Server) (took journey, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return took, err
	}
	body, err := json.Marshal(request("curl"))
	if err != nil {
		return took, err
	}
	authorization := "Authorization: Bearer " + someKey()
	curl := func(answer any, args ...string) error {
		cmd := exec.CommandContext(ctx, "curl", append([]string{"--silent", "--show-error", "--fail"}, args...)...)
		cmd.Stdin = bytes.NewReader(body)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		said, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("curl: %w: %s", err, complaint.String())
		}
		if answer == nil {
			return nil
		}
		return json.Unmarshal(said, answer)
	}
	began := time.Now()
	var accepted struct {
		JobID string `json:"job_id"`
	}
	err = curl(&accepted, "-X", "POST", server.URL()+"/image_gen", "-H", authorization,
		"-H", "Content-Type: application/json", "--data-binary", "@-")
	if err != nil {
		return took, err
	}
	var job api.Job
	for job.State != api.Success {
		next := time.NewTimer(askEvery)
		select {
		case <-next.C:
		case <-ctx.Done():
			next.Stop()
			return took, ctx.Err()
		}
		if err := curl(&job, server.URL()+"/jobs/image-gen/"+accepted.JobID, "-H", authorization); err != nil {
			return took, err
		}
		if job.State == api.Failure {
			return took, fmt.Errorf("job %s failed", job.JobID)
		}
	}
	pictures := picturesOf([]api.Job{job})
	for n, picture := range pictures {
		if err := curl(nil, "--output", filepath.Join(dir, fmt.Sprintf("%d.png", n)), picture.URL); err != nil {
			return took, err
		}
	}
	ended := time.Now()
	if len(pictures) != endToEndPictures {
		return took, fmt.Errorf("%d pictures, not %d", len(pictures), endToEndPictures)
	}
	return journeyOf(server, accepted.JobID, began, ended)
}
