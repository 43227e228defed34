package faults_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
)

// storming is how long storms go on if no number is given.
const storming = 15 * time.Second

// Storms combine all kinds of faults. In every storm each picture of each
// accepted job is saved once, nothing is sent without a person's request, and
// nothing stays unfinished. STORM_SEED=7 STORM_SEEDS=1 repeats storm 7.
func TestStorms(t *testing.T) {
	t.Parallel()
	seeds := fromEnvironment(t, "STORM_SEEDS", 0)
	first := fromEnvironment(t, "STORM_SEED", 1) // make faults uses other seeds
	began := time.Now()
	var next, posts, pressed, images atomic.Int64
	var group sync.WaitGroup
	for range 4 { // each waits for its own disk most of the time
		group.Go(func() {
			for {
				n := next.Add(1) - 1
				if seeds > 0 && n >= seeds || seeds == 0 && time.Since(began) > storming {
					return
				}
				seed := first + n
				t.Run(fmt.Sprint(seed), func(t *testing.T) {
					storm := newStormy(t, seed)
					result := storm.journey()
					posts.Add(int64(result.posts))
					pressed.Add(int64(storm.again))
					images.Add(int64(result.images))
				})
			}
		})
	}
	group.Wait()
	figure("storms_first_seed", first, "")
	figure("storms", next.Load()-4, "seeds")
	figure("storms_images", images.Load(), "images")
	figure("storms_posts", posts.Load(), "calls")
	figure("storms_sent_again_by_hand", pressed.Load(), "calls")
}

// stormy is a lab in a storm.
type stormy struct {
	*hours
	storm  *apitest.Storm
	random *rand.Rand
}

func newStormy(t *testing.T, seed int64) *stormy {
	t.Helper()
	storm := apitest.NewStorm(seed)
	t.Log(storm)
	s := &stormy{hours: newHours(t, storm.Options), storm: storm, random: rand.New(rand.NewPCG(uint64(seed), 2))}
	s.saving.AtOnce = 1 + s.random.IntN(6)
	return s
}

// journey simulates a bad day of a person with the program, and returns the
// result.
func (s *stormy) journey() outcome {
	s.t.Helper()
	s.storm.Begin(s.server)
	s.open()
	s.submitSome()
	s.weather()
	s.restart()
	s.storm.Turn(s.server)
	if s.random.IntN(2) == 0 {
		s.withoutFolder()
	}
	s.submitSome()
	s.weather()
	s.restart()
	if !s.elapse(72*time.Hour, s.over) {
		s.t.Fatalf("in the end: %+v\nstatus %+v\n%s", s.totals(), s.engine.Status(), s.unsettled())
	}
	s.honest()
	s.close()
	images, _ := promised(s.server)
	result := s.compare(len(s.server.Jobs()), images)
	if result.lost > 0 || result.duplicated > 0 || s.t.Failed() {
		s.t.Errorf("%+v in %v", result, s.storm)
	}
	return result
}

func (s *stormy) restart() {
	s.t.Helper()
	s.honest()
	s.close()
	s.fake.Advance(time.Duration(s.random.IntN(3)*s.random.IntN(3600)) * time.Second)
	s.open()
}

// close ends the run. Time passes meanwhile, because the service may hold back
// the answer to a request.
func (s *stormy) close() {
	s.t.Helper()
	closed := make(chan struct{})
	var passing sync.WaitGroup
	passing.Go(func() {
		beat := time.NewTicker(20 * time.Millisecond)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				s.fake.Advance(heartbeat)
			case <-closed:
				return
			}
		}
	})
	s.lab.close()
	close(closed)
	passing.Wait()
}

// submitSome makes a few submissions.
func (s *stormy) submitSome() {
	s.t.Helper()
	for range 1 + s.random.IntN(4) {
		s.submit(1 + s.random.IntN(5))
		if s.random.IntN(2) == 0 {
			s.elapse(time.Duration(s.random.IntN(20))*time.Second, never)
		}
	}
}

// weather lets up to a few minutes pass.
func (s *stormy) weather() {
	s.t.Helper()
	s.elapse(time.Duration(s.random.IntN(300))*time.Second, never)
	if s.random.IntN(3) == 0 {
		s.sendAgain()
	}
}

