package folder

import "io/fs"

// names is how many names a file has, which is not told here.
func names(fs.FileInfo) uint64 { return 1 }
