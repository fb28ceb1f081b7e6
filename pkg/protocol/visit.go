package protocol

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Visit is one conversation with one entry about one module.
type Visit struct {
	client   *wire.Client
	base     *url.URL
	path     string
	evidence *probe.HTTPEvidence
	sums     map[string][]string // what go.sum records
	// decisive is the request at which the go command would fail; see keep.
	decisive *probe.HTTPRequest
}

// NewVisit returns the visit to t's entry about t's module. What it downloads is
// compared with sums, see [GoSums]; nil compares with nothing.
func NewVisit(env *probe.Env, t probe.Target, sums map[string][]string) (*Visit, error) {
	base, err := url.Parse(t.URL.Reveal())
	if err != nil {
		return nil, errors.New("the entry is not a URL")
	}
	return &Visit{
		client: wire.NewClient(env, t), base: base, path: t.Query.Path, sums: sums,
		evidence: &probe.HTTPEvidence{Entry: t.URL.String(), Module: t.Query.String()},
	}, nil
}

// Fetch asks in the order of the go command; what does not wait for an answer
// is asked at the same time.
func (v *Visit) Fetch(ctx context.Context, q VersionQuery) {
	if q.Exact != "" && v.path == known.ToolchainModule {
		// Of a toolchain the go command asks only for the zip.
		a := v.zip(ctx, q.Exact)
		v.keep(a, true)
		v.measured(a)
		return
	}
	if q.Exact != "" {
		v.files(ctx, q.Exact, true)
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
func (v *Visit) resolve(ctx context.Context, q VersionQuery) (string, bool) {
	if q.accept == nil {
		return v.revision(ctx, q.revision)
	}
	var list VersionList
	a := v.get(ctx, probe.ReqList, "@v/list", maxList, func(a *wire.Answer) (err error) {
		list, err = ParseList(a.Body)
		return err
	})
	v.keep(a, true)
	// The go command takes a page for a list without versions.
	if a.Symptom != "" && !(a.Symptom == symptom.HTTPNotProxy && a.Status == 200) {
		return "", false
	}
	if version := q.choose(v.path, list.Releases); version != "" {
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
func (v *Visit) latest(ctx context.Context, list VersionList) (string, bool) {
	version := ""
	a := v.get(ctx, probe.ReqLatest, "@latest", maxInfo, func(a *wire.Answer) (err error) {
		version, err = ParseInfo(a.Body, "")
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
func (v *Visit) revision(ctx context.Context, rev string) (string, bool) {
	version := ""
	a := v.Info(ctx, rev, &version)
	v.keep(a, true)
	return version, a.Symptom == ""
}

// files asks for info, mod and zip of a version, and, where nothing else has
// asked for it, for the list: it tells an unknown version from an unknown module.
func (v *Visit) files(ctx context.Context, version string, withList bool) {
	var info, mod, zip, list wire.Answer
	var wg sync.WaitGroup
	haveInfo := v.evidence.Request(probe.ReqInfo) != nil
	if !haveInfo {
		wg.Go(func() { info = v.Info(ctx, version, new(string)) })
	}
	wg.Go(func() { mod = v.mod(ctx, version) })
	wg.Go(func() { zip = v.zip(ctx, version) })
	if withList {
		wg.Go(func() {
			list = v.get(ctx, probe.ReqList, "@v/list", maxList, func(a *wire.Answer) error {
				l, err := ParseList(a.Body)
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
	v.measured(zip)
}

// measured keeps the pace and the size of a zip.
func (v *Visit) measured(zip wire.Answer) {
	v.evidence.BytesPerSecond, v.evidence.ZipBytes = rate(zip), max(zip.Length, 0)
}

// Info asks for the info file of a revision, and puts the version that it names into
// version.
func (v *Visit) Info(ctx context.Context, rev string, version *string) wire.Answer {
	return v.file(ctx, probe.ReqInfo, rev, ".info", maxInfo, func(a *wire.Answer) (err error) {
		*version, err = ParseInfo(a.Body, rev)
		return err
	})
}

func (v *Visit) mod(ctx context.Context, version string) wire.Answer {
	return v.file(ctx, probe.ReqMod, version, ".mod", MaxMod, func(a *wire.Answer) error {
		declared, err := ParseMod(a.Body)
		if err == nil && declared != v.path {
			a.Detail = "the go.mod file declares the path " + Cut(declared)
			v.evidence.Declared = declared
		}
		if hash, hashErr := HashMod(a.Body); hashErr == nil && err == nil {
			v.evidence.Mod = v.compared(version, "/go.mod", hash)
		}
		return err
	})
}

// file asks for a file of one version.
func (v *Visit) file(ctx context.Context, name, version, suffix string, limit int64, check func(*wire.Answer) error) wire.Answer {
	escaped, err := module.EscapeVersion(version)
	if err != nil {
		return wire.Answer{HTTPRequest: probe.HTTPRequest{Name: name, Symptom: symptom.HTTPNotProxy, Detail: err.Error()}}
	}
	return v.get(ctx, name, "@v/"+escaped+suffix, limit, check)
}

// get asks for a file under the module's path and checks it.
func (v *Visit) get(ctx context.Context, name, file string, limit int64, check func(*wire.Answer) error) wire.Answer {
	return v.client.Ask(ctx, wire.Request{Name: name, URL: v.url(file), Limit: limit}, check)
}

// url returns the address of a file under the module's path. The path was
// checked before.
func (v *Visit) url(file string) *url.URL {
	escaped, _ := module.EscapePath(v.path)
	return wire.Join(v.base, escaped+"/"+file)
}

// keep notes a request; the first at which the go command would fail decides, or
// the first at which it would fail whenever it is run again.
func (v *Visit) keep(a wire.Answer, decides bool) {
	v.evidence.Requests = append(v.evidence.Requests, a.HTTPRequest)
	if decides && a.Symptom != "" && (v.decisive == nil || v.decisive.Passed && !a.Passed) {
		v.decisive = &a.HTTPRequest
	}
}

// compared holds a checksum against go.sum.
func (v *Visit) compared(version, suffix, hash string) probe.Sums {
	key := SumKey(module.Version{Path: v.path, Version: version}) + suffix
	return probe.Sums{Hash: hash, GoSum: Differs(v.sums[key], hash)}
}

// Outcome is what the conversation came to, with its evidence.
func (v *Visit) Outcome() probe.Outcome {
	o := OutcomeOf(v.evidence, v.decisive)
	for _, sums := range []probe.Sums{v.evidence.Mod, v.evidence.Zip} {
		if o.Status == probe.OK && sums.GoSum != "" {
			o.Status, o.Symptom = probe.Fail, symptom.ChecksumMismatch
			o.Detail = fmt.Sprintf("downloaded %s, go.sum has %s", sums.Hash, sums.GoSum)
		}
	}
	return o
}

// OutcomeOf judges a conversation by the request that decides, nil where
// everything that does is in order.
func OutcomeOf(e *probe.HTTPEvidence, decisive *probe.HTTPRequest) probe.Outcome {
	o := probe.Outcome{Status: probe.OK, Evidence: probe.Evidence{HTTP: e}}
	if decisive == nil {
		return o
	}
	o.Status, o.Symptom = probe.Fail, decisive.Symptom
	o.Detail = foreign.Redact(fmt.Sprintf("%s %s: %s", decisive.Name, decisive.URL, decisive.Detail))
	return o
}
