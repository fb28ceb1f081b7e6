package probes

import (
	"context"
	"fmt"
	"net/url"
	"sync"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// visit is one conversation with one entry about one module.
type visit struct {
	client   *httpClient
	base     *url.URL
	path     string
	evidence *probe.HTTPEvidence
	sums     map[string][]string // what go.sum records
	// decisive is the request at which the go command would fail; see keep.
	decisive *probe.HTTPRequest
}

// fetch asks in the order of the go command; what does not wait for an answer
// is asked at the same time.
func (v *visit) fetch(ctx context.Context, q versionQuery) {
	if q.exact != "" && v.path == toolchainModule {
		// Of a toolchain the go command asks for the zip alone.
		a := v.zip(ctx, q.exact)
		v.keep(a, true)
		v.evidence.BytesPerSecond = rate(a)
		return
	}
	if q.exact != "" {
		v.files(ctx, q.exact, true)
		return
	}
	version, ok := v.resolve(ctx, q)
	if !ok {
		return
	}
	v.evidence.Resolved = version
	v.files(ctx, version, false)
}

// resolve finds the version that q means here, and reports whether there is
// one to go on with.
func (v *visit) resolve(ctx context.Context, q versionQuery) (string, bool) {
	if q.accept == nil {
		return v.revision(ctx, q.revision)
	}
	var list versionList
	a := v.get(ctx, probe.ReqList, "@v/list", maxList, func(a *answer) (err error) {
		list, err = parseList(a.body)
		return err
	})
	v.keep(a, true)
	// The go command takes a page for a list without versions.
	if a.Symptom != "" && !(a.Symptom == symptom.HTTPNotProxy && a.Status == 200) {
		return "", false
	}
	if version := q.choose(v.path, list.releases); version != "" {
		return version, true
	}
	switch {
	case q.latest:
		return v.latest(ctx, list)
	case q.revision != "":
		return v.revision(ctx, q.revision)
	}
	return "", false
}

// latest asks for @latest; the go command takes 404 there for "look at the
// list again" (modfetch.Latest).
func (v *visit) latest(ctx context.Context, list versionList) (string, bool) {
	version := ""
	a := v.get(ctx, probe.ReqLatest, "@latest", maxInfo, func(a *answer) (err error) {
		version, err = parseInfo(a.body, "")
		return err
	})
	fromList := a.Symptom.NotFound() && list.newest != ""
	v.keep(a, !fromList)
	if fromList {
		return list.newest, true
	}
	return version, a.Symptom == ""
}

// revision asks what version a branch, tag or hash is.
func (v *visit) revision(ctx context.Context, rev string) (string, bool) {
	version := ""
	a := v.info(ctx, rev, &version)
	v.keep(a, true)
	return version, a.Symptom == ""
}

// files asks for info, mod and zip of a version, and, where nothing else has
// asked for it, for the list: it tells an unknown version from an unknown module.
func (v *visit) files(ctx context.Context, version string, withList bool) {
	var info, mod, zip, list answer
	var wg sync.WaitGroup
	haveInfo := v.evidence.Request(probe.ReqInfo) != nil
	if !haveInfo {
		wg.Go(func() { info = v.info(ctx, version, new(string)) })
	}
	wg.Go(func() { mod = v.mod(ctx, version) })
	wg.Go(func() { zip = v.zip(ctx, version) })
	if withList {
		wg.Go(func() {
			list = v.get(ctx, probe.ReqList, "@v/list", maxList, func(a *answer) error {
				l, err := parseList(a.body)
				v.evidence.Newest = l.newestRelease(v.path)
				return err
			})
		})
	}
	wg.Wait()
	if !haveInfo {
		v.keep(info, true)
	}
	v.keep(mod, true)
	v.keep(zip, true)
	if withList {
		v.keep(list, false)
	}
	v.evidence.BytesPerSecond = rate(zip)
}

func (v *visit) info(ctx context.Context, rev string, version *string) answer {
	return v.file(ctx, probe.ReqInfo, rev, ".info", maxInfo, func(a *answer) (err error) {
		*version, err = parseInfo(a.body, rev)
		return err
	})
}

func (v *visit) mod(ctx context.Context, version string) answer {
	return v.file(ctx, probe.ReqMod, version, ".mod", maxMod, func(a *answer) error {
		declared, err := parseMod(a.body)
		if err == nil && declared != v.path {
			a.Detail = "the go.mod file declares the path " + cut(declared)
			v.evidence.Declared = declared
		}
		if hash, hashErr := hashMod(a.body); hashErr == nil && err == nil {
			v.evidence.Mod = v.compared(version, "/go.mod", hash)
		}
		return err
	})
}

// file asks for a file of one version.
func (v *visit) file(ctx context.Context, name, version, suffix string, limit int64, check func(*answer) error) answer {
	escaped, err := module.EscapeVersion(version)
	if err != nil {
		return answer{HTTPRequest: probe.HTTPRequest{Name: name, Symptom: symptom.HTTPNotProxy, Detail: err.Error()}}
	}
	return v.get(ctx, name, "@v/"+escaped+suffix, limit, check)
}

// get asks for a file under the module's path and checks it.
func (v *visit) get(ctx context.Context, name, file string, limit int64, check func(*answer) error) answer {
	return v.ask(ctx, request{name: name, url: v.url(file), limit: limit}, check)
}

func (v *visit) ask(ctx context.Context, q request, check func(*answer) error) answer {
	return repeated(ctx, &v.client.passing, func(alone bool) answer {
		q.alone = alone
		return v.once(ctx, q, check)
	})
}

func (v *visit) once(ctx context.Context, q request, check func(*answer) error) answer {
	a := v.client.get(ctx, q)
	if a.Symptom != "" {
		return a
	}
	if err := check(&a); err != nil {
		v.client.blame(&a, q.url, contentSymptom(err), err.Error())
		a.Detail = settings.Redact(a.Detail)
	}
	return a
}

// url returns the address of a file under the module's path. The path was
// checked before.
func (v *visit) url(file string) *url.URL {
	escaped, _ := module.EscapePath(v.path)
	return join(v.base, escaped+"/"+file)
}

// keep notes a request; the first at which the go command would fail decides, or
// the first at which it would fail whenever it is run again.
func (v *visit) keep(a answer, decides bool) {
	v.evidence.Requests = append(v.evidence.Requests, a.HTTPRequest)
	if decides && a.Symptom != "" && (v.decisive == nil || v.decisive.Passed && !a.Passed) {
		v.decisive = &a.HTTPRequest
	}
}

// compared holds a checksum against go.sum.
func (v *visit) compared(version, suffix, hash string) probe.Sums {
	key := sumKey(module.Version{Path: v.path, Version: version}) + suffix
	return probe.Sums{Hash: hash, GoSum: differs(v.sums[key], hash)}
}

func (v *visit) outcome() probe.Outcome {
	o := httpOutcome(v.evidence, v.decisive)
	for _, sums := range []probe.Sums{v.evidence.Mod, v.evidence.Zip} {
		if o.Status == probe.OK && sums.GoSum != "" {
			o.Status, o.Symptom = probe.Fail, symptom.ChecksumMismatch
			o.Detail = fmt.Sprintf("downloaded %s, go.sum has %s", sums.Hash, sums.GoSum)
		}
	}
	return o
}

// httpOutcome judges a conversation by the request that decides, nil where
// everything that does is in order.
func httpOutcome(e *probe.HTTPEvidence, decisive *probe.HTTPRequest) probe.Outcome {
	o := probe.Outcome{Status: probe.OK, Evidence: probe.Evidence{HTTP: e}}
	if decisive == nil {
		return o
	}
	o.Status, o.Symptom = probe.Fail, decisive.Symptom
	o.Detail = settings.Redact(fmt.Sprintf("%s %s: %s", decisive.Name, decisive.URL, decisive.Detail))
	return o
}
