package settings

import (
	"encoding/json"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// Value is the text of a setting, which may hold a credential. It prints,
// formats and marshals redacted; only [Value.Reveal] gives the text, and
// pkg/archtest lists who may call that.
type Value string

// whole marks a value that is secret from end to end. No setting of any tool
// can hold this byte.
const whole = "\x00"

// Secret returns a value of which nothing is ever shown, for settings that are
// no place for anything but credentials: an HTTP header of any name.
func Secret(text string) Value { return Value(whole + text) }

// Reveal returns the text as it is, credentials included. It is for probing,
// comparing and writing, never for showing.
func (v Value) Reveal() string { return strings.TrimPrefix(string(v), whole) }

// String returns the text with its credentials replaced.
func (v Value) String() string {
	if strings.HasPrefix(string(v), whole) {
		return foreign.Mask
	}
	return foreign.Redact(string(v))
}

// Masked reports whether String hides something: the value holds a credential.
func (v Value) Masked() bool { return v.String() != string(v) }

// GoString keeps %#v from showing what String hides.
func (v Value) GoString() string { return v.String() }

// MarshalJSON writes the redacted text: a report never carries a credential.
func (v Value) MarshalJSON() ([]byte, error) { return json.Marshal(v.String()) }

// MarshalText writes the redacted text, for every other encoder.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// NamesFlag reports whether the value, of GOFLAGS, has a flag, with whatever text.
func (v Value) NamesFlag(name string) bool {
	for word := range strings.FieldsSeq(string(v)) {
		if n, _, _ := strings.Cut(strings.TrimLeft(strings.Trim(word, "'\""), "-"), "="); n == name {
			return true
		}
	}
	return false
}

// HasFlag reports whether the value, of GOFLAGS, sets a flag to that text.
func (v Value) HasFlag(name, text string) bool {
	for word := range strings.FieldsSeq(string(v)) {
		n, t, _ := strings.Cut(strings.TrimLeft(strings.Trim(word, "'\""), "-"), "=")
		if n == name && t == text {
			return true
		}
	}
	return false
}
