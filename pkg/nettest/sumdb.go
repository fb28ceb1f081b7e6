package nettest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"net/http"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
)

// SumDB is a checksum database with a key of its own over modules of the
// test's own: the server of golang.org/x/mod/sumdb. It is an [http.Handler].
type SumDB struct {
	http.Handler
	name, key string
}

// NewSumDB returns a database of that name (host[/path]) that knows the modules.
func NewSumDB(name string, modules ...Module) (*SumDB, error) {
	sums := map[module.Version]string{}
	for _, m := range modules {
		lines, err := m.GoSum()
		if err != nil {
			return nil, fmt.Errorf("checksum database: %s@%s: %w", m.Path, m.Version, err)
		}
		sums[module.Version{Path: m.Path, Version: m.Version}] = lines
	}
	signer, verifier, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, fmt.Errorf("checksum database: %w", err)
	}
	ops := sumdb.NewTestServer(signer, func(path, version string) ([]byte, error) {
		lines, ok := sums[module.Version{Path: path, Version: version}]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(lines), nil
	})
	for m := range sums {
		if _, err := ops.Lookup(context.Background(), m); err != nil {
			return nil, fmt.Errorf("checksum database: record of %s: %w", m, err)
		}
	}
	return &SumDB{Handler: sumdb.NewServer(ops), name: name, key: verifier}, nil
}

// Name returns the database's name.
func (d *SumDB) Name() string { return d.name }

// Key returns the verifier key: a value of GOSUMDB for a database that
// proxies relay, or, with a blank and a URL behind it, for one that is asked there.
func (d *SumDB) Key() string { return d.key }
