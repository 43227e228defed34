package engine

import (
	"bytes"
	"crypto/md5" //nolint:gosec // the host's checksum, not a secret
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lookbook/app/library"
)

// headBytes is the room for the head of a part file: a few hundred bytes of
// ids and checksums, and a path.
const headBytes = 8 << 10

// The names of temporary files: hidden, in the folder that the picture goes
// to, so that the last step is a rename.
const (
	tempPrefix = ".lookbook-"
	partSuffix = ".part" // a head, then the picture's bytes as far as they have come
	newSuffix  = ".new"  // the picture with its texts, becoming whole
)

// part is a picture that is being fetched: a file that begins with a head and
// goes on with the bytes. It outlives the program, so that a download goes on
// where it stopped; and it is removed after everything else, so that a crash
// in between finds in it what was being done.
type part struct {
	path string
	file *os.File
	head partHead
	size int64 // of the picture's bytes that are there
}

// partHead says what a part file is of.
type partHead struct {
	Job    string  `json:"job"`
	Image  string  `json:"image"`
	ETag   string  `json:"etag,omitempty"`
	Length int64   `json:"length"` // of the whole picture; -1: not told
	CRC32C *uint32 `json:"crc32c,omitempty"`
	MD5    []byte  `json:"md5,omitempty"`
	// Target is where the picture is being put; empty: not yet.
	Target string `json:"target,omitempty"`
}

// tempStem is the path of a picture's temporary files without their suffix.
func tempStem(folder, jobID, imageID string) string {
	sum := sha256.Sum256([]byte(jobID + "\x00" + imageID))
	return filepath.Join(folder, tempPrefix+hex.EncodeToString(sum[:10]))
}

// openPart opens the part file of a picture, or begins one.
func openPart(folder string, image library.Image) (*part, error) {
	id := image.Generated.GeneratedImageID
	path := tempStem(folder, image.JobID, id) + partSuffix
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	p := &part{path: path, file: file}
	if err := p.readHead(); err != nil || p.head.Job != image.JobID || p.head.Image != id {
		p.head, p.size = partHead{Job: image.JobID, Image: id, Length: -1}, 0
	}
	return p, nil
}

// readHead reads what is there. An error means that it is of no use.
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

// writeHead writes the head in place.
func (p *part) writeHead() error {
	head, err := json.Marshal(p.head)
	if err != nil {
		return err
	}
	if len(head) > headBytes-1 {
		return fmt.Errorf("describing an unfinished download takes %d bytes", len(head))
	}
	head = append(head, bytes.Repeat([]byte{' '}, headBytes-1-len(head))...)
	_, err = p.file.WriteAt(append(head, '\n'), 0)
	return err
}

// restart throws away what has come and begins again with a new head.
func (p *part) restart(head partHead) error {
	head.Job, head.Image = p.head.Job, p.head.Image
	p.head, p.size = head, 0
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	return p.writeHead()
}

// receive adds the rest of the picture from body, at most limit bytes in all.
func (p *part) receive(body io.Reader, limit int64) (err error) {
	out := io.NewOffsetWriter(p.file, headBytes+p.size)
	source := &trackedReader{r: io.LimitReader(body, limit-p.size+1)}
	n, err := io.Copy(out, source)
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

// trackedReader remembers the error of its reads, to tell them from errors of
// writing.
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

// picture is the bytes that have come.
func (p *part) picture() *io.SectionReader {
	return io.NewSectionReader(p.file, headBytes, p.size)
}

// vouched compares the bytes with the host's checksums. known is false when
// the host gave none.
func (p *part) vouched() (match, known bool, err error) {
	if p.head.CRC32C != nil {
		h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
		if _, err := io.Copy(h, p.picture()); err != nil {
			return false, true, err
		}
		return h.Sum32() == *p.head.CRC32C, true, nil
	}
	if len(p.head.MD5) == md5.Size {
		h := md5.New() //nolint:gosec // see the import
		if _, err := io.Copy(h, p.picture()); err != nil {
			return false, true, err
		}
		return bytes.Equal(h.Sum(nil), p.head.MD5), true, nil
	}
	return false, false, nil
}

// close closes the file and leaves it for the next time.
func (p *part) close() error {
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	p.file = nil
	return err
}

// discard closes the file and removes it, and the other temporary file of the
// picture before it.
func (p *part) discard() error {
	closed := p.close()
	return errors.Join(closed, removeTemps(p.path))
}

// removeTemps removes a part file and, first, what was being made from it.
func removeTemps(partPath string) error {
	stem := partPath[:len(partPath)-len(partSuffix)]
	if err := os.Remove(stem + newSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Remove(partPath); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
