package engine

import "sync"

const (
	// roomBytes is how much memory is taken for a picture at least: most have
	// less, and take turns.
	roomBytes = 3 << 19

	// keptRooms is how many free ones are kept while pictures are fetched.
	keptRooms = 18
)

// memory is where pictures lie while they come. The next picture takes the
// place of the last: new memory for each would be cleared for nothing.
type memory struct {
	mu   sync.Mutex
	free [][]byte
}

// get returns room for so many bytes, of length 0.
func (m *memory) get(bytes int) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.free) - 1; i >= 0; i-- {
		if room := m.free[i]; cap(room) >= bytes {
			m.free[i] = m.free[len(m.free)-1]
			m.free = m.free[:len(m.free)-1]
			return room[:0]
		}
	}
	return make([]byte, 0, max(bytes, roomBytes))
}

// put gives room back.
func (m *memory) put(room []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.free) < keptRooms {
		m.free = append(m.free, room)
	}
}

// clear lets go of what is free.
func (m *memory) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.free = nil
}
