package command

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// jobs lists jobs and requests, newest first.
type jobs struct {
	Unfinished bool
	JSON       bool `name:"json"`
	Limit      int  `placeholder:"N"`
}

// job is a line of `jobs --json`, and of `generate --json` and `wait --json`.
type job struct {
	ID       string             `json:"id"`    // the service's id; empty: no job yet
	Entry    int64              `json:"entry"` // the entry's number on this computer, which never changes
	State    library.EntryState `json:"state"` // sending, unknown, refused, queued, running, success, failure, missing, other
	Created  time.Time          `json:"created"`
	Expected int                `json:"expected"` // pictures
	Saved    int                `json:"saved"`
	Failed   int                `json:"failed"`  // pictures whose last download failed
	Charged  library.Charge     `json:"charged"` // no, maybe, yes; empty: unknown
	Problem  string             `json:"problem"`
	Request  api.Config         `json:"request"`
	Tokens   *json.Number       `json:"tokens"` // what it cost at the price of the day; null: not known
	Money    *json.Number       `json:"money"`
	Currency string             `json:"currency"`
}

func (j *jobs) Run(ctx context.Context, env *Env) error {
	if j.Limit < 0 {
		return wrong("limit.negative")
	}
	out := newPrinter(env.Out)
	err := read(ctx, func(lib *library.Library) error {
		left := cmp.Or(j.Limit, -1)
		for offset := 0; left != 0; offset += pageSize {
			page, err := lib.Entries(ctx, library.EntryFilter{}, offset, pageSize)
			if err != nil || len(page) == 0 {
				return err
			}
			for _, e := range page {
				if left == 0 {
					break
				}
				if j.Unfinished && task.Finished(e) {
					continue
				}
				left--
				if err := printJob(out, e, j.JSON); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return cmp.Or(err, out.flush())
}

func printJob(out *printer, e library.Entry, asJSON bool) error {
	if asJSON {
		return out.object(jobOf(e))
	}
	return out.line(strings.Join([]string{
		e.Created.Local().Format("2006-01-02 15:04"), nameOf(e), string(e.State),
		message.Of(e.Images.Saved, e.Expected()), oneLine(e.Job.Config.Prompt, 60),
	}, "\t"))
}

// nameOf returns what a person types for an entry: the id of its job, or the entry's number while
// it has no job.
func nameOf(e library.Entry) string { return cmp.Or(e.Job.JobID, strconv.FormatInt(e.ID, 10)) }

func jobOf(e library.Entry) job {
	j := job{
		ID: e.Job.JobID, Entry: e.ID, State: e.State, Created: e.Created.UTC(), Expected: e.Expected(), Saved: e.Images.Saved,
		Failed: e.Images.Failed, Request: printed(e.Job.Config),
	}
	if e.Cost != nil {
		tokens, money := json.Number(e.Cost.Tokens.String()), json.Number(e.Cost.Money.String())
		j.Tokens = &tokens
		if j.Currency = e.Cost.Currency; j.Currency != "" {
			j.Money = &money
		}
	}
	if e.Problem != nil {
		j.Charged, j.Problem = e.Problem.Charged, message.Problem(e.Problem)
	}
	return j
}
