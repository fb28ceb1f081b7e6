package protocol

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// GoSums reads what the go.sum files of the module or workspace at hand record:
// "PATH VERSION" and "PATH VERSION/go.mod" to the hashes. A file that is missing
// has none.
func GoSums(env *probe.Env) map[string][]string {
	sums := map[string][]string{}
	if env.ReadFile == nil {
		return sums
	}
	for _, name := range env.Settings.Module.GoSums {
		data, err := host.Whole(env.ReadFile, name, host.MaxGoSum)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(data)) {
			if f := strings.Fields(line); len(f) == 3 && strings.HasPrefix(f[2], "h1:") {
				sums[f[0]+" "+f[1]] = append(sums[f[0]+" "+f[1]], f[2])
			}
		}
	}
	return sums
}

// Differs returns the recorded hash that a download's hash disagrees with, or ""
// where it agrees with one or none is recorded.
func Differs(recorded []string, hash string) string {
	for _, h := range recorded {
		if h == hash {
			return ""
		}
	}
	if len(recorded) == 0 {
		return ""
	}
	return recorded[0]
}

// HashMod returns the h1: hash of a go.mod file (cmd/go/internal/modfetch.goModSum).
func HashMod(data []byte) (string, error) {
	return dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	})
}

// HashZip returns the h1: hash of a module zip (dirhash.HashZip, which wants a file).
func HashZip(data []byte) (string, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var names []string
	files := map[string]*zip.File{}
	for _, f := range r.File {
		names = append(names, f.Name)
		files[f.Name] = f
	}
	return dirhash.Hash1(names, func(name string) (io.ReadCloser, error) { return bounded(files[name]) })
}

// MaxUnpacked bounds one file of a zip; the go command takes 500 MiB for all.
const MaxUnpacked = 64 << 20

var errTooLarge = errors.New("a file of the zip archive is too large")

// bounded opens a file of a zip for at most [MaxUnpacked] bytes: a megabyte of
// zip can hold a gigabyte of zeros.
func bounded(f *zip.File) (io.ReadCloser, error) {
	if f.UncompressedSize64 > MaxUnpacked {
		return nil, fmt.Errorf("%w: %s has %d bytes", errTooLarge, Cut(f.Name), f.UncompressedSize64)
	}
	return f.Open()
}

// SumKey is how go.sum names a module's zip.
func SumKey(m module.Version) string { return m.Path + " " + m.Version }

// MalformedSum returns what the go command says of the first line of go.sum that
// is none, such as the marks of a merge; "" where all are. It reads the file only
// once it has something to compare, and ends there (modfetch.readGoSum).
func MalformedSum(env *probe.Env) string {
	if env.ReadFile == nil || env.Settings.Module.GoMod == "" && env.Settings.Module.GoWork == "" {
		return ""
	}
	for _, name := range env.Settings.Module.GoSums {
		data, cut, err := env.ReadFile(name, host.MaxGoSum)
		if err != nil {
			continue
		}
		if cut {
			data = data[:bytes.LastIndexByte(data, '\n')+1] // half of a line is no mistake of the file
		}
		n := 0
		for line := range strings.Lines(string(data)) {
			n++
			if fields := len(strings.Fields(line)); fields != 0 && fields != 3 {
				return fmt.Sprintf("malformed go.sum: %s:%d: wrong number of fields %d", name, n, fields)
			}
		}
	}
	return ""
}
