package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/api/curl"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/modelfile"
	"lookbook/app/problem"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui/jobs"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/message"
	"lookbook/app/ui/modelfiles"
)

// wording is what a person reads about an error.
type wording struct {
	sentence string
	details  string
	money    bool // a person may ask whether it cost anything
	next     bool // something can be done, or is done automatically
}

// Patterns of sentences about money, of sentences that say what to do, and of
// forbidden texts.
var (
	saysCost  = regexp.MustCompile(`(?i)charged|costs nothing|cost nothing|not been refused`)
	saysNext  = regexp.MustCompile(`(?i): (enter|send|get|look|choose|see|correct|change|sign|replace|use|make)\b|by itself|again|try|copy|set|install|move|Try|Choose|Mend|Make|Look|Move|Update|Put|Close|Remove|Paste|Set|costs nothing|\((make|allow|connect|move|look) `)
	rawWords  = regexp.MustCompile(`\b(open|read|write|stat|lstat|mkdir|rename|remove|dial|sync|fork/exec) /|EOF\b|context (deadline|canceled)|x509:|%!|goroutine \d|sql:|SQLITE|no such file|permission denied|not a directory|is a directory|i/o timeout|dial tcp|input/output error|file too large|invalid character|(^|[\s(])json:`)
	noStatus  = regexp.MustCompile(`HTTP \d|\b[45]\d\d\b`)
	sentences = regexp.MustCompile(`[.!?] +[\p{Lu}\d“]`)
)

// check lists general faults of a wording.
func (w wording) check() (faults []string) {
	s := w.sentence
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	switch {
	case s == "":
		add("it says nothing")
	case !regexp.MustCompile(`^[\p{Lu}\d“]`).MatchString(s) && !strings.HasPrefix(s, "dreamlook.ai"):
		add("it does not begin with a capital")
	}
	if sentences.MatchString(s) {
		add("it is more than one sentence")
	}
	if words := rawWords.FindString(s); words != "" {
		add("it has words of the system in it: %q", words)
	}
	if noStatus.MatchString(s) {
		add("it tells a status")
	}
	if strings.Contains(s, "<no value>") || strings.Contains(s, "  ") || strings.Contains(s, "::") || strings.HasSuffix(s, "..") {
		add("something is left of a template")
	}
	if twice := saidTwice(s); twice != "" {
		add("it says %q twice", twice)
	}
	if w.money && !saysCost.MatchString(s) {
		add("it does not say whether it cost anything")
	}
	if w.next && !saysNext.MatchString(s) {
		add("it does not say what to do next")
	}
	for line := range strings.Lines(w.details) {
		if line = strings.TrimSpace(line); len(line) > 12 && strings.Contains(s, line) {
			add("details repeat %q", line)
		}
	}
	return faults
}

// saidTwice is a run of four words that stands twice in a sentence, empty: none.
func saidTwice(s string) string {
	words := strings.Fields(strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(".,;:()“”", r) {
			return ' '
		}
		return r
	}, s)))
	seen := map[string]bool{}
	for i := 0; i+4 <= len(words); i++ {
		run := strings.Join(words[i:i+4], " ")
		if seen[run] {
			return run
		}
		seen[run] = true
	}
	return ""
}

// expect compares a wording with the expected one.
func expect(t *testing.T, name string, got wording, sentence, details string) {
	t.Helper()
	if got.sentence != sentence || got.details != details {
		t.Errorf("%s:\n says %q, details %q\n want %q, details %q", name, got.sentence, got.details, sentence, details)
	}
	for _, fault := range got.check() {
		t.Errorf("%s: %q: %s", name, got.sentence, fault)
	}
}

