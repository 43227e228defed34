// Command child is the process that the tests of app/test/faults kill: a library and an engine in a
// folder, without a window. It submits what is due, each submission once, and reports its progress
// as lines of JSON on its output; see faults.Report. When its input ends, it closes the engine and
// the library in the order that the window uses, which joins every goroutine.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/submit"
	"lookbook/app/test/faults"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(1)
	}
}

// plan is the values of the command line.
type plan struct {
	dir           string
	service       string
	since         int64
	speed         float64
	jobs, images  int
	width, height int
	again         bool
	room          int64
	mark          int64
	rebuild       bool
}

func parse(args []string) (p plan, err error) {
	flags := flag.NewFlagSet("child", flag.ContinueOnError)
	flags.StringVar(&p.dir, "dir", "", "`folder` of the library, the pictures and the journal")
	flags.StringVar(&p.service, "api", "", "`address` of the service")
	flags.Int64Var(&p.since, "since", 0, "when the clock began to run fast, in Unix `nanoseconds`")
	flags.Float64Var(&p.speed, "speed", 1, "of the clock")
	flags.IntVar(&p.jobs, "jobs", 0, "how many submissions are due")
	flags.IntVar(&p.images, "images", 8, "pictures in each")
	flags.IntVar(&p.width, "width", 256, "`pixels`")
	flags.IntVar(&p.height, "height", 320, "`pixels`")
	flags.BoolVar(&p.again, "again", false, "send again, as a person would, what was refused and what Lookbook says that it can't tell")
	flags.Int64Var(&p.room, "room", -1, "how many `bytes` a file may grow beyond the library's size once all is submitted; -1: no limit")
	flags.Int64Var(&p.mark, "mark", -1, "mark pictures at random from this `seed`; -1: none")
	flags.BoolVar(&p.rebuild, "rebuild", false, "rebuild the library from the folder")
	err = flags.Parse(args)
	return p, err
}

// child is the running program.
type child struct {
	plan    plan
	library *library.Library
	engine  *engine.Engine
	journal *journal
	changed chan struct{}
	out     *json.Encoder
	said    faults.Report
	again   int
}

func run(args []string, in io.Reader, out io.Writer) (err error) {
	p, err := parse(args)
	if err != nil {
		return err
	}
	ctx := context.Background()
	clock := faults.NewFast(time.Unix(0, p.since), p.speed)
	c := &child{plan: p, changed: make(chan struct{}, 1), out: json.NewEncoder(out)}
	if c.library, err = library.Open(ctx, filepath.Join(p.dir, "library.db"), library.Options{Clock: clock}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.library.Close()) }()
	if c.journal, err = openJournal(filepath.Join(p.dir, "journal")); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.journal.close()) }()
	// Only a simulator accepts it.
	key := "dl-" + strings.Repeat("0c", 16)
	client, err := api.New(api.Options{BaseURL: p.service, Key: func() string { return key }, Clock: clock})
	if err != nil {
		return err
	}
	defer client.Close()
	c.engine = engine.New(engine.Params{
		API: client, Images: client.Images, Library: c.library, Clock: clock, AppVersion: "test",
		Saving: func() folder.Saving {
			return folder.Saving{Folder: filepath.Join(p.dir, "pictures"), Create: true, Metadata: folder.Metadata{Marks: true}}
		},
		Rebuild: p.rebuild, Rebuilt: func(files.RescanResult) error { return nil },
	})
	defer func() { err = errors.Join(err, c.engine.Close(ctx)) }()
	defer c.engine.Subscribe(func(engine.Event) {
		select {
		case c.changed <- struct{}{}:
		default:
		}
	})()
	c.engine.Start()
	return c.work(ctx, in)
}

// work submits what is due and reports changes until the input ends.
func (c *child) work(ctx context.Context, in io.Reader) error {
	ended := make(chan error, 1)
	go func() {
		_, err := bufio.NewReader(in).ReadString(0)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		ended <- err
	}()
	// Refused requests are sent again before the first report, which otherwise
	// would say that everything is done.
	if err := c.sendAgain(ctx); err != nil {
		return err
	}
	if err := c.submitDue(ctx); err != nil {
		return err
	}
	if err := c.release(ctx); err != nil {
		return err
	}
	if err := c.limit(); err != nil {
		return fmt.Errorf("limiting the size of files: %w", err)
	}
	if c.plan.mark >= 0 {
		return c.mark(ctx)
	}
	for {
		if err := c.sendAgain(ctx); err != nil {
			return err
		}
		if err := c.release(ctx); err != nil {
			return err
		}
		if err := c.report(ctx); err != nil {
			return err
		}
		select {
		case <-c.changed:
		case err := <-ended:
			return err
		}
	}
}

