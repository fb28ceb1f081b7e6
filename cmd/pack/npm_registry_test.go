package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// npmRegistry serves the packages of a directory as npm's registry does, and so every
// mirror of it, and remembers which archives were asked for.
// https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md
type npmRegistry struct {
	*httptest.Server
	documents map[string][]byte // by name of the package
	archives  map[string][]byte // by name of the file

	mu      sync.Mutex
	fetched []string
}

func startNpmRegistry(t *testing.T, dir string) *npmRegistry {
	t.Helper()
	r := &npmRegistry{documents: map[string][]byte{}, archives: map[string][]byte{}}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	files, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d packages: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r.archives[filepath.Base(file)] = data
		manifest := npmManifest(t, data)
		sum := sha512.Sum512(data)
		manifest["dist"] = map[string]string{"tarball": r.URL + "/archive/" + filepath.Base(file), "integrity": "sha512-" + base64.StdEncoding.EncodeToString(sum[:])}
		name, version := manifest["name"].(string), manifest["version"].(string)
		r.documents[name], err = json.Marshal(map[string]any{"name": name, "dist-tags": map[string]any{"latest": version}, "versions": map[string]any{version: manifest}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// npmManifest is the package.json of a package.
func npmManifest(t *testing.T, data []byte) map[string]any {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if err != nil {
			t.Fatalf("package.json: %v", err)
		}
		if header.Name != "package/package.json" {
			continue
		}
		var manifest map[string]any
		text, err := io.ReadAll(archive)
		if err == nil {
			err = json.Unmarshal(text, &manifest)
		}
		if err != nil {
			t.Fatal(err)
		}
		return manifest
	}
}

func (r *npmRegistry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if file, ok := strings.CutPrefix(req.URL.Path, "/archive/"); ok && r.archives[file] != nil {
		r.mu.Lock()
		r.fetched = append(r.fetched, file)
		r.mu.Unlock()
		_, _ = w.Write(r.archives[file])
		return
	}
	name, err := url.PathUnescape(strings.TrimPrefix(req.URL.EscapedPath(), "/"))
	if document := r.documents[name]; err == nil && document != nil {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document)
		return
	}
	http.NotFound(w, req)
}
