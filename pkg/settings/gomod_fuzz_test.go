package settings

import (
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// FuzzGoMod: any go.mod is read strictly, leniently or not at all, and says so.
func FuzzGoMod(f *testing.F) {
	for _, text := range []string{
		"module m\n\ngo 1.21\n\nrequire a.test/x v1.0.0\n", "module m\nrequire a.test/x/v2 master\nreplace a.test/x/v2 => b.test/y main\n",
		"module \"a\\u001b[31m\"\n", "require (\n\ta b // indirect\n", "toolchain go1.99\ngo 9999999999999.1\n", "\xff\xfe\x00m", "retract [v1, v2]\nexclude a v1.0.0\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := host.System()
		m.ReadFile = func(string, int64) ([]byte, bool, error) { return []byte(text), false, nil }
		var n notes
		got := (&reader{m: m}).parseGoMod("go.mod", &n)
		if got == nil && len(n) == 0 {
			t.Error("nothing was read, and nothing is said about it")
		}
		if got == nil {
			return
		}
		w := wanted{main: []*modfile.File{got}, replace: got.Replace}
		w.requirements(map[string]bool{})
		w.replacements()
	})
}
