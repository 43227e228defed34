package jobsync

import (
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// A job that was seen is never called missing before its pictures are saved. One that was only
// accepted is called missing after enough answers.
func TestWhatIsCalledMissing(t *testing.T) {
	accepted := func(state api.State, job api.Job) library.Entry {
		job.State, job.JobType, job.Config = state, api.TypeImageGen, api.Config{NumSamples: 2}
		return library.Entry{Submission: &library.Submission{}, Job: job}
	}
	withImages := func(e library.Entry, known, saved int) library.Entry {
		e.Images = library.Counts{Known: known, Saved: saved}
		return e
	}
	website := accepted(api.Queued, api.Job{})
	website.Submission = nil
	for name, c := range map[string]struct {
		entry   library.Entry
		own     bool
		missing bool
	}{
		"never heard of again":             {accepted(api.Queued, api.Job{}), true, true},
		"a proxy's word":                   {accepted(api.Queued, api.Job{}), false, false},
		"queued, as the service told":      {accepted(api.Queued, api.Job{QueueingState: "default"}), true, false},
		"running, no pictures told":        {accepted(api.Running, api.Job{}), true, false},
		"running, a picture saved":         {withImages(accepted(api.Running, api.Job{}), 1, 1), true, false},
		"running, a picture not saved":     {withImages(accepted(api.Running, api.Job{}), 2, 1), true, false},
		"running, all pictures saved":      {withImages(accepted(api.Running, api.Job{}), 2, 2), true, true},
		"somebody made it on the site":     {website, true, false},
		"a state that we have no word for": {accepted("upscaling", api.Job{}), true, false},
	} {
		now, f, asked := noon, library.FollowUp{}, 0
		for now.Sub(noon) < 20*24*time.Hour && !f.Due.IsZero() || asked == 0 {
			f = stillAbsent(c.entry, f, c.own, 0, now)
			now = f.Due
			asked++
		}
		if f.Final != c.missing || asked > 150 && c.own {
			t.Errorf("%s: missing %v after %d answers", name, f.Final, asked)
		}
	}
}

// A list with pages is read to its end now and then, and during the search for a lost request.
// Otherwise it is read while pages contain something new.
func TestHowFarPagesAreRead(t *testing.T) {
	var p pages
	read := func(after time.Duration, searching bool, news ...int) (pages int) {
		p.begin(noon.Add(after), searching)
		for _, n := range news {
			p.news += n
			pages++
			if !p.more() {
				break
			}
		}
		p.ended(noon.Add(after))
		return pages
	}
	quiet := []int{0, 0, 0, 0}
	for _, c := range []struct {
		name      string
		after     time.Duration
		searching bool
		news      []int
		want      int
	}{
		{"the first time", 0, false, quiet, 4},
		{"nothing new", time.Second, false, quiet, 1},
		{"news on two pages", 2 * time.Second, false, []int{3, 1, 0, 0}, 3},
		{"news behind a quiet page", 3 * time.Second, false, []int{0, 5, 0, 0}, 1},
		{"a lost request", 4 * time.Second, true, quiet, 4},
		{"after that", 5 * time.Second, false, quiet, 1},
		{"five minutes after the last end", 4*time.Second + walkEvery, false, quiet, 4},
		{"a clock that was set back", -time.Hour, false, quiet, 4},
	} {
		if got := read(c.after, c.searching, c.news...); got != c.want {
			t.Errorf("%s: %d pages, want %d", c.name, got, c.want)
		}
	}
}
