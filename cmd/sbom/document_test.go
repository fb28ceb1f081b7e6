package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDocument(t *testing.T) {
	got := document(&debug.BuildInfo{
		GoVersion: "go1.26.8",
		Main:      debug.Module{Path: "example.com/main", Version: "v1.0.0"},
		Deps: []*debug.Module{
			{Path: "example.com/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/new", Version: "v1.1.0", Sum: "h1:new"}},
			{Path: "example.com/a", Version: "v2.0.0+incompatible", Sum: "h1:a"},
		},
		Settings: []debug.BuildSetting{{Key: "-trimpath", Value: "true"}, {Key: "GOOS", Value: "linux"}, {Key: "vcs.time", Value: "2026-01-01T00:00:00Z"}},
	})
	want := bom{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", BOMFormat: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{component{
			Type: "application", Ref: "pkg:golang/example.com/main@v1.0.0", Name: "example.com/main", Version: "v1.0.0", PURL: "pkg:golang/example.com/main@v1.0.0",
			Properties: []property{{"go:build:-trimpath", "true"}, {"go:build:GOOS", "linux"}},
		}},
		Components: []component{
			{Type: "library", Ref: "pkg:golang/example.com/a@v2.0.0%2Bincompatible", Name: "example.com/a", Version: "v2.0.0+incompatible", PURL: "pkg:golang/example.com/a@v2.0.0%2Bincompatible", Properties: []property{{"go:sum", "h1:a"}}},
			{Type: "library", Ref: "pkg:golang/example.com/new@v1.1.0", Name: "example.com/new", Version: "v1.1.0", PURL: "pkg:golang/example.com/new@v1.1.0", Properties: []property{{"go:sum", "h1:new"}}},
			{Type: "library", Ref: "pkg:golang/stdlib@1.26.8", Name: "stdlib", Version: "1.26.8", PURL: "pkg:golang/stdlib@1.26.8"},
		},
		Dependencies: []dependency{{"pkg:golang/example.com/main@v1.0.0", []string{"pkg:golang/example.com/a@v2.0.0%2Bincompatible", "pkg:golang/example.com/new@v1.1.0", "pkg:golang/stdlib@1.26.8"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRun reads the test binary itself, in which go test records no modules.
func TestRun(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sbom.json")
	if err := run(self, "1.2.3", "", "", file, nil); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	if err := run(self, "1.2.3", "", "", "", &printed); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, printed.Bytes()) {
		t.Error("two runs give two documents")
	}
	var doc bom
	if err := json.Unmarshal(written, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Components) != 1 || doc.Components[0].Name != "stdlib" || doc.Metadata.Component.PURL != "pkg:golang/github.com/gofix-net/gofix-net@1.2.3" {
		t.Errorf("got %s", written)
	}
}

func TestRunOnAFileThatIsNoBinary(t *testing.T) {
	if err := run("document.go", "", "", "", "", nil); err == nil {
		t.Error("a source file has a bill of materials")
	}
}
