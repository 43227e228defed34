package api

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"
)

// Text for the log when an answer explains nothing.
const (
	emptyAnswer  = "an empty answer"
	blankAnswer  = "an answer without any text"
	htmlAnswer   = "an HTML page instead of an answer"
	brokenAnswer = "an answer that is cut off or not valid JSON"
	unreadAnswer = "an answer that could not be read"
	unexplained  = "an answer without an explanation"
)

// describeAnswer reads the body of an error's answer and returns its words as
// plain text, and the fields it complains about. It accepts FastAPI's two forms
// of "detail", other JSON, HTML, the image host's XML, plain text and an empty
// body.
func describeAnswer(body []byte) (message string, fields []FieldError) {
	message, fields, _ = explain(body)
	return message, fields
}

// explain is describeAnswer that also returns the form of an answer without
// words.
func explain(body []byte) (message string, fields []FieldError, wordless Wordless) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	switch {
	case len(body) == 0:
		message = emptyAnswer
	case checkJSON(body, MaxAnswerDepth) == nil:
		message, fields = describeJSON(body)
	case looksLikeHTML(body):
		message, wordless.Form = htmlAnswer, FormPage
		if title := pageTitle(body); title != "" {
			message += ": " + title
			wordless.Title = shown(title, maxMessage)
		}
	case bytes.HasPrefix(body, []byte("<")):
		message = describeXML(body)
	case body[0] == '{' || body[0] == '[':
		message = brokenAnswer
	default:
		message = string(body)
	}
	if message = shown(message, maxMessage); message == "" {
		message = blankAnswer
	}
	if wordless.Form == "" {
		wordless.Form = map[string]Form{
			emptyAnswer: FormEmpty, blankAnswer: FormEmpty, brokenAnswer: FormBroken, unreadAnswer: FormBroken, unexplained: FormUnexplained,
		}[message]
	}
	return message, fields, wordless
}

// inOwnForm reports whether an error's body is in the service's own form:
// FastAPI's object with a "detail".
func inOwnForm(body []byte) bool {
	if checkJSON(body, MaxAnswerDepth) != nil {
		return false
	}
	own := false
	members(body, func(name string, value []byte) { own = own || name == "detail" && !isNull(value) })
	return own
}

// describeJSON looks in the usual members for words, the most specific first.
func describeJSON(body []byte) (string, []FieldError) {
	if text, ok := unquote(body); ok {
		return text, nil
	}
	if body[0] == '[' {
		return describeList(body)
	}
	said := map[string][]byte{}
	members(body, func(name string, value []byte) { said[strings.ToLower(name)] = value })
	for _, name := range []string{"detail", "message", "msg", "error", "errors", "error_description", "reason", "title"} {
		value := said[name]
		if len(value) == 0 {
			continue
		}
		var text string
		var fields []FieldError
		switch value[0] {
		case '"':
			text, _ = unquote(value)
		case '{', '[':
			text, fields = describeJSON(value)
		}
		if strings.TrimSpace(text) != "" {
			return text, fields
		}
	}
	return unexplained, nil
}

// describeList reads FastAPI's list of complaints and skips other elements.
func describeList(list []byte) (string, []FieldError) {
	var fields []FieldError
	var words []string
	elements(list, func(value []byte) bool {
		if text, ok := unquote(value); ok {
			words = append(words, shown(text, maxFieldText))
			return len(words) < maxFields
		}
		f, ok := readFieldError(value)
		if !ok {
			return true
		}
		fields = append(fields, f)
		name := strings.TrimPrefix(strings.Join(f.Loc, "."), "body.")
		if name == "body" {
			name = ""
		}
		if name != "" && f.Message != "" {
			name += ": "
		}
		words = append(words, name+f.Message)
		return len(words) < maxFields
	})
	return strings.Join(words, "; "), fields
}

func readFieldError(value []byte) (FieldError, bool) {
	var f FieldError
	clean := func(value []byte) string {
		text, _ := unquote(value)
		return shown(text, maxFieldText)
	}
	ok := members(value, func(name string, value []byte) {
		switch name {
		case "loc":
			f.Loc = nil
			elements(value, func(part []byte) bool {
				if n, err := strconv.Atoi(string(part)); err == nil {
					f.Loc = append(f.Loc, strconv.Itoa(n))
				} else if text := clean(part); text != "" {
					f.Loc = append(f.Loc, text)
				}
				return len(f.Loc) < maxFieldDepth
			})
			if text := clean(value); text != "" {
				f.Loc = []string{text}
			}
		case "msg", "message":
			f.Message = clean(value)
		case "type":
			f.Type = clean(value)
		}
	})
	if f.Message == "" {
		f.Message = f.Type
	}
	return f, ok && (len(f.Loc) > 0 || f.Message != "")
}

var (
	htmlStart  = regexp.MustCompile(`(?is)^\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<body|<title|<h1|<center)`)
	htmlTitle  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title`)
	htmlHeader = regexp.MustCompile(`(?is)<h1[^>]*>(.*?)</h1`)
	htmlTag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

func looksLikeHTML(body []byte) bool { return htmlStart.Match(body) }

// pageTitle returns a page's title, or its first heading.
func pageTitle(page []byte) string {
	for _, place := range []*regexp.Regexp{htmlTitle, htmlHeader} {
		if found := place.FindSubmatch(page); found != nil {
			text := html.UnescapeString(htmlTag.ReplaceAllString(string(found[1]), " "))
			if text = shown(text, maxFieldText); text != "" {
				return text
			}
		}
	}
	return ""
}

// describeXML reads the error form of Google Cloud Storage and similar
// services.
func describeXML(body []byte) string {
	var said struct {
		Code    string `xml:"Code"`
		Message string `xml:"Message"`
		Details string `xml:"Details"`
	}
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.Strict = false
	if err := dec.Decode(&said); err != nil && said.Code == "" && said.Message == "" {
		return unreadAnswer
	}
	var words []string
	for _, text := range []string{said.Code, said.Message, said.Details} {
		if text = shown(text, maxFieldText); text != "" {
			words = append(words, text)
		}
	}
	if len(words) == 0 {
		return unexplained
	}
	return strings.Join(words, ": ")
}

// retryAfter parses a Retry-After header: seconds or a date (RFC 9110, section 10.2.3). A date is compared with the
// answer's own Date, because this computer's clock may be wrong; only without a Date it is compared with the clock. The
// result is between 0 and MaxRetryAfter.
func retryAfter(h http.Header, clock clockwork.Clock) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		switch {
		case seconds >= MaxRetryAfter.Seconds():
			return MaxRetryAfter
		case seconds > 0:
			return time.Duration(seconds * float64(time.Second))
		}
		return 0
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, ok := dateOf(h)
	if !ok {
		now = clock.Now()
	}
	return min(max(date.Sub(now), 0), MaxRetryAfter)
}

// readJobID reads the job id from the answer to a submission.
func readJobID(body []byte) (string, bool) {
	if checkJSON(body, MaxAnswerDepth) != nil {
		return "", false
	}
	var answer struct {
		JobID json.RawMessage `json:"job_id"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", false
	}
	id, ok := unquote(answer.JobID)
	return id, ok && id != "" && len(id) <= maxIDBytes
}
