package apitest

import (
	"net/http"
	"time"
)

// Endpoint is what a Fault applies to.
type Endpoint string

// The endpoints. Anywhere means every call to either host.
const (
	Anywhere     Endpoint = ""
	API          Endpoint = "api"           // every call to the API host
	Submit       Endpoint = "submit"        // POST /image_gen
	Follow       Endpoint = "follow"        // GET /jobs/{type}/{id}
	List         Endpoint = "list"          // GET /jobs/image-gen
	ListTraining Endpoint = "list-training" // GET /jobs/dreambooth
	Images       Endpoint = "images"        // every call to the image host
	Picture      Endpoint = "picture"       // a generated image, signed
	Thumbnail    Endpoint = "thumbnail"     // a public thumbnail
)

// Kind is the effect of a Fault.
type Kind string

// The kinds. Offsets count the bytes of the answer's body.
const (
	// Answer replies with Status, Header, RetryAfter and Body. The call has no
	// effect: no job is made. An empty Body becomes the service's own words for
	// Status.
	Answer Kind = "answer"
	// AcceptThenAnswer does the same after the call took effect: a POST has
	// made its job and cost its tokens, but gets an error.
	AcceptThenAnswer Kind = "accept-then-answer"

	// DropBefore resets the connection before the call takes effect.
	DropBefore Kind = "drop-before"
	// DropAfter resets the connection after the effect and before the first
	// byte of the answer: a POST has made its job, but the client isn't told.
	DropAfter Kind = "drop-after"

	// Delay answers completely after Delay has passed on the clock. The effect
	// comes first, so a client that gives up a POST has been charged.
	Delay Kind = "delay"
	// Slow sends the body at Rate bytes a second.
	Slow Kind = "slow"
	// Stall sends AfterBytes bytes of the body and then nothing until the client disconnects,
	// Close, or Delay has passed if it is set. A negative AfterBytes sends not even the status
	// line.
	Stall Kind = "stall"

	// Cut closes the connection after AfterBytes bytes of the body.
	Cut Kind = "cut"
	// Truncate ends the body after AfterBytes bytes with a matching Content-Length: only the hash
	// and the picture itself show it.
	Truncate Kind = "truncate"
	// Corrupt inverts the byte at AfterBytes; the hash header is the object's
	// true one.
	Corrupt Kind = "corrupt"
	// WrongLength announces Length in Content-Length over the true body; 0:
	// 1,000 bytes too many.
	WrongLength Kind = "wrong-length"
	// WrongHash sends hashes of other bytes in x-goog-hash.
	WrongHash Kind = "wrong-hash"
	// NoHash leaves x-goog-hash out.
	NoHash Kind = "no-hash"
	// NoETag leaves the ETag out.
	NoETag Kind = "no-etag"
	// NoRange ignores the Range header: 200 and the whole object.
	NoRange Kind = "no-range"
	// Substitute serves Body as if it were the stored object, with its own
	// length, ETag and hashes: a picture that is invalid in itself.
	Substitute Kind = "substitute"
	// Expire answers as if the signed URL had expired.
	Expire Kind = "expire"

	// Redirect answers 302: to Location or, without one, to the same address
	// over Hops further redirects, endlessly if Hops is negative. Status may be
	// 301, 307 or 308.
	Redirect Kind = "redirect"

	// Nulls answers jobs in which every field but job_type, job_id and state
	// is null.
	Nulls Kind = "nulls"
	// Edit passes the answer's body through the Edit function.
	Edit Kind = "edit"
)

// Fault is a scripted fault. A call gets the first fault, in the order of
// injection, that matches it.
type Fault struct {
	Where Endpoint `json:"where"`
	How   Kind     `json:"how"`
	Match string   `json:"match"` // only calls whose escaped path contains it; "": all
	Holds string   `json:"holds"` // only calls whose body contains it; "": all
	Key   string   `json:"key"`   // only calls with this key; "": all

	Skip  int `json:"skip"`  // matching calls to let through first
	Times int `json:"times"` // calls to strike after that; 0: one; negative: all
	Every int `json:"every"` // of the matching calls after Skip, only every Every-th; 0: each

	Status     int         `json:"status"`      // Answer, AcceptThenAnswer (0: 500), Redirect (0: 302)
	Body       string      `json:"body"`        // Answer, AcceptThenAnswer, Substitute
	Header     http.Header `json:"header"`      // replaces the answer's own headers, for every kind
	RetryAfter string      `json:"retry_after"` // seconds or an HTTP date, sent unchanged

	AfterBytes int64         `json:"after_bytes"` // Cut, Truncate, Corrupt, Stall; 0 means half of the body, for Stall none
	Length     int64         `json:"length"`      // WrongLength
	Rate       int64         `json:"rate"`        // Slow: bytes a second; 0: 1,000
	Delay      time.Duration `json:"delay"`       // Delay, Stall; nanoseconds in JSON
	Hops       int           `json:"hops"`        // Redirect
	Location   string        `json:"location"`    // Redirect

	// Edit changes an answer's body; it is called on the call's goroutine.
	Edit func(body []byte) []byte `json:"-"`
}

// HTMLBadGateway is a typical error page of a proxy.
const HTMLBadGateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

// HTMLError answers with a proxy's error page instead of JSON, for good.
func HTMLError(where Endpoint, status int) Fault {
	return Fault{
		Where: where, How: Answer, Times: -1, Status: status, Body: HTMLBadGateway,
		Header: http.Header{"Content-Type": {"text/html"}},
	}
}

// RateLimit answers 429 to the next calls; retryAfter is sent unchanged, or
// omitted if empty.
func RateLimit(where Endpoint, times int, retryAfter string) Fault {
	return Fault{Where: where, How: Answer, Times: times, Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

// NoList makes the list of image jobs unavailable for good: 404, 405 or 422.
func NoList(status int) Fault {
	return Fault{Where: List, How: Answer, Times: -1, Status: status}
}
