package profile

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// checkValue refuses values that `go env -w` takes without a word and that
// then break the go command, or make it run something.
func checkValue(name, value string) error {
	if strings.ContainsAny(value, `"'`) {
		return tell.Errorf("%s: quotes would become part of the value; write it without them", name)
	}
	if slices.Contains(known.PrivateLists(), name) && (strings.ContainsAny(value, " \t;") || strings.Contains(value, "://")) {
		return tell.Errorf("%s: write module path prefixes separated by commas, without spaces and without https://", name)
	}
	switch name {
	case "GOPROXY":
		return checkGoproxy(value)
	case "GO111MODULE":
		if !slices.Contains([]string{"on", "auto", "off"}, value) {
			return tell.Errorf("%s: the value must be on, auto or off", name)
		}
	case "GOAUTH":
		return checkGoauth(value)
	case "GOFLAGS":
		return checkGoflags(value)
	case "GOSUMDB", "GOTOOLCHAIN":
		if value == "" {
			return tell.Errorf("%s: the value is empty; write -%s to unset it", name, name)
		}
	}
	return nil
}

func checkGoproxy(value string) error {
	if strings.Trim(value, ",| ") == "" {
		return tell.New("GOPROXY: the list is empty; write -GOPROXY to unset it")
	}
	for _, bad := range []string{";", "，", "｜", " "} {
		if strings.Contains(value, bad) {
			return tell.Errorf("GOPROXY: %q does not separate entries; write a comma or a bar, without spaces", bad)
		}
	}
	return nil
}

// checkGoauth admits the forms that run no program but git: a profile is
// often copied from another person.
func checkGoauth(value string) error {
	for _, v := range strings.Split(value, ";") {
		v = strings.TrimSpace(v)
		if v != "off" && v != "netrc" && !strings.HasPrefix(v, "git ") {
			return tell.New("GOAUTH: a profile may contain off, netrc or git DIR; set a command by hand")
		}
	}
	return nil
}

// checkGoflags admits the flags that concern modules; others (-toolexec) run
// programs or change what is built.
func checkGoflags(value string) error {
	for _, f := range strings.Fields(value) {
		name := strings.TrimPrefix(strings.TrimPrefix(f, "-"), "-")
		if name != "modcacherw" && !strings.HasPrefix(name, "mod=") {
			return tell.Errorf("GOFLAGS: a profile may contain -mod=MODE and -modcacherw only, not %q", f)
		}
	}
	return nil
}
