package download

import (
	"bytes"
	"crypto/md5" //nolint:gosec // the host's checksum, not a secret
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
)

const (
	// headBytes is the size of the head of a part file: a few hundred bytes of
	// ids and checksums, and a path.
	headBytes = 8 << 10
)

// Suffixes of temporary files.
const (
	tempPrefix = folder.TempPrefix
	partSuffix = ".part" // a head, then the bytes of the picture received so far
	newSuffix  = ".new"  // the picture with its texts, being written
)

// part is a picture that is being fetched: a file with a head and the bytes
// received so far. It outlives the program, so that the next run can continue
// the download.
type part struct {
	in   *folder.Folder
	kept *leftovers
	name string   // of the file
	file *os.File // nil: not created yet
	head partHead
	size int64 // bytes of the picture received

	doubted bool // complete, but contradicts the host
}

// partHead says which picture a part file belongs to.
type partHead struct {
	Job    string  `json:"job"`
	Image  string  `json:"image"`
	ETag   string  `json:"etag,omitempty"`
	Length int64   `json:"length"` // of the whole picture, in bytes; -1: unknown
	CRC32C *uint32 `json:"crc32c,omitempty"`
	MD5    []byte  `json:"md5,omitempty"`
	Target string  `json:"target,omitempty"` // path that the picture is being renamed to, within the folder
}

// path returns where the picture was being put, within a folder.
func (h partHead) path(in *folder.Folder) string {
	if !filepath.IsLocal(filepath.FromSlash(h.Target)) {
		return "" // no target, or not written by us
	}
	return filepath.Join(in.Path(), filepath.FromSlash(h.Target))
}

// openPart opens the part file that an earlier try left, or starts one.
func openPart(in *folder.Folder, image library.Image, kept *leftovers) *part {
	none := headFor(image)
	p := &part{in: in, kept: kept, head: none}
	for _, name := range kept.of(p.key()) {
		if filepath.Ext(name) != partSuffix {
			continue
		}
		file, err := in.Own(name, os.O_RDWR)
		if err != nil {
			continue // unusable, so the picture is fetched from the start
		}
		p.name, p.file = name, file
		if err := p.readHead(); err == nil && p.head.Job == none.Job && p.head.Image == none.Image {
			return p
		}
		_ = file.Close() // only read
		p.name, p.file, p.head, p.size = "", nil, none, 0
	}
	return p
}

// key identifies the picture's temporary files.
func (p *part) key() leftover { return leftover{p.in.Path(), tempName(p.head.Job, p.head.Image)} }

// readHead reads the head. An error means that the file is unusable.
func (p *part) readHead() error {
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, headBytes)
	if _, err := io.ReadFull(io.NewSectionReader(p.file, 0, headBytes), head); err != nil {
		return err
	}
	p.size = info.Size() - headBytes
	return json.Unmarshal(bytes.TrimRight(head, " \n\x00"), &p.head)
}

// writeHead writes the head in place, and creates the file if needed.
func (p *part) writeHead() error {
	if p.file == nil {
		file, name, err := p.in.Temp(tempName(p.head.Job, p.head.Image), partSuffix, 0o600)
		if err != nil {
			return err
		}
		p.file, p.name = file, name
		p.kept.add(p.key(), name)
	}
	head, err := json.Marshal(p.head)
	if err != nil {
		return err
	}
	if len(head) > headBytes-1 {
		return errLongHead
	}
	head = append(head, bytes.Repeat([]byte{' '}, headBytes-1-len(head))...)
	_, err = p.file.WriteAt(append(head, '\n'), 0)
	return err
}

// errLongHead: the head has no room for the description of the download.
var errLongHead = errors.New("describing an unfinished download takes too many bytes")

// aim records the name that the picture is about to get. After a crash the
// picture is looked for there and not fetched again. If the head has no room
// for the name, the name that the template gives is searched.
func (p *part) aim(name string) error {
	before := p.head.Target
	p.head.Target = name
	err := p.writeHead()
	if errors.Is(err, errLongHead) {
		p.head.Target = before
		return nil
	}
	return err
}

