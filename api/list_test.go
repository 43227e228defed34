package api_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
)

// lister is a client of a simulated service.
func lister(t *testing.T) (*apitest.Server, *api.Client) {
	t.Helper()
	server, err := apitest.New(apitest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	key := "dl-" + strings.Repeat("0f", 16)
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: func() string { return key }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server, client
}

// A list of 10,000 jobs with sixteen pictures each is read completely, and only
// a few of its jobs are in memory at any time.
func TestALongListIsTakenWhole(t *testing.T) {
	const jobs, pictures = 10_000, 16
	server, client := lister(t)
	server.Extras.Lengthen(jobs, pictures)
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse
	}
	runtime.GC()
	before, most, began := heap(), uint64(0), time.Now()
	seen := make(map[string]bool, jobs)
	count := 0
	err := client.EachJob(t.Context(), func(job api.Job) error {
		seen[job.JobID] = true
		for _, result := range job.ImageGenResults {
			count += len(result.GeneratedImages)
		}
		if len(seen)%500 == 0 {
			most = max(most, heap())
		}
		return nil
	})
	if err != nil || len(seen) != jobs || count != jobs*pictures {
		t.Errorf("%d jobs, %d pictures, %v", len(seen), count, err)
	}
	grown := int64(most) - int64(before)
	t.Logf("%v, %d MB more in use at most", time.Since(began).Round(time.Millisecond), grown>>20)
	if grown > 64<<20 {
		t.Errorf("%d MB were in use", grown>>20)
	}
}

// An invalid job in a list doesn't lose the others.
func TestABadJobDoesNotSpoilTheList(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)
	for name, bad := range map[string]string{
		"no job":       `7`,
		"null":         `null`,
		"not a number": `{"job_id":"ig_nan","state":"running","percentage_done":NaN}`,
		"no JSON":      `{"job_id":"ig_bad","state":running,"config":{"prompt":'x'}}`,
		"a bare word":  `undefined`,
		"too deep":     `{"job_id":"ig_deep","config":` + deep + `}`,
		"huge":         apitest.HugeJob("ig_huge", 80<<20),
		"a huge word":  `"` + strings.Repeat(`\"]},{[`, 1<<20) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			server, client := lister(t)
			first := server.AddWebsiteJob(api.Config{Prompt: "one", NumSamples: 1, BaseModel: "m"})
			server.Extras.Add(bad)
			server.Extras.Lengthen(20, 2)
			jobs, err := client.Jobs(t.Context())
			if err != nil || len(jobs) != 21 || jobs[0].JobID != first {
				t.Errorf("%d jobs, %v", len(jobs), err)
			}
		})
	}
}

// A list that breaks off yields its first jobs and then an error.
func TestAListThatBreaksOff(t *testing.T) {
	for how, want := range map[apitest.Kind]error{apitest.Truncate: api.ErrBadAnswer, apitest.Cut: api.ErrNoAnswer} {
		t.Run(fmt.Sprint(how), func(t *testing.T) {
			server, client := lister(t)
			server.Extras.Lengthen(100, 2)
			server.Inject(apitest.Fault{Where: apitest.List, How: how})
			n := 0
			err := client.EachJob(t.Context(), func(api.Job) error { n++; return nil })
			if n < 40 || n > 60 || !errors.Is(err, want) {
				t.Errorf("%d jobs of the first half, %v", n, err)
			}
		})
	}
}

// The receiver of the jobs can end the list.
func TestAListThatIsNotTaken(t *testing.T) {
	server, client := lister(t)
	server.Extras.Lengthen(100, 2)
	full := errors.New("full")
	n := 0
	err := client.EachJob(t.Context(), func(api.Job) error {
		if n++; n == 3 {
			return full
		}
		return nil
	})
	if n != 3 || !errors.Is(err, full) {
		t.Errorf("%d jobs, %v", n, err)
	}
}
