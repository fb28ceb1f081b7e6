package shell

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// plain are the characters that a shell takes as they are.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=+@%"

// Word returns a value as one word of a POSIX shell.
func Word(value string) string {
	if value != "" && strings.Trim(value, plain) == "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// Quote returns a value for the place of an assignment's text.
func Quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00") {
		return "", false
	}
	switch a.Quote {
	case "'":
		return value, !strings.Contains(value, "'")
	case `"`:
		return value, !strings.ContainsAny(value, "\"$`\\!")
	}
	return Word(value), true
}
