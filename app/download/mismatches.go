package download

import (
	"crypto/sha256"
	"sync"

	"lookbook/app/media"
)

// enoughTimes is how often the same complete picture must arrive before it is
// believed, although the host's checksum or length says otherwise. Bytes
// damaged on the way are different each time.
const enoughTimes = 3

// mismatches counts the complete pictures that contradict the host.
type mismatches struct {
	mu   sync.Mutex
	seen map[string]mismatch // by job id and image id
}

type mismatch struct {
	sum   [sha256.Size]byte
	times int // consecutive
}

// believes reports whether the bytes in the part file count as the picture: all
// pixels are there, and the same bytes arrived often enough.
func (d *mismatches) believes(p *part) bool {
	if _, err := media.Inspect(p.picture(), p.size); err != nil {
		return false
	}
	sum, err := digest(p.all())
	if err != nil {
		return false
	}
	of := p.head.Job + "\x00" + p.head.Image
	d.mu.Lock()
	defer d.mu.Unlock()
	is := d.seen[of]
	if is.sum != sum {
		is = mismatch{sum: sum}
	}
	is.times++
	if is.times >= enoughTimes {
		delete(d.seen, of)
		return true
	}
	if d.seen == nil {
		d.seen = map[string]mismatch{}
	}
	d.seen[of] = is
	return false
}
