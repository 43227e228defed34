package servicecheck

import (
	"context"
	"net/url"
	"sync"
	"time"

	"lookbook/api"
)

// Line is one thing that is found out.
type Line string

// The lines.
const (
	Key         Line = "key"         // is it accepted
	Spelling    Line = "spelling"    // which way of writing a job's type works
	List        Line = "list"        // how jobs are listed
	DryRun      Line = "dryrun"      // does a dry run work
	Description Line = "description" // does the service describe itself
	Images      Line = "images"      // can the host of the pictures be reached
	Clock       Line = "clock"       // do this computer's clock and the service's agree
	Keychain    Line = "keychain"    // does it answer
	Folder      Line = "folder"      // can pictures be saved, and how much room is there
)

// Lines are all lines in the order in which they are shown.
func Lines() []Line {
	return []Line{Key, Spelling, List, DryRun, Description, Images, Clock, Keychain, Folder}
}

// State is how a line stands.
type State string

// The states.
const (
	Waiting State = "waiting" // its turn has not come
	Asking  State = "asking"
	Good    State = "good"
	Notice  State = "notice" // it works, or may, and is worth a look
	Bad     State = "bad"    // something has to be done
	Skipped State = "skipped"
	Stopped State = "stopped"
)

// Result is what was found out.
type Result struct {
	Line  Line
	State State
	Code  string // what was found; empty while nothing was
	Facts Facts

	report []string // for Report
}

// Facts are the figures of a result.
type Facts struct {
	Spelling string        // that works
	Pages    string        // how a list is parted
	Host     string        // of pictures
	Status   int           // of an answer
	Fields   int           // of a description
	Ahead    time.Duration // of this computer's clock; below 0: behind
	Free     uint64        // bytes on the disk
	Folder   string
}

// Service is what is asked; an api.Probe is one.
type Service interface {
	Look(ctx context.Context, query url.Values, path ...string) (api.Sight, error)
	LookOpenly(ctx context.Context, path ...string) (api.Sight, error)
	LookDry(ctx context.Context, word string, config api.Config) (api.Sight, error)
}

// ImageHost is where pictures are; *api.ImageHost is one.
type ImageHost interface {
	Download(ctx context.Context, rawURL string, from api.Resume) (*api.Download, error)
	TryHost(ctx context.Context, address string) error
}

// Params are what is looked at.
type Params struct {
	// Service is nil when the address that was set for it is none: then ImageHost
	// and ServiceTime are not used.
	Service     Service
	ImageHost   ImageHost
	ServiceTime func() (time.Time, bool) // what the service's clock shows; false: not known
	UsualHost   string                   // of pictures, to be tried while no other is known; empty: none
	// Keychain asks the keychain whether it holds a key.
	Keychain func(ctx context.Context) (stored bool, err error)
	Folder   string // of the pictures
	Create   bool   // it is made when it is not there
	Now      func() time.Time
}

// check finds one thing out.
type check struct {
	line  Line
	run   func(ctx context.Context, f *findings) Result
	local bool // asks nothing of the service
}

// checks are the checks in groups. Those of one group come one after the other,
// for a later one needs what an earlier one found; groups go side by side.
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

// Run finds everything out and returns a result for each of Lines. Tell is
// called with each as it comes, and when a check begins: one call at a time, on
// goroutines of Run's. A line can be told a second time, when more is known.
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

// findings are what one group has found so far.
type findings struct {
	p    Params
	tell func(Result)

	unreached bool // no use in asking the service any more
	refused   bool // it does not take the key
	unsure    bool // whether it takes the key could not be told yet

	first   api.Sight // the list of image jobs
	word    string    // the spelling under which that came
	picture string    // the address of one, empty while none is known
}
