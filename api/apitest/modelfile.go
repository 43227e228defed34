package apitest

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// Sizes of the files of models, in bytes: much smaller than real ones, because
// they are kept in memory.
const (
	modelBytes = 12 << 20
	loraBytes  = 2 << 20
)

// checkpointAt finds the checkpoint with its file at a path, if it was not
// deleted, and the end of its training.
func (s *jobStore) checkpointAt(path string) (checkpoint, time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		i := slices.IndexFunc(j.training, func(c checkpoint) bool { return c.path == path })
		if i >= 0 && !s.options.deleted(j, s.now()) {
			return j.training[i], j.end, true
		}
	}
	return checkpoint{}, time.Time{}, false
}

// file is the checkpoint's file: arbitrary bytes, the same each time.
func (c checkpoint) file() storedObject {
	size := modelBytes
	if c.lora != nil && *c.lora {
		size = loraBytes
	}
	b := make([]byte, size)
	copy(b, fmt.Sprintf("a simulated model, %s, step %d\n", c.id, c.step))
	for i := 64; i+8 <= size; i += 4096 {
		binary.LittleEndian.PutUint64(b[i:], uint64(i))
	}
	return store(b)
}
