package apitest

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
)

// jobStore is the truth about all jobs: who made them, when they run, and their
// objects on the image host.
type jobStore struct {
	options Options
	clock   clockwork.Clock

	mu      sync.Mutex // guards everything below
	jobs    []*job     // in the order of arrival
	byID    map[string]*job
	objects map[string]object // objects of the image host, by path
	places  []place           // of jobs running at once; used with Parallel
	plans   []*Plan
	counter uint64            // of ids made
	owners  map[*job]string   // keys; used with Accounts and Give
	last    map[string]string // last id with each prefix; used when ids have twins
}

// place is room for one running job; free is when it is next available.
type place struct{ free time.Time }

func newJobStore(o Options) *jobStore {
	return &jobStore{options: o, clock: o.Clock, byID: map[string]*job{}, objects: map[string]object{}, owners: map[*job]string{}, last: map[string]string{}}
}

// now is the clock's time, in the service's resolution.
func (s *jobStore) now() time.Time { return s.clock.Now().UTC().Truncate(time.Microsecond) }

// plan adds a plan for the next jobs.
func (s *jobStore) plan(p Plan) {
	if p.Times == 0 {
		p.Times = 1
	}
	p = p.planned()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plans = append(s.plans, &p)
}

// nextPlan returns the plan of the job being added; s.mu is held.
func (s *jobStore) nextPlan() Plan {
	if len(s.plans) == 0 {
		return Plan{}
	}
	p := s.plans[0]
	if p.Times > 0 {
		if p.Times--; p.Times == 0 {
			s.plans = s.plans[1:]
		}
	}
	return *p
}

// add adds an image job.
func (s *jobStore) add(r request) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addLocked(r)
}

// accept adds an image job for a key. It returns the job and the id in the
// answer, which Oddities.SameID makes another job's.
func (s *jobStore) accept(r request, key string) (j *job, told string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.jobs) - 1
	j = s.addLocked(r)
	if s.options.Accounts {
		s.owners[j] = key
	}
	if j.plan.SameID && before >= 0 {
		return j, s.jobs[before].id
	}
	return j, j.id
}

func (s *jobStore) addLocked(r request) *job {
	plan := s.nextPlan()
	j := &job{
		id: s.newID("ig_"), jobType: s.options.imageType(),
		request: r, config: r.echo(), plan: plan, submitted: s.now(),
	}
	dir := pathID(j.id)
	if plan.JobID != "" {
		j.id = plan.JobID
	}
	if plan.JobType != "" {
		j.jobType = plan.JobType
	}
	s.schedule(j)
	s.draw(j, r, dir, 0)
	s.keep(j)
	return j
}

// draw adds the pictures of one of a job's configurations; s.mu is held.
func (s *jobStore) draw(j *job, r request, dir string, config int) {
	plan, index := j.plan, 0
	for range r.samples {
		i := len(j.pictures)
		p := picture{id: s.newID(""), seed: s.pictureSeed(r, i), index: index, config: config}
		dir, name := s.objectName(dir), s.objectName(p.id)
		p.path = fmt.Sprintf("/nyxai-standard-usc2/images/generated_images/%s/%s_%s.png", dir, dir, name)
		if i < thumbnailed && !s.options.NoThumbnails {
			p.thumb = fmt.Sprintf("/nyxai-public-usc2/images/thumbnails/%s/%s_%s_thumbnail.png", dir, dir, name)
			s.objects[p.thumb] = object{job: j, picture: i, thumbnail: true}
		}
		s.objects[p.path] = object{job: j, picture: i}
		if i < len(plan.ImageIDs) {
			p.id = plan.ImageIDs[i]
		}
		j.pictures = append(j.pictures, p)
		// The documentation's sample skips a number at once; so does every job
		// here.
		if index++; index == 1 || mix(uint64(p.seed))%4 == 0 {
			index++
		}
	}
}

// objectName is an id in the form used in names of objects.
func (s *jobStore) objectName(id string) string {
	if s.options.IDs == OddIDs {
		return hex.EncodeToString([]byte(id))
	}
	return id
}

// addTraining adds a training job that has just finished.
func (s *jobStore) addTraining(instancePrompt string, steps []int) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	j := &job{
		id: s.newID("db_"), jobType: api.TypeDreambooth,
		submitted: now.Add(-s.options.QueueTime - s.options.RunTime), start: now.Add(-s.options.RunTime), end: now,
		config: mustJSON(training(instancePrompt, steps)),
	}
	s.train(j, steps)
	s.keep(j)
	return j
}

