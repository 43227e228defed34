package apitest

import (
	"strconv"
	"sync/atomic"
	"time"
)

// urlLife is how long signed URLs last.
type urlLife struct{ nanoseconds atomic.Int64 }

func (u *urlLife) get() time.Duration { return time.Duration(u.nanoseconds.Load()) }
func (u *urlLife) set(d time.Duration) {
	u.nanoseconds.Store(int64(max(d.Round(time.Second), time.Second)))
}

// URLsLast makes the URLs that are signed from now on last as long, in whole
// seconds. Those of before go on as they are: with a shorter time, fresh
// addresses expire sooner than old ones.
func (s *Server) URLsLast(d time.Duration) { s.urlLife.set(d) }

// ForgetURLs makes the image host take every URL that was signed so far for
// expired, whatever its date says.
func (s *Server) ForgetURLs() { s.forgotten.Store(s.now().UnixNano()) }

// twin is the name by which clients know the i-th picture when others before it
// have its id: Plan.ImageIDs may give several pictures one id.
func (j *job) twin(i int) string {
	n := 1
	for _, p := range j.pictures[:i] {
		if p.id == j.pictures[i].id {
			n++
		}
	}
	if n == 1 {
		return j.pictures[i].id
	}
	return j.pictures[i].id + "~" + strconv.Itoa(n)
}
