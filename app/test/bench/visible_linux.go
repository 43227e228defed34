package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/test/desk"
)

// visibleRow is how long it takes, in the real window, from a job's last
// picture being available on the server until the last of its thumbnails is
// painted: it is noticed, fetched, verified, saved, reduced and drawn. The
// request is typed and sent with the keyboard. Measured are jobs of 16 pictures
// of 768×1024: three that take 20 s, and one of the seed's own times, 131 s in
// the queue and 52 s of running; the slowest of them counts. visible_calls are
// the API calls that the long one took, its POST among them.
//
// What the same takes with a hundred jobs at once, in the calls that `calls`
// allows, is told there as calls_visible.
func visibleRow() Row {
	return Row{
		Name: "visible",
		Targets: []Target{
			{Name: "visible", Most: 1.5, What: "last picture available on the server to last thumbnail painted, the slowest of four jobs"},
			{Name: "visible_calls", What: "API calls of one job of 16 pictures, 131 s queue and 52 s run"},
		},
		Run: runVisible,
	}
}

const visiblePictures = 16

func runVisible(ctx context.Context, s *Stage) error {
	lookbook, err := s.Build("lookbook")
	if err != nil {
		return err
	}
	simulate, err := s.Build("lookbook/api/apitest/cmd/simulate")
	if err != nil {
		return err
	}
	w := &watched{stage: s, Desk: desk.Start(s.TB(), s.Artifacts(), desk.Options{Width: 1920, Height: 1080})}
	// Only what is in sight is painted: all pictures of these jobs are.
	if err := w.prefer(map[string]any{"thumbnail_size": 96}); err != nil {
		return err
	}
	backend := w.Start(desk.Command{
		Name: "simulate", Path: simulate, Args: []string{"-api-addr", "127.0.0.1:0", "-image-addr", "127.0.0.1:0", "-control"},
	})
	backend.WaitOutput("\n")
	address, _, _ := strings.Cut(backend.Output(), "\n")
	w.service = &service{url: address}
	w.journal = desk.OpenJournal(s.TB(), filepath.Join(w.Home(), ".local/state/lookbook/lookbook.log"))
	w.program = w.Start(desk.Command{
		Name: "lookbook", Path: lookbook, Args: []string{"-v"}, // thumbnails are told of only then
		Env: map[string]string{"DREAMLOOK_API_URL": address, "DREAMLOOK_API_KEY": someKey()},
	})
	w.WaitWindow(w.program, "Lookbook")
	w.journal.Since(w.program.Started()).Wait(desk.Patience, "ready", 1)
	var took []float64
	for n := range 3 {
		late, calls, err := w.measure(ctx, 4*time.Second, 16*time.Second)
		if err != nil {
			return err
		}
		s.Logf("a job of 20 s: %.2f s, %d calls", late, calls)
		s.Figure(fmt.Sprintf("visible_short_%d", n+1), late, "s")
		took = append(took, late)
	}
	late, calls, err := w.measure(ctx, apitest.DefaultQueueTime, apitest.DefaultRunTime)
	if err != nil {
		return err
	}
	w.Screenshot("visible")
	s.Figure("visible_long", late, "s")
	s.Figure("visible_calls", float64(calls), "calls")
	s.Figure("visible", slices.Max(append(took, late)), "s")
	return nil
}

// watched is the program at work on a screen.
type watched struct {
	*desk.Desk
	stage   *Stage
	service *service
	journal *desk.Journal
	program *desk.Process
	sent    int // jobs
}

// prefer writes settings before the program is started.
func (w *watched) prefer(values map[string]any) error {
	path := filepath.Join(w.Home(), ".config/lookbook/settings.json")
	data, err := json.Marshal(values)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// measure has the program make a job that takes so long, and returns how long
// after its last picture's being available its last thumbnail was painted, in
// seconds, and how many API calls it took.
func (w *watched) measure(ctx context.Context, queue, run time.Duration) (late float64, calls int, err error) {
	plan := apitest.Plan{QueueTime: queue, RunTime: run}
	if err := w.service.control(ctx, http.MethodPost, "plans", plan, nil); err != nil {
		return 0, 0, err
	}
	var before, after apitest.Totals
	if err := w.service.control(ctx, http.MethodGet, "totals", nil, &before); err != nil {
		return 0, 0, err
	}
	if w.sent == 0 {
		w.Type("a lake at dawn with mist over the water")
		for range tabsToImages {
			w.Key("Tab")
		}
		w.Key("ctrl+a")
		w.Type(fmt.Sprint(visiblePictures))
	}
	w.Key("ctrl+Return")
	w.sent++
	said := w.journal.Since(w.program.Started())
	said.Wait(desk.Patience, "job accepted", w.sent)
	job, err := w.newest(ctx)
	if err != nil {
		return 0, 0, err
	}
	if asked := job.Config.NumSamples; asked != visiblePictures {
		return 0, 0, fmt.Errorf("%d pictures were asked for, not %d", asked, visiblePictures)
	}
	painted := map[any]time.Time{}
	patience := queue + run + desk.Patience
	desk.Until(w.stage.TB(), patience, fmt.Sprintf("%d thumbnails", w.sent*visiblePictures), func() bool {
		if ctx.Err() != nil {
			return true
		}
		clear(painted)
		for _, entry := range said.Said("thumbnail painted") {
			if image := entry["image"]; painted[image].IsZero() {
				painted[image] = entry.Time()
			}
		}
		return len(painted) >= w.sent*visiblePictures
	})
	if err := w.service.control(ctx, http.MethodGet, "totals", nil, &after); err != nil {
		return 0, 0, err
	}
	if job, err = w.newest(ctx); err != nil {
		return 0, 0, err
	}
	last := slices.MaxFunc(slices.Collect(maps.Values(painted)), time.Time.Compare)
	const ours = 2 // of the calls: our own questions, for the newest job and for the totals
	return last.Sub(job.StateRunningEnd.Time).Seconds(), after.APICalls - before.APICalls - ours, nil
}

// tabsToImages is how far the number of images is from the prompt: not in the
// picture, model, width, swap, height, lock, usual sizes, images.
const tabsToImages = 8

// newest is the service's newest job.
func (w *watched) newest(ctx context.Context) (api.Job, error) {
	var jobs []api.Job
	if err := w.service.control(ctx, http.MethodGet, "jobs", nil, &jobs); err != nil {
		return api.Job{}, err
	}
	if len(jobs) != w.sent {
		return api.Job{}, fmt.Errorf("the service has %d jobs, not %d", len(jobs), w.sent)
	}
	return jobs[0], nil
}
