package jobsync

import "time"

const (
	// walkEvery is how often a list that comes in pages is read to its end. In
	// between, reading goes on for as long as pages tell something new: what is
	// older has not changed. Where the oldest jobs come first, this is how late
	// one that was made elsewhere is noticed.
	walkEvery = 5 * time.Minute

	// The list of jobs that train and generate in one is asked for this often,
	// and this often where the service does not have it.
	combinedEvery, combinedAgain = 30 * time.Minute, time.Hour
)

// pages says how far a list that comes in pages is read.
type pages struct {
	walked time.Time // when it was last read to its end; zero: not in this run
	whole  bool      // it is to be read to its end now
	news   int       // jobs of the page that is being read that have changed
}

// begin begins to read the list. While a lost request is looked for, it is read
// to its end.
func (p *pages) begin(now time.Time, searching bool) {
	p.news = 0
	p.whole = searching || p.walked.IsZero() || now.Sub(p.walked) >= walkEvery || now.Before(p.walked)
}

// more reports whether a further page is wanted.
func (p *pages) more() bool {
	news := p.news > 0
	p.news = 0
	return p.whole || news
}

// ended notes that the list was read as far as was wanted.
func (p *pages) ended(now time.Time) {
	if p.whole {
		p.walked = now
	}
}

// otherList is a list beside the usual one.
type otherList struct{ next time.Time }

func (l *otherList) due(now time.Time) bool { return !now.Before(l.next) }

func (l *otherList) asked(now time.Time, there bool) {
	if l.next = now.Add(combinedAgain); there {
		l.next = now.Add(combinedEvery)
	}
}