// Requests that the service refuses, each sent through the window to a service
// with that answer.
func TestTheWordsOfRefusedRequests(t *testing.T) {
	answer := func(status int, body string) apitest.Fault {
		return apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: status, Body: body, Times: 1}
	}
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	for i, c := range []struct {
		fault             apitest.Fault
		sentence, details string
	}{
		{
			answer(422, `{"detail":[{"loc":["body","width"],"msg":"must be a multiple of 8","type":"value_error"}]}`),
			"The service did not accept what is given for Width; nothing was charged: correct it in the panel and generate again.",
			"Answer: 422 Unprocessable Entity\nwidth: must be a multiple of 8",
		},
		{
			answer(422, `{"detail":[{"loc":["body","width"],"msg":"too large","type":"v"},{"loc":["body","height"],"msg":"too large","type":"v"}]}`),
			"The service did not accept what is given for Width, Height; nothing was charged: correct it in the panel and generate again.",
			"Answer: 422 Unprocessable Entity\nwidth: too large; height: too large",
		},
		{
			answer(400, `{"detail":"the moon is full"}`),
			"The service does not take this request as it is; nothing was charged: see the details, change it and generate again.",
			"Answer: 400 Bad Request\nthe moon is full",
		},
		{
			answer(402, `{"detail":"Not enough tokens"}`),
			"Your account has no tokens left for this request; nothing was charged: get tokens on the website, then send it again.",
			"Answer: 402 Payment Required\nNot enough tokens",
		},
		{
			answer(429, `{"detail":"Too Many Requests"}`),
			"The service asks to wait and did not take this request; nothing was charged: send it again in a minute.",
			"Answer: 429 Too Many Requests\nToo Many Requests",
		},
		{
			answer(422, `{"detail":[{"loc":["body","checkpoint_id"],"msg":"checkpoint not found","type":"value_error"}]}`),
			"The service does not have this model any more, for trained models are deleted 48 hours after their training; nothing was charged: choose another model and generate again.",
			"Answer: 422 Unprocessable Entity\ncheckpoint_id: checkpoint not found",
		},
		{
			answer(418, `{"detail":"I am a teapot"}`),
			"The service did not take this request: I am a teapot, and nothing was charged: change it, or send it again.",
			"Answer: 418 I'm a teapot",
		},
		{
			apitest.Fault{Where: apitest.Submit, How: apitest.AcceptThenAnswer, Status: 500, Body: `{"detail":"boom"}`},
			"The answer to this request was lost, so it may have been charged; Lookbook looks for it among your jobs and never sends it again by itself.",
			"Answer: 500 Internal Server Error\nboom",
		},
	} {
		prompt := fmt.Sprintf("request %d", i)
		var seen wording
		stop := b.session.Library.Subscribe(func(event library.Event) {
			changed, ok := event.(library.EntryChanged)
			if !ok {
				return
			}
			e := changed.Entry
			if e.Submission == nil || e.Submission.Config.Prompt != prompt || e.State != library.EntryRefused && e.State != library.EntryUnknown {
				return
			}
			b.dispatched(func() {
				if seen.sentence == "" {
					sentence, details := jobs.Explain(e, time.Now())
					seen = wording{sentence, details, true, true}
				}
			})
		})
		w.server.Inject(c.fault)
		b.generate(smallRequest(prompt, 1))
		b.until(prompt, func() bool { return seen.sentence != "" })
		stop()
		expect(t, prompt, seen, c.sentence, c.details)
		if strings.Contains(c.sentence, "Width") {
			b.until("the field of "+prompt+" to be marked", func() bool { return b.main.params.Marked("width") != "" })
		}
	}
}

// refusedBy returns the wording for a request that a client with these options
// could not send.
func refusedBy(t *testing.T, o api.Options, sent bool) wording {
	t.Helper()
	client, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, err = client.SubmitImageGen(t.Context(), smallRequest("p", 1))
	p := problem.New("starting the job", err, library.ChargedNo, time.Time{})
	if !sent {
		p = problem.Behind(cause.Unsent, p)
	}
	sentence, details := jobs.Explain(library.Entry{State: library.EntryRefused, Problem: p}, time.Time{})
	return wording{sentence, details, true, true}
}

func TestTheWordsOfRequestsThatWereNotSent(t *testing.T) {
	w := newWorld(t, instant())
	at := func(key string) api.Options {
		return api.Options{BaseURL: w.server.URL(), Key: func() string { return key }}
	}
	expect(t, "no key", refusedBy(t, at(""), false),
		"There is no API key, so this request was not sent; nothing was charged: enter a key, then send it again.", "")
	expect(t, "a refused key", refusedBy(t, at("another-key"), true),
		"The service did not take your API key; nothing was charged: enter another key, then send it again.", "Answer: 401 Unauthorized\nInvalid API key")
	w.server.Inject(apitest.Firewall(apitest.Submit, 403, 1))
	expect(t, "a firewall", refusedBy(t, at(w.key), true),
		"Something between this computer and the service refused this request; nothing was charged: sign in to the network or let the call through, then send it again.",
		"Answer: 403 Forbidden\nan HTML page instead of an answer: Request blocked")
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Redirect, Status: 307, Location: "https://elsewhere.example/"})
	expect(t, "a redirect", refusedBy(t, at(w.key), true),
		"The service answered this request with something that makes no sense; nothing was charged: look at the job list, then send it again.",
		"Answer: 307 Temporary Redirect\nthe service redirects to https://elsewhere.example/, which is not followed")
	closed := api.Options{BaseURL: "http://127.0.0.1:1", Key: func() string { return w.key }}
	got := refusedBy(t, closed, false)
	if !strings.Contains(got.details, "connection refused") {
		t.Errorf("details %q", got.details)
	}
	expect(t, "no connection", wording{got.sentence, "", true, true},
		"The service could not be reached, so this request was not sent; nothing was charged: look at the network connection, then send it again.", "")
	for code, want := range map[cause.Code]string{
		cause.Closed:      "Lookbook was closed before this request was sent; nothing was charged: send it again.",
		cause.KeyNotTaken: "The service does not take your API key at present, so this request was not sent; nothing was charged: enter another key, then send it again.",
		cause.LibraryFull: "This request was not sent, because the disk that holds Lookbook’s library is full; nothing was charged: send it again when that is over.",
	} {
		p := &library.Problem{Cause: cause.New(cause.Unsent).Because(cause.New(code)), Charged: library.ChargedNo}
		sentence, details := jobs.Explain(library.Entry{State: library.EntryRefused, Problem: p}, time.Time{})
		expect(t, string(code), wording{sentence, details, true, true}, want, "")
	}
}

