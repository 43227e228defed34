package servicecheck

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"lookbook/api"
)

// The two spellings of the type of image jobs.
const (
	dashed     = "image-gen"
	underlined = "image_gen"
)

// whyNone returns the code for a call without an answer.
func whyNone(err error) string {
	var lookup *net.DNSError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var inside *api.PrivateHostError
	switch {
	case errors.Is(err, api.ErrNoKey):
		return "nokey"
	case errors.As(err, &inside):
		return "private"
	case errors.As(err, &lookup):
		return "none.lookup"
	case errors.As(err, &certificate), errors.As(err, &authority):
		return "none.certificate"
	case errors.Is(err, context.DeadlineExceeded):
		return "none.slow"
	case errors.Is(err, api.ErrBadAnswer): // redirected to another host
		return "foreign"
	}
	return "none.connection"
}

// trouble returns the code for an answer that is useless for the check; "": it
// is usable.
func trouble(s api.Sight, err error) string {
	switch {
	case err != nil:
		return whyNone(err)
	case s.Status == http.StatusTooManyRequests:
		return "limit"
	case s.Status >= 500:
		return "server"
	case s.Page || !s.Own:
		return "foreign"
	}
	return ""
}

// lines are the report's lines about a call.
func lines(what string, s api.Sight, err error) []string {
	if err != nil {
		return []string{what + ": no answer, " + whyNone(err)}
	}
	told := []string{fmt.Sprintf("%s: %d in %.1f s", what, s.Status, s.Took.Seconds())}
	for _, header := range s.Headers {
		told = append(told, "  "+header)
	}
	for line := range strings.Lines(s.Shape) {
		told = append(told, "  | "+strings.TrimRight(line, "\n"))
	}
	return told
}

func checkKey(ctx context.Context, f *findings) Result {
	s, err := f.p.Service.Look(ctx, nil, "jobs", dashed)
	r := Result{State: Good, Code: "key.good", report: lines("list "+dashed, s, err), Facts: Facts{Status: s.Status}}
	f.first, f.word = s, dashed
	switch code := trouble(s, err); {
	case code == "nokey":
		f.refused = true
		r.State, r.Code = Bad, "key.none"
	case s.Own && (s.Status == http.StatusUnauthorized || s.Status == http.StatusForbidden):
		f.refused = true
		r.State, r.Code = Bad, "key.refused"
	case code != "":
		f.unreached = true
		r.State, r.Code = Bad, code
	case !s.Good():
		f.unsure = true
		r.State, r.Code = Notice, "key.unsure"
	}
	return r
}

// skipped returns the result of a check that would be useless; false: it would
// not.
func (f *findings) skipped() (Result, bool) {
	switch {
	case f.unreached:
		return Result{State: Skipped, Code: "skipped"}, true
	case f.refused:
		return Result{State: Skipped, Code: "skipped.key"}, true
	}
	return Result{}, false
}

// sure records that the service did accept the key.
func (f *findings) sure() {
	if f.unsure {
		f.unsure = false
		f.tell(Result{Line: Key, State: Good, Code: "key.good", report: []string{"accepted by a later call"}})
	}
}

func checkSpelling(ctx context.Context, f *findings) Result {
	if r, skip := f.skipped(); skip {
		return r
	}
	s, err := f.p.Service.Look(ctx, nil, "jobs", underlined)
	r := Result{State: Good, report: lines("list "+underlined, s, err)}
	first, second := f.first.Good(), s.Good()
	if !first && second {
		f.first, f.word = s, underlined
		f.sure()
	}
	if i := slices.IndexFunc(f.first.Jobs, func(j api.Job) bool { return api.SameType(j.JobType, dashed) || j.JobType == "" }); i >= 0 {
		id := f.first.Jobs[i].JobID
		first, second = false, false
		for _, word := range []string{dashed, underlined} {
			one, err := f.p.Service.Look(ctx, nil, "jobs", word, url.PathEscape(id))
			r.report = append(r.report, lines("one job as "+word, one, err)...)
			first, second = first || word == dashed && one.Good(), second || word == underlined && one.Good()
			if one.Good() {
				f.note(one.Jobs)
			}
		}
	}
	f.note(f.first.Jobs)
	switch {
	case first && second:
		r.Code = "spelling.both"
	case first:
		r.Code, r.Facts.Spelling = "spelling.one", dashed
	case second:
		r.Code, r.Facts.Spelling = "spelling.one", underlined
	default:
		r.State, r.Code = Notice, "spelling.none"
	}
	return r
}

// note remembers the address of a picture.
func (f *findings) note(jobs []api.Job) {
	for _, job := range jobs {
		for _, result := range job.ImageGenResults {
			for _, image := range result.GeneratedImages {
				if f.picture == "" && image.URL != "" {
					f.picture = image.URL
				}
			}
		}
	}
}

