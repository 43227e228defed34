package naming

// Move renames a file, and never replaces another: when there is something at
// to, the error is fs.ErrExist and nothing was done, whoever else moves files
// at the same time. Both must be on one file system.
func Move(from, to string) error { return moveNoReplace(from, to) }
