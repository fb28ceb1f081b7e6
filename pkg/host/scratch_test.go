package host

import (
	"os"
	"path/filepath"
)

// dieWithScratch makes a scratch directory and dies without removing it.
func dieWithScratch() {
	dir, _, err := tempDir("gofix-net-test-")
	if err != nil || os.WriteFile(filepath.Join(dir, "secret"), []byte("s3cr3t"), 0o600) != nil || os.MkdirAll(filepath.Join(dir, "mod"), 0o500) != nil {
		os.Exit(2)
	}
	os.Exit(7)
}
