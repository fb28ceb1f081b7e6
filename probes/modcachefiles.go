package probes

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// maxCachedZip bounds the zip that is unpacked for a check. A longer one is
// passed over: it would take longer than a look may.
const maxCachedZip = 32 << 20

// damaged returns the version's files that the go command would take from the
// cache and fail on. A broken V.info or V.ziphash is none: go makes it anew
// (tried, Go 1.26). sums is go.sum.
func (c cached) damaged(sums map[string][]string) []probe.DamagedFile {
	var out []probe.DamagedFile
	for _, f := range []*probe.DamagedFile{c.damagedMod(sums), c.damagedZip(sums)} {
		if f != nil {
			out = append(out, *f)
		}
	}
	return out
}

func (c cached) damagedMod(sums map[string][]string) *probe.DamagedFile {
	name := c.file(".mod")
	data, cut, err := c.env.ReadFile(name, maxMod)
	if err != nil || cut {
		return nil
	}
	hash, err := hashMod(data)
	if err != nil {
		return nil
	}
	if want := differs(sums[sumKey(c.version)+"/go.mod"], hash); want != "" {
		return &probe.DamagedFile{Path: name, What: "its checksum is not the one in go.sum", Have: hash, Want: want}
	}
	if _, err := parseMod(data); err != nil {
		return &probe.DamagedFile{Path: name, What: err.Error()}
	}
	return nil
}

// damagedZip looks at the zip where it is still to be unpacked, else at the
// hash that was noted when it was downloaded.
func (c cached) damagedZip(sums map[string][]string) *probe.DamagedFile {
	name := c.file(".zip")
	if !exists(c.env, name) {
		return nil
	}
	if noted, _, err := c.env.ReadFile(c.file(".ziphash"), 1<<10); err == nil {
		hash := strings.TrimSpace(string(noted))
		if want := differs(sums[sumKey(c.version)], hash); want != "" && strings.HasPrefix(hash, "h1:") && len(hash) == len(want) {
			return &probe.DamagedFile{Path: name, What: "its checksum is not the one in go.sum", Have: hash, Want: want}
		}
	}
	if exists(c.env, c.tree) && !exists(c.env, c.file(".partial")) {
		return nil
	}
	data, cut, err := c.env.ReadFile(name, maxCachedZip)
	if err != nil || cut {
		return nil
	}
	if err := unpackable(data); err != nil {
		return &probe.DamagedFile{Path: name, What: err.Error()}
	}
	return nil
}

// unpackable reads every file of a zip, as unpacking it does.
func unpackable(data []byte) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("not a valid zip file (%d bytes)", len(data))
	}
	for _, f := range r.File {
		if err := readThrough(f); err != nil {
			return fmt.Errorf("%s in it: %w", cut(f.Name), err)
		}
	}
	return nil
}

func readThrough(f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(in, maxUnpacked))
	return errors.Join(err, in.Close())
}

// maxUnpacked bounds one file of a zip; the go command takes 500 MiB for all.
const maxUnpacked = 64 << 20

// damageSymptom is checksum-mismatch where every damaged file differs from
// go.sum; for broken files the vocabulary of the wire has no word.
func damageSymptom(files []probe.DamagedFile) symptom.Symptom {
	for _, f := range files {
		if f.Want == "" {
			return ""
		}
	}
	return symptom.ChecksumMismatch
}
