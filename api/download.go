package api

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"
)

// Resume says where an interrupted download continues.
type Resume struct {
	Offset   int64  // bytes that are already here; 0: from the start
	ETag     string // of the object these bytes belong to; "" when the host gave none
	Modified string // Modified of the Download these bytes came with
}

// Download is a picture, or the rest of one, that is being received. The host's
// claims about the whole may be wrong: only the bytes read count.
type Download struct {
	// Body must be closed by the caller. Reading ends with an *Error when the
	// transfer breaks, sends nothing for DownloadIdle, or exceeds
	// MaxImageBytes.
	Body io.ReadCloser

	Offset      int64   // where Body starts in the object, in bytes; 0 when the host ignored the range
	Length      int64   // of the whole object in bytes; -1: unknown
	ETag        string  // "" when absent
	Modified    string  // Last-Modified, where it identifies the object; "" otherwise
	CRC32C      *uint32 // of the whole object, Castagnoli; nil when absent
	MD5         []byte  // of the whole object; nil when absent
	ContentType string
}

// errStartOver means that the whole object has to be fetched.
var errStartOver = errors.New("the rest alone is of no use")

// ImageHost fetches files from the hosts that the service names, which are
// never sent the API key. It is safe for concurrent use. Its methods block, and
// every error is an *Error.
type ImageHost struct {
	rules  imageRules
	client *http.Client
	agent  string
	clock  clockwork.Clock

	idle, download time.Duration // fields so that tests need not wait for the real ones
}

func newImageHost(rules imageRules, transport http.RoundTripper, agent string, clock clockwork.Clock) *ImageHost {
	h := &ImageHost{rules: rules, agent: agent, clock: clock, idle: DownloadIdle, download: DownloadDeadline}
	h.client = &http.Client{Transport: transport, CheckRedirect: h.follow}
	return h
}

// follow follows a redirect when the rules for pictures allow it.
func (h *ImageHost) follow(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer") // the next host must not see the signed address
	if len(via) > MaxRedirects {
		return &redirectError{fmt.Sprintf("the image host redirects more than %d times", MaxRedirects)}
	}
	return h.rules.check(req.URL)
}

// Download fetches a picture. With an Offset it asks for the rest only. When the
// host sends the whole object instead, or the object has changed, the answer's
// Offset is 0 and the caller discards the bytes it had.
//
// The error is ErrRefused (and an *InsecureURLError or a *PrivateHostError) for
// an address that pictures are not fetched from, and ErrExpired for one whose
// time has passed: asking for the job again gives a new one. ctx ends the whole
// transfer, also after Download has returned.
func (h *ImageHost) Download(ctx context.Context, rawURL string, from Resume) (*Download, error) {
	return h.open(ctx, transfer{"downloading the picture", MaxImageBytes, h.download}, rawURL, from)
}

// DownloadModel is Download for the file of a model: up to MaxModelBytes, and for up to 24 hours
// while bytes keep coming.
func (h *ImageHost) DownloadModel(ctx context.Context, rawURL string, from Resume) (*Download, error) {
	return h.open(ctx, transfer{"downloading the model", MaxModelBytes, modelDeadline}, rawURL, from)
}

// transfer holds the limits of one kind of file.
type transfer struct {
	op   string
	most int64 // bytes
	long time.Duration
}

func (h *ImageHost) open(ctx context.Context, t transfer, rawURL string, from Resume) (*Download, error) {
	u, err := h.rules.read(rawURL)
	if err != nil {
		return nil, &Error{Op: t.op, Err: err}
	}
	if _, err := http.ParseTime(from.Modified); err != nil {
		from.Modified = ""
	}
	weak := !strongETag(from.ETag)
	if weak {
		from.ETag = ""
	}
	if from.Offset < 0 || from.Offset > t.most || weak && from.Modified == "" {
		from = Resume{}
	}
	d, err := h.fetch(ctx, t, u, from)
	if errors.Is(err, errStartOver) {
		d, err = h.fetch(ctx, t, u, Resume{})
	}
	if errors.Is(err, errStartOver) {
		return nil, badAnswer(t.op, http.StatusPartialContent, false, "the host sends a part although the whole was asked for")
	}
	return d, err
}

