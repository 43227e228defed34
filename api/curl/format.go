package curl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/api/redact"
)

// Format returns the request as a command for sh, bash and similar shells, in
// the website's form and with $DREAMLOOK_API_KEY as its key. baseURL is the
// service's address; "": api.DefaultBaseURL.
//
// Parse reads it back as the same request. Characters that a terminal would act
// on or drop are written as \u escapes. The error is that of encoding a Config
// with a value that JSON can't represent.
func Format(config api.Config, baseURL string) (string, error) {
	body, err := encode(config)
	if err != nil {
		return "", err
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, body, "", "  "); err != nil {
		return "", fmt.Errorf("writing a request: %w", err)
	}
	return fmt.Sprintf("curl %s \\\n"+
		"  -H \"content-type: application/json\" \\\n"+
		"  -H \"authorization: Bearer $%s\" \\\n"+
		"  --data-raw %s", quoteSh(target(baseURL)), Variable, quoteSh(pretty.String())), nil
}

// FormatCmd returns the request as a command for Windows' cmd, in the form that
// browsers write. The request is on one line, because cmd can't quote line
// ends. cmd itself accepts at most 8,191 characters.
func FormatCmd(config api.Config, baseURL string) (string, error) {
	body, err := encode(config)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("curl %s ^\r\n"+
		"  -H \"content-type: application/json\" ^\r\n"+
		"  -H \"authorization: Bearer %%%s%%\" ^\r\n"+
		"  --data-raw %s", quoteCmd(target(baseURL)), Variable, quoteCmd(string(body))), nil
}

func target(baseURL string) string {
	if baseURL == "" {
		baseURL = api.DefaultBaseURL
	}
	return strings.TrimRight(baseURL, "/") + endpoint
}

// encode returns the request as JSON, with escapes for what a terminal changes:
// DEL and the C1 controls, which line editors act on, and characters that
// change the reading direction. All of it is within strings, because the rest
// of JSON is ASCII.
func encode(config api.Config) ([]byte, error) {
	raw, err := config.MarshalJSON() // json.Marshal would also escape < and >
	if err != nil {
		return nil, fmt.Errorf("writing a request: %w", err)
	}
	raw = redact.Bytes(raw)
	var b bytes.Buffer
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if acts(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.Write(raw[i : i+size])
		}
		i += size
	}
	return b.Bytes(), nil
}

func acts(r rune) bool {
	switch {
	case r == 0x7f, 0x80 <= r && r <= 0x9f, r == 0xad, r == 0xa0, r == 0xfeff,
		0x200e <= r && r <= 0x200f, 0x2028 <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069, r == 0x061c:
		return true
	}
	return false
}

func quoteSh(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// quoteCmd writes a text so that cmd sees no quotes, because every sign is
// escaped, and the program sees one quoted argument.
func quoteCmd(s string) string {
	var b strings.Builder
	b.WriteString(`^"`)
	slashes, percent := 0, false
	for _, r := range s {
		special := strings.ContainsRune("^&|<>()!", r)
		if special || percent {
			b.WriteByte('^') // so that a percent sign doesn't start a variable's name
		}
		percent = r == '%'
		if r == '"' {
			b.WriteString(strings.Repeat(`\`, slashes+1) + "^")
		}
		b.WriteRune(r)
		if slashes++; r != '\\' {
			slashes = 0
		}
	}
	b.WriteString(strings.Repeat(`\`, slashes) + `^"`)
	return b.String()
}
