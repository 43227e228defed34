// Command simulate runs the simulated dreamlook.ai as a process of its own, for
// tests from outside and for trying things by hand:
//
//	go run ./api/apitest/cmd/simulate -speed 20
//
// The first line of its output is the API's address, for DREAMLOOK_API_URL. The
// second is the image host's. It runs until it is interrupted, and then closes
// the server, which joins all goroutines.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(1)
	}
}

// settings are the values of the command line.
type settings struct {
	options apitest.Options
	log     string
	every   time.Duration
	prompt  string
	samples int

	noList    int
	describes bool
}

// word is a flag for one of the simulator's words.
func word[T ~string](into *T) flag.Value { return wordFlag[T]{into} }

type wordFlag[T ~string] struct{ into *T }

func (w wordFlag[T]) Set(text string) error { *w.into = T(text); return nil }

func (w wordFlag[T]) String() string {
	if w.into == nil {
		return ""
	}
	return string(*w.into)
}

func parse(args []string, complaints io.Writer) (settings, error) {
	var s settings
	o := &s.options
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(complaints)
	flags.StringVar(&o.APIAddr, "api-addr", "", "loopback `address` of the API; any free port by default")
	flags.StringVar(&o.ImageAddr, "image-addr", "", "the same for the image host")
	flags.Float64Var(&o.Speed, "speed", 1, "divides the queue and run times")
	flags.DurationVar(&o.QueueTime, "queue", apitest.DefaultQueueTime, "`time` from submission to start")
	flags.DurationVar(&o.RunTime, "run", apitest.DefaultRunTime, "`time` from start to end")
	flags.IntVar(&o.Parallel, "parallel", 0, "jobs running at once; 0: no limit")
	flags.DurationVar(&o.URLLife, "url-life", time.Hour, "`time` that signed URLs last")
	flags.IntVar(&o.Tokens, "tokens", -1, "balance; below 0: endless")
	flags.BoolVar(&o.Accounts, "accounts", false, "a key sees only its own jobs")
	flags.BoolVar(&o.Summaries, "summaries", false, "lists without results")
	flags.BoolVar(&o.Wrapped, "wrapped", false, `lists as {"jobs": […]}`)
	flags.IntVar(&o.ListPictures, "list-pictures", 0, "pictures of each job that lists tell of; 0: all")
	flags.Var(word(&o.IDs), "ids", "form of ids: letters, twins, slash, odd or long; hex digits by default")
	flags.Var(word(&o.Spelling), "spelling", "underscore or both; image-gen by default")
	flags.IntVar(&o.Refusal, "refusal", 422, "`status` for another spelling")
	flags.StringVar(&o.ListName, "list-name", "", "`member` of an object that holds lists; a bare array by default")
	flags.BoolVar(&o.OldestFirst, "oldest-first", false, "lists begin with the oldest job")
	flags.Var(word(&o.Paging), "paging", "offset, total, page, page0, next, cursor or link; lists are whole by default")
	flags.IntVar(&o.PageSize, "page-size", 20, "jobs in a page")
	flags.IntVar(&s.noList, "no-list", 0, "`status` instead of a list: 404, 405 or 422")
	flags.BoolVar(&o.AtTheEnd, "at-the-end", false, "pictures are told of when their job has ended")
	flags.BoolVar(&o.PlainURLs, "plain-urls", false, "pictures' addresses without a signature")
	flags.Var(word(&o.Price), "price", "area or job; a token a picture by default")
	flags.DurationVar(&o.CheckpointLife, "checkpoint-life", 48*time.Hour, "`time` until a trained model is deleted; 0: never")
	flags.BoolVar(&o.LoRATwins, "lora-twins", false, "training gives a model and its LoRA")
	flags.BoolVar(&o.CombinedToo, "combined-too", false, "the image list holds combined jobs as well")
	flags.BoolVar(&s.describes, "openapi", false, "serve /openapi.json")
	flags.BoolVar(&o.NoThumbnails, "no-thumbnails", false, "jobs without thumbnails")
	flags.BoolVar(&o.Control, "control", false, "serve /_simulate/ for scripted trouble")
	flags.Int64Var(&o.Seed, "seed", 0, "varies ids and random seeds")
	flags.Int64Var(&o.PictureCache, "cache", 0, "`bytes` of pictures kept; 0: 64 MiB")
	flags.Func("key", "a good `key`, may be repeated; of any form; without it any of the usual form is good", func(key string) error {
		o.Keys = append(o.Keys, key)
		return nil
	})
	flags.StringVar(&s.log, "log", "", "`file` for one line of JSON a call, appended to")
	flags.DurationVar(&s.every, "website-job-every", 0, "a job turns up from the website every so often; 0: never")
	flags.StringVar(&s.prompt, "website-prompt", "a lake at dawn, started on the website", "prompt of those jobs")
	flags.IntVar(&s.samples, "website-samples", 4, "pictures in each of those jobs")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("what to do with %q?", strings.Join(flags.Args(), " "))
	}
	// For the simulator 0 means the default; on the command line it means none.
	for _, d := range []*time.Duration{&o.QueueTime, &o.RunTime} {
		if *d == 0 {
			*d = -1
		}
	}
	if o.Tokens == 0 {
		return s, errors.New("-tokens 0 would be endless: give 1 or more, or -1")
	}
	return s, nil
}

func run(ctx context.Context, args []string, out, complaints io.Writer) (err error) {
	s, err := parse(args, complaints)
	if err != nil {
		return err
	}
	broken := make(chan error, 1)
	if s.log != "" {
		file, openErr := os.OpenFile(s.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if openErr != nil {
			return fmt.Errorf("opening the log: %w", openErr)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		s.options.OnCall = logTo(file, broken)
	}
	if s.describes {
		s.options.Description = apitest.OpenAPI
	}
	server, err := apitest.New(s.options)
	if err != nil {
		return err
	}
	if s.noList != 0 {
		server.Inject(apitest.NoList(s.noList))
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	if _, err := fmt.Fprintf(out, "%s\n%s\n", server.URL(), server.ImageURL()); err != nil {
		return fmt.Errorf("printing the addresses: %w", err)
	}
	var website <-chan time.Time
	if s.every > 0 {
		ticker := time.NewTicker(s.every)
		defer ticker.Stop()
		website = ticker.C
	}
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return nil
		case err := <-broken:
			return err
		case <-website:
			server.AddWebsiteJob(api.Config{
				Prompt: fmt.Sprintf("%s, no. %d", s.prompt, n), Width: 512, Height: 512, NumSamples: s.samples,
				ModelType: "sd-v1", BaseModel: "stable-diffusion-v1-5", NumInferenceSteps: 20, SchedulerType: "dpm++",
			})
		}
	}
}
