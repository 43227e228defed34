package curl

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"lookbook/api"
)

const (
	maxIgnored = 100 // entries of Request.Ignored
	maxBodies  = 100 // --json options that are joined
)

// reader turns the words of a command into a request.
type reader struct {
	src      source
	options  Options
	unescape func(word) word // another way to read the body; nil: none

	request Request
	words   []word // unread words
	input   *word  // input of the command, if it is in the text
	address *word
	method  *word
	body    *word
	kind    effect // of the option with the body
	bodies  int
}

// read reads a whole command.
func (r *reader) read(words []word) error {
	if len(words) == 0 || !isCurl(words[0].value) {
		at := 0
		if len(words) > 0 {
			at = words[0].at
		}
		return r.src.fail(at, NoCommand)
	}
	r.words = words[1:]
	optionsEnd := false
	for len(r.words) > 0 {
		w := r.words[0]
		r.words = r.words[1:]
		var err error
		switch {
		case w.value == "--" && !optionsEnd:
			optionsEnd = true
		case strings.HasPrefix(w.value, "--") && !optionsEnd:
			err = r.longOption(w)
		case strings.HasPrefix(w.value, "-") && len(w.value) > 1 && !optionsEnd:
			err = r.shortOptions(w)
		default:
			err = r.setAddress(w)
		}
		if err != nil {
			return err
		}
	}
	if err := r.checkTarget(words[0]); err != nil {
		return err
	}
	return r.readBody()
}