// withoutFolder removes the pictures folder for a while, or replaces it by an
// empty one, like the mount point of a removed disk.
func (s *stormy) withoutFolder() {
	s.t.Helper()
	away := s.saving.Folder + " away"
	if os.Rename(s.saving.Folder, away) != nil {
		return // nothing is saved yet
	}
	empty := s.random.IntN(2) == 0
	if empty {
		if err := os.Mkdir(s.saving.Folder, 0o700); err != nil {
			s.t.Fatal(err)
		}
	}
	s.elapse(time.Duration(s.random.IntN(600))*time.Second, never)
	for _, path := range filesIn(s.t, filepath.Dir(s.saving.Folder)) {
		if filepath.Dir(path) == s.saving.Folder {
			s.t.Errorf("%s was put where the folder is not", path)
		}
	}
	if err := os.Remove(s.saving.Folder); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	if err := os.Rename(away, s.saving.Folder); err != nil {
		s.t.Fatal(err)
	}
}

// over reports whether everything promised is saved. It sends again, as a
// person would, what needs that.
func (s *stormy) over() bool {
	s.t.Helper()
	s.sendAgain()
	images, ended := promised(s.server)
	return ended && s.done(images)()
}

// promised returns how many pictures the service has made, and whether it will
// make no more.
func promised(server *apitest.Server) (images int, ended bool) {
	ended = true
	for _, job := range server.Jobs() {
		ended = ended && job.State.Finished()
		for _, results := range job.ImageGenResults {
			images += len(results.GeneratedImages)
		}
	}
	return images, ended
}

// honest checks that nothing unfinished counts as finished.
func (s *stormy) honest() {
	s.t.Helper()
	before, err := s.library.Entries(s.t.Context(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	states := map[string]api.State{}
	for _, job := range s.server.Jobs() {
		states[job.JobID] = job.State
	}
	for _, entry := range before {
		state, there := states[entry.Job.JobID]
		if there && entry.Job.State.Finished() && !state.Finished() {
			s.t.Errorf("job %s is %s, and said to be %s", entry.Job.JobID, state, entry.Job.State)
		}
	}
}

// busyBeats is after how many steps time passes although there is work: it may
// be waiting for time.
const busyBeats = 20

// elapse is like pass, for a service that may hold back an answer. Time passes
// faster the longer it takes.
func (s *stormy) elapse(limit time.Duration, so func() bool) bool {
	s.t.Helper()
	end := s.fake.Now().Add(limit)
	giveUp := time.NewTimer(patience)
	defer giveUp.Stop()
	beat := time.NewTicker(time.Millisecond)
	defer beat.Stop()
	for n, busy := 0, 0; n%20 != 0 || !so(); n++ {
		if s.fake.Now().After(end) {
			return false
		}
		select {
		case <-beat.C:
		case <-giveUp.C:
			return false
		}
		if working, due := s.busy(); (working || due) && busy < busyBeats {
			busy++
			continue
		}
		busy = 0
		s.fake.Advance(min(heartbeat*time.Duration(1+n/100), max(end.Sub(s.fake.Now()), heartbeat)))
	}
	return true
}

// unsettled lists what is unfinished, for error messages.
func (s *stormy) unsettled() string {
	var b strings.Builder
	entries, err := s.library.Entries(s.t.Context(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		return err.Error()
	}
	for _, entry := range entries {
		fmt.Fprintf(&b, "%s %q %s %+v problem %+v follow-up %+v\n", entry.Job.JobID, entry.Job.Config.Prompt[:min(len(entry.Job.Config.Prompt), 30)], entry.State, entry.Images, entry.Problem, entry.FollowUp)
	}
	images, err := s.library.PageImages(s.t.Context(), library.ImageFilter{}, 0, 1000)
	if err != nil {
		return err.Error()
	}
	for _, image := range images {
		if image.State != library.ImageSaved {
			fmt.Fprintf(&b, "  %s of %s is %s: %+v\n", image.Generated.GeneratedImageID, image.JobID, image.State, image.Problem)
		}
	}
	return b.String()
}
