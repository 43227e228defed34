package api

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// imageHost serves one object as Google Cloud Storage does.
func imageHost(t *testing.T, object []byte, etag string) *recorder {
	t.Helper()
	sum := md5.Sum(object)
	crc := binary.BigEndian.AppendUint32(nil, crc32.Checksum(object, crc32.MakeTable(crc32.Castagnoli)))
	return record(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Content-Type", "image/png")
		w.Header().Add("X-Goog-Hash", "crc32c="+base64.StdEncoding.EncodeToString(crc))
		w.Header().Add("X-Goog-Hash", "md5="+base64.StdEncoding.EncodeToString(sum[:]))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(object))
	})
}

func fetchAll(t *testing.T, c *Client, url string, from Resume) (Download, string, error) {
	t.Helper()
	d, err := c.Images.Download(t.Context(), url, from)
	if err != nil {
		return Download{}, "", err
	}
	body, err := io.ReadAll(d.Body)
	if closeErr := d.Body.Close(); closeErr != nil {
		t.Errorf("closing: %v", closeErr)
	}
	return *d, string(body), err
}

func TestDownload(t *testing.T) {
	object := []byte(strings.Repeat("0123456789", 1000))
	sum := md5.Sum(object)
	host := imageHost(t, object, `"v1"`)
	c := newClient(t, "http://127.0.0.1:9") // the service's key must not be sent to the image host
	for name, tc := range map[string]struct {
		from   Resume
		offset int64
		calls  int
	}{
		"from the start":       {Resume{}, 0, 1},
		"the rest":             {Resume{9000, `"v1"`, ""}, 9000, 1},
		"the rest without tag": {Resume{9000, "", ""}, 9000, 1},
		"of another version":   {Resume{9000, `"v0"`, ""}, 0, 1},
		"weak tag":             {Resume{9000, `W/"v1"`, ""}, 0, 1},
		"tag with line end":    {Resume{9000, "\"v1\"\r\nX: y", ""}, 0, 1},
		"nothing left":         {Resume{10000, `"v1"`, ""}, 0, 2},
		"beyond the end":       {Resume{10001, `"v1"`, ""}, 0, 2},
		"before the start":     {Resume{-1, `"v1"`, ""}, 0, 1},
		"beyond all bounds":    {Resume{1 << 60, `"v1"`, ""}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(host.all())
			d, body, err := fetchAll(t, c, host.URL+"/x.png", tc.from)
			if err != nil {
				t.Fatal(err)
			}
			if d.Offset != tc.offset || body != string(object[tc.offset:]) {
				t.Errorf("%d bytes from %d on, want %d", len(body), d.Offset, tc.offset)
			}
			if d.Length != 10000 || d.ETag != `"v1"` || d.ContentType != "image/png" || *d.CRC32C != crc32.Checksum(object, crc32.MakeTable(crc32.Castagnoli)) || !bytes.Equal(d.MD5, sum[:]) {
				t.Errorf("got %+v", d)
			}
			if n := len(host.all()) - before; n != tc.calls {
				t.Errorf("%d calls instead of %d", n, tc.calls)
			}
		})
	}
	for _, s := range host.all() {
		if s.Header.Get("Authorization") != "" || s.Header.Get("Accept-Encoding") != "identity" || strings.Contains(fmt.Sprint(s), testKey()) {
			t.Errorf("the image host was sent %v", s.Header)
		}
	}
}

func TestImageHostSaysNo(t *testing.T) {
	const xml = `<?xml version='1.0'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>`
	for status, kind := range map[int]error{
		400: ErrExpired, 401: ErrExpired, 403: ErrExpired, 404: ErrNotFound, 410: ErrNotFound, 402: ErrBadAnswer, 416: ErrBadAnswer,
		429: ErrRateLimited, 500: ErrServer, 503: ErrServer, 204: ErrBadAnswer, 304: ErrBadAnswer, 206: ErrBadAnswer,
	} {
		host := record(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(status)
			if status != 204 && status != 304 {
				_, _ = io.WriteString(w, xml)
			}
		})
		c := newClient(t, "http://localhost")
		_, err := c.Images.Download(t.Context(), host.URL+"/x.png?X-Goog-Signature=verysecret", Resume{})
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, kind) || errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrNoTokens) {
			t.Errorf("%d: %v is not about %q", status, err, kind)
			continue
		}
		if status >= 400 && (e.Status != status || !strings.HasPrefix(e.Message, "ExpiredToken: The provided") || e.RetryAfter != 3*time.Second) {
			t.Errorf("%d: %+v", status, e)
		}
		if strings.Contains(err.Error(), "verysecret") {
			t.Errorf("%d: the error shows the signature: %v", status, err)
		}
	}
}

