package download

import (
	"sync"
)

// Claims records which pictures are being worked on. Two goroutines that save,
// move or record the same picture at once would end with two files. A picture
// belongs to whoever claimed it, until Release.
type Claims struct {
	changed func(count int) // called with the lock held

	mu sync.Mutex
	by map[int64]string // by picture id: the folder it is saved in; "": none
}

// Claim claims a picture for the caller. It returns false when the picture is
// already claimed.
func (c *Claims) Claim(id int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, taken := c.by[id]; taken {
		return false
	}
	c.by[id] = ""
	c.changed(len(c.by))
	return true
}

// Release ends a claim.
func (c *Claims) Release(id int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.by, id)
	c.changed(len(c.by))
}

// bind records the folder that a claimed picture is saved in.
func (c *Claims) bind(id int64, folder string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by[id] = folder
}

// busyIn reports whether a picture is being saved in the folder.
func (c *Claims) busyIn(id int64, folder string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	to, busy := c.by[id]
	return busy && to == folder
}

func (c *Claims) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.by)
}
