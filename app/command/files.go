package command

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Files returns the absolute paths of the files that the arguments name, for the window to open; ok
// is false when they are a command. The first argument decides: a command's name is a command, and
// ./name the file. Otherwise a file is what exists, has a separator, or is a file:// address, as
// file managers pass it; what follows it are files too.
func Files(args []string) (paths []string, ok bool) {
	if len(args) == 0 || isCommand(args[0]) || !isFile(args[0]) {
		return nil, false
	}
	for _, arg := range args {
		paths = append(paths, filePath(arg))
	}
	return paths, true
}

// isCommand reports whether an argument is a command's name, as kong knows it.
func isCommand(arg string) bool {
	var c commands
	parser, err := newParser(&c, Env{})
	if err != nil {
		return true // running it says why
	}
	for _, node := range parser.Model.Children {
		if node.Name == arg {
			return true
		}
	}
	return false
}

func isFile(arg string) bool {
	if scheme, _, found := strings.Cut(arg, "://"); found && !strings.ContainsAny(scheme, `/\.`) {
		return strings.EqualFold(scheme, "file")
	}
	if strings.ContainsRune(arg, '/') || strings.ContainsRune(arg, filepath.Separator) {
		return true
	}
	_, err := os.Lstat(arg)
	return err == nil
}

// filePath returns the absolute path of a name, or of a file:// address of this computer. The bytes
// of a name stay as they are.
func filePath(arg string) string {
	path := arg
	if scheme, rest, found := strings.Cut(arg, "://"); found && strings.EqualFold(scheme, "file") {
		path = addressPath(rest, arg)
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path // the current folder is gone; whoever opens the file says so
}

// addressPath returns the path of a file:// address after its scheme, or instead for one that names no
// file of this computer.
func addressPath(rest, instead string) string {
	host, path, found := strings.Cut(rest, "/")
	name, _ := os.Hostname()
	if !found || host != "" && host != "localhost" && !strings.EqualFold(host, name) {
		return instead
	}
	path, err := url.PathUnescape(path)
	if err != nil || strings.ContainsRune(path, 0) {
		return instead
	}
	if runtime.GOOS == "windows" && len(path) > 1 && path[1] == ':' {
		return filepath.FromSlash(path) // file:///C:/a
	}
	return "/" + path
}
