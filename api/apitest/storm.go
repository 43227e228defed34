package apitest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"lookbook/api"
)

// stormJobs is how many jobs a storm has plans for. Those submitted after them
// are well.
const stormJobs = 40

// Storm is any number of this package's unpleasantnesses at once, picked by a
// seed: the same seed picks the same ones. All of it passes, or strikes some
// calls only, so that a client that goes on asking gets everything in the end.
//
// It is nothing but Options, Plans, Faults and calls of the Server's methods.
type Storm struct {
	Seed    int64
	Options Options // for New, with a clock and what else the caller wants

	plans   []Plan // of the jobs submitted, in their order
	faults  []Fault
	website []websiteJob
	items   []string        // at the head of every list
	later   []func(*Server) // what changes in the middle
	names   []string
}

type websiteJob struct {
	plan   Plan
	config api.Config
}

// NewStorm picks a storm. What is named in without, as String names it, has no
// part in it; the rest stays as it is.
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
	// A call suffers the first fault that fits it.
	s.dice("order").Shuffle(len(s.faults), func(i, j int) { s.faults[i], s.faults[j] = s.faults[j], s.faults[i] })
	return s
}

// dice are for one purpose, so that none depends on what else is thrown for.
func (s *Storm) dice(purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose)) // never fails
	return rand.New(rand.NewPCG(uint64(s.Seed), h.Sum64()))
}

// String names the seed and everything that it picked, in one line.
func (s *Storm) String() string {
	return fmt.Sprintf("storm %d: %s", s.Seed, strings.Join(s.names, ", "))
}

// Begin lets the storm loose on a server that was made with its Options.
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

// WebsiteJobs is how many jobs Begin adds.
func (s *Storm) WebsiteJobs() int { return len(s.website) }

// Turn brings what comes in the middle of the storm, once.
func (s *Storm) Turn(server *Server) {
	for _, change := range s.later {
		change(server)
	}
}
