package apitest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"lookbook/api"
)

// stormPart is one fault or oddity. It adds itself to a storm, and may describe
// itself further.
type stormPart struct {
	name string
	add  func(s *Storm, dice *rand.Rand) string
}

// Parts that a caller may have to leave out.
const (
	// StormNoList: if the list is away for long enough, a person has to decide
	// whether to send a lost request again.
	StormNoList = "no list"
	// StormSameID: an answer names the job of another request that was lost.
	StormSameID = "two answers with one job id"
	// StormPartOfList: a lost request may leave the list before anybody looks
	// for it, and a person has to decide.
	StormPartOfList = "part of the list"
	// StormNoDate: before the first list, only the Date header can distinguish a lost request's job
	// from an older one if this computer's clock is wrong.
	StormNoDate = "no Date"
	// StormPace, StormFew and StormLong change how long jobs take.
	StormPace = "another pace"
	StormFew  = "few at once"
	StormLong = "jobs that take longer"
)

// between is a number from low to top, inclusive.
func between(dice *rand.Rand, low, top int) int { return low + dice.IntN(top-low+1) }

func secondsBetween(dice *rand.Rand, low, top int) time.Duration {
	return time.Duration(between(dice, low, top)) * time.Second
}

// stormOptions are permanent properties of the service.
var stormOptions = []stormPart{
	{StormPace, func(s *Storm, dice *rand.Rand) string {
		s.Options.QueueTime, s.Options.RunTime = secondsBetween(dice, 1, 120), secondsBetween(dice, 1, 120)
		return fmt.Sprintf("(%v, %v)", s.Options.QueueTime, s.Options.RunTime)
	}},
	{StormFew, func(s *Storm, dice *rand.Rand) string {
		s.Options.Parallel = between(dice, 1, 4)
		return fmt.Sprintf("(%d)", s.Options.Parallel)
	}},
	{"summaries", func(s *Storm, _ *rand.Rand) string { s.Options.Summaries = true; return "" }},
	{"wrapped list", func(s *Storm, _ *rand.Rand) string { s.Options.Wrapped = true; return "" }},
	{"part of the pictures in the list", func(s *Storm, dice *rand.Rand) string {
		s.Options.ListPictures = between(dice, 1, 3)
		return fmt.Sprintf("(%d)", s.Options.ListPictures)
	}},
	{StormPartOfList, func(s *Storm, dice *rand.Rand) string {
		s.Options.ListLimit = between(dice, 6, 12) // long enough for a lost request to be found
		return fmt.Sprintf("(%d)", s.Options.ListLimit)
	}},
	{"no thumbnails", func(s *Storm, _ *rand.Rand) string { s.Options.NoThumbnails = true; return "" }},
	{"short-lived addresses", func(s *Storm, dice *rand.Rand) string {
		s.Options.URLLife = secondsBetween(dice, 60, 600)
		return fmt.Sprintf("(%v)", s.Options.URLLife)
	}},
	{"wrong clock", func(s *Storm, dice *rand.Rand) string {
		off := []time.Duration{3 * time.Second, 5 * time.Minute, 50 * time.Minute, 24 * time.Hour, 400 * 24 * time.Hour}
		s.Options.Ahead = off[dice.IntN(len(off))] * time.Duration(2*dice.IntN(2)-1)
		return fmt.Sprintf("(by %v)", -s.Options.Ahead)
	}},
	{"odd items in the list", func(s *Storm, _ *rand.Rand) string {
		s.items = append(s.items, "null", "7", `"a job"`, "[]", `{"job_id":7}`)
		return ""
	}},
	{"a huge job in the list", func(s *Storm, dice *rand.Rand) string {
		size := between(dice, 10, 300) << 10
		s.items = append(s.items, HugeJob("ig_huge", size))
		return fmt.Sprintf("(%d kB)", size>>10)
	}},
	{"a website job with a prompt that nobody reads", func(s *Storm, dice *rand.Rand) string {
		size := between(dice, 10, 300) << 10
		if s.Options.ListLimit > 0 {
			return neverListed
		}
		s.website = append(s.website, websiteJob{Plan{Lengths: Lengths{PromptBytes: size}}, stormConfig(3)})
		return fmt.Sprintf("(%d kB)", size>>10)
	}},
	{"older jobs from the website", func(s *Storm, dice *rand.Rand) string {
		n := between(dice, 1, 4)
		if s.Options.ListLimit > 0 {
			return neverListed
		}
		for range n {
			s.website = append(s.website, websiteJob{Plan{QueueTime: -1, RunTime: -1}, stormConfig(between(dice, 1, 4))})
		}
		return fmt.Sprintf("(%d)", n)
	}},
}

