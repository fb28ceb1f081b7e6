package route

import (
	"strconv"
	"strings"
)

// NoVerify is the variable that switches git's verification of certificates off, and
// outranks every http.sslVerify. Its presence counts and not its value: with 0, with
// false and with nothing git takes any certificate (http.c, http_init).
const NoVerify = "GIT_SSL_NO_VERIFY"

// GitBool reads a boolean of git's configuration (config.c, git_parse_maybe_bool): a
// word, or a number with a unit, of which zero is false. An empty value is false, and
// a key without a value is true; git config --list shows that one as "true". ok is
// false for what git refuses: every command that asks for the key then fails.
func GitBool(value string) (on, ok bool) {
	switch strings.ToLower(value) {
	case "true", "yes", "on":
		return true, true
	case "", "false", "no", "off":
		return false, true
	}
	number := strings.TrimLeft(value, " \t\n\v\f\r")
	if n := len(number); n > 1 && strings.ContainsAny(number[n-1:], "kKmMgG") {
		number = number[:n-1]
	}
	if strings.Contains(number, "_") {
		return false, false // a separator of Go's notation, not of C's
	}
	n, err := strconv.ParseInt(number, 0, 32)
	return n != 0, err == nil
}