// addRaw adds a job unchanged.
func (s *jobStore) addRaw(raw json.RawMessage) error {
	var head struct {
		JobType any `json:"job_type"`
		JobID   any `json:"job_id"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return fmt.Errorf("apitest: adding a raw job: %w", err)
	}
	j := &job{raw: slices.Clone(raw)}
	j.jobType, _ = head.JobType.(string)
	j.id, _ = head.JobID.(string)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep(j)
	return nil
}

// keep adds a job to the lists; s.mu is held.
func (s *jobStore) keep(j *job) {
	s.jobs = append(s.jobs, j)
	if j.id != "" {
		s.byID[j.id] = j
	}
}

// unstick replaces stuck jobs by ones that go on: whoever has the old one sees what it was.
func (s *jobStore) unstick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, was := range s.jobs {
		if !was.plan.Stuck {
			continue
		}
		j := *was
		j.plan.Stuck = false
		if now := s.now(); now.After(j.end) {
			j.end = now
		}
		s.jobs[i], s.byID[j.id] = &j, &j
		for path, o := range s.objects {
			if o.job == was {
				o.job = &j
				s.objects[path] = o
			}
		}
		if owner, owned := s.owners[was]; owned {
			delete(s.owners, was)
			s.owners[&j] = owner
		}
	}
}

// remove removes a job, but not its pictures.
func (s *jobStore) remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.byID[id]
	if j == nil {
		return false
	}
	delete(s.byID, id)
	s.jobs = slices.DeleteFunc(s.jobs, func(other *job) bool { return other == j })
	return true
}

// all returns the jobs in the order of arrival.
func (s *jobStore) all() []*job {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.jobs)
}

// find returns the job with an id; nil: there is none.
func (s *jobStore) find(id string) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byID[id]
}

// object returns the image host's object at a path.
func (s *jobStore) object(path string) (object, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.objects[path]
	return found, ok
}

// sees reports whether a job belongs to a key's account.
func (s *jobStore) sees(key string, j *job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	owner, owned := s.owners[j]
	return !owned || owner == key
}

// give makes a job that of a key's account.
func (s *jobStore) give(jobID, key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.byID[jobID]
	if j != nil {
		s.owners[j] = key
	}
	return j != nil
}

// schedule decides when a job starts and ends: first come, first served, so
// that later jobs change nothing. s.mu is held.
func (s *jobStore) schedule(j *job) {
	o := s.options
	j.start = j.submitted.Add(planned(j.plan.QueueTime, o.QueueTime))
	run := planned(j.plan.RunTime, o.RunTime)
	if o.Parallel <= 0 {
		j.end = j.start.Add(run)
		return
	}
	if s.places == nil {
		s.places = make([]place, o.Parallel)
	}
	next := slices.MinFunc(s.places, func(a, b place) int { return a.free.Compare(b.free) }).free
	at := slices.IndexFunc(s.places, func(p place) bool { return p.free.Equal(next) })
	if next.After(j.start) {
		j.start = next
	}
	j.end = j.start.Add(run)
	s.places[at].free = j.end
	if j.plan.FailureReason != "" {
		s.places[at].free = j.failed()
	}
}

// pictureSeed is the seed of a job's picture i; s.mu is held.
func (s *jobStore) pictureSeed(r request, i int) int64 {
	if r.seed >= 0 {
		return r.seed + int64(i)
	}
	s.counter++
	return int64(s.random() >> 32) // the documentation's sample shows seeds below 2³²
}

// dryID makes the id for the answer to a dry run.
func (s *jobStore) dryID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counter++
	return s.newID("TEST_")
}

// newID makes an id: the prefix and eight characters. s.mu is held.
func (s *jobStore) newID(prefix string) string {
	for {
		s.counter++
		id := fmt.Sprintf("%s%08x", prefix, s.random()>>32)
		switch s.options.IDs {
		case MixedIDs, TwinIDs:
			id = prefix + mixed(s.random())
		case SlashIDs:
			id = prefix + "a/" + mixed(s.random())
		case OddIDs:
			id = prefix + `a//b?c=d%2Fe ..f;#&+\é/` + mixed(s.random())
		case LongIDs:
			id += strings.Repeat("L", 300-len(id))
		}
		if twin := s.last[prefix]; s.options.IDs == TwinIDs && twin != "" {
			id, s.last[prefix] = prefix+otherCase(twin[len(prefix):]), ""
		} else {
			s.last[prefix] = id
		}
		if s.byID[id] == nil {
			return id
		}
	}
}

// mixed makes an id of letters and digits that starts with a letter.
func mixed(random uint64) string {
	const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	id := []byte{characters[random%52]}
	for random /= 52; len(id) < 8; random /= 62 {
		id = append(id, characters[random%62])
	}
	return string(id)
}

// otherCase swaps upper and lower case.
func otherCase(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, id)
}

func (s *jobStore) random() uint64 { return mix(uint64(s.options.Seed)<<32 ^ s.counter) }
