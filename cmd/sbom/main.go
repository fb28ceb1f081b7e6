// Command sbom writes the software bill of materials of Go binaries as
// CycloneDX 1.6 JSON. It reads the modules that the linker recorded in the file
// itself, so the list cannot differ from what was built. The same binary gives
// the same document.
//
//	sbom [--version VERSION] [--output FILE] BINARY
//
// With --notices it writes the licences of these modules and of Go instead, out of a
// vendor directory and GOROOT.
//
//	sbom --notices VENDOR --goroot GOROOT [--output FILE] BINARY
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	output := flag.String("output", "", "write to this file instead of standard output")
	version := flag.String("version", "", "the version of the main module, where the binary does not record one")
	vendor := flag.String("notices", "", "write the licences of the modules, out of this vendor directory")
	goroot := flag.String("goroot", "", "with --notices: the directory of Go, whose licence is among them")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: sbom [--version VERSION] [--output FILE] BINARY")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *version, *vendor, *goroot, *output, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(binary, version, vendor, goroot, output string, stdout io.Writer) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return fmt.Errorf("%s: %w", binary, err)
	}
	if version != "" {
		info.Main.Version = version
	}
	data, err := content(info, vendor, goroot)
	if err != nil {
		return err
	}
	if output == "" {
		_, err = stdout.Write(data)
		return err
	}
	return os.WriteFile(output, data, 0o644)
}

// content is the bill of materials, or the licences where there is a vendor directory.
func content(info *buildinfo.BuildInfo, vendor, goroot string) ([]byte, error) {
	if vendor != "" {
		text, err := notices(info, vendor, goroot)
		return []byte(text), err
	}
	data, err := json.MarshalIndent(document(info), "", "  ")
	return append(data, '\n'), err
}
