package apitest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"lookbook/api"
)

// stormJobs is how many jobs a storm plans. Later ones are fine.
const stormJobs = 40

// Storm is a random combination of this package's faults and oddities, chosen
// by a seed: the same seed chooses the same ones. Each is temporary, or strikes
// some calls only, so that a client that keeps asking gets everything in the
// end.
//
// It consists of Options, Plans, Faults and calls of the Server's methods.
type Storm struct {
	Seed    int64
	Options Options // for New; the caller adds a clock and whatever else it needs

	plans   []Plan // of the submitted jobs, in order
	faults  []Fault
	website []websiteJob
	items   []string        // at the start of every list
	later   []func(*Server) // changes in the middle of the storm
	names   []string
}

type websiteJob struct {
	plan   Plan
	config api.Config
}

// NewStorm chooses a storm. Parts in without, named as in String, are left out;
// the rest is unchanged.
func NewStorm(seed int64, without ...string) *Storm {
	s := &Storm{Seed: seed, plans: make([]Plan, stormJobs)}
	s.Options.Seed = seed
	share := [...]float64{.15, .4, .7, 1}[s.dice("share").IntN(4)]
	for i := range s.plans {
		s.plans[i].Times = 1
	}
	for _, part := range slices.Concat(stormOptions, stormPlans, stormFaults, stormTurns) {
		dice := s.dice(part.name)
		if dice.Float64() >= share || slices.Contains(without, part.name) {
			continue
		}
		told := part.add(s, dice)
		if told != "" {
			told = " " + told
		}
		s.names = append(s.names, part.name+told)
	}
	// A call gets the first fault that matches it.
	s.dice("order").Shuffle(len(s.faults), func(i, j int) { s.faults[i], s.faults[j] = s.faults[j], s.faults[i] })
	return s
}

// dice are random numbers for one purpose, independent of other purposes.
func (s *Storm) dice(purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose)) // never fails
	return rand.New(rand.NewPCG(uint64(s.Seed), h.Sum64()))
}

// String lists the seed and everything it chose, on one line.
func (s *Storm) String() string {
	return fmt.Sprintf("storm %d: %s", s.Seed, strings.Join(s.names, ", "))
}

// Begin applies the storm to a server made with its Options.
func (s *Storm) Begin(server *Server) {
	for _, job := range s.website {
		server.PlanNext(job.plan)
		server.AddWebsiteJob(job.config)
	}
	for _, plan := range s.plans {
		server.PlanNext(plan)
	}
	server.Extras.Add(s.items...)
	for _, fault := range s.faults {
		server.Inject(fault)
	}
}

// WebsiteJobs is the number of jobs that Begin adds.
func (s *Storm) WebsiteJobs() int { return len(s.website) }

// Turn applies the changes of the middle of the storm, once.
func (s *Storm) Turn(server *Server) {
	for _, change := range s.later {
		change(server)
	}
}
