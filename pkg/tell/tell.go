// Package tell makes errors whose words can be said in another language: it keeps the
// format of an error and its arguments, which package i18n translates. It imports
// nothing of this module, so that every package can use it.
package tell

import "fmt"

// Error is an error in English, with what is needed to say it otherwise.
type Error struct {
	// Format is the text as fmt.Errorf takes it; package i18n finds a translation by it.
	Format string
	Args   []any
	err    error // the same by package fmt: its text, and what it wraps
}

// Errorf is fmt.Errorf for an error that people read. A test of package i18n wants a
// translation of every format, which therefore is a literal.
func Errorf(format string, args ...any) error {
	return &Error{Format: format, Args: args, err: fmt.Errorf(format, args...)}
}

// New is errors.New for an error that people read.
func New(text string) error {
	return &Error{Format: text, err: plain(text)}
}

// Error gives the text in English.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the error of package fmt, which wraps what the arguments were.
func (e *Error) Unwrap() error { return e.err }

// plain is an error that is its text.
type plain string

func (p plain) Error() string { return string(p) }
