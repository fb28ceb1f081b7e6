package askless

import (
	"os"
	"testing"
)

func TestRestore(t *testing.T) {
	saved, had0 := was, had
	t.Cleanup(func() { was, had = saved, had0 })
	for _, c := range []struct {
		name string
		set  bool
		text string
	}{{"not set", false, ""}, {"empty", true, ""}, {"set", true, "woodpecker"}} {
		t.Setenv(variable, c.text)
		if !c.set {
			_ = os.Unsetenv(variable)
		}
		was, had = quiet()
		if os.Getenv(variable) == "" {
			t.Errorf("%s: the libraries do not find it", c.name)
		}
		Restore()
		if text, set := os.LookupEnv(variable); text != c.text || set != c.set {
			t.Errorf("%s: it is %q, %v afterwards", c.name, text, set)
		}
	}
}
