package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"strings"
)

// pep440 writes a version as Python does: 1.2.3-rc.1 is 1.2.3rc1, and what a snapshot
// has behind that is a local part.
func pep440(version string) string {
	base, pre, ok := strings.Cut(version, "-")
	if !ok {
		return base
	}
	kind, n, _ := strings.Cut(pre, ".")
	short := map[string]string{"alpha": "a", "beta": "b", "rc": "rc"}[kind]
	if short != "" && n != "" && !strings.Contains(n, ".") {
		return base + short + n
	}
	return base + ".dev0+" + strings.NewReplacer("-", ".").Replace(pre)
}

// wheel is a binary distribution (packaging.python.org, binary distribution format):
// the program as a script of the environment, and nothing of Python.
func (r release) wheel(p platform) ([]byte, error) {
	version := pep440(r.version)
	base := "gofix_net-" + version
	info := base + ".dist-info/"
	var tags strings.Builder
	for tag := range strings.SplitSeq(p.wheelTag, ".") {
		fmt.Fprintf(&tags, "Tag: py3-none-%s\n", tag)
	}
	files := []entry{
		{base + ".data/scripts/gofix-net" + p.exe, p.program, 0o755},
		{info + "METADATA", fmt.Appendf(nil, "Metadata-Version: 2.1\nName: gofix-net\nVersion: %s\nSummary: %s\nHome-page: %s\nLicense: Apache-2.0\nRequires-Python: >=3.7\nDescription-Content-Type: text/markdown\n\n%s.\n", version, description, homepage, description), 0o644},
		{info + "WHEEL", []byte("Wheel-Version: 1.0\nGenerator: gofix-net pack\nRoot-Is-Purelib: false\n" + tags.String()), 0o644},
		{info + "LICENSE", r.licence, 0o644},
		{info + noticesName, r.notices, 0o644},
	}
	var record strings.Builder
	for _, f := range files {
		sum := sha256.Sum256(f.data)
		fmt.Fprintf(&record, "%s,sha256=%s,%d\n", f.name, base64.RawURLEncoding.EncodeToString(sum[:]), len(f.data))
	}
	fmt.Fprintf(&record, "%sRECORD,,\n", info)
	files = append(files, entry{info + "RECORD", []byte(record.String()), 0o644})

	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: epoch}
		h.SetMode(fs.FileMode(f.mode))
		to, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil { // which writes the directory
		return nil, err
	}
	return b.Bytes(), nil
}
