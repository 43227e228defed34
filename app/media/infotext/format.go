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

// Keyword is the keyword of the PNG text chunk that holds the text.
const Keyword = "parameters"

// The names of fields that are read or written in a way of their own. Those of
// the others stand in the table of fields.
const (
	KeySteps     = "Steps"
	KeySampler   = "Sampler"
	KeySeed      = "Seed"
	KeySize      = "Size"
	KeyModel     = "Model"
	KeyDenoising = "Denoising strength"
)

// usual is the order in which the web UI writes fields. Others follow. It is
// never changed.
var usual = []string{KeySteps, KeySampler, "CFG scale", KeySeed, KeySize, KeyModel, KeyDenoising}

// Our own fields, for the caller of Format to give.
const (
	KeyJob   = "Lookbook job"
	KeyImage = "Lookbook image"
)

// Field is one entry of the last line.
type Field struct{ Key, Value string }

// minFields is how many fields readers want to see before they believe that a
// line holds fields.
const minFields = 3

const negativePrefix = "Negative prompt:"

// Format writes the text for a picture made with c. c.Seed must be the seed
// that the picture was made with; -1 stands for none and is not written. What
// the service was not told (a zero or nil field) is not written either.
//
// extra is written after the fields of c. Its keys are cut down to the
// letters, digits and blanks that every reader accepts; a field is left out
// when nothing legal remains, when it has no value or when its key is
// "Version", which would switch readers into old modes.
//
// Line ends become "\n" and other control characters are dropped: the text is
// printed on terminals.
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

// Prompts is the part of the text that says what a model was asked for.
func Prompts(c api.Config) string { return strings.TrimSpace(prompts(c)) }

func prompts(c api.Config) string {
	text := plain(c.Prompt)
	if negative := plain(c.NegativePrompt); negative != "" {
		text += "\n" + negativePrefix + " " + negative
	}
	return text
}

// known reports whether a field is one by which readers know a line of fields.
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
		case row.Kind == request.KindWhole && (err != nil || n < max(0, int64(row.Min))): // -1 is no seed
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

// legalKey cuts a key down to ASCII letters, digits and single blanks; "" when
// no legal key remains.
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

// plain normalises line ends, drops control characters and what is no UTF-8,
// and trims.
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

// quote writes a value that would not be read back as a JSON string. The rule
// is the web UI's own; a value that merely begins with a quote is quoted too,
// since it could be taken together with a later one that ends with a quote, and so
// could one that begins with a bracket.
func quote(value string) string {
	if !strings.ContainsAny(value, ",:\n") && strings.IndexAny(value, "\"{[") != 0 {
		return value
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return strconv.QuoteToASCII(value) // a string always encodes
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}
