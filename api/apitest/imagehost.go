package apitest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// classifyImage returns the kind of object that a request is for.
func classifyImage(r *http.Request) Endpoint {
	switch path := r.URL.EscapedPath(); {
	case strings.HasPrefix(path, "/nyxai-standard-usc2/images/"):
		return Picture
	case strings.HasPrefix(path, "/nyxai-public-usc2/"):
		return Thumbnail
	}
	return Anywhere
}

// imageHost answers calls for pictures.
type imageHost struct {
	jobs      *jobStore
	addresses *Addresses
	pictures  *pictureStore
}

// handle answers a call like Google Cloud Storage. Keys mean nothing here: an
// address is enough.
func (s *imageHost) handle(x *exchange) {
	r := x.request
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		x.answer.xmlError(http.StatusMethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.")
		return
	}
	now := s.jobs.now()
	found, ok := s.jobs.object(x.call.Path)
	if x.call.Endpoint != Thumbnail && !s.mayRead(x, now) {
		return
	}
	if model, trained, is := s.jobs.checkpointAt(x.call.Path); is {
		s.serve(x, model.file(), "application/octet-stream", trained)
		return
	}
	if !ok || found.picture >= found.job.at(now).ready {
		x.answer.xmlError(http.StatusNotFound, "NoSuchKey", "The specified key does not exist.")
		return
	}
	stored := storedObject{}
	if x.fault != nil && x.fault.How == Substitute {
		stored = store([]byte(x.fault.Body))
	} else {
		stored = s.pictures.get(pictureSpec(found))
	}
	s.serve(x, stored, "image/png", found.job.start)
}

// serve sends a stored object, or the requested part of it.
func (s *imageHost) serve(x *exchange, stored storedObject, kind string, changed time.Time) {
	header := x.answer.header
	header.Set("Content-Type", kind)
	header.Set("Etag", stored.etag)
	header.Set("Cache-Control", "private, max-age=0")
	header.Set("Server", "UploadServer")
	header.Set("X-Goog-Stored-Content-Length", fmt.Sprint(len(stored.bytes)))
	setHashes(header, stored.hashes)
	x.answer.body.Grow(len(stored.bytes)) // growing step by step would copy the buffer repeatedly
	http.ServeContent(x.answer, x.request, "", changed.Truncate(time.Second), bytes.NewReader(stored.bytes))
}

// mayRead checks the signature, and answers the call if it is invalid.
func (s *imageHost) mayRead(x *exchange, now time.Time) bool {
	verdict := s.addresses.validate(x.call.Path, x.request.URL.Query(), now)
	if x.fault != nil && x.fault.How == Expire {
		verdict = expired
	}
	switch verdict {
	case valid:
		return true
	case expired:
		x.answer.xmlError(http.StatusBadRequest, "ExpiredToken", "The provided token has expired.")
	default:
		x.answer.xmlError(http.StatusForbidden, "AccessDenied", "Access denied.")
	}
	return false
}

// hashes of a stored object, for the x-goog-hash headers.
type hashes struct {
	crc32c uint32
	md5    [16]byte
}

func setHashes(header http.Header, h hashes) {
	encode := base64.StdEncoding.EncodeToString
	header["X-Goog-Hash"] = []string{
		"crc32c=" + encode(binary.BigEndian.AppendUint32(nil, h.crc32c)),
		"md5=" + encode(h.md5[:]),
	}
}
