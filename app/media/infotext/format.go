package infotext

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"lookbook/api"
	"lookbook/app/request"
)

// Keyword is the keyword of the PNG text with the parameters.
const Keyword = "parameters"

// Keys of fields that are read or written in a special way. The other keys are
// in package request's table.
const (
	KeySteps     = "Steps"
	KeySampler   = "Sampler"
	KeySeed      = "Seed"
	KeySize      = "Size"
	KeyModel     = "Model"
	KeyDenoising = "Denoising strength"
)

// usual is the web UI's order of fields. Others follow. It is never changed.
var usual = []string{KeySteps, KeySampler, "CFG scale", KeySeed, KeySize, KeyModel, KeyDenoising}

// Keys of our own fields, which callers pass to Format.
const (
	KeyJob   = "Lookbook job"
	KeyImage = "Lookbook image"
)

// Field is an entry of the last line.
type Field struct{ Key, Value string }

// minFields is how many fields a line must have for readers to accept it as
// fields.
const minFields = 3

const negativePrefix = "Negative prompt:"

// Format returns the text for a picture made with c. c.Seed must be the seed
// that was used; -1 means none and is not written. Zero or nil fields, which
// the service did not get, are not written either.
//
// extra is written after the fields of c. Its keys are reduced to the letters,
// digits and blanks that every reader accepts. A field is left out when its key
// becomes empty, when it has no value, or when its key is "Version", which
// would switch readers to old modes.
//
// Line ends become "\n". Other control characters are removed, because the text
// is printed on terminals.
func Format(c api.Config, extra ...Field) string {
	fields := fieldsOf(c)
	for _, f := range extra {
		fields = appendField(fields, legalKey(f.Key), f.Value)
	}
	for _, f := range []Field{{"Generator", "dreamlook.ai"}, {"Software", "Lookbook"}, {"Job type", api.TypeImageGen}} {
		if len(fields) < minFields || !slices.ContainsFunc(fields, known) {
			fields = append(fields, f)
		}
	}
	var text strings.Builder
	text.WriteString(prompts(c))
	for i, f := range fields {
		if i == 0 {
			text.WriteString("\n")
		} else {
			text.WriteString(", ")
		}
		text.WriteString(f.Key + ": " + quote(f.Value))
	}
	return strings.TrimSpace(text.String())
}

// Prompts returns the prompt and the negative prompt of the text.
func Prompts(c api.Config) string { return strings.TrimSpace(prompts(c)) }

func prompts(c api.Config) string {
	text := plain(c.Prompt)
	if negative := plain(c.NegativePrompt); negative != "" {
		text += "\n" + negativePrefix + " " + negative
	}
	return text
}

// known reports whether readers recognise a line of fields by this field.
func known(f Field) bool { return isKnown.MatchString(f.Key + ": " + f.Value) }

func fieldsOf(c api.Config) []Field {
	keys := slices.Clone(usual)
	values := map[string]string{KeyModel: cmp.Or(c.CheckpointID, c.BaseModel)}
	if c.Width > 0 && c.Height > 0 {
		values[KeySize] = fmt.Sprintf("%dx%d", c.Width, c.Height)
	}
	for _, row := range request.Rows() {
		value := row.Get(c)
		n, err := strconv.ParseInt(value, 10, 64)
		switch {
		case row.Infotext == "":
		case row.Kind == request.KindWhole && (err != nil || n < max(0, int64(row.Min))): // -1 means no seed
		case row.Field == request.Denoising && request.HighRes.Row().Get(c) != "true":
		default:
			values[row.Infotext] = value
			if !slices.Contains(keys, row.Infotext) {
				keys = append(keys, row.Infotext)
			}
		}
	}
	var fields []Field
	for _, key := range keys {
		fields = appendField(fields, key, values[key])
	}
	return fields
}

func appendField(fields []Field, key, value string) []Field {
	if value = plain(value); key == "" || value == "" {
		return fields
	}
	return append(fields, Field{key, value})
}

// legalKey reduces a key to ASCII letters, digits and single blanks; "":
// nothing remains.
func legalKey(key string) string {
	key = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		case unicode.IsSpace(r), r == '-', r == '/', r == '_':
			return ' '
		}
		return -1
	}, key)
	key = strings.Join(strings.Fields(key), " ")
	letters := strings.IndexFunc(key, unicode.IsLetter) >= 0
	if len(key) < 2 || !letters || strings.EqualFold(key, "Version") {
		return ""
	}
	return key
}

// plain normalises line ends, removes control characters and invalid UTF-8, and
// trims.
func plain(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// quote writes a value as a JSON string if it would not be read back otherwise. The rule is the web
// UI's. A value that starts with a quote or a bracket is quoted too, because a reader could join it
// with a later value that ends with one.
func quote(value string) string {
	if !strings.ContainsAny(value, ",:\n") && strings.IndexAny(value, "\"{[") != 0 {
		return value
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return strconv.QuoteToASCII(value) // a string can always be encoded
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}
