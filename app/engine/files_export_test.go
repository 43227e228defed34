package engine

import "io"

// CheckAll looks for every saved file, and returns how many were found to be
// gone and back.
func (e *Engine) CheckAll() (gone, back int, err error) {
	found, err := e.checkAll(e.ctx, nil)
	return found.gone, found.back, err
}

// RunRebuild takes in what the folder holds, if the library was begun anew.
func (e *Engine) RunRebuild() error { return e.runRebuild(e.ctx) }

// Bounds of a look through the folder.
const (
	Deepest  = deepest
	HeadRead = headRead
)

// ReadOrigin reads the ids that a file tells. ok is false when it is not ours
// or makes no sense; plausible when they may be those of an unknown job.
func ReadOrigin(file io.ReaderAt, size int64) (job, image string, plausible, ok bool) {
	from, ours, err := readOrigin(file, size)
	return from.JobID, from.ImageID, from.plausible(), ours && err == nil
}
