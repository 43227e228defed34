package updates

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/mod/semver"
)

// Release is a published version of the program.
type Release struct {
	Version string // such as 0.2.0
	URL     string // its page; "": the answer names none that may be opened
}

// member is a release in any of the forms that are understood.
type member struct {
	Version    string `json:"version"`
	URL        string `json:"url"` // in GitHub's form it is of the API
	Tag        string `json:"tag_name"`
	Page       string `json:"html_url"`
	Draft      bool   `json:"draft"`
	Prerelease bool   `json:"prerelease"`
}

// read returns the newest release of an answer. Drafts and trials are left out.
func read(raw []byte) (newest Release, err error) {
	var list []member
	if raw = bytes.TrimSpace(raw); bytes.HasPrefix(raw, []byte("{")) {
		raw = append(append([]byte("["), raw...), ']')
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return Release{}, &AnswerError{Fault: FaultNonsense}
	}
	for _, m := range list {
		r := Release{Version: m.Version, URL: m.URL}
		if m.Tag != "" {
			r = Release{Version: m.Tag, URL: m.Page}
		}
		r.Version = strings.TrimPrefix(r.Version, "v")
		if m.Draft || m.Prerelease || len(r.Version) > mostVersion || semver.Prerelease("v"+r.Version) != "" || !semver.IsValid("v"+r.Version) {
			continue
		}
		if _, err := CheckAddress(r.URL); err != nil {
			r.URL = ""
		}
		if newest.Version == "" || Newer(r.Version, newest.Version) {
			newest = r
		}
	}
	if newest.Version == "" {
		return Release{}, &AnswerError{Fault: FaultNoVersion}
	}
	return newest, nil
}

const mostVersion = 64

// Newer reports whether a version is newer than another. Nothing is newer than a version that is none,
// such as that of a program built by hand.
func Newer(version, than string) bool {
	v, t := "v"+strings.TrimPrefix(version, "v"), "v"+strings.TrimPrefix(than, "v")
	return semver.IsValid(v) && semver.IsValid(t) && semver.Compare(v, t) > 0
}

// AddressError: an address is not one that may be asked or opened.
type AddressError struct{ Address string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("%q is neither an https address nor one of this computer", e.Address)
}

// CheckAddress parses an address: https, or plain http to this computer, and without a password. The
// error is an *AddressError.
func CheckAddress(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || len(raw) > mostAddress || u.User != nil || u.Hostname() == "" || u.Scheme != "https" && !(u.Scheme == "http" && here(u.Hostname())) {
		return nil, &AddressError{Address: raw}
	}
	return u, nil
}

const mostAddress = 2048

// here reports whether a host is a name or address of this computer.
func here(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}