// limit sets the size limit of files by the plan: smaller and smaller relative
// to the library's log, its longest file.
func (c *child) limit() error {
	if c.plan.room < 0 {
		return nil
	}
	log, err := os.Stat(filepath.Join(c.plan.dir, "library.db-wal"))
	if err != nil {
		return err
	}
	return limitFiles(uint64(log.Size() + c.plan.room))
}

// submitDue makes the submissions that the journal doesn't have yet. One that
// was begun when an earlier run was killed is made unless the library has it: a
// request that is not in the library was never sent.
func (c *child) submitDue(ctx context.Context) error {
	known, err := c.prompts(ctx)
	if err != nil {
		return err
	}
	for n := range c.plan.jobs {
		switch {
		case c.journal.made[n] && !known[faults.Prompt(n)]:
			return fmt.Errorf("the library has lost submission %d", n)
		case !c.journal.made[n] && !known[faults.Prompt(n)]:
			if err := c.submit(ctx, n); err != nil {
				return fmt.Errorf("submission %d: %w", n, err)
			}
		}
		if err := c.journal.make(n); err != nil {
			return err
		}
		if err := c.report(ctx); err != nil {
			return err
		}
	}
	return nil
}

// submit makes a submission: every second one through the outbox of held requests.
func (c *child) submit(ctx context.Context, n int) error {
	config := faults.Config(n, c.plan.images, c.plan.width, c.plan.height)
	if n%2 == 0 {
		_, err := c.engine.Outbox.Send(ctx, config)
		return err
	}
	if _, _, err := c.library.Held.Swap(ctx, nil, []library.Held{{Config: config}}); err != nil {
		return err
	}
	return c.release(ctx)
}

// release releases everything that is held. While the key is refused it stays.
func (c *child) release(ctx context.Context) error {
	ids, err := c.library.Held.IDs(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	_, err = c.engine.Outbox.Release(ctx, ids)
	if errors.Is(err, submit.ErrKeyRefused) || errors.Is(err, cause.Err(cause.NoKey)) {
		return nil
	}
	return err
}

const most = 10_000 // entries; a test has a few dozen

// prompts returns those of every entry of the library, and of what is held.
func (c *child) prompts(ctx context.Context) (map[string]bool, error) {
	entries, err := c.library.Entries(ctx, library.EntryFilter{}, 0, most)
	known := map[string]bool{}
	for _, entry := range entries {
		known[entry.Job.Config.Prompt] = true
		if entry.Submission != nil {
			known[entry.Submission.Config.Prompt] = true
		}
	}
	if err != nil {
		return nil, err
	}
	ids, err := c.library.Held.IDs(ctx)
	if err != nil {
		return nil, err
	}
	held, err := c.library.Held.ByID(ctx, ids)
	for _, one := range held {
		known[one.Config.Prompt] = true
	}
	return known, err
}

// report reports the progress if it changed.
func (c *child) report(ctx context.Context) error {
	totals, err := c.library.Totals(ctx)
	if err != nil {
		return err
	}
	owed, err := c.library.Sidecars.Owed(ctx, 0, 1)
	if err != nil {
		return err
	}
	status := c.engine.Status()
	now := faults.Report{
		Submitted: len(c.journal.made), Again: c.again, Sending: status.Sending, Fetching: status.Fetching, Owed: len(owed) > 0, Rebuilt: status.Rebuilt != nil,
		Totals: totals, Folder: words(status.FolderProblem), Library: words(status.LibraryTrouble()),
	}
	if totals.Failed > 0 {
		failed, err := c.library.PageImages(ctx, library.ImageFilter{States: []library.ImageState{library.ImageFailed}}, 0, 1)
		if err != nil {
			return err
		}
		for _, image := range failed {
			now.Failed = words(image.Problem)
		}
	}
	if now == c.said {
		return nil
	}
	c.said = now
	return c.out.Encode(now)
}

func words(p *library.Problem) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%s %+v %s", p.What, p.Cause, p.Message)
}

// sendAgain does what a person does who is told that a request was refused, or
// that its outcome is unknown.
func (c *child) sendAgain(ctx context.Context) error {
	if !c.plan.again {
		return nil
	}
	entries, err := c.library.Entries(ctx, library.EntryFilter{States: []library.EntryState{library.EntryUnknown, library.EntryRefused}}, 0, most)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if p := entry.Problem; entry.State == library.EntryUnknown && (p == nil || p.Cause.Code != cause.NotInList && p.Cause.Code != cause.NoList) {
			continue
		}
		_, err := c.engine.Outbox.SendAgain(ctx, entry.ID)
		if errors.Is(err, submit.ErrSettled) {
			continue // found at this moment
		}
		if err != nil {
			return err
		}
		c.again++
	}
	return nil
}