// restart drops all bytes received and starts over with a new head.
func (p *part) restart(head partHead) error {
	head.Job, head.Image = p.head.Job, p.head.Image
	p.head, p.size, p.doubted = head, 0, false
	if p.file != nil {
		if err := p.file.Truncate(0); err != nil {
			return err
		}
	}
	return p.writeHead()
}

// receive appends the rest of the picture from body, up to limit bytes in all.
func (p *part) receive(body io.Reader, limit int64) error {
	source := &trackedReader{r: io.LimitReader(body, limit-p.size+1)}
	n, err := io.Copy(io.NewOffsetWriter(p.file, headBytes+p.size), source)
	p.size += n
	switch {
	case err != nil && source.err == nil:
		return &savingError{err: err} // writing failed, not reading
	case err != nil:
		return err
	case p.size > limit:
		return fmt.Errorf("the picture is longer than %d bytes", limit)
	}
	return nil
}

// trackedReader remembers the error of its reads, to distinguish it from errors
// of writing.
type trackedReader struct {
	r   io.Reader
	err error
}

func (t *trackedReader) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		t.err = err
	}
	return n, err
}

// picture reads the bytes received.
func (p *part) picture() io.ReaderAt { return io.NewSectionReader(p.file, headBytes, p.size) }

// all reads the bytes received in order.
func (p *part) all() io.Reader { return io.NewSectionReader(p.picture(), 0, p.size) }

// vouched compares the bytes with the host's checksums. One match is enough.
// known is false when the host gave none.
func (p *part) vouched() (match, known bool, err error) {
	if p.head.CRC32C != nil {
		h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
		if _, err := io.Copy(h, p.all()); err != nil {
			return false, true, err
		}
		if match = h.Sum32() == *p.head.CRC32C; match || len(p.head.MD5) != md5.Size {
			return match, true, nil
		}
	}
	if len(p.head.MD5) == md5.Size {
		h := md5.New() //nolint:gosec // see the import
		if _, err := io.Copy(h, p.all()); err != nil {
			return false, true, err
		}
		return bytes.Equal(h.Sum(nil), p.head.MD5), true, nil
	}
	return false, false, nil
}

// copied reports whether the file at path has exactly the part's bytes. A
// picture whose format has no place for texts is saved unchanged.
func (p *part) copied(path string) (library.Saved, bool) {
	if p.file == nil {
		return library.Saved{}, false
	}
	file, err := media.Open(path)
	if err != nil {
		return library.Saved{}, false
	}
	defer func() { _ = file.Close() }() // only read
	info, err := media.Inspect(file, p.size)
	if stat, failed := file.Stat(); err != nil || failed != nil || stat.Size() != p.size {
		return library.Saved{}, false
	}
	theirs, err := digest(file)
	ours, failed := digest(p.all())
	return library.Saved{Path: path, Bytes: p.size, Width: info.Width, Height: info.Height}, err == nil && failed == nil && theirs == ours
}

func digest(r io.Reader) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	_, err = io.Copy(h, r)
	return [sha256.Size]byte(h.Sum(nil)), err
}

// close closes the file and keeps it for the next try.
func (p *part) close() error {
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	p.file = nil
	return err
}

// discard drops all bytes received.
func (p *part) discard() error {
	if p.file == nil {
		return nil
	}
	closed := p.close()
	if err := p.in.Remove(p.name); err != nil {
		return err
	}
	p.kept.drop(p.key(), p.name)
	return closed
}

// clear removes all temporary files of the picture.
func (p *part) clear() error {
	errs := []error{p.discard()}
	for _, name := range p.kept.of(p.key()) {
		err := p.in.Remove(name)
		if err == nil {
			p.kept.drop(p.key(), name)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
