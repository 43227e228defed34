package apitest

import (
	"net/http"
	"time"
)

// Endpoint names what a Fault strikes.
type Endpoint string

// The endpoints. Anywhere is every call to either host.
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

// Kind is what a Fault does.
type Kind string

// The kinds of trouble. Offsets count the bytes of the answer's body.
const (
	// Answer replies with Status, Header, RetryAfter and Body in the service's
	// stead. The call has no effect: no job is made. A Body that is empty
	// becomes the service's own words for Status.
	Answer Kind = "answer"
	// AcceptThenAnswer does the same after the call had its effect: a POST has
	// made its job and cost its tokens, and still hears of an error.
	AcceptThenAnswer Kind = "accept-then-answer"

	// DropBefore resets the connection before the call has any effect.
	DropBefore Kind = "drop-before"
	// DropAfter resets the connection after the effect, before the first byte
	// of the answer: a POST has made its job, and nobody told the client.
	DropAfter Kind = "drop-after"

	// Delay answers in full, after Delay has passed on the clock. The effect
	// comes first, so a client that gives up on a POST has been charged.
	Delay Kind = "delay"
	// Slow sends the body at Rate bytes a second.
	Slow Kind = "slow"
	// Stall sends AfterBytes bytes of the body and then nothing, until the
	// client goes away, Close, or Delay has passed where one is given. AfterBytes
	// below zero keeps even the status line back.
	Stall Kind = "stall"

	// Cut closes the connection after AfterBytes bytes of the body.
	Cut Kind = "cut"
	// Truncate ends the body after AfterBytes bytes and says a Content-Length to
	// match: only the hash and the picture itself tell.
	Truncate Kind = "truncate"
	// Corrupt inverts the byte at AfterBytes; the hash header is the whole
	// object's true one.
	Corrupt Kind = "corrupt"
	// WrongLength says Length in Content-Length over the true body; 0 says
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
	// Substitute serves Body as though it were the stored object, with its own
	// length, ETag and hashes: a picture that is wrong in itself.
	Substitute Kind = "substitute"
	// Expire answers as though the signed URL had expired.
	Expire Kind = "expire"

	// Redirect answers 302. With a Location it goes there; without, it goes to
	// the same address over Hops further redirects, endlessly where Hops is
	// below zero. Status may ask for 301, 307 or 308.
	Redirect Kind = "redirect"

	// Nulls answers jobs in which every field but job_type, job_id and state
	// is null.
	Nulls Kind = "nulls"
	// Edit passes the answer's body through the Edit function.
	Edit Kind = "edit"
)

// Fault is one scripted piece of trouble. A call suffers the first fault, in
// the order of injection, that fits it.
type Fault struct {
	Where Endpoint `json:"where"`
	How   Kind     `json:"how"`
	Match string   `json:"match"` // only calls whose escaped path contains it; "": all
	Holds string   `json:"holds"` // only calls whose body contains it; "": all

	Skip  int `json:"skip"`  // fitting calls let through first
	Times int `json:"times"` // calls to strike after that; 0: one, below 0: all
	Every int `json:"every"` // of the fitting calls after Skip strike each Every-th only; 0: each

	Status     int         `json:"status"`      // Answer, AcceptThenAnswer (0: 500), Redirect (0: 302)
	Body       string      `json:"body"`        // Answer, AcceptThenAnswer, Substitute
	Header     http.Header `json:"header"`      // set over the answer's own, whatever the kind
	RetryAfter string      `json:"retry_after"` // seconds or an HTTP date, sent as it is

	AfterBytes int64         `json:"after_bytes"` // Cut, Truncate, Corrupt, Stall; 0 means half of the body, for Stall none
	Length     int64         `json:"length"`      // WrongLength
	Rate       int64         `json:"rate"`        // Slow: bytes a second; 0: 1,000
	Delay      time.Duration `json:"delay"`       // Delay, Stall; nanoseconds in JSON
	Hops       int           `json:"hops"`        // Redirect
	Location   string        `json:"location"`    // Redirect

	// Edit changes an answer's body; it is called on the call's goroutine.
	Edit func(body []byte) []byte `json:"-"`
}

// HTMLBadGateway is the kind of page that a proxy sends in the service's stead.
const HTMLBadGateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

// HTMLError is a proxy's error page instead of JSON, for good.
func HTMLError(where Endpoint, status int) Fault {
	return Fault{
		Where: where, How: Answer, Times: -1, Status: status, Body: HTMLBadGateway,
		Header: http.Header{"Content-Type": {"text/html"}},
	}
}

// RateLimit answers 429 to the next times calls; retryAfter is sent as it is,
// or left out when empty.
func RateLimit(where Endpoint, times int, retryAfter string) Fault {
	return Fault{Where: where, How: Answer, Times: times, Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

// NoList makes the list of image jobs unavailable for good: 404, 405 or 422.
func NoList(status int) Fault {
	return Fault{Where: List, How: Answer, Times: -1, Status: status}
}
