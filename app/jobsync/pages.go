package jobsync

import "time"

const (
	// walkEvery is how often a list with pages is read to its end. In between,
	// reading stops after a page without news, because older jobs have not
	// changed. If the oldest jobs come first, a job made elsewhere is noticed
	// this late.
	walkEvery = 5 * time.Minute

	// combinedEvery is how often the list of jobs that train and generate is
	// read, combinedAgain how often it is tried when the service doesn't have
	// it.
	combinedEvery, combinedAgain = 30 * time.Minute, time.Hour
)

// pages decides how far a list with pages is read.
type pages struct {
	walked time.Time // last read to the end; zero: not in this run
	whole  bool      // read to the end this time
	news   int       // changed jobs on the current page
}

// begin starts reading. While a submission is lost, the list is read to its
// end.
func (p *pages) begin(now time.Time, searching bool) {
	p.news = 0
	p.whole = searching || p.walked.IsZero() || now.Sub(p.walked) >= walkEvery || now.Before(p.walked)
}

// more reports whether to read another page.
func (p *pages) more() bool {
	news := p.news > 0
	p.news = 0
	return p.whole || news
}

// ended records that the list was read as far as needed.
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
