package bench

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/test/desktop"
)

// endToEnd measures the time from Generate to 16 verified files, in real time. The peer is the documentation's way:
// curl for the POST, curl for the job every five seconds until it has finished, then curl for one picture after the
// other, to plain files. Both start at the same moment, each with a service of its own with equal settings, and ask for
// pictures of 768×1024.
//
// With the service's usual times, 131 s in the queue and 52 s running, both wait 183 s for the
// service, and no program can have the pictures earlier: the target is below what is possible there.
// end-to-end_floor is that limit, the service's time ÷ the documentation's way. A program can only
// influence end-to-end_rest: the time from the last picture's being available to 16 files. The short
// jobs take 10 to 14 s, to cover all phases of the five seconds; they measure the same with less of
// the service's time.
func endToEnd(b *testing.B) {
	var long, longDocs journey
	var short, shortDocs []float64
	var all sync.WaitGroup
	all.Go(func() { long, longDocs = race(b, apitest.DefaultQueueTime, apitest.DefaultRunTime) })
	for n := range 5 {
		ours, docs := race(b, 4*time.Second, time.Duration(6+n)*time.Second)
		say(b, "a job of %d s: Lookbook %.2f s, the documentation's way %.2f s", 10+n, ours.all, docs.all)
		short, shortDocs = append(short, ours.all), append(shortDocs, docs.all)
	}
	say(b, "now the job of three minutes")
	all.Wait()
	if b.Failed() {
		return
	}
	tell("end-to-end", long.all, "s")
	tell("end-to-end_docs", longDocs.all, "s")
	tell("end-to-end_rest", long.rest, "s")
	tell("end-to-end_rest_docs", longDocs.rest, "s")
	tell("end-to-end_short", mean(short), "s")
	tell("end-to-end_short_docs", mean(shortDocs), "s")
	compare("end-to-end_floor", (apitest.DefaultQueueTime + apitest.DefaultRunTime).Seconds(), longDocs.all)
	compare("end-to-end_rest", long.rest, longDocs.rest)
	compare("end-to-end_short", mean(short), mean(shortDocs))
	compare("end-to-end", long.all, longDocs.all)
}

const endToEndPictures = 16

// journey is how long a job took, in seconds.
type journey struct {
	all  float64 // from the request to the last file
	rest float64 // from the last picture's being available to the last file
}

// race runs a job with Lookbook and one with the documentation's way at the same moment. Each has a service of its own,
// because Lookbook also fetches the pictures of other programs' jobs and would have twice the work.
func race(b *testing.B, queue, run time.Duration) (ours, docs journey) {
	compete := func(way func(*testing.B, string) (began, ended time.Time)) (took journey) {
		server := newServer(b, apitest.Options{QueueTime: queue, RunTime: run, PictureCache: 64 << 20})
		began, ended := way(b, server.URL())
		for _, job := range server.Jobs() {
			took = journey{ended.Sub(began).Seconds(), ended.Sub(job.StateRunningEnd.Time).Seconds()}
		}
		return took
	}
	var other sync.WaitGroup
	other.Go(func() { docs = compete(documentationsWay) })
	ours = compete(lookbooksWay)
	other.Wait()
	return ours, docs
}

// lookbooksWay submits to the engine and waits for the files.
func lookbooksWay(b *testing.B, service string) (began, ended time.Time) {
	p := openProgram(b, service, nil)
	done := p.saved(endToEndPictures)
	p.engine.Start()
	began = time.Now()
	_, err := p.engine.Outbox.Send(b.Context(), request("for Lookbook", endToEndPictures))
	must(b, err)
	<-done
	ended = time.Now()
	p.check(endToEndPictures)
	return began, ended
}

// documentationsWay follows the documentation's examples, with curl.
func documentationsWay(b *testing.B, service string) (began, ended time.Time) {
	curl := func(answer any, input string, args ...string) {
		cmd := exec.CommandContext(b.Context(), "curl", append([]string{"--silent", "--show-error", "--fail"}, args...)...)
		cmd.Stdin = strings.NewReader(input)
		said, err := cmd.Output()
		must(b, err)
		if answer != nil {
			must(b, json.Unmarshal(said, answer))
		}
	}
	key, dir := "Authorization: Bearer "+desktop.Key(), b.TempDir()
	body, err := json.Marshal(request("for curl", endToEndPictures))
	must(b, err)
	var job api.Job
	began = time.Now()
	curl(&job, string(body), "-X", "POST", service+"/image_gen", "-H", key, "-H", "Content-Type: application/json", "--data-binary", "@-")
	for job.State != api.Success {
		pause(b, askEvery)
		if curl(&job, "", service+"/jobs/image-gen/"+job.JobID, "-H", key); job.State == api.Failure {
			b.Fatalf("job %s failed", job.JobID)
		}
	}
	pictures := picturesOf(job)
	for n, picture := range pictures {
		curl(nil, "", "--output", fmt.Sprintf("%s/%d.png", dir, n), picture.URL)
	}
	ended = time.Now()
	if len(pictures) != endToEndPictures {
		b.Errorf("%d pictures", len(pictures))
	}
	return began, ended
}