// neverListed: nobody can know a job that is in no list and was made elsewhere.
const neverListed = "(none: the list tells only of the newest jobs)"

// stormConfig is a request of the website's.
func stormConfig(samples int) api.Config {
	return api.Config{
		Prompt: "a lake at dawn, started on the website", Width: 64, Height: 96, NumSamples: samples,
		CheckpointID: "ckp_15f9112b", ModelType: "sd-v1", NumInferenceSteps: 20,
	}
}

// plannedPart is a part that changes some jobs.
func plannedPart(name string, change func(p *Plan, dice *rand.Rand)) stormPart {
	return stormPart{name, func(s *Storm, dice *rand.Rand) string {
		every := .2 + .8*dice.Float64()
		n := 0
		for i := range s.plans {
			if dice.Float64() < every {
				change(&s.plans[i], dice)
				n++
			}
		}
		return fmt.Sprintf("(%d of %d jobs)", n, len(s.plans))
	}}
}

// stormPlans are what happens to jobs.
var stormPlans = []stormPart{
	plannedPart("failures with a traceback", func(p *Plan, dice *rand.Rand) {
		if dice.IntN(4) == 0 {
			p.ReasonBytes, p.FailAt = between(dice, 10, 500_000), float64(dice.IntN(100))
		}
	}),
	plannedPart("results after success", func(p *Plan, dice *rand.Rand) {
		p.LateAnswers, p.LatePictures = between(dice, 1, 6), dice.IntN(3)
		if p.ReasonBytes > 0 {
			p.LateAnswers = 1 // a failed job promises nothing, and is seldom asked for
		}
	}),
	plannedPart("state_updated backwards", func(p *Plan, _ *rand.Rand) { p.Backwards = true }),
	plannedPart(StormSameID, func(p *Plan, dice *rand.Rand) { p.SameID = dice.IntN(4) == 0 }),
	plannedPart("another job_type than the path", func(p *Plan, dice *rand.Rand) {
		p.ToldType = []string{"image_gen", "dreambooth", "dreambooth_image_gen", "video/../gen", " "}[dice.IntN(5)]
	}),
	plannedPart("the other spelling of the path", func(p *Plan, _ *rand.Rand) { p.JobType = "image_gen" }),
	plannedPart("one image id with several URLs", func(p *Plan, _ *rand.Rand) { p.ImageIDs = []string{"twin", "twin"} }),
	plannedPart("an unknown state word", func(p *Plan, _ *rand.Rand) { p.StateWord = "upscaling" }),
	plannedPart("tags that nobody asked for", func(p *Plan, dice *rand.Rand) { p.TagCount = between(dice, 1, 2000) }),
	plannedPart("thumbnails of nothing", func(p *Plan, dice *rand.Rand) { p.ThumbnailCount = between(dice, 1, 200) }),
	plannedPart(StormLong, func(p *Plan, dice *rand.Rand) { p.RunTime = secondsBetween(dice, 1, 300) }),
}

// faultPart is a part with one fault, for some time or some calls.
func faultPart(name string, times int, f Fault) stormPart {
	return stormPart{name, func(s *Storm, dice *rand.Rand) string {
		f := f
		if dice.IntN(2) == 0 {
			f.Times, f.Every, f.Skip = between(dice, 1, times), 0, dice.IntN(20)
			s.faults = append(s.faults, f)
			return fmt.Sprintf("(%d after %d)", f.Times, f.Skip)
		}
		f.Times, f.Every, f.Skip = -1, between(dice, 4, 20), 0
		s.faults = append(s.faults, f)
		return "(each " + strconv.Itoa(f.Every) + "th)"
	}}
}

// onlySome is a permanent fault: it strikes every picture with a certain digit
// in its path.
func onlySome(name string, f Fault) stormPart {
	return stormPart{name, func(s *Storm, dice *rand.Rand) string {
		f := f
		f.Times, f.Match = -1, string("0123456789abcdef"[dice.IntN(16)])+".png"
		s.faults = append(s.faults, f)
		return "(" + f.Match + ")"
	}}
}

func answered(where Endpoint, status int) Fault {
	return Fault{Where: where, How: Answer, Status: status}
}

func limited(where Endpoint) Fault { return RateLimit(where, 0, "2") }