// strongETag reports whether tag may be used in If-Range, which takes no weak
// ones (RFC 9110, section 13.1.5). "" may: then the picture's checksums decide.
func strongETag(tag string) bool {
	return tag == "" || len(tag) > 1 && len(tag) < 256 && tag[0] == '"' && headerText(tag, "") == tag
}

// StrongETag reports whether a download can be resumed by an ETag that a host gave.
func StrongETag(tag string) bool { return tag != "" && strongETag(tag) }

// identifying returns Last-Modified when If-Range may take it instead of an ETag: when the object
// was not changed in the minute before the answer, so that no other can have the same time (RFC
// 9110, sections 8.8.2.2 and 13.1.5).
func identifying(h http.Header) string {
	changed, err := http.ParseTime(h.Get("Last-Modified"))
	if err != nil {
		return ""
	}
	answered, err := http.ParseTime(h.Get("Date"))
	if err != nil || answered.Sub(changed) < time.Minute {
		return ""
	}
	return h.Get("Last-Modified")
}

// fetch makes one request and returns its body while it still arrives.
func (h *ImageHost) fetch(ctx context.Context, t transfer, u *url.URL, from Resume) (*Download, error) {
	ctx, stop := context.WithTimeoutCause(ctx, t.long, &tooSlowError{LackSlow, t.long})
	ctx, cancel := context.WithCancelCause(ctx)
	b := &imageBody{op: t.op, ctx: ctx, idle: h.idle, room: t.most - from.Offset}
	b.end = func() { b.timer.Stop(); cancel(nil); stop() }
	b.timer = time.AfterFunc(b.idle, func() {
		cancel(&tooSlowError{LackSilent, h.idle})
	})

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		b.end()
		return nil, &Error{Op: t.op, Err: noAnswer(ctx, err, "")}
	}
	req.Header.Set("User-Agent", h.agent)
	req.Header.Set("Accept-Encoding", "identity") // checksums are those of the stored bytes
	if from.Offset > 0 {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(from.Offset, 10)+"-")
		if same := cmp.Or(from.ETag, from.Modified); same != "" {
			req.Header.Set("If-Range", same)
		}
	}
	resp, err := h.client.Do(req)
	if err != nil {
		e := &Error{Op: t.op, Err: noAnswer(ctx, err, "")}
		b.end()
		return nil, e
	}
	b.rc = resp.Body
	d, err := h.readHead(t, resp, from)
	if err != nil {
		_ = b.Close() // the caller returns the earlier error
		return nil, err
	}
	b.timer.Stop() // it runs only during a Read
	b.room = t.most - d.Offset
	d.Body = b
	return d, nil
}

// readHead reads and checks the headers of the answer.
func (h *ImageHost) readHead(t transfer, resp *http.Response, from Resume) (*Download, error) {
	d := &Download{
		Length:      resp.ContentLength,
		ETag:        resp.Header.Get("ETag"),
		Modified:    identifying(resp.Header),
		ContentType: PlainText(resp.Header.Get("Content-Type"), maxFieldText),
	}
	d.CRC32C, d.MD5 = googleHashes(resp.Header)
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusPartialContent:
		start, length, ok := contentRange(resp.Header.Get("Content-Range"))
		changed := resp.Header.Get("Last-Modified")
		if !ok || from.Offset == 0 || start != from.Offset || (from.ETag != "" && d.ETag != "" && d.ETag != from.ETag) ||
			(from.ETag == "" && from.Modified != "" && changed != "" && changed != from.Modified) {
			return nil, errStartOver
		}
		d.Offset, d.Length = start, length
	case http.StatusRequestedRangeNotSatisfiable:
		if from.Offset > 0 {
			return nil, errStartOver
		}
		fallthrough
	default:
		return nil, h.refusal(t.op, resp)
	}
	if coding := resp.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, badAnswer(t.op, resp.StatusCode, false, "the host sends the file packed as "+coding)
	}
	if d.Length > t.most {
		return nil, badAnswer(t.op, resp.StatusCode, false,
			"the file is "+strconv.FormatInt(d.Length, 10)+" bytes long, more than any honest one")
	}
	return d, nil
}

