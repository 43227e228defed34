package message_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"

	"lookbook/app/ui/message"
)

// parse reads a file of sentences. Its keys must be sorted and unique.
func parse(t *testing.T, name string, data []byte) map[string]any {
	t.Helper()
	var order []string
	decoder := json.NewDecoder(bytes.NewReader(data))
	if _, err := decoder.Token(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	all := map[string]any{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var sentence any
		if err := decoder.Decode(&sentence); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		order = append(order, key.(string))
		all[key.(string)] = sentence
	}
	if !slices.IsSorted(order) || len(order) != len(all) {
		t.Errorf("%s: the keys are to be sorted, and each to stand once", name)
	}
	return all
}

// odd matches faults that no complete sentence has.
var odd = regexp.MustCompile(`<no value>|[{}<]{2}|^ | $|\p{L}  \p{L}|[^( ] [.,;!?]( |$)|\p{L}\.\.( |$)|,,|;;`)

// optional removes parameters that a sentence doesn't use.
func optional(words string, with message.With) message.With {
	least := message.With{}
	for name, value := range with {
		if !strings.Contains(words, "{{with ."+name+"}}") && !strings.Contains(words, "{{if ."+name+"}}") {
			least[name] = value
		}
	}
	return least
}

// Every sentence can be filled in and reads well: no double spaces, no template
// syntax.
func TestEverySentenceCanBeShown(t *testing.T) {
	all := map[string]any{}
	for _, tag := range tags() {
		for key, sentence := range sentencesOf(t, tag) {
			all[tag+": "+key] = sentence
		}
	}
	for key, sentence := range all {
		forms, plural := sentence.(map[string]any)
		if !plural {
			forms = map[string]any{"other": sentence}
		}
		if forms["other"] == nil {
			t.Errorf("%s: the form \"other\" is missing", key)
		}
		for form, words := range forms {
			parsed, err := template.New(key).Parse(words.(string))
			if err != nil {
				t.Errorf("%s, %s: %v", key, form, err)
				continue
			}
			with := message.With{}
			for _, match := range parameter.FindAllStringSubmatch(words.(string), -1) {
				with[match[1]] = "it"
			}
			for _, with := range []message.With{with, optional(words.(string), with)} {
				var b strings.Builder
				err := parsed.Execute(&b, with)
				if shown := b.String(); err != nil || shown == "" || odd.MatchString(shown) {
					t.Errorf("%s, %s: %q (%v)", key, form, shown, err)
				}
			}
		}
	}
}

func TestPlurals(t *testing.T) {
	for n, want := range map[int]string{1: "1 hour ago", 2: "2 hours ago", 5: "5 hours ago"} {
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		if got := message.Ago(now.Add(-time.Duration(n)*time.Hour-time.Minute), now); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := message.N("time.ago.days", 1234567); got != "1,234,567 days ago" {
		t.Errorf("it says %q", got)
	}
}

// The forms of a narrow place have no seconds and no weeks.
func TestShortAges(t *testing.T) {
	const day = 24 * time.Hour
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for gone, want := range map[time.Duration]string{
		0: "just now", 59 * time.Second: "just now", -59 * time.Second: "just now",
		time.Minute: "1 min ago", time.Hour: "1 h ago", 25 * time.Hour: "1 day ago", 14 * day: "14 days ago", 89 * day: "89 days ago",
		90 * day: "3 months ago", 729 * day: "24 months ago", 800 * day: "2 years ago",
		-2 * time.Hour: "in 2 h", -day: "in 1 day",
	} {
		if got := message.AgoShort(now.Add(-gone), now); got != want {
			t.Errorf("%v: %q, want %q", gone, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)
	if got := message.DateTime(at); got != "1 Mar 2026, 09:05" || message.Date(at) != "1 Mar 2026" {
		t.Errorf("it says %q, %q", got, message.Date(at))
	}
	for d, want := range map[time.Duration]string{
		0: "0:00", 38400 * time.Millisecond: "0:38", 131 * time.Second: "2:11", 3723 * time.Second: "1:02:03",
	} {
		if got := message.Clock(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestWhatIsNotKnownIsShownAsItIs(t *testing.T) {
	if got := message.T("nothing.of.the.kind"); got != "nothing.of.the.kind" || message.Known("nothing.of.the.kind") {
		t.Errorf("it says %q", got)
	}
	if !message.Known("time.now") || !message.Known("time.ago.days") {
		t.Error("sentences are not known")
	}
}

// An error in a sentence is shown by its meaning.
func TestErrorsAreNeverShownRaw(t *testing.T) {
	raw := &fs.PathError{Op: "open", Path: "/x", Err: syscall.EINVAL}
	for _, got := range []string{
		message.T("preset.unread", message.With{"Why": raw}),
		message.N("marks.unwritten", 2, message.With{"Why": fmt.Errorf("reading: %w", raw)}),
	} {
		if !strings.Contains(got, "something unexpected happened") || strings.Contains(got, "open") {
			t.Errorf("it says %q", got)
		}
	}
}