// Jobs and pictures in trouble.
func TestTheWordsOfJobsInTrouble(t *testing.T) {
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	serverTrouble := problem.New("asking for job ig_1", &api.Error{Status: 503, Message: "Service Unavailable"}, "", noon)
	full := problem.Behind(cause.Unsaved, problem.New("saving", &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, library.ChargedYes, noon))
	private := problem.Behind(cause.Unsaved, problem.New("downloading the picture", &api.Error{Err: &api.PrivateHostError{Host: "images.example", Network: api.ThisComputer}}, library.ChargedYes, noon))
	notSaved := func(p *library.Problem) library.Entry {
		return library.Entry{State: library.EntrySuccess, Images: library.Counts{Known: 4, Failed: 2}, Preview: []library.Image{{State: library.ImageFailed, Problem: p, NextTry: noon.Add(time.Minute)}}}
	}
	for name, c := range map[string]struct {
		entry             library.Entry
		sentence, details string
	}{
		"a disk that is full":   {notSaved(full), "2 pictures are not saved yet, because the disk is full; saving again costs nothing, and is tried by itself in 1:00.", ""},
		"a host that leads in":  {notSaved(private), "2 pictures are not saved yet, because the host images.example is this computer; saving again costs nothing, and is tried by itself in 1:00.", ""},
		"a service in trouble":  {library.Entry{State: library.EntryRunning, Job: api.Job{JobID: "ig_1"}, Problem: serverTrouble}, "The service could not be asked about this job, because the service has trouble of its own; asking again costs nothing and is done by itself.", "Answer: 503 Service Unavailable\nService Unavailable"},
		"a job that is missing": {library.Entry{State: library.EntryMissing}, "The service no longer knows this job; pictures that were saved stay where they are, and asking again costs nothing.", ""},
		"a job that failed":     {library.Entry{State: library.EntryFailure, Job: api.Job{FailureReason: "CUDA out of memory."}}, "The service could not finish this job (CUDA out of memory); the website shows whether it was charged, and generating it again makes another job.", ""},
		"a traceback": {
			library.Entry{State: library.EntryFailure, Job: api.Job{FailureReason: "Traceback (most recent call last):\n  File x\nValueError: bad"}},
			"The service could not finish this job (Traceback (most recent call last):); the website shows whether it was charged, and generating it again makes another job.",
			"Traceback (most recent call last):\n  File x\nValueError: bad",
		},
		"no reason": {library.Entry{State: library.EntryFailure}, "The service could not finish this job; the website shows whether it was charged, and generating it again makes another job.", ""},
	} {
		sentence, details := jobs.Explain(c.entry, noon)
		got := wording{sentence, details, true, true}
		if name == "a traceback" {
			got.details = ""
			expect(t, name, wording{sentence, "", true, true}, c.sentence, "")
			if details != c.details {
				t.Errorf("%s: details %q", name, details)
			}
			continue
		}
		expect(t, name, got, c.sentence, c.details)
	}
}