func checkList(ctx context.Context, f *findings) Result {
	if r, skip := f.skipped(); skip {
		return r
	}
	r := Result{State: Good, Code: "list.whole"}
	for _, kind := range []string{api.TypeDreambooth, api.TypeDreamboothImageGen} {
		s, err := f.p.Service.Look(ctx, nil, "jobs", kind)
		r.report = append(r.report, lines("list "+kind, s, err)...)
		if s.Good() {
			f.sure()
		}
	}
	jobs := f.first.Jobs
	switch {
	case !f.first.Good():
		r.State, r.Code = Notice, "list.none"
		return r
	case len(jobs) == 0:
		r.Code = "list.empty"
		return r
	}
	r.report = append(r.report, "image jobs: "+several(len(jobs))+", "+fullness(jobs)+", "+order(jobs))
	pages := f.pages(ctx, &r)
	if len(pages) > 0 {
		r.Code, r.Facts.Pages = "list.pages", strings.Join(pages, ", ")
	}
	return r
}

// pages finds out which ways of requesting a part of the list work.
func (f *findings) pages(ctx context.Context, r *Result) (work []string) {
	jobs := f.first.Jobs
	if len(jobs) < 2 {
		return nil
	}
	first := func(query url.Values) (id string, n int) {
		s, err := f.p.Service.Look(ctx, query, "jobs", f.word)
		if err != nil || !s.Good() || len(s.Jobs) == 0 {
			return "", 0
		}
		return s.Jobs[0].JobID, len(s.Jobs)
	}
	_, n := first(url.Values{"limit": {"1"}})
	skipped, _ := first(url.Values{"offset": {"1"}, "limit": {"1"}})
	page, _ := first(url.Values{"page": {"2"}, "limit": {"1"}})
	for _, way := range []struct {
		name  string
		works bool
	}{
		{"limit", n == 1},
		{"offset", skipped == jobs[1].JobID},
		{"page", page != "" && page != jobs[0].JobID},
	} {
		r.report = append(r.report, fmt.Sprintf("%s: %v", way.name, way.works))
		if way.works {
			work = append(work, way.name)
		}
	}
	return work
}

// several replaces a number in a report, which must not contain a person's figures.
func several(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "one"
	}
	return "several"
}

func fullness(jobs []api.Job) string {
	full := 0
	for _, job := range jobs {
		if len(job.ImageGenResults) > 0 || job.Config.Prompt != "" {
			full++
		}
	}
	switch full {
	case 0:
		return "summaries"
	case len(jobs):
		return "told in full"
	}
	return "some told in full"
}

func order(jobs []api.Job) string {
	up, down := 0, 0
	for i := 1; i < len(jobs); i++ {
		before, after := jobs[i-1].Made(), jobs[i].Made()
		switch {
		case before.IsZero() || after.IsZero():
		case after.After(before):
			up++
		case before.After(after):
			down++
		}
	}
	switch {
	case up > 0 && down == 0:
		return "oldest first"
	case down > 0 && up == 0:
		return "newest first"
	}
	return "in no order that shows"
}

func checkDryRun(ctx context.Context, f *findings) Result {
	if r, skip := f.skipped(); skip {
		return r
	}
	config := api.Config{
		Prompt: "a red apple on a table", BaseModel: "stable-diffusion-v1-5", ModelType: "sd-v1",
		Width: 512, Height: 512, NumSamples: 1, NumInferenceSteps: 20,
	}
	word := underlined
	s, err := f.p.Service.LookDry(ctx, word, config)
	r := Result{State: Good, Code: "dryrun.good", report: lines("dry run as "+word, s, err)}
	if err == nil && s.Own && (s.Status == http.StatusNotFound || s.Status == http.StatusMethodNotAllowed) {
		word = dashed
		s, err = f.p.Service.LookDry(ctx, word, config)
		r.report = append(r.report, lines("dry run as "+word, s, err)...)
	}
	r.Facts = Facts{Spelling: word, Status: s.Status}
	told, _ := errors.AsType[*api.Error](err)
	switch code := trouble(s, err); {
	case told != nil && told.Received:
		r.State, r.Code = Notice, "dryrun.lost"
	case code != "":
		r.State, r.Code = Bad, code
	case s.Status == http.StatusUnauthorized:
		r.State, r.Code = Bad, "key.refused"
	case s.Status == http.StatusPaymentRequired || s.Status == http.StatusForbidden:
		f.sure()
		r.State, r.Code = Notice, "dryrun.tokens"
	case s.Status == http.StatusNotFound || s.Status == http.StatusMethodNotAllowed:
		r.State, r.Code = Bad, "dryrun.none"
	case s.Status >= 400:
		f.sure()
		r.State, r.Code = Notice, "dryrun.refused"
	case s.JobID == "":
		r.State, r.Code = Notice, "dryrun.odd"
	case !api.IsDryRun(s.JobID):
		r.State, r.Code = Bad, "dryrun.job"
		r.report = append(r.report, "the id does not begin as that of a dry run")
	default:
		f.sure()
	}
	return r
}
