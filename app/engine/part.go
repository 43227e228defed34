package engine

import (
	"bytes"
	"crypto/md5" //nolint:gosec // the host's checksum, not a secret
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
)

const (
	// headBytes is the room for the head of a part file: a few hundred bytes of
	// ids and checksums, and a path.
	headBytes = 8 << 10

	// heldBytes is the largest picture that is held in memory while it comes,
	// heldTime how long that may take. A larger or slower one goes to the disk
	// as it comes: a crash then costs nothing that took long to fetch.
	heldBytes = 8 << 20
	heldTime  = 500 * time.Millisecond

	// readBytes is how much is read at once: little enough that it is still in
	// the processor's cache when its checksum is made.
	readBytes = 256 << 10
)

// The ends of the names of temporary files.
const (
	tempPrefix = folder.TempPrefix
	partSuffix = ".part" // a head, then the picture's bytes as far as they have come
	newSuffix  = ".new"  // the picture with its texts, becoming whole
)

// part is a picture that is being fetched: its bytes, in memory while they come
// quickly, otherwise in a file that begins with a head and goes on with them.
// The file outlives the program, so that a download goes on where it stopped.
type part struct {
	in   *folder.Folder
	kept *leftovers
	name string   // of the file
	file *os.File // nil: there is none yet
	head partHead
	size int64 // of the picture's bytes that are there

	doubted bool // what is there is whole, and not what the host says of it

	held   []byte // the bytes, when they are in memory and not in the file
	sum    uint32 // of held, as the host's CRC32C is made
	memory *memory
}

// partHead says what a part file is of.
type partHead struct {
	Job    string  `json:"job"`
	Image  string  `json:"image"`
	ETag   string  `json:"etag,omitempty"`
	Length int64   `json:"length"` // of the whole picture; -1: not told
	CRC32C *uint32 `json:"crc32c,omitempty"`
	MD5    []byte  `json:"md5,omitempty"`
}

// openPart opens the part of a picture that an earlier try has left, or begins
// one. Memory for it is taken from memory and given back.
func openPart(in *folder.Folder, image library.Image, kept *leftovers, memory *memory) *part {
	none := headFor(image)
	p := &part{in: in, kept: kept, head: none, memory: memory}
	for _, name := range kept.of(p.key()) {
		if filepath.Ext(name) != partSuffix {
			continue
		}
		file, err := in.Own(name, os.O_RDWR)
		if err != nil {
			continue // what can't be gone on with is fetched anew
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

// key is what the part's temporary files are found by.
func (p *part) key() leftover { return leftover{p.in.Path(), tempName(p.head.Job, p.head.Image)} }

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

// writeHead writes the head in place, into a file of its own if there is none.
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
		return fmt.Errorf("describing an unfinished download takes %d bytes", len(head))
	}
	head = append(head, bytes.Repeat([]byte{' '}, headBytes-1-len(head))...)
	_, err = p.file.WriteAt(append(head, '\n'), 0)
	return err
}

// restart throws away what has come and begins again with a new head: in
// memory, when the picture is of a size for it.
func (p *part) restart(head partHead) error {
	p.release()
	head.Job, head.Image = p.head.Job, p.head.Image
	p.head, p.size, p.sum, p.doubted = head, 0, 0, false
	if 0 < head.Length && head.Length <= heldBytes {
		p.hold(int(head.Length))
		return p.remove()
	}
	if p.file != nil {
		if err := p.file.Truncate(0); err != nil {
			return err
		}
	}
	return p.writeHead()
}

// hold makes room for so many bytes in memory, and a little: the end of a body
// is found out by reading on.
func (p *part) hold(length int) { p.held = p.memory.get(length + bytes.MinRead) }

// release gives the memory back. What is in it must be somewhere else by now,
// or of no more use.
func (p *part) release() {
	if p.held != nil {
		p.memory.put(p.held)
		p.held = nil
	}
}

// receive adds the rest of the picture from body, at most limit bytes in all.
// slow is asked again and again whether what is held should go to the disk;
// when it does, receive calls spilt.
func (p *part) receive(body io.Reader, limit int64, slow func() bool, spilt func() error) (err error) {
	source := &trackedReader{r: io.LimitReader(body, limit-p.size+1)}
	if p.held != nil {
		if done, err := p.receiveHeld(source, slow); done || err != nil {
			return err
		}
		if err := errors.Join(p.spill(), spilt()); err != nil {
			return &savingError{err: err}
		}
	}
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

// receiveHeld reads into memory. It reports false when the rest belongs on the
// disk: there is more than was announced, or it takes too long.
func (p *part) receiveHeld(source io.Reader, slow func() bool) (done bool, err error) {
	for len(p.held) < cap(p.held) && !slow() {
		room := p.held[len(p.held):min(cap(p.held), len(p.held)+readBytes)]
		n, err := source.Read(room)
		p.held = p.held[:len(p.held)+n]
		p.size += int64(n)
		if p.head.CRC32C != nil {
			p.sum = crc32.Update(p.sum, castagnoli(), room[:n])
		}
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// castagnoli is the table of the host's checksum; the package keeps one.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// spill moves what is in memory to the file.
func (p *part) spill() error {
	if p.held == nil {
		return nil
	}
	if err := p.writeHead(); err != nil {
		return err
	}
	if _, err := p.file.WriteAt(p.held, headBytes); err != nil {
		return err
	}
	p.release()
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
func (p *part) picture() io.ReaderAt {
	if p.held != nil {
		return media.Bytes(p.held)
	}
	return io.NewSectionReader(p.file, headBytes, p.size)
}

// all reads the bytes that have come from the first to the last.
func (p *part) all() io.Reader { return io.NewSectionReader(p.picture(), 0, p.size) }

// vouched compares the bytes with the host's checksums, of which one that is
// right is enough. known is false when the host gave none.
func (p *part) vouched() (match, known bool, err error) {
	if p.head.CRC32C != nil {
		sum := p.sum
		if p.held == nil {
			h := crc32.New(castagnoli())
			if _, err := io.Copy(h, p.all()); err != nil {
				return false, true, err
			}
			sum = h.Sum32()
		}
		if sum == *p.head.CRC32C || len(p.head.MD5) != md5.Size {
			return sum == *p.head.CRC32C, true, nil
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

// close lets go of the file and leaves it for the next time. What was in
// memory alone is forgotten.
func (p *part) close() error {
	p.release()
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	p.file = nil
	return err
}

// remove closes and removes the file, if there is one.
func (p *part) remove() error {
	if p.file == nil {
		return nil
	}
	closed := p.file.Close()
	p.file = nil
	if err := p.in.Remove(p.name); err != nil {
		return err
	}
	p.kept.drop(p.key(), p.name)
	return closed
}

// discard lets go of what has come.
func (p *part) discard() error {
	p.release()
	return p.remove()
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
