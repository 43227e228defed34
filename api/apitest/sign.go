package apitest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

const (
	signatureParam = "X-Goog-Signature"
	signatureTime  = "20060102T150405Z"
)

// sign is the address of an object on the image host, signed as Google Cloud
// Storage signs with an HMAC key, good from now for Options.URLLife, or what URLsLast said since. A list of
// jobs signs thousands, so the query is put together in order by hand.
func (s *Server) sign(path string, now time.Time) string {
	now = now.UTC()
	query := "X-Goog-Algorithm=GOOG4-HMAC-SHA256" +
		"&X-Goog-Credential=GOOG1ESIMULATOR%2F" + now.Format("20060102") + "%2Fauto%2Fstorage%2Fgoog4_request" +
		"&X-Goog-Date=" + now.Format(signatureTime) +
		"&X-Goog-Expires=" + strconv.Itoa(int(s.urlLife.get()/time.Second)) +
		"&X-Goog-SignedHeaders=host"
	return s.imageAddress(path) + "?" + query + "&" + signatureParam + "=" + s.signature(path, query)
}

// signature is over the host, the path and the other parameters, encoded and
// in order.
func (s *Server) signature(path, query string) string {
	mac := hmac.New(sha256.New, fmt.Appendf(nil, "simulated service %d", s.options.Seed))
	fmt.Fprintf(mac, "%s\n%s\n%s", s.imageURL, path, query)
	return hex.EncodeToString(mac.Sum(nil))
}

// validity is what the image host makes of a request's signature.
type validity int

const (
	valid validity = iota
	unsigned
	tampered
	expired
)

// validate checks a signed address at the given time. It takes the signature
// out of query.
func (s *Server) validate(path string, query url.Values, now time.Time) validity {
	if !query.Has(signatureParam) {
		return unsigned
	}
	given := query.Get(signatureParam)
	query.Del(signatureParam)
	if !hmac.Equal([]byte(given), []byte(s.signature(path, query.Encode()))) {
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
	if !now.Before(signed.Add(time.Duration(life)*time.Second)) || signed.UnixNano() <= s.forgotten.Load() {
		return expired
	}
	return valid
}
