package download

import (
	"sync"
)

// Claims are the pictures that somebody works on: two who save, move or record
// one at the same time would end with two files. Whoever has claimed a picture
// has it alone until it is released.
type Claims struct {
	changed func(count int) // called with the lock

	mu sync.Mutex
	by map[int64]string // by picture, the folders that they are brought to; empty: to none
}

// Claim takes a picture for the caller alone. It reports false when somebody
// else has it.
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

// bind notes the folder that a claimed picture is brought to.
func (c *Claims) bind(id int64, folder string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by[id] = folder
}

// busyIn reports whether a picture is being brought to the folder.
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
