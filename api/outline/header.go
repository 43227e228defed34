package outline

import (
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// known are the headers that show how a service works, each with what may be
// said about its value; nil: only that it exists.
var known = map[string]func(value string) string{
	"Content-Type":              mediaType,
	"Content-Encoding":          oneOf("gzip", "br", "deflate", "zstd", "identity"),
	"Server":                    oneOf("uvicorn", "gunicorn", "hypercorn", "nginx", "cloudflare", "envoy", "caddy", "apache", "google frontend", "uploadserver", "amazons3", "vercel", "istio-envoy"),
	"Www-Authenticate":          oneOf("bearer", "basic", "digest"),
	"Allow":                     methods,
	"Link":                      relations,
	"Retry-After":               secondsOrDate,
	"Etag":                      strength,
	"Accept-Ranges":             oneOf("bytes", "none"),
	"Content-Range":             nil,
	"X-Goog-Hash":               hashes,
	"Date":                      nil,
	"Age":                       nil,
	"Via":                       nil,
	"Location":                  nil,
	"X-Total-Count":             nil,
	"X-Request-Id":              nil,
	"X-Next-Page":               nil,
	"X-Page":                    nil,
	"X-Per-Page":                nil,
	"X-Ratelimit-Limit":         nil,
	"X-Ratelimit-Remaining":     nil,
	"X-Ratelimit-Reset":         nil,
	"Ratelimit":                 nil,
	"Ratelimit-Limit":           nil,
	"Ratelimit-Remaining":       nil,
	"Idempotency-Key":           nil,
	"Transfer-Encoding":         nil,
	"Content-Length":            nil,
	"Cf-Ray":                    nil,
	"Strict-Transport-Security": nil,
}

// Header describes the relevant headers, one per line, sorted by name.
func Header(h http.Header) []string {
	var lines []string
	for name, values := range h {
		tell, ok := known[name]
		if !ok || len(values) == 0 {
			continue
		}
		line := name
		if tell != nil {
			line += ": " + tell(values[0])
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

const other = "something else"

func oneOf(words ...string) func(string) string {
	return func(value string) string {
		value = strings.ToLower(strings.TrimSpace(value))
		for _, word := range words {
			if value == word || strings.HasPrefix(value, word+"/") || strings.HasPrefix(value, word+" ") {
				return word
			}
		}
		return other
	}
}

func mediaType(value string) string {
	kind, _, err := mime.ParseMediaType(value)
	if err != nil {
		return other
	}
	return oneOf("application/json", "application/problem+json", "text/html", "text/plain", "application/xml", "text/xml",
		"image/png", "image/jpeg", "image/webp", "application/octet-stream")(kind)
}

func methods(value string) string {
	var all []string
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		if slices.Contains(strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }), method) {
			all = append(all, method)
		}
	}
	if len(all) == 0 {
		return other
	}
	return strings.Join(all, ", ")
}

var relation = regexp.MustCompile(`(?i)\brel="?(next|prev|previous|first|last)\b`)

func relations(value string) string {
	var all []string
	for _, m := range relation.FindAllStringSubmatch(value, 8) {
		if rel := strings.ToLower(m[1]); !slices.Contains(all, rel) {
			all = append(all, rel)
		}
	}
	if len(all) == 0 {
		return other
	}
	return strings.Join(all, ", ")
}

func secondsOrDate(value string) string {
	if _, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
		return "seconds"
	}
	if _, err := http.ParseTime(value); err == nil {
		return "a date"
	}
	return other
}

func strength(value string) string {
	if strings.HasPrefix(value, "W/") {
		return "weak"
	}
	return "strong"
}

func hashes(value string) string {
	var all []string
	for _, name := range []string{"crc32c", "md5"} {
		if strings.Contains(value, name+"=") {
			all = append(all, name)
		}
	}
	if len(all) == 0 {
		return other
	}
	return strings.Join(all, ", ")
}
