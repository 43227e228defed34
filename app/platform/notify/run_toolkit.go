//go:build !linux && !freebsd && !openbsd && !netbsd

package notify

import "context"

// Run shows what is sent until ctx ends.
func (s *Sender) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case o := <-s.orders:
			if o.note != nil {
				s.p.Toolkit(o.note.Title, o.note.Body)
			}
		}
	}
}
