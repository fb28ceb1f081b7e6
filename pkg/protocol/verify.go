package protocol

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// maxTile bounds a tile of the checksum database: a full one has 8 KiB.
const maxTile = 64 << 10

// Record is what a checksum database says of one version.
type Record struct {
	Zip, Mod string // h1: hashes; "" where there is no record
	// Failed is the request that failed, nil where the record was verified.
	Failed *probe.HTTPRequest
	// Bytes is how much was downloaded for it.
	Bytes int64
}

// Database looks versions up in a checksum database as the go command does:
// the record, the signed tree, and the tiles that prove the record to be in it
// (golang.org/x/mod/sumdb). It keeps what it has seen only in memory. Its methods
// are safe for concurrent use.
type Database struct {
	client *wire.Client
	base   *url.URL
	key    string
	record []byte // the answer to the look-up, where it is there already

	mu     sync.Mutex
	latest map[string][]byte
	cache  map[string][]byte
	failed *probe.HTTPRequest
	fault  string
	bytes  int64
}

// NewDatabase returns the database with that verifier key under a base URL, which
// is its own or that of a relay: https://PROXY/sumdb/NAME.
func NewDatabase(c *wire.Client, base *url.URL, key string) *Database {
	return &Database{client: c, base: base, key: key, latest: map[string][]byte{}, cache: map[string][]byte{}}
}

// Verify looks up one version.
func (d *Database) Verify(ctx context.Context, q probe.Query) Record {
	ops := &databaseOps{Database: d, ctx: ctx}
	client := sumdb.NewClient(ops)
	lines, err := client.Lookup(q.Path, q.Version)
	if err == nil { // the same record: nothing is asked
		var mod []string
		mod, err = client.Lookup(q.Path, q.Version+"/go.mod")
		lines = append(lines, mod...)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	r := Record{Failed: d.failed, Bytes: d.bytes}
	d.failed = nil
	if err == nil {
		r.Failed = nil
		r.Zip, r.Mod = recorded([]byte(strings.Join(lines, "\n")), q)
		return r
	}
	if r.Failed == nil || errors.Is(err, sumdb.ErrSecurity) || d.fault != "" {
		detail := err.Error()
		if d.fault != "" {
			detail = d.fault
		}
		path, _ := module.EscapePath(q.Path)
		version, _ := module.EscapeVersion(q.Version)
		u := wire.Join(d.base, "lookup/"+path+"@"+version)
		r.Failed = &probe.HTTPRequest{Name: probe.ReqSumLookup, URL: u.Redacted(), Status: 200, Symptom: symptom.HTTPNotProxy, Detail: probe.OneLine(detail)}
	}
	return r
}

// databaseOps is what package sumdb may do: ask, and remember for this one run.
type databaseOps struct {
	*Database
	ctx context.Context //nolint:containedctx // sumdb.ClientOps has no contexts
}

// ReadRemote asks for a path.
func (o *databaseOps) ReadRemote(path string) ([]byte, error) {
	if o.record != nil && strings.HasPrefix(path, "/lookup/") {
		return o.record, nil
	}
	name := probe.ReqCheck
	switch {
	case strings.HasPrefix(path, "/lookup/"):
		name = probe.ReqSumLookup
	case path == "/latest":
		name = probe.ReqSumLatest
	}
	// The path is escaped already; an encoded one would be asked for twice escaped.
	a := o.client.Ask(o.ctx, wire.Request{Name: name, URL: wire.Join(o.base, strings.TrimPrefix(path, "/")), Limit: maxTile}, nil)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.bytes += a.Bytes
	if a.Symptom == "" {
		return a.Body, nil
	}
	if o.failed == nil {
		o.failed = &a.HTTPRequest
	}
	if a.Symptom.NotFound() {
		return nil, fs.ErrNotExist
	}
	return nil, errors.New(string(a.Symptom) + ": " + a.Detail)
}

// ReadConfig returns the key, and no tree that was seen before.
func (o *databaseOps) ReadConfig(file string) ([]byte, error) {
	if file == "key" {
		return []byte(o.key), nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.latest[file], nil
}

// WriteConfig remembers the newest tree, as a client does that lives on.
func (o *databaseOps) WriteConfig(file string, before, after []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if string(o.latest[file]) != string(before) {
		return sumdb.ErrWriteConflict
	}
	o.latest[file] = after
	return nil
}

// ReadCache returns what this run has seen.
func (o *databaseOps) ReadCache(file string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if data, ok := o.cache[file]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

// WriteCache remembers a tile or record.
func (o *databaseOps) WriteCache(file string, data []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cache[file] = data
}

// Log is not wanted.
func (o *databaseOps) Log(string) {}

// SecurityError keeps what package sumdb has to say of an answer that is forged
// or out of step.
func (o *databaseOps) SecurityError(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	o.fault = first
}
