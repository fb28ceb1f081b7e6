// Command site writes the pages of pkg/cause as a web site of static files, in both
// languages. It needs no server of its own, and asks nothing of any other host.
//
//	site DIRECTORY
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: site DIRECTORY")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

// write makes the files below dir.
func write(dir string) error {
	files, err := build()
	if err != nil {
		return err
	}
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return fmt.Errorf("make the directory of %s: %w", name, err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil { //nolint:gosec // a web server reads them
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}
