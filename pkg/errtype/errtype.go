// Package errtype finds errors of a type in a chain, as errors.AsType of Go 1.26
// does: this module also builds with Go 1.25, which lacks it.
package errtype

import "errors"

// As returns the first error of type E in err's chain; ok is false where there is
// none.
func As[E error](err error) (found E, ok bool) {
	ok = errors.As(err, &found)
	return found, ok
}
