package host

import (
	"runtime"
	"slices"
	"strings"
)

// environ returns base with changes applied: KEY=value sets a variable, KEY
// without a value removes it. Names are compared as the operating system compares them.
func environ(base, changes []string) []string {
	out := slices.Clone(base)
	for _, c := range changes {
		name, _, set := strings.Cut(c, "=")
		out = slices.DeleteFunc(out, func(e string) bool { return sameName(envName(e), name) })
		if set {
			out = append(out, c)
		}
	}
	return out
}

// envName is the name in KEY=value. Windows keeps the working directory of
// each drive in variables whose names begin with =, as in =C:=C:\work.
func envName(entry string) string {
	if rest, ok := strings.CutPrefix(entry, "="); ok {
		name, _, _ := strings.Cut(rest, "=")
		return "=" + name
	}
	name, _, _ := strings.Cut(entry, "=")
	return name
}

func sameName(a, b string) bool {
	if runtime.GOOS == "windows" {
		return strings.EqualFold(a, b)
	}
	return a == b
}