// refusal turns the image host's refusal into an error. It is never about the API
// key or the account, whatever its status: the host knows neither.
func (h *ImageHost) refusal(op string, resp *http.Response) *Error {
	e := refusal(op, resp, "", h.clock)
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		e.Err = ErrExpired
	case http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests:
	default:
		if e.Status < 500 {
			e.Err = ErrBadAnswer
		}
	}
	return e
}

// imageBody enforces the deadlines and the size limit while a picture is read.
// It is for one goroutine at a time.
type imageBody struct {
	op    string
	ctx   context.Context
	rc    io.ReadCloser
	timer *time.Timer // cancels ctx
	idle  time.Duration
	room  int64 // bytes that may still come
	end   func()
}

func (b *imageBody) Read(p []byte) (int, error) {
	b.timer.Reset(b.idle)
	n, err := b.rc.Read(p)
	b.timer.Stop()
	if b.room -= int64(n); b.room < 0 {
		return 0, badAnswer(b.op, http.StatusOK, false, "the file is longer than any honest one")
	}
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, &Error{Op: b.op, Status: http.StatusOK, Err: noAnswer(b.ctx, err, "")}
}

func (b *imageBody) Close() error {
	b.end()
	return b.rc.Close()
}

var contentRangeForm = regexp.MustCompile(`^bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)$`)

// contentRange parses a Content-Range header: the first byte of the part, and
// the length of the whole in bytes, -1 when not given.
func contentRange(header string) (start, length int64, ok bool) {
	m := contentRangeForm.FindStringSubmatch(strings.TrimSpace(header))
	if m == nil {
		return 0, 0, false
	}
	var numbers [3]int64
	for i, digits := range m[1:] {
		n, err := strconv.ParseInt(digits, 10, 64)
		if digits == "*" {
			n, err = -1, nil
		}
		if err != nil {
			return 0, 0, false
		}
		numbers[i] = n
	}
	start, last, length := numbers[0], numbers[1], numbers[2]
	return start, length, start <= last && (length < 0 || last < length)
}

// googleHashes parses x-goog-hash, which may come as several headers or as one
// with commas. Values in another form are ignored. The checksum is big-endian.
// Source: Google Cloud Storage, "Hashes and ETags".
func googleHashes(h http.Header) (crc *uint32, md5 []byte) {
	for _, line := range h.Values("X-Goog-Hash") {
		for part := range strings.SplitSeq(line, ",") {
			name, text, _ := strings.Cut(strings.TrimSpace(part), "=")
			sum, err := base64.StdEncoding.DecodeString(text)
			switch {
			case err != nil:
			case strings.EqualFold(name, "crc32c") && len(sum) == 4 && crc == nil:
				crc = new(binary.BigEndian.Uint32(sum))
			case strings.EqualFold(name, "md5") && len(sum) == 16 && md5 == nil:
				md5 = sum
			}
		}
	}
	return crc, md5
}

// URLSigned returns when an address was signed, from X-Goog-Date; false when
// the address doesn't say.
func URLSigned(rawURL string) (time.Time, bool) {
	signed, _, ok := signature(rawURL)
	return signed, ok
}

func signature(rawURL string) (signed time.Time, query url.Values, ok bool) {
	if len(rawURL) > maxURLBytes {
		return time.Time{}, nil, false
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return time.Time{}, nil, false
	}
	query = u.Query()
	signed, err = time.Parse("20060102T150405Z", query.Get("X-Goog-Date"))
	return signed, query, err == nil
}

// URLExpiry returns when a signed address stops working, from X-Goog-Date and
// X-Goog-Expires. It returns false when the address doesn't say, or says more
// than the seven days that Google Cloud Storage allows.
func URLExpiry(rawURL string) (time.Time, bool) {
	signed, query, ok := signature(rawURL)
	if !ok {
		return time.Time{}, false
	}
	seconds, err := strconv.Atoi(query.Get("X-Goog-Expires"))
	if err != nil || seconds < 0 || seconds > int(maxURLLife.Seconds()) {
		return time.Time{}, false
	}
	return signed.Add(time.Duration(seconds) * time.Second), true
}