// stormFaults are faults on the wire.
var stormFaults = []stormPart{
	faultPart("lost answers", 3, Fault{Where: Submit, How: DropAfter}),
	faultPart("accepted with an error", 3, Fault{Where: Submit, How: AcceptThenAnswer, Status: http.StatusBadGateway, Body: HTMLBadGateway}),
	faultPart("requests cut off", 3, Fault{Where: Submit, How: DropBefore}),
	faultPart("cut answers to a request", 3, Fault{Where: Submit, How: Truncate, AfterBytes: 5}),
	faultPart("requests limited", 2, limited(Submit)),
	faultPart("slow answers to a request", 9, Fault{Where: Submit, How: Delay, Delay: 3 * time.Second}),
	faultPart("a POST that hangs", 2, Fault{Where: Submit, How: Stall, AfterBytes: -1, Delay: time.Minute}),
	faultPart("a firewall before requests", 2, Firewall(Submit, http.StatusForbidden, 0)),
	faultPart("requests that fail", 2, answered(Submit, http.StatusInternalServerError)),
	faultPart("a key that is refused for a while", 3, answered(API, http.StatusUnauthorized)),

	faultPart(StormNoList, 8, answered(List, http.StatusNotFound)),
	faultPart("list unavailable", 8, answered(List, http.StatusServiceUnavailable)),
	faultPart("list limited", 3, limited(List)),
	faultPart("list cut", 5, Fault{Where: List, How: Cut}),
	faultPart("list truncated", 5, Fault{Where: List, How: Truncate}),
	faultPart("list of nulls", 3, Fault{Where: List, How: Nulls}),
	faultPart("a firewall's 401 for the list", 8, Firewall(List, http.StatusUnauthorized, 0)),
	faultPart("a portal's page for the list", 2, HTMLError(List, http.StatusOK)),

	faultPart("404 for a live job", 10, NotFound("", 0)),
	faultPart("a firewall's 403 for a job", 8, Firewall(Follow, http.StatusForbidden, 0)),
	faultPart("a firewall's 404 for a job", 8, Firewall(Follow, http.StatusNotFound, 0)),
	faultPart("a job of nulls", 3, Fault{Where: Follow, How: Nulls}),
	faultPart("a job cut", 5, Fault{Where: Follow, How: Cut}),
	faultPart("a job that fails to be told", 5, answered(Follow, http.StatusInternalServerError)),

	faultPart("an image host that can't be reached", 40, Fault{Where: Images, How: DropBefore}),
	faultPart("an image host that is unavailable", 20, answered(Images, http.StatusServiceUnavailable)),
	faultPart("pictures limited", 5, limited(Images)),
	faultPart("pictures cut", 9, Fault{Where: Picture, How: Cut}),
	faultPart("pictures truncated", 9, Fault{Where: Picture, How: Truncate}),
	faultPart("pictures corrupted", 9, Fault{Where: Picture, How: Corrupt}),
	faultPart("expired addresses", 9, Fault{Where: Picture, How: Expire}),
	faultPart("a portal's page for a picture", 3, HTMLError(Picture, http.StatusOK)),
	faultPart("redirected pictures", 9, Fault{Where: Picture, How: Redirect, Hops: 2}),
	faultPart("slow pictures", 9, Fault{Where: Picture, How: Slow, Rate: 40_000}),
	faultPart("pictures without ranges", 20, Fault{Where: Picture, How: NoRange}),
	onlySome("always a wrong checksum", Fault{Where: Picture, How: WrongHash}),
	onlySome("never a checksum", Fault{Where: Picture, How: NoHash}),
	onlySome("never an ETag", Fault{Where: Picture, How: NoETag}),
}

// stormTurns are changes in the middle.
var stormTurns = []stormPart{
	{"fresh addresses that expire sooner", func(s *Storm, dice *rand.Rand) string {
		d := secondsBetween(dice, 30, 60)
		s.later = append(s.later, func(server *Server) { server.Addresses.Last(d) })
		return fmt.Sprintf("(%v)", d)
	}},
	{"addresses forgotten", func(s *Storm, _ *rand.Rand) string {
		s.later = append(s.later, func(server *Server) { server.Addresses.Forget() })
		return ""
	}},
	{"a Date that is off", func(s *Storm, dice *rand.Rand) string {
		d := secondsBetween(dice, -60, 60)
		s.later = append(s.later, func(server *Server) { server.Dates.SetSkew(d) })
		return fmt.Sprintf("(%v)", d)
	}},
	{StormNoDate, func(s *Storm, _ *rand.Rand) string {
		s.later = append(s.later, func(server *Server) { server.Dates.SetAbsent(true) })
		return ""
	}},
}
