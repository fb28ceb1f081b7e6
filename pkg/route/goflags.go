package route

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
)

// HasFlag reports whether GOFLAGS switches a boolean flag on, by the go command's
// rules: with one dash or two, without or with a value, the last one winning
// (cmd/go/internal/base, goflags.go; package flag).
func HasFlag(goflags, name string) bool {
	on := false
	for _, f := range correct.Flags(goflags) {
		flag, value, given := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(f, "-"), "-"), "=")
		if flag != name || !strings.HasPrefix(f, "-") {
			continue
		}
		v, err := strconv.ParseBool(value)
		on = !given || v || err != nil
	}
	return on
}
