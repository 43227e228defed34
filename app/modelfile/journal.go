package modelfile

import (
	"bytes"
	"context"
	"crypto/md5" //nolint:gosec // the host's checksum, not a secret
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"

	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/folder"
	"lookbook/app/platform/atomicfile"
)

// kept is the journal's record of a save.
type kept struct {
	Want
	Temp    string `json:"temp"` // file with the bytes received; "": none yet
	File    string `json:"file"` // final name
	ETag    string `json:"etag,omitempty"`
	Changed string `json:"changed,omitempty"` // api.Download.Modified
	Length  int64  `json:"length"`            // in bytes; -1: unknown
	CRC32C  *uint32
	MD5     []byte
	Stopped bool `json:"stopped"`
}

// there returns how many bytes were received.
func (k kept) there() int64 {
	if k.Temp == "" {
		return 0
	}
	in, err := folder.Open(k.Folder)
	if err != nil {
		return 0
	}
	defer func() { _ = in.Close() }() // only examined
	info, err := in.Root().Lstat(k.Temp)
	if err != nil {
		return 0
	}
	return info.Size()
}

// differs reports whether an answer is about another file than the one that was
// received in part.
func (k kept) differs(d *api.Download) bool {
	return k.Length >= 0 && d.Length != k.Length || k.CRC32C != nil && d.CRC32C != nil && *k.CRC32C != *d.CRC32C ||
		len(k.MD5) > 0 && len(d.MD5) > 0 && !bytes.Equal(k.MD5, d.MD5)
}

// discard removes the bytes received.
func (k kept) discard() error {
	if k.Temp == "" {
		return nil
	}
	in, err := folder.Open(k.Folder)
	if err != nil {
		return nil // it no longer exists
	}
	return errors.Join(in.Remove(k.Temp), in.Close())
}

// part is the open file with the bytes received.
type part struct {
	file *os.File
	size int64
}

// tempSuffix ends the names of partly received files.
const tempSuffix = ".model"

// open opens the bytes received, or starts a new file.
func (s *Saver) open(in *folder.Folder, one *save) (*part, error) {
	if one.kept.Temp != "" {
		if file, err := in.Own(one.kept.Temp, os.O_RDWR); err == nil {
			info, err := file.Stat()
			if err == nil && (one.kept.Length < 0 || info.Size() <= one.kept.Length) {
				return &part{file, info.Size()}, nil
			}
			if err := errors.Join(err, file.Truncate(0)); err == nil {
				return &part{file, 0}, nil
			}
			_ = file.Close() // a new one is started
		}
	}
	file, name, err := in.Temp("", tempSuffix, 0o644)
	if err != nil {
		return nil, err
	}
	s.keep(one, func(k *kept) { k.Temp = name })
	return &part{file, 0}, nil
}

// cut truncates the file.
func (p *part) cut(size int64) error {
	p.size = min(p.size, size)
	return p.file.Truncate(p.size)
}

// verify compares the complete file with the host's checksums.
func (p *part) verify(ctx context.Context, k kept) error {
	if k.Length >= 0 && p.size != k.Length {
		return errDamaged
	}
	sum, digest := crc32.New(crc32.MakeTable(crc32.Castagnoli)), md5.New() //nolint:gosec // see the import
	var to io.Writer
	switch {
	case k.CRC32C != nil:
		to = sum
	case len(k.MD5) == md5.Size:
		to = digest
	default:
		return nil
	}
	from := io.NewSectionReader(p.file, 0, p.size)
	for err := error(nil); err == nil; { // in steps, so that it can be stopped
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, err = io.CopyN(to, from, 64*step); err != nil && !errors.Is(err, io.EOF) {
			return &savingError{err}
		}
	}
	if k.CRC32C != nil && sum.Sum32() != *k.CRC32C || k.CRC32C == nil && !bytes.Equal(digest.Sum(nil), k.MD5) {
		return errDamaged
	}
	return nil
}

// read reads the journal. An unreadable one counts as empty: unfinished saves
// can be requested again.
func (s *Saver) read() []kept {
	data, err := os.ReadFile(s.p.Journal)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.p.Log.Warn("reading which models are being saved", "error", err)
		}
		return nil
	}
	var all []kept
	if err := json.Unmarshal(data, &all); err != nil {
		s.p.Log.Warn("reading which models are being saved", "error", err)
		return nil
	}
	return all
}

// write writes the journal of unfinished saves.
func (s *Saver) write() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	all := []kept{}
	for _, one := range s.saves {
		if one.now.State != Saved && one.now.Path == "" {
			k := one.kept
			k.Stopped = one.stopped
			all = append(all, k)
		}
	}
	s.mu.Unlock()
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return atomicfile.Write(s.p.Journal, bytes.NewReader(data))
}

func bytesText(n uint64) string { return humanize.Bytes(n) }