// Keys, keychains, libraries, folders, models and pasted commands. The code under test makes each
// error.
func TestTheWordsOfEverythingElse(t *testing.T) {
	w := newWorld(t, instant())
	check := func(key string) error { return session.CheckKey(t.Context(), w.server.URL(), key, "test", nil) }
	_, badKey := api.CleanKey("two words")
	gone := filepath.Join(t.TempDir(), "gone")
	_, noFolder := folder.Open(gone)
	isFile := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(isFile, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, notFolder := folder.Open(isFile)
	keychain := func(err error) error {
		store := secrets.Open(secrets.Options{Environ: func(string) string { return "" }, Keyring: brokenKeychain{err}})
		_, told := store.Load(t.Context())
		return told
	}
	w.server.Inject(apitest.Firewall(apitest.List, 403, 1))
	firewall := check(w.key)
	unreached := session.CheckKey(t.Context(), "http://127.0.0.1:1", w.key, "test", nil)
	w.server.Inject(apitest.RateLimit(apitest.List, 1, "1"))
	wait := check(w.key)
	w.server.Inject(apitest.HTMLError(apitest.List, http.StatusBadGateway))
	trouble := check(w.key)
	w.server.ClearFaults()
	paths := settings.Paths{Data: "/data"}
	opening := func(err error) string { words, _ := openWords(err, paths); return words }
	models := func(c cause.Cause) string {
		return modelfiles.Progress(modelfile.Save{State: modelfile.Failed, Length: -1, Cause: c}, time.Time{})
	}
	_, curlErr := curl.Parse(`curl https://api.dreamlook.ai/image_gen -d '{"prompt": "a`, curl.Options{})
	for name, c := range map[string]struct {
		got  wording
		want string
	}{
		"a key of two words":     {wording{sentence: keyform.Explain(badKey)}, "This key can’t be used: it has a blank or a line break in it, and a key is one word."},
		"a key that is refused":  {wording{sentence: keyform.Explain(check("another-key")), next: true}, ""},
		"a firewall":             {wording{sentence: keyform.Explain(firewall), next: true}, ""},
		"no connection":          {wording{sentence: keyform.Explain(unreached), next: true}, ""},
		"asked to wait":          {wording{sentence: keyform.Explain(wait), next: true}, ""},
		"a gateway's page":       {wording{sentence: keyform.Explain(trouble), next: true}, ""},
		"no keychain":            {wording{sentence: message.T("key.unread", because(keychain(errors.New("dial unix: no such file"))))}, "The key could not be read: there is no keychain on this computer, or none is running."},
		"a locked keychain":      {wording{sentence: message.T("key.unread", because(keychain(errors.New("org.freedesktop.Secret.Error.IsLocked"))))}, "The key could not be read: the keychain is locked or not set up."},
		"no folder":              {wording{sentence: message.T("folder.refused", because(noFolder, aboutFolder(noFolder)))}, "Pictures can’t be saved there: the folder is not there."},
		"no folder but a file":   {wording{sentence: message.T("folder.refused", because(notFolder, aboutFolder(notFolder)))}, "Pictures can’t be saved there: what stands in the folder's place is not a folder."},
		"library in use":         {wording{sentence: opening(session.ErrInUse), next: true}, ""},
		"library newer":          {wording{sentence: opening(&library.NewerError{}), next: true}, ""},
		"library busy":           {wording{sentence: opening(library.ErrBusy), next: true}, ""},
		"library damaged":        {wording{sentence: opening(library.ErrDamaged), next: true}, ""},
		"library's disk full":    {wording{sentence: opening(library.ErrFull), next: true}, ""},
		"library read-only":      {wording{sentence: opening(library.ErrReadOnly), next: true}, ""},
		"a model that is gone":   {wording{sentence: models(cause.New(cause.ModelFileGone)), next: true, money: true}, "Not saved: the service does not have this model any more; it costs nothing to try again."},
		"a model that is broken": {wording{sentence: models(cause.New(cause.ModelDamaged)), next: true, money: true}, "Not saved: what came is damaged, and was thrown away; it costs nothing to try again."},
		"no room for a model":    {wording{sentence: models(cause.New(cause.DiskShort, "Need", "2.1 GB", "Free", "1 GB")), next: true, money: true}, "Not saved: it needs 2.1 GB, and the disk has room for 1 GB; it costs nothing to try again."},
		"a folder is gone":       {wording{sentence: models(problem.Of(noFolder)), next: true, money: true}, "Not saved: the folder is not there; it costs nothing to try again."},
		"a panic":                {wording{sentence: message.T("do.retry", because(&supervisor.PanicError{Value: "x"}))}, "Could not try again: Lookbook made a mistake here; the log has the details."},
		"an open quote":          {wording{sentence: message.T("request.unread", because(curlErr))}, ""},
	} {
		t.Logf("%s: %s", name, c.got.sentence)
		if c.want != "" && c.got.sentence != c.want {
			t.Errorf("%s:\n says %q\n want %q", name, c.got.sentence, c.want)
		}
		for _, fault := range c.got.check() {
			t.Errorf("%s: %q: %s", name, c.got.sentence, fault)
		}
	}
}

// brokenKeychain is a keychain that answers with an error.
type brokenKeychain struct{ err error }

func (f brokenKeychain) Get(string, string) (string, error) { return "", f.err }
func (f brokenKeychain) Set(string, string, string) error   { return f.err }
func (f brokenKeychain) Delete(string, string) error        { return keyring.ErrNotFound }
