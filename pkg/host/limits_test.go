package host_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestWhole(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := host.System().ReadFile
	if got, err := host.Whole(read, name, 5); err != nil || string(got) != "12345" {
		t.Errorf("as long as it may be: %q, %v", got, err)
	}
	if got, err := host.Whole(read, name, 4); err == nil || got != nil {
		t.Errorf("longer: %q, %v", got, err)
	}
	if _, err := host.Whole(read, name+".none", 4); !os.IsNotExist(err) {
		t.Errorf("missing: %v", err)
	}
	if got, cut, err := read(name, 0); len(got) > 0 || !cut || err != nil {
		t.Errorf("without a limit: %q, %v, %v", got, cut, err)
	}
}
