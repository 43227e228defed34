package apitest

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestStoredPicture(t *testing.T) {
	r := newRig(t, Options{})
	j := r.finished(2)
	for _, generated := range pictures(t, j) {
		got := r.must("GET", generated.URL, "")
		img, stored, ok := r.Picture(j.JobID, generated.GeneratedImageID)
		if !ok || !bytes.Equal(got.body, stored) {
			t.Fatalf("status %d, %d bytes; Picture has %d, %v", got.status, len(got.body), len(stored), ok)
		}
		decoded, err := png.Decode(bytes.NewReader(got.body))
		if err != nil {
			t.Fatal(err)
		}
		if b := decoded.Bounds(); b.Dx() != 24 || b.Dy() != 32 || b != img.Bounds() {
			t.Errorf("picture of %v", b)
		}
		sum := md5.Sum(stored)
		crc := binary.BigEndian.AppendUint32(nil, crc32.Checksum(stored, crc32.MakeTable(crc32.Castagnoli)))
		want := []string{"crc32c=" + base64.StdEncoding.EncodeToString(crc), "md5=" + base64.StdEncoding.EncodeToString(sum[:])}
		if hash := got.header.Values("X-Goog-Hash"); fmt.Sprint(hash) != fmt.Sprint(want) {
			t.Errorf("x-goog-hash %v, want %v", hash, want)
		}
		if got.header.Get("Content-Type") != "image/png" || got.header.Get("Etag") == "" || got.header.Get("Accept-Ranges") != "bytes" {
			t.Errorf("headers %v", got.header)
		}
	}
	if _, _, ok := r.Picture(j.JobID, "nothing"); ok {
		t.Error("a picture that is not")
	}
}

// A proxy has an address of its own, which the answers then contain.
func TestAnotherImageAddress(t *testing.T) {
	r := newRig(t, Options{})
	j := r.finished(1)
	before := pictures(t, j)[0].URL
	_, port, _ := strings.Cut(strings.TrimPrefix(r.ImageURL(), "http://"), ":")
	base := "http://localhost:" + port
	r.Addresses.SetBase(base)
	j = r.job(j.JobID)
	after := pictures(t, j)[0].URL
	if !strings.HasPrefix(after, base+"/") || !strings.HasPrefix(j.Thumbnails[0], base+"/") {
		t.Errorf("told %s and %s, want %s in front", after, j.Thumbnails[0], base)
	}
	for _, url := range []string{before, after, j.Thumbnails[0]} {
		if got := r.must("GET", url, ""); got.status != 200 {
			t.Errorf("%s answers %d", url, got.status)
		}
	}
}

func TestSignedAddresses(t *testing.T) {
	r := newRig(t, Options{URLLife: time.Minute})
	j := r.finished(1)
	signed := pictures(t, j)[0].URL
	u, err := url.Parse(signed)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	for _, name := range []string{"X-Goog-Algorithm", "X-Goog-Credential", "X-Goog-Date", "X-Goog-Expires", "X-Goog-SignedHeaders", "X-Goog-Signature"} {
		if query.Get(name) == "" {
			t.Errorf("no %s in %s", name, signed)
		}
	}
	if query.Get("X-Goog-Expires") != "60" || query.Get("X-Goog-Date") != r.clock.Now().UTC().Format("20060102T150405Z") {
		t.Errorf("signed at %s for %s s", query.Get("X-Goog-Date"), query.Get("X-Goog-Expires"))
	}
	change := func(name, value string) string {
		q := u.Query()
		q.Set(name, value)
		return r.ImageURL() + u.Path + "?" + q.Encode()
	}
	for _, test := range []struct {
		name, address, code string
		want                int
	}{
		{"as signed", signed, "", 200},
		{"unsigned", r.ImageURL() + u.Path, "AccessDenied", 403},
		{"longer life", change("X-Goog-Expires", "3600"), "AccessDenied", 403},
		{"later date", change("X-Goog-Date", "20300101T000000Z"), "AccessDenied", 403},
		{"another parameter", change("x", "y"), "AccessDenied", 403},
		{"another picture", strings.Replace(signed, ".png", "x.png", 1), "AccessDenied", 403},
		{"broken signature", change("X-Goog-Signature", strings.Repeat("0", 64)), "AccessDenied", 403},
	} {
		got := r.must("GET", test.address, "")
		if got.status != test.want || !strings.Contains(string(got.body), test.code) {
			t.Errorf("%s: %d %.200s, want %d %s", test.name, got.status, got.body, test.want, test.code)
		}
	}

	r.clock.Advance(time.Minute)
	if got := r.must("GET", signed, ""); got.status != 400 || !strings.Contains(string(got.body), "<Code>ExpiredToken</Code>") {
		t.Errorf("after its life: %d %.200s", got.status, got.body)
	}
	fresh := pictures(t, r.job(j.JobID))[0].URL
	if fresh == signed {
		t.Error("asking again gave the same address")
	}
	if got := r.must("GET", fresh, ""); got.status != 200 {
		t.Errorf("freshly signed: %d", got.status)
	}
}

