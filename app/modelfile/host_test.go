package modelfile_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const size = 3 << 20

// host is both the service and the host of the file.
type host struct {
	*httptest.Server
	mu      sync.Mutex
	file    []byte
	name    string
	gone    bool          // the service doesn't have the model any more
	cuts    []int         // after how many bytes each of the next answers breaks off
	hold    chan struct{} // not nil: an answer waits for it after its first half
	noRange bool
	tag     string          // "": a strong one; "none"; or as it is
	changed time.Time       // Last-Modified; zero: not told
	sums    map[string]bool // which checksums are sent
	badSum  bool
	asked   []http.Header // headers of the requests for the file
	jobs    int
}

func newHost(t *testing.T) *host {
	h := &host{file: random(1), name: "dreamlookai_sd-v1_ckpt_db_JE1sONMk_ckp_0o2ju160_step_800_photo.safetensors", sums: map[string]bool{}}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func random(seed uint64) []byte {
	b := make([]byte, size)
	source := rand.NewChaCha8([32]byte{byte(seed)})
	_, _ = source.Read(b)
	return b
}

func (h *host) do(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if strings.HasPrefix(r.URL.Path, "/jobs/") {
		h.jobs++
		w.Header().Set("Content-Type", "application/json")
		if h.gone || r.URL.Path != "/jobs/dreambooth/db_JE1sONMk" {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"detail":"Job not found"}`))
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"job_type": "dreambooth", "job_id": "db_JE1sONMk", "state": "success",
			"dreambooth_result": map[string]any{"checkpoints": []map[string]any{
				{"checkpoint_id": "ckp_other", "url": h.URL + "/other"},
				{"checkpoint_id": "ckp_0o2ju160", "url": fmt.Sprintf("%s/models/%s?signature=%d", h.URL, h.name, h.jobs)},
			}},
		})
		return
	}
	h.asked = append(h.asked, r.Header.Clone())
	sum := md5.Sum(h.file)
	switch h.tag {
	case "":
		w.Header().Set("Etag", `"`+fmt.Sprintf("%x", sum)+`"`)
	case "none":
	default:
		w.Header().Set("Etag", h.tag)
	}
	if h.sums["md5"] {
		if h.badSum {
			sum[0]++
		}
		w.Header().Set("X-Goog-Hash", "md5="+base64.StdEncoding.EncodeToString(sum[:]))
	}
	if h.noRange {
		r.Header.Del("Range")
	}
	to := http.ResponseWriter(w)
	if len(h.cuts) > 0 {
		to = &cutting{ResponseWriter: w, left: h.cuts[0]}
		h.cuts = h.cuts[1:]
	}
	if h.hold != nil {
		to = &cutting{ResponseWriter: to, left: size / 2, hold: h.hold, gone: r.Context().Done(), unlock: &h.mu}
	}
	http.ServeContent(to, r, "", h.changed, bytes.NewReader(h.file))
}

// cutting breaks off an answer, or delays it, after some bytes.
type cutting struct {
	http.ResponseWriter
	left   int
	hold   chan struct{}
	gone   <-chan struct{}
	unlock *sync.Mutex
}

func (c *cutting) Write(b []byte) (int, error) {
	if len(b) < c.left || c.left < 0 {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	n, _ := c.ResponseWriter.Write(b[:c.left])
	c.ResponseWriter.(http.Flusher).Flush()
	if c.hold == nil {
		panic(http.ErrAbortHandler)
	}
	c.unlock.Unlock()
	select {
	case <-c.hold:
	case <-c.gone:
	}
	c.unlock.Lock()
	b, c.left = b[c.left:], -1
	m, err := c.ResponseWriter.Write(b)
	return n + m, err
}

func (c *cutting) Flush() { c.ResponseWriter.(http.Flusher).Flush() }
