package apitest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
)

const (
	signatureParam = "X-Goog-Signature"
	signatureTime  = "20060102T150405Z"
)

// Addresses are the signed URLs of the image host.
type Addresses struct {
	clock clockwork.Clock
	seed  int64
	plain bool                   // nothing is signed
	host  string                 // base URL that is signed
	base  atomic.Pointer[string] // replaces host in answers; nil: host
	life  atomic.Int64           // nanoseconds
	// forgotten: URLs signed at or before this time are rejected; nanoseconds.
	forgotten atomic.Int64
}

// Last sets how long URLs signed from now on are valid, in whole seconds.
// Earlier ones keep their time: with a shorter one, fresh addresses expire
// before old ones.
func (a *Addresses) Last(d time.Duration) {
	a.life.Store(int64(max(d.Round(time.Second), time.Second)))
}

// Forget makes the image host treat every URL signed so far as expired,
// whatever its date says.
func (a *Addresses) Forget() { a.forgotten.Store(a.clock.Now().UnixNano()) }

// SetBase replaces the host of pictures' addresses in answers from now on, for a proxy before the
// image host. Earlier addresses stay valid.
func (a *Addresses) SetBase(base string) { a.base.Store(&base) }

// of returns the address of a path of the image host for clients.
func (a *Addresses) of(path string) string {
	if base := a.base.Load(); base != nil {
		return *base + path
	}
	return a.host + path
}

// sign returns the address of an object on the image host, signed like Google
// Cloud Storage with an HMAC key. A list of jobs signs thousands, so the query
// is built by hand, in the order that the signature needs.
func (a *Addresses) sign(path string, now time.Time) string {
	if a.plain {
		return a.of(path)
	}
	now = now.UTC()
	query := "X-Goog-Algorithm=GOOG4-HMAC-SHA256" +
		"&X-Goog-Credential=GOOG1ESIMULATOR%2F" + now.Format("20060102") + "%2Fauto%2Fstorage%2Fgoog4_request" +
		"&X-Goog-Date=" + now.Format(signatureTime) +
		"&X-Goog-Expires=" + strconv.Itoa(int(time.Duration(a.life.Load())/time.Second)) +
		"&X-Goog-SignedHeaders=host"
	return a.of(path) + "?" + query + "&" + signatureParam + "=" + a.signature(path, query)
}

// signature signs the host, the path and the other parameters, encoded and in
// order.
func (a *Addresses) signature(path, query string) string {
	mac := hmac.New(sha256.New, fmt.Appendf(nil, "simulated service %d", a.seed))
	fmt.Fprintf(mac, "%s\n%s\n%s", a.host, path, query)
	return hex.EncodeToString(mac.Sum(nil))
}

// validity is the result of checking a signature.
type validity int

const (
	valid validity = iota
	unsigned
	tampered
	expired
)

// validate checks a signed address at the given time. It removes the signature
// from query.
func (a *Addresses) validate(path string, query url.Values, now time.Time) validity {
	if a.plain {
		return valid
	}
	if !query.Has(signatureParam) {
		return unsigned
	}
	given := query.Get(signatureParam)
	query.Del(signatureParam)
	if !hmac.Equal([]byte(given), []byte(a.signature(path, query.Encode()))) {
		return tampered
	}
	signed, err := time.Parse(signatureTime, query.Get("X-Goog-Date"))
	if err != nil {
		return tampered
	}
	life, err := strconv.Atoi(query.Get("X-Goog-Expires"))
	if err != nil {
		return tampered
	}
	if !now.Before(signed.Add(time.Duration(life)*time.Second)) || signed.UnixNano() <= a.forgotten.Load() {
		return expired
	}
	return valid
}