// TestLyingHosts uses hosts whose headers contradict their data.
func TestLyingHosts(t *testing.T) {
	part := func(contentRange string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") == "" {
				_, _ = io.WriteString(w, "whole")
				return
			}
			w.Header().Set("ETag", `"v2"`)
			w.Header().Set("Content-Range", contentRange)
			w.WriteHeader(http.StatusPartialContent)
			_, _ = io.WriteString(w, "le")
		}
	}
	for name, tc := range map[string]struct {
		host   http.HandlerFunc
		etag   string
		offset int64
		body   string
	}{
		"the right part":    {part("bytes 3-4/5"), `"v2"`, 3, "le"},
		"length not known":  {part("bytes 3-4/*"), `"v2"`, 3, "le"},
		"another part":      {part("bytes 2-4/5"), `"v2"`, 0, "whole"},
		"no part":           {part(""), `"v2"`, 0, "whole"},
		"in other units":    {part("lines 3-4/5"), `"v2"`, 0, "whole"},
		"end before start":  {part("bytes 3-2/5"), `"v2"`, 0, "whole"},
		"end after the end": {part("bytes 3-5/5"), `"v2"`, 0, "whole"},
		"absurd numbers":    {part("bytes 3-99999999999999999999/99999999999999999999"), `"v2"`, 0, "whole"},
		"another version":   {part("bytes 3-4/5"), `"v1"`, 0, "whole"},
		"ignores the range": {says(200, "whole"), `"v2"`, 0, "whole"},
	} {
		host := record(t, tc.host)
		d, body, err := fetchAll(t, newClient(t, "http://localhost"), host.URL, Resume{3, tc.etag, ""})
		if err != nil || d.Offset != tc.offset || body != tc.body {
			t.Errorf("%s: %q from %d on, %v", name, body, d.Offset, err)
		}
	}

	short := record(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "only this")
	})
	d, body, err := fetchAll(t, newClient(t, "http://localhost"), short.URL, Resume{})
	if !errors.Is(err, ErrNoAnswer) || !errors.Is(err, io.ErrUnexpectedEOF) || body != "only this" || d.Length != 100 {
		t.Errorf("cut short: %q, %v", body, err)
	}
	packed := record(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, "x")
	})
	if _, _, err := fetchAll(t, newClient(t, "http://localhost"), packed.URL, Resume{}); !errors.Is(err, ErrBadAnswer) {
		t.Errorf("packed: %v", err)
	}
	huge := record(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(MaxImageBytes+1))
	})
	if _, _, err := fetchAll(t, newClient(t, "http://localhost"), huge.URL, Resume{}); !errors.Is(err, ErrBadAnswer) {
		t.Errorf("huge: %v", err)
	}
}

func TestEndlessPicture(t *testing.T) {
	host := record(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	d, err := newClient(t, "http://localhost").Images.Download(t.Context(), host.URL, Resume{})
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, d.Body)
	if !errors.Is(err, ErrBadAnswer) || n > MaxImageBytes || d.Length != -1 {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := d.Body.Close(); err != nil {
		t.Error(err)
	}
}

func TestGoogleHashes(t *testing.T) {
	type sums struct {
		crc string
		md5 bool
	}
	sum := base64.StdEncoding.EncodeToString(make([]byte, 16))
	for name, tc := range map[string]struct {
		lines []string
		want  sums
	}{
		"two lines":        {[]string{"crc32c=n03x6A==", "md5=" + sum}, sums{"9f4df1e8", true}},
		"one with comma":   {[]string{"md5=" + sum + ", CRC32C=n03x6A=="}, sums{"9f4df1e8", true}},
		"none":             {nil, sums{}},
		"wrong lengths":    {[]string{"crc32c=n03x", "md5=n03x6A=="}, sums{}},
		"no base64":        {[]string{"crc32c=???", "md5"}, sums{}},
		"others":           {[]string{"sha1=n03x6A==", "=n03x6A=="}, sums{}},
		"first one counts": {[]string{"crc32c=n03x6A==", "crc32c=AAAAAA=="}, sums{"9f4df1e8", false}},
	} {
		crc, md5 := googleHashes(http.Header{"X-Goog-Hash": tc.lines})
		got := sums{md5: md5 != nil}
		if crc != nil {
			got.crc = fmt.Sprintf("%08x", *crc)
		}
		if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(sums{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
