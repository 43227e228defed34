package engine

// CheckAll looks for every saved file, and returns how many were found to be
// gone and back.
func (e *Engine) CheckAll() (gone, back int, err error) {
	found, err := e.checkAll(e.ctx, nil)
	return found.gone, found.back, err
}

// RunRebuild takes in what the folder holds, if the library was begun anew.
func (e *Engine) RunRebuild() error { return e.runRebuild(e.ctx) }

// Deepest is how many folders within each other are gone into.
const Deepest = deepest
