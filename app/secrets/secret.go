package secrets

import (
	"fmt"
	"io"
	"log/slog"

	"lookbook/api"
)

// Secret holds an API key and hides it: String, every verb of fmt, JSON, text,
// gob and slog give the masked form. The zero Secret is no key.
type Secret struct {
	// Reflection can't print, compare or encode a function, nor what it
	// captures.
	reveal func() string
}

// NewSecret hides key.
func NewSecret(key string) Secret {
	if key == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return key }}
}

// Reveal returns the key itself, "" when there is none. Use it for the
// Authorization header only.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Empty reports whether there is no key.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String returns the masked form, "" when there is no key.
func (s Secret) String() string {
	if s.Empty() {
		return ""
	}
	return api.MaskKey(s.Reveal())
}

// Format writes the masked form for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// GoString is the masked form.
func (s Secret) GoString() string { return s.String() }

// LogValue is the masked form.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is the masked form; JSON and XML use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalBinary is the masked form; gob uses it.
func (s Secret) MarshalBinary() ([]byte, error) { return []byte(s.String()), nil }

// GobEncode is the masked form.
func (s Secret) GobEncode() ([]byte, error) { return []byte(s.String()), nil }
