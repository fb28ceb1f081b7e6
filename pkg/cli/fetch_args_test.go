package cli

import (
	"errors"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/fetch"
)

func TestFetchRefusesWhatIsNoQuery(t *testing.T) {
	t.Parallel()
	for arg, id := range map[string]string{
		"rsc.io/quote@v1.5.2": "", "rsc.io/quote": "", "all": "", "golang.org/x/...": "", "rsc.io/quote@>=v1.5.0": "",
		"rsc.io/quote@feature/x": "", "replaced": "", // a replace line may give a path without a dot
		"rsc.io/quote@": "usage.fetch.module", "-x": "usage.fetch.module", "a b": "usage.fetch.module", ".": "usage.fetch.module",
		"./...": "usage.fetch.module", "/etc/passwd": "usage.fetch.module", "git@github.com:a/b.git": "usage.fetch.module",
		"https://github.com/a/b": "usage.fetch.url", "https://github.com/a/b?x": "usage.fetch.module",
	} {
		var said *usageError
		err := checkQueries([]string{"rsc.io/sampler@v1.3.0", arg})
		if got := errors.As(err, &said); got != (id != "") || got && said.id != id {
			t.Errorf("%q: got %v, want %q", arg, err, id)
		}
	}
}

func TestUnknownModule(t *testing.T) {
	t.Parallel()
	got := fetch.Result{Code: 1, Output: "go: module foo: not a known dependency\n"}
	if a := unknownModule([]string{"rsc.io/quote@v1.5.2", "foo"}, got); a != "foo" {
		t.Errorf("got %q", a)
	}
	if a := unknownModule([]string{"rsc.io/quote@v1.5.2", "oo"}, got); a != "" {
		t.Errorf("got %q, which go did not name", a)
	}
}
