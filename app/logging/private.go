package logging

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lookbook/api/redact"
	"lookbook/app/platform/atomicfile"
	"lookbook/app/settings"
)

// cleaner removes keys from what is written into the log: the last guard
// against secrets.
type cleaner struct{ io.Writer }

func (c cleaner) Write(line []byte) (int, error) {
	if _, err := c.Writer.Write(redact.Bytes(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// mostOld bounds the size of an old log that is searched: the largest log, plus
// a crash report.
const mostOld = 2 * maxMegabytes << 20

// private makes existing logs readable for the user only, because a rolled log
// keeps its mode, and removes keys from them. Errors are returned, but the log
// is opened nevertheless.
func private(paths settings.Paths) (failed error) {
	logs, err := os.ReadDir(paths.State)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range logs {
		path := filepath.Join(paths.State, entry.Name())
		info, err := os.Lstat(path)
		if err != nil || !info.Mode().IsRegular() || filepath.Ext(path) != ".log" {
			continue
		}
		if info.Mode().Perm()&0o077 != 0 {
			if err := os.Chmod(path, 0o600); err != nil && !errors.Is(err, fs.ErrPermission) {
				failed = errors.Join(failed, err)
			}
		}
		if info.Size() > mostOld {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if clean := redact.Bytes(content); !bytes.Equal(clean, content) {
			failed = errors.Join(failed, atomicfile.Write(path, bytes.NewReader(clean)))
		}
	}
	return errors.Join(err, failed)
}
