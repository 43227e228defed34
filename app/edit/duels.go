package edit

import "context"

// Duels keeps duels between pictures, so that they can go on. Both methods wait
// for the disk.
type Duels struct{ kept document }

// Load returns what was kept; nil: nothing.
func (d *Duels) Load(ctx context.Context) ([]byte, error) { return d.kept.load(ctx) }

// Keep replaces what was kept.
func (d *Duels) Keep(ctx context.Context, content []byte) error { return d.kept.save(ctx, content) }
