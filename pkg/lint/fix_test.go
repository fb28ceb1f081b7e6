package lint

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// TestFixKeepsWhatTheShellReads: a value is written only where the shell that reads the
// file takes it for one word, and nothing around it goes.
func TestFixKeepsWhatTheShellReads(t *testing.T) {
	t.Parallel()
	const list = "https://goproxy.cn,https://proxy.golang.org,direct"
	const bar = "https://goproxy.cn|https://proxy.golang.org,direct"
	for _, c := range []struct{ path, before, after string }{
		{".travis.yml", "env:\n  global:\n    - GOPROXY=" + list + " A=1\n", "env:\n  global:\n    - GOPROXY=" + list + " A=1\n"},
		{".travis.yml", "env:\n  global:\n    - GOPROXY=\"" + list + "\" A=1\n", "env:\n  global:\n    - GOPROXY=\"" + bar + "\" A=1\n"},
		{"appveyor.yml", "install:\n  - if \"%X%\"==\"\" (set GOPROXY=https://goproxy.cn;direct) else (echo)\n", "install:\n  - if \"%X%\"==\"\" (set GOPROXY=https://goproxy.cn,direct) else (echo)\n"},
	} {
		k := kinds.Detect(c.path, c.before)
		if got, _ := Fix(k, c.path, c.before, Check); got != c.after {
			t.Errorf("%s", Diff(c.path, c.after, got))
		}
	}
}
