package servicecheck

import (
	"context"
	"net/url"
	"sync"
	"time"

	"lookbook/api"
)

// Line is one check.
type Line string

// The checks.
const (
	Key         Line = "key"         // is it accepted
	Spelling    Line = "spelling"    // which spelling of a job's type works
	List        Line = "list"        // how jobs are listed
	DryRun      Line = "dryrun"      // does a dry run work
	Description Line = "description" // does the service describe itself
	Images      Line = "images"      // can the host of the pictures be reached
	Clock       Line = "clock"       // do this computer's clock and the service's agree
	Keychain    Line = "keychain"    // does it answer
	Folder      Line = "folder"      // can pictures be saved, and how much room is there
)

// Lines returns all checks in the order of display.
func Lines() []Line {
	return []Line{Key, Spelling, List, DryRun, Description, Images, Clock, Keychain, Folder}
}

// State is the state of a check.
type State string

const (
	Waiting State = "waiting" // not started
	Asking  State = "asking"
	Good    State = "good"
	Notice  State = "notice" // it works, or may work, and is worth a look
	Bad     State = "bad"    // a person has to do something
	Skipped State = "skipped"
	Stopped State = "stopped"
)

// Result is the result of a check.
type Result struct {
	Line  Line
	State State
	Code  string // what was found; "" while running
	Facts Facts

	report []string // for Report
}

// Facts are the figures of a result.
type Facts struct {
	Spelling string        // the one that works
	Pages    string        // how lists are split into pages
	Host     string        // of the pictures
	Status   int           // HTTP status of an answer
	Fields   int           // number of fields in a description
	Ahead    time.Duration // how far this computer's clock is ahead; negative: behind
	Free     uint64        // free bytes on the disk
	Folder   string
}

// Service is the client to check with; an api.Probe implements it.
type Service interface {
	Look(ctx context.Context, query url.Values, path ...string) (api.Sight, error)
	LookOpenly(ctx context.Context, path ...string) (api.Sight, error)
	LookDry(ctx context.Context, word string, config api.Config) (api.Sight, error)
}

// ImageHost is the client of the image host; *api.ImageHost implements it.
type ImageHost interface {
	Download(ctx context.Context, rawURL string, from api.Resume) (*api.Download, error)
	TryHost(ctx context.Context, address string) error
}

// Params are the parts to check.
type Params struct {
	// Service is nil when the configured address is invalid; then ImageHost and ServiceTime are not
	// used.
	Service     Service
	ImageHost   ImageHost
	ServiceTime func() (time.Time, bool) // the service's present time; false: unknown
	UsualHost   string                   // image host to try while none is known; "": none
	// Keychain reports whether the keychain has a key.
	Keychain func(ctx context.Context) (stored bool, err error)
	Folder   string // pictures folder
	Create   bool   // the program creates the folder if it is missing
	Now      func() time.Time
}

// check is one check.
type check struct {
	line  Line
	run   func(ctx context.Context, f *findings) Result
	local bool // doesn't call the service
}

// checks returns the checks in groups. Those of a group run one after the
// other, because later ones need the results of earlier ones. Groups run in
// parallel.
func checks() [][]check {
	return [][]check{
		{
			{line: Key, run: checkKey},
			{line: Spelling, run: checkSpelling},
			{line: List, run: checkList},
			{line: DryRun, run: checkDryRun},
			{line: Images, run: checkImages},
			{line: Clock, run: checkClock},
		},
		{{line: Description, run: checkDescription}},
		{{line: Keychain, run: checkKeychain, local: true}},
		{{line: Folder, run: checkFolder, local: true}},
	}
}

// Run makes all checks and returns a result for each of Lines. It calls tell
// when a check starts and with its result: one call at a time, on goroutines of
// Run. A result may be reported again when more is known.
func Run(ctx context.Context, p Params, tell func(Result)) []Result {
	var mu sync.Mutex
	last := map[Line]Result{}
	told := func(r Result) {
		mu.Lock()
		defer mu.Unlock()
		last[r.Line] = r
		tell(r)
	}
	var all sync.WaitGroup
	for _, group := range checks() {
		f := &findings{p: p, tell: told}
		all.Go(func() {
			for _, c := range group {
				if p.Service == nil && !c.local {
					told(Result{Line: c.line, State: Skipped, Code: "address"})
					continue
				}
				if ctx.Err() == nil {
					told(Result{Line: c.line, State: Asking})
					r := c.run(ctx, f)
					r.Line = c.line
					if ctx.Err() == nil {
						told(r)
						continue
					}
				}
				told(Result{Line: c.line, State: Stopped, Code: "stopped"})
			}
		})
	}
	all.Wait()
	var results []Result
	for _, line := range Lines() {
		results = append(results, last[line])
	}
	return results
}

// findings are the results within a group.
type findings struct {
	p    Params
	tell func(Result)

	unreached bool // calling the service again is useless
	refused   bool // the service refuses the key
	unsure    bool // it is not known yet whether the service accepts the key

	first   api.Sight // the list of image jobs
	word    string    // spelling of the type in that list
	picture string    // address of a picture; "": none is known
}
