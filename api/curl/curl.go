package curl

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/api"
)

const (
	// MaxTextBytes bounds the text, and a file that a command names: a request
	// of api.MaxRequestBytes in which every character needs four, for a quote
	// within quotes.
	MaxTextBytes = 4 * api.MaxRequestBytes

	// Variable is the environment variable with the key, by convention.
	Variable = "DREAMLOOK_API_KEY"

	endpoint = "/image_gen"
)

// Options are what Parse can't know from the text.
type Options struct {
	// BaseURL is the service's address; "": api.DefaultBaseURL. Requests to
	// this computer are read as well.
	BaseURL string

	// ReadFile returns the content of a file that the command names; it should
	// not read more than MaxTextBytes. nil: such a command is an error that
	// names the file.
	ReadFile func(name string) ([]byte, error)
}

// Request is the result of Parse.
type Request struct {
	Config api.Config

	// Key is the key in the command; "": there was none in the form of a key.
	// Don't store it unless the user agrees.
	Key Key

	// KeyIsVariable reports that the command uses Variable as its key.
	KeyIsVariable bool

	// Ignored are parts of the command without an effect here, such as
	// "--compressed" or a header.
	Ignored []Part

	// Unknown names the unknown fields. They are kept in Config.Unknown and
	// sent.
	Unknown []string
}

// Key is an API key. However it is printed, logged or encoded, it shows the
// result of api.MaskKey.
type Key string

// Reveal returns the key itself.
func (k Key) Reveal() string { return string(k) }

// String returns the masked key.
func (k Key) String() string { return api.MaskKey(string(k)) }

// Format makes every verb print the masked key.
func (k Key) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(k.String())) }

// MarshalText returns the masked key.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// LogValue returns the masked key.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Parse reads a command or a JSON object. The error is an *Error.
func Parse(text string, o Options) (Request, error) {
	switch {
	case len(text) > MaxTextBytes:
		return Request{}, fault(TooMuch,
			"Number", fmt.Sprintf("%.1f", float64(len(text))/(1<<20)), "Most", strconv.Itoa(MaxTextBytes>>20))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return Request{}, fault(NoText)
	}
	// Columns don't change: a carriage return is at a line's end.
	src := source(strings.ReplaceAll(text, "\r\n", "\n")).withoutEnd()
	start := src.beginning()
	switch {
	case start == len(src):
		return Request{}, fault(Empty)
	case src[start] == '{' || src[start] == '[' && !shellPrompt.MatchString(string(src[start:])):
		r := reader{src: src, options: o}
		r.setBody(word{at: start, value: string(src[start:]), pieces: []piece{{0, start}}})
		if err := r.readBody(); err != nil {
			return Request{}, err
		}
		return r.request, nil
	}
	return parseCommand(src, start, o)
}

// A dialect is a shell's rules for splitting a command into words.
type dialect struct {
	split func(src source, start int) (command, error)
	body  func(word) word // another way to read the body; nil: none
}

func (d dialect) parse(src source, start int, o Options) (Request, error) {
	c, err := d.split(src, start)
	if err != nil {
		return Request{}, err
	}
	r := reader{src: src, options: o, unescape: d.body, input: c.input}
	if err := r.read(c.words); err != nil {
		return Request{}, err
	}
	return r.request, nil
}

// command is what a shell passes to a program.
type command struct {
	words []word
	input *word // its input, if it is in the text
}

// parseCommand reads a command, after a terminal's prompt if there is one. A
// line that starts with # may be a prompt or a comment.
func parseCommand(src source, start int, o Options) (Request, error) {
	shown, at := afterPrompt(src, start)
	request, err := parseShell(shown, at, o)
	if err == nil || at == start {
		return request, err
	}
	if plain, notPrompt := parseShell(src, start, o); notPrompt == nil || src[start] == '#' {
		return plain, notPrompt
	}
	return Request{}, err
}

// parseShell tries the possible shells. Bash comes first, because its rules are
// the ones that fail on another shell's quoting. The reported error is that of
// the shell that the text looks like.
func parseShell(src source, start int, o Options) (Request, error) {
	bash, power, cmd := dialect{split: splitBash}, dialect{splitPowerShell, unescapeArgument}, dialect{split: splitCmd}
	text := string(src[start:])
	if doubledQuotes(text) {
		if request, err := power.parse(src, start, o); err == nil {
			return request, nil
		}
	}
	request, err := bash.parse(src, start, o)
	switch {
	case err == nil:
		return request, nil
	case looksLikeCmd(text):
		return cmd.parse(src, start, o)
	case looksLikePowerShell(text):
		return power.parse(src, start, o)
	}
	if e, ok := errors.AsType[*Error](err); ok && e.otherQuoting() {
		// Only the quoting of the body is in doubt; the text has nothing that a shell would act on.
		for _, other := range []dialect{power, cmd} {
			if request, err := other.parse(src, start, o); err == nil {
				return request, nil
			}
		}
	}
	return Request{}, err
}
