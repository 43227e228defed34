package library

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A picture is identified by the service's image id, within its job. If one id
// has several addresses, each address is a picture that was paid for. The first
// keeps the id. The others get the id, a tilde and a number from 2, here and in
// their files, so that all other code may identify an image by its id.
//
// An address with a new signature is the same address. So is one that moved: a
// picture that the answer has only under another address, with the same
// generation_idx or with none, is the known one.

// numberedID is the id of the n-th picture with an id.
func numberedID(id string, n int) string {
	if n < 2 {
		return id
	}
	return id + "~" + strconv.Itoa(n)
}

// storedByID returns the stored pictures with an id.
func storedByID(known map[string]*stored, id string) []*stored {
	var same []*stored
	for n := 1; ; n++ {
		s := known["="+numberedID(id, n)]
		if s == nil {
			return same
		}
		same = append(same, s)
	}
}

// pair decides which stored picture each picture of an answer is. All of told
// have the same id. New ones get an id of their own, which the answer doesn't
// contain.
func pair(known map[string]*stored, byKey map[string][]*stored, told []*stored) {
	id := told[0].imageID
	same := storedByID(known, id)
	mine := make([]*stored, len(told))
	free := slices.Clone(same)
	take := func(matches func(old, fresh *stored) bool) {
		for i, fresh := range told {
			if mine[i] != nil {
				continue
			}
			if at := slices.IndexFunc(free, func(old *stored) bool { return matches(old, fresh) }); at >= 0 {
				mine[i] = free[at]
				free = slices.Delete(free, at, at+1)
			}
		}
	}
	take(func(old, fresh *stored) bool { return objectOf(old.url) == objectOf(fresh.url) })
	take(func(old, fresh *stored) bool {
		return old.generationIdx.Valid && old.generationIdx == fresh.generationIdx
	})
	take(func(old, fresh *stored) bool {
		return old.url == "" || fresh.url == "" || !old.generationIdx.Valid || !fresh.generationIdx.Valid
	})
	next := len(same)
	for i, fresh := range told {
		if mine[i] != nil {
			fresh.key, fresh.imageID = mine[i].key, ""
			continue
		}
		for next++; next > 1 && byKey["="+numberedID(id, next)] != nil; {
			next++
		}
		fresh.imageID = numberedID(id, next)
		fresh.key = "=" + fresh.imageID
	}
}

// objectOf returns the part of an address that identifies the object: all
// except the signature, which differs from answer to answer.
func objectOf(address string) string {
	if address == "" {
		return ""
	}
	bare, query, _ := strings.Cut(address, "?")
	_, bare, _ = strings.Cut(bare, "://")
	if query == "" {
		return bare
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return bare + "?" + query
	}
	for name := range values {
		if isSignature(name) {
			delete(values, name)
		}
	}
	if len(values) == 0 {
		return bare
	}
	return bare + "?" + values.Encode()
}

// isSignature reports whether a query parameter of an address belongs to its
// signature. Sources: the documentation of signed addresses of Google Cloud
// Storage (V2, V4), Amazon S3 (V2, V4), CloudFront and Azure.
func isSignature(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "x-goog-") || strings.HasPrefix(name, "x-amz-") {
		return true
	}
	switch name {
	case "googleaccessid", "awsaccesskeyid", "expires", "signature", "policy", "key-pair-id",
		"sig", "se", "sp", "sr", "sv", "st", "spr", "skoid", "sktid", "skt", "ske", "sks", "skv", "token":
		return true
	}
	return false
}
