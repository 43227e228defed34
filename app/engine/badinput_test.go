package engine_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// A list of ten thousand jobs with sixteen pictures each, in one answer, is stored without ever
// being in memory as a whole.
func TestTenThousandJobsInOneAnswer(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Extras.Lengthen(10_000, 16)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most := heap(), uint64(0)
	seen := 0
	defer w.Library.Subscribe(func(library.Event) {
		if seen++; seen%2000 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	})()
	began := time.Now()
	w.engine.Round()
	took, after := time.Since(began), heap()
	if totals := w.Totals(); totals.Entries != 10_000 || totals.Images != 160_000 {
		t.Errorf("%+v", totals)
	}
	const mb = 1 << 20
	t.Logf("taken in within %v; heap %d MB before, %d MB at most, %d MB after", took.Round(time.Millisecond), before/mb, max(most, after)/mb, after/mb)
	if max(most, after) > before+200*mb {
		t.Error("that is too much memory")
	}
}

// Meaningless ids, and a job that changes its type, do no harm.
func TestJobsThatMakeNoSenseSpoilNothing(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	long := strings.Repeat("x", 10_000)
	w.server.Extras.Add(fmt.Sprintf(`{"job_id":"ig_%s","job_type":"image-gen","state":"running"}`, long))
	w.server.Extras.Add(fmt.Sprintf(`{"job_id":"ig_long","job_type":"image-gen","state":"success","config":{"num_samples":1},
		"image_gen_results":[{"generated_images":[{"generated_image_id":"%s","url":"https://x.invalid/a.png"}]}]}`, long))
	for _, told := range []string{"dreambooth", "image_gen", "x/y", long} {
		w.server.PlanNext(apitest.Plan{Oddities: apitest.Oddities{ToldType: told}})
		w.submit(config(1))
	}
	if !w.run(time.Hour, func() bool { return w.Totals().Saved == 4 }) {
		t.Errorf("%+v, %+v", w.Totals(), w.engine.Status())
	}
}