func TestRanges(t *testing.T) {
	r := newRig(t, Options{})
	j := r.finished(1)
	address := pictures(t, j)[0].URL
	_, stored, _ := r.Picture(j.JobID, pictures(t, j)[0].GeneratedImageID)
	whole := r.must("GET", address, "")
	etag := whole.header.Get("Etag")
	for _, test := range []struct {
		name    string
		headers []string
		status  int
		body    []byte
	}{
		{"from the middle", []string{"Range", "bytes=100-"}, 206, stored[100:]},
		{"a piece", []string{"Range", "bytes=10-19"}, 206, stored[10:20]},
		{"the same object", []string{"Range", "bytes=100-", "If-Range", etag}, 206, stored[100:]},
		{"another object", []string{"Range", "bytes=100-", "If-Range", `"other"`}, 200, stored},
		{"past the end", []string{"Range", "bytes=99999999-"}, 416, nil},
		{"known already", []string{"If-None-Match", etag}, 304, []byte{}},
	} {
		got := r.must("GET", address, "", test.headers...)
		if got.status != test.status || test.body != nil && !bytes.Equal(got.body, test.body) {
			t.Errorf("%s: %d with %d bytes", test.name, got.status, len(got.body))
		}
		if test.status == 206 && (len(got.header.Values("X-Goog-Hash")) != 2 || got.header.Get("X-Goog-Hash") != whole.header.Get("X-Goog-Hash")) {
			t.Errorf("%s: the hash is not the whole object's", test.name)
		}
	}
	if got := r.must("HEAD", address, ""); got.status != 200 || len(got.body) != 0 || got.header.Get("Etag") != etag {
		t.Errorf("HEAD: %d with %d bytes", got.status, len(got.body))
	}
	if got := r.must("POST", address, ""); got.status != 405 {
		t.Errorf("POST: %d", got.status)
	}
}

func TestThumbnails(t *testing.T) {
	r := newRig(t, Options{})
	id := r.submitted(`{"prompt":"p","base_model":"sd","width":768,"height":1024,"num_samples":1}`)
	r.clock.Advance(DefaultQueueTime + DefaultRunTime)
	j := r.job(id)
	r.clock.Advance(1000 * time.Hour)
	got := r.must("GET", j.Thumbnails[0], "")
	config, err := png.DecodeConfig(bytes.NewReader(got.body))
	if err != nil || config.Width != 192 || config.Height != 256 {
		t.Errorf("thumbnail of %d×%d, %v", config.Width, config.Height, err)
	}
}

func TestNothingBeforeItIsReady(t *testing.T) {
	r := newRig(t, Options{})
	id := r.submitted(goodRequest(2))
	r.clock.Advance(DefaultQueueTime + DefaultRunTime/2)
	first := pictures(t, r.job(id))
	if len(first) != 1 {
		t.Fatalf("%d pictures at half time", len(first))
	}
	second := r.jobs.find(id).pictures[1]
	for _, address := range []string{r.Addresses.sign(second.path, r.clock.Now()), r.ImageURL() + second.thumb, r.ImageURL() + "/nyxai-public-usc2/none"} {
		if got := r.must("GET", address, ""); got.status != 404 || !strings.Contains(string(got.body), "NoSuchKey") {
			t.Errorf("%s: %d %.100s", address, got.status, got.body)
		}
	}
}

// The image host's record proves that no key was sent there, so it must contain
// every header.
func TestImageHostKeepsEveryHeader(t *testing.T) {
	r := newRig(t, Options{})
	address := pictures(t, r.finished(1))[0].URL
	r.must("GET", address, "", "Authorization", "Bearer "+key(), "Referer", "x", "Cookie", "a=b")
	calls := r.ImageCalls()
	last := calls[len(calls)-1]
	if last.Header.Get("Authorization") != "Bearer "+key() || last.Header.Get("Referer") != "x" || last.Header.Get("Cookie") != "a=b" || last.Header.Get("Host") == "" {
		t.Errorf("recorded %v", last.Header)
	}
	if last.Endpoint != Picture || last.Status != 200 || last.Sent == 0 || !strings.Contains(last.Query, "X-Goog-Signature") {
		t.Errorf("recorded %+v", last)
	}
}

func TestPictureStoreIsBounded(t *testing.T) {
	p := newPictureStore(30_000)
	for seed := range int64(40) {
		p.get(spec{prompt: "p", seed: seed, width: 48, height: 48})
		if p.size > p.limit || len(p.bySpec) != p.recent.Len() {
			t.Fatalf("%d bytes kept of %d", p.size, p.limit)
		}
	}
	if len(p.bySpec) < 2 {
		t.Errorf("%d pictures kept", len(p.bySpec))
	}
	before := len(p.bySpec)
	if big := p.get(spec{prompt: "p", width: 300, height: 300}); len(big.bytes) < 30_000 || len(p.bySpec) != before {
		t.Errorf("a picture of %d bytes left %d of %d pictures", len(big.bytes), len(p.bySpec), before)
	}
}
