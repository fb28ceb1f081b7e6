package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// launcher starts the program of the platform's package.
//
//go:embed launcher.js
var launcher []byte

// manifest is a package.json (docs.npmjs.com/cli/configuring-npm/package-json).
type manifest struct {
	Name         string            `json:"name"`
	Version      string            `json:"version"`
	Description  string            `json:"description"`
	License      string            `json:"license"`
	Homepage     string            `json:"homepage"`
	Repository   string            `json:"repository"`
	Bin          map[string]string `json:"bin,omitempty"`
	OS           []string          `json:"os,omitempty"`
	CPU          []string          `json:"cpu,omitempty"`
	Engines      map[string]string `json:"engines,omitempty"`
	Optional     map[string]string `json:"optionalDependencies,omitempty"`
	PreferUnplug bool              `json:"preferUnplugged,omitempty"`
}

const (
	description = "Finds out why Go module downloads fail on this machine, and fixes it"
	homepage    = "https://" + known.GitHub + "/gofix-net/gofix-net"
)

func (r release) manifest(name string) manifest {
	return manifest{Name: name, Version: r.version, Description: description, License: "Apache-2.0", Homepage: homepage, Repository: "github:gofix-net/gofix-net"}
}

// npmMain is the package that people install: npm takes of its optional dependencies
// the one for their system. No script runs at installation.
func (r release) npmMain() ([]byte, error) {
	m := r.manifest("gofix-net")
	m.Bin, m.Engines, m.Optional = map[string]string{"gofix-net": "launcher.js"}, map[string]string{"node": ">=16"}, map[string]string{}
	for _, p := range r.platforms {
		m.Optional["@gofix-net/"+p.npm()] = r.version
	}
	return r.tarball(m, entry{"launcher.js", launcher, 0o755}, entry{"README.md", fmt.Appendf(nil, "# gofix-net\n\n%s: %s\n\n    npx gofix-net doctor\n", description, homepage), 0o644})
}

// noticesName is the file with the licences of the modules in a program.
const noticesName = "THIRD_PARTY_NOTICES.txt"

// npmPlatform is the package of one system: the program and the licences.
func (r release) npmPlatform(p platform) ([]byte, error) {
	m := r.manifest("@gofix-net/" + p.npm())
	m.OS, m.CPU, m.PreferUnplug = []string{p.os}, []string{p.cpu}, true
	return r.tarball(m, entry{"bin/gofix-net" + p.exe, p.program, 0o755}, entry{noticesName, r.notices, 0o644})
}

// entry is one file of a package.
type entry struct {
	name string
	data []byte
	mode int64
}

// epoch stands in the place of the time of making; npm itself uses this day.
var epoch = time.Date(1985, 10, 26, 8, 15, 0, 0, time.UTC)

func (r release) tarball(m manifest, files ...entry) ([]byte, error) {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	files = append([]entry{{"package.json", append(text, '\n'), 0o644}, {"LICENSE", r.licence, 0o644}}, files...)
	var b bytes.Buffer
	zip, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(zip)
	for _, f := range files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: "package/" + f.name, Mode: f.mode, Size: int64(len(f.data)), ModTime: epoch, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