func isCurl(name string) bool {
	name = strings.ToLower(name[strings.LastIndexAny(name, `/\`)+1:])
	return name == "curl" || name == "curl.exe"
}

func (r *reader) longOption(w word) error {
	name, _, attached := strings.Cut(w.value[2:], "=")
	e, known := effectOf(name)
	if !known {
		return r.src.fail(w.at, UnknownOption, "Option", shown("--"+name))
	}
	if e.valueless(name) {
		return r.apply(e, "--"+name, w, word{})
	}
	value := word{}
	if attached {
		value = w.slice(len("--") + len(name) + len("="))
	} else {
		var err error
		if value, err = r.value(w, "--"+name); err != nil {
			return err
		}
	}
	return r.apply(e, "--"+name, w, value)
}

// shortOptions reads a word of one-letter options. The first one with a value
// takes the rest of the word, or the next word.
func (r *reader) shortOptions(w word) error {
	for i := 1; i < len(w.value); i++ {
		name := short[w.value[i]]
		e, known := effectOf(name)
		if !known {
			return r.src.fail(w.place(i), UnknownOption, "Option", shown("-"+string([]rune(w.value[i:])[:1])))
		}
		shortName := "-" + w.value[i:i+1]
		if e.valueless(name) {
			if err := r.apply(e, shortName, w, word{}); err != nil {
				return err
			}
			continue
		}
		value := w.slice(i + 1)
		if value.value == "" {
			var err error
			if value, err = r.value(w, shortName); err != nil {
				return err
			}
		}
		return r.apply(e, shortName, w, value)
	}
	return nil
}

// value takes the next word as the value of an option.
func (r *reader) value(option word, name string) (word, error) {
	if len(r.words) == 0 {
		return word{}, r.src.fail(option.at, NoValue, "Option", name)
	}
	w := r.words[0]
	r.words = r.words[1:]
	return w, nil
}

// apply applies an option.
func (r *reader) apply(e effect, name string, option, value word) error {
	switch e {
	case ignored, takesValue:
		r.ignore(Option, name)
	case data, dataRaw, dataBinary, dataJSON:
		return r.data(e, option, value)
	case header:
		r.header(value.value)
	case method:
		r.method = &value
	case address:
		return r.setAddress(value)
	case bearer:
		r.key(value.value)
	case anotherBody:
		return r.src.fail(option.at, Form, "Option", name)
	case inAddress:
		return r.src.fail(option.at, NoRequestOption, "Option", name)
	case fromFile:
		return r.src.fail(option.at, OptionsFile, "Option", name)
	case next:
		return r.src.fail(option.at, NextRequest, "Option", name)
	case expansion:
		return r.src.fail(option.at, CurlVariables, "Option", shown(name))
	}
	return nil
}

func (r *reader) ignore(kind Kind, name string) {
	if len(r.request.Ignored) >= maxIgnored || slices.Contains(r.request.Ignored, Part{kind, name}) {
		return
	}
	if part := (Part{kind, shown(name)}); !slices.Contains(r.request.Ignored, part) {
		r.request.Ignored = append(r.request.Ignored, part)
	}
}

func (r *reader) setAddress(w word) error {
	if r.address != nil {
		return r.src.fail(w.at, SecondAddress)
	}
	r.address = &w
	return nil
}

// header takes the key from its header. Headers that only say that the request
// is JSON are not listed as ignored.
func (r *reader) header(text string) {
	name, value, found := strings.Cut(text, ":")
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(text, "@"):
		r.ignore(HeaderFile, "")
	case !found:
		r.ignore(HeaderEmpty, "")
	case name == "authorization":
		r.key(value)
	case (name == "content-type" || name == "accept") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(value)), "application/json"):
	default:
		r.ignore(Header, name)
	}
}

// keyVariables are spellings of the key's variable that a shell may have left
// unexpanded, for example in single quotes, in lower case.
var keyVariables = func() []string {
	name := strings.ToLower(Variable)
	return []string{"$" + name, "${" + name + "}", "%" + name + "%", "$env:" + name, "${env:" + name + "}"}
}()

// mayBeKey distinguishes keys in an unusual form from variables and from placeholders of manuals.
var mayBeKey = regexp.MustCompile(`^[A-Za-z0-9._~+/=-]*[0-9][A-Za-z0-9._~+/=-]*$`)

func (r *reader) key(value string) {
	value = strings.TrimSpace(value)
	if len(value) > len("bearer ") && strings.EqualFold(value[:len("bearer ")], "bearer ") {
		value = strings.TrimSpace(value[len("bearer "):])
	}
	if slices.Contains(keyVariables, strings.ToLower(value)) {
		r.request.KeyIsVariable = true
		return
	}
	key, err := api.CleanKey(value)
	if err != nil || !api.UsualKey(key) && !mayBeKey.MatchString(key) {
		r.ignore(HeaderNoKey, "")
		return
	}
	r.request.Key = Key(key)
}

// checkTarget checks that the command is an image generation request to the
// service.
func (r *reader) checkTarget(command word) error {
	if r.address == nil {
		return r.src.fail(command.at, NoAddress)
	}
	if err := r.checkAddress(*r.address); err != nil {
		return err
	}
	if r.method != nil && !strings.EqualFold(strings.TrimSpace(r.method.value), "post") {
		return r.src.fail(r.method.at, Method, "Method", shown(strings.ToUpper(r.method.value)))
	}
	if r.body == nil {
		return r.src.fail(command.at, NoRequest)
	}
	return nil
}

func (r *reader) checkAddress(w word) error {
	text := strings.TrimSpace(w.value)
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return r.src.fail(w.at, NotWeb)
	}
	base := r.options.BaseURL
	if base == "" {
		base = api.DefaultBaseURL
	}
	service, err := url.Parse(strings.TrimRight(base, "/"))
	if err != nil {
		return r.src.fail(w.at, OwnAddress)
	}
	same := strings.EqualFold(u.Host, service.Host)
	if !same && !isLoopback(u.Hostname()) {
		if !strings.Contains(u.Host, ".") {
			return r.src.fail(w.at, NotWeb)
		}
		return r.src.fail(w.at, OtherHost, "Host", shown(u.Host), "Service", shown(service.Host))
	}
	path := strings.TrimRight(u.Path, "/")
	if path != service.Path+endpoint && path != endpoint {
		return r.src.fail(w.at, OtherPath, "Path", shown("/"+strings.TrimLeft(path, "/")), "Endpoint", endpoint)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		r.ignore(AddressRest, "")
	}
	return nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// data takes the body, or reads its file.
func (r *reader) data(e effect, option, value word) error {
	r.bodies++
	if r.body != nil && (e != dataJSON || r.kind != dataJSON || r.bodies > maxBodies) {
		return r.src.fail(option.at, SecondBody)
	}
	if strings.HasPrefix(value.value, "@") && e != dataRaw {
		var err error
		if value, err = r.file(value); err != nil {
			return err
		}
		if e == data {
			value.value = strings.NewReplacer("\r", "", "\n", "").Replace(value.value)
		}
	}
	r.kind = e
	if r.body != nil {
		value = r.body.join(value)
	}
	r.setBody(value)
	return nil
}

// file reads the file of --data @name. Positions in it are those of its name.
func (r *reader) file(w word) (word, error) {
	name := w.value[1:]
	if name == "-" && r.input != nil {
		return *r.input, nil
	}
	if name == "-" || name == "" {
		return word{}, r.src.fail(w.at, TerminalInput)
	}
	if r.options.ReadFile == nil {
		return word{}, r.src.fail(w.at, InFile, "File", shown(name))
	}
	content, err := r.options.ReadFile(name)
	if err == nil && len(content) > MaxTextBytes {
		return word{}, r.src.fail(w.at, FileLarge, "File", shown(name))
	}
	if err != nil {
		e := r.src.fail(w.at, FileUnread, "File", shown(name), "Why", shown(reason(err)))
		e.err = fmt.Errorf("reading the request's file: %w", err)
		return word{}, e
	}
	return word{at: w.at, value: string(content)}, nil
}

// reason returns an error's last clause, without its prefixes.
func reason(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

func (r *reader) setBody(w word) { r.body = &w }
