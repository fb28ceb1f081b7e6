package probes

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Roots looks for certificate authorities where the go command of this system
// does. On macOS and Windows the system itself verifies, and there is nothing
// to look at. It reads files and sends nothing.
//
// Symptoms: none; a failure means that no certificate was found at all.
// Evidence: every place that was examined. Budget: 2 s, for slow disks.
var Roots = probe.Probe{
	Kind: probe.Roots, Doc: "certificate authorities that the go command finds", Stage: probe.Protocol,
	Budget: 2 * time.Second, Targets: rootsTargets, Run: runRoots,
}

func rootsTargets(s *settings.Snapshot, _ []probe.Query) []probe.Target {
	if len(wire.RootFiles(s.OS)) == 0 {
		return nil
	}
	return []probe.Target{{Name: "system"}}
}

func runRoots(ctx context.Context, env *probe.Env, _ probe.Target) probe.Outcome {
	if env.ReadFile == nil || env.ReadDir == nil || env.Stat == nil {
		return probe.Unlooked()
	}
	s := env.Settings
	e := &probe.RootsEvidence{File: s.Variable("SSL_CERT_FILE").String(), Dir: s.Variable("SSL_CERT_DIR").String()}
	files, dirs := wire.RootFiles(s.OS), wire.RootDirs(s.OS)
	if e.File != "" {
		files = []string{s.Variable("SSL_CERT_FILE").Reveal()}
	}
	if e.Dir != "" {
		dirs = strings.Split(s.Variable("SSL_CERT_DIR").Reveal(), ":")
	}
	if hangs := fromFiles(env, e, files); e.Usable == 0 && !hangs {
		fromDirs(ctx, env, e, dirs)
	}
	o := probe.Outcome{Status: probe.OK}
	if e.Usable == 0 {
		o = probe.Outcome{Status: probe.Fail, Detail: probe.OneLine(noRoots(e))}
	}
	o.Evidence.Roots = e
	return o
}

// fromFiles counts the certificates of the first file that can be read. It reports
// whether go waits for ever before: for a pipe, or a device that never ends.
func fromFiles(env *probe.Env, e *probe.RootsEvidence, files []string) (hangs bool) {
	for _, name := range files {
		place, read := rootsIn(env, name)
		e.Looked = append(e.Looked, place)
		e.Usable += place.Found
		if read {
			return false
		}
		if info, err := env.Stat(name); err == nil && info.Mode()&(fs.ModeNamedPipe|fs.ModeDevice) != 0 && name != os.DevNull {
			return true
		}
	}
	return false
}

// fromDirs looks for a certificate in any file of the directories, and ends at
// the first directory that has one.
func fromDirs(ctx context.Context, env *probe.Env, e *probe.RootsEvidence, dirs []string) {
	for _, dir := range dirs {
		place := probe.RootsPlace{Path: dir}
		entries, err := env.ReadDir(dir)
		if err != nil {
			place.Error = why(err)
		}
		for _, f := range entries[:min(len(entries), wire.MaxRootFiles)] {
			if ctx.Err() != nil || place.Found > 0 {
				break
			}
			one, _ := rootsIn(env, filepath.Join(dir, f.Name()))
			place.Found += one.Found
		}
		e.Looked = append(e.Looked, place)
		if e.Usable += place.Found; e.Usable > 0 {
			return
		}
	}
}

// rootsIn counts the certificates of a file, and reports whether it could be read.
func rootsIn(env *probe.Env, name string) (probe.RootsPlace, bool) {
	p := probe.RootsPlace{Path: name}
	data, _, err := env.ReadFile(name, wire.MaxBundle)
	if err != nil {
		p.Error = why(err)
		return p, false
	}
	for len(data) > 0 {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		if _, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" && len(block.Headers) == 0 {
			p.Found++
		}
	}
	if p.Found == 0 {
		p.Error = "holds no certificate in PEM form"
	}
	return p, true
}

// why is the reason of a file error without the path, which is shown beside it.
func why(err error) string {
	if e, ok := errtype.As[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// noRoots says in one line where nothing was found.
func noRoots(e *probe.RootsEvidence) string {
	var all []string
	for _, p := range e.Looked {
		if p.Error == "" {
			p.Error = "holds no certificate"
		}
		all = append(all, fmt.Sprintf("%s: %s", p.Path, p.Error))
	}
	return "no certificate authorities: " + strings.Join(all, "; ")
}
