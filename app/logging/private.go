package logging

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"

	"lookbook/api/redact"
	"lookbook/app/settings"
)

// cleaner takes keys out of what is written into the log. Nothing secret
// should come here; what does all the same ends here.
type cleaner struct{ io.Writer }

func (c cleaner) Write(line []byte) (int, error) {
	if _, err := c.Writer.Write(redact.Bytes(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// mostOld bounds an old log that is looked through: what one can grow to, and
// a crash on top.
const mostOld = 2 * maxMegabytes << 20

// private makes the logs that are there the user's alone, since what rolls one
// over takes its rights along, and takes keys out of them. What can't be done
// is told, and is no reason to do without a log.
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
			failed = errors.Join(failed, atomic.WriteFile(path, bytes.NewReader(clean)))
		}
	}
	return errors.Join(err, failed)
}
