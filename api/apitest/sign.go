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
// Storage signs with an HMAC key, good from now for Options.URLLife.
func (s *Server) sign(path string, now time.Time) string {
	now = now.UTC()
	query := url.Values{
		"X-Goog-Algorithm":     {"GOOG4-HMAC-SHA256"},
		"X-Goog-Credential":    {"GOOG1ESIMULATOR/" + now.Format("20060102") + "/auto/storage/goog4_request"},
		"X-Goog-Date":          {now.Format(signatureTime)},
		"X-Goog-Expires":       {strconv.Itoa(int(s.options.URLLife / time.Second))},
		"X-Goog-SignedHeaders": {"host"},
	}
	query.Set(signatureParam, s.signature(path, query))
	return joinURL(s.imageURL, path, query)
}

// signature is over the host, the path and every parameter but itself.
func (s *Server) signature(path string, query url.Values) string {
	unsigned := url.Values{}
	for name, values := range query {
		if name != signatureParam {
			unsigned[name] = values
		}
	}
	mac := hmac.New(sha256.New, fmt.Appendf(nil, "simulated service %d", s.options.Seed))
	fmt.Fprintf(mac, "%s\n%s\n%s", s.imageURL, path, unsigned.Encode())
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

// validate checks a signed address at the given time.
func (s *Server) validate(path string, query url.Values, now time.Time) validity {
	if !query.Has(signatureParam) {
		return unsigned
	}
	if !hmac.Equal([]byte(query.Get(signatureParam)), []byte(s.signature(path, query))) {
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
	if !now.Before(signed.Add(time.Duration(life) * time.Second)) {
		return expired
	}
	return valid
}
