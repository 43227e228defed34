package apitest

import (
	"container/list"
	"crypto/md5"
	"encoding/hex"
	"hash/crc32"
	"image"
	"sync"

	"golang.org/x/sync/singleflight"
)

// thumbnailSide is the longer side of a thumbnail, in pixels.
const thumbnailSide = 256

// spec describes a picture to draw.
type spec struct {
	prompt        string
	seed          int64
	width, height int
}

func (s spec) draw() *image.RGBA { return Draw(s.prompt, s.seed, s.width, s.height) }

// pictureSpec describes the picture of an object. A thumbnail is drawn small
// instead of scaled down, because the composition does not depend on the size.
func pictureSpec(o object) spec {
	r := o.job.requestOf(o.job.pictures[o.picture])
	s := spec{prompt: r.prompt, seed: o.job.pictures[o.picture].seed, width: r.width, height: r.height}
	if o.thumbnail {
		long := max(s.width, s.height)
		s.width = max(s.width*thumbnailSide/long, 1)
		s.height = max(s.height*thumbnailSide/long, 1)
	}
	return s
}

// storedObject is a file on the image host.
type storedObject struct {
	bytes  []byte
	etag   string
	hashes hashes
}

func store(b []byte) storedObject {
	h := hashes{crc32c: crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)), md5: md5.Sum(b)}
	return storedObject{bytes: b, etag: `"` + hex.EncodeToString(h.md5[:]) + `"`, hashes: h}
}

// pictureStore draws pictures when they are first requested, and keeps the last
// requested ones, up to a number of bytes.
type pictureStore struct {
	limit   int64
	drawing singleflight.Group

	mu     sync.Mutex
	size   int64
	recent *list.List // of kept, most recent first
	bySpec map[spec]*list.Element
}

type kept struct {
	spec   spec
	object storedObject
}

func newPictureStore(limit int64) *pictureStore {
	return &pictureStore{limit: limit, recent: list.New(), bySpec: map[spec]*list.Element{}}
}

func (p *pictureStore) get(s spec) storedObject {
	p.mu.Lock()
	if e := p.bySpec[s]; e != nil {
		p.recent.MoveToFront(e)
		p.mu.Unlock()
		return e.Value.(kept).object
	}
	p.mu.Unlock()
	// Clients that request the same picture at once share one drawing.
	drawn, _, _ := p.drawing.Do(string(mustJSON([]any{s.prompt, s.seed, s.width, s.height})), func() (any, error) {
		object := store(Encode(s.draw()))
		p.put(s, object)
		return object, nil
	})
	return drawn.(storedObject)
}

func (p *pictureStore) put(s spec, o storedObject) {
	size := int64(len(o.bytes))
	p.mu.Lock()
	defer p.mu.Unlock()
	if size > p.limit || p.bySpec[s] != nil {
		return
	}
	p.bySpec[s] = p.recent.PushFront(kept{spec: s, object: o})
	p.size += size
	for p.size > p.limit {
		oldest := p.recent.Back()
		gone := p.recent.Remove(oldest).(kept)
		delete(p.bySpec, gone.spec)
		p.size -= int64(len(gone.object.bytes))
	}
}
