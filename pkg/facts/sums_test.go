package facts_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestSumsOfBothFiles: a zip and a go.mod file are each held against go.sum, and where
// that has no line for the file against the checksum database, if go asks it.
func TestSumsOfBothFiles(t *testing.T) {
	t.Parallel()
	const entry, came, other = "https://proxy.golang.org", "h1:came", "h1:other"
	same := probe.Sums{Hash: came}
	differs := probe.Sums{Hash: came, GoSum: other} // GoSum is set only where it differs
	for _, c := range []struct {
		name     string
		zip, mod probe.Sums // of the download
		zipLine  bool       // go.sum has a line for the zip
		modLine  bool       // and for the go.mod file
		record   string     // what the database has for both, "" for nothing
		recorded probe.Query
		nosumdb  string
		want     walk.Op // at which the walk stops; "" for none
		inGoSum  bool
	}{
		{name: "both as go.sum has them", zip: same, mod: same, zipLine: true, modLine: true},
		{name: "another zip than go.sum has", zip: differs, mod: same, zipLine: true, modLine: true, want: walk.OpZip, inGoSum: true},
		{name: "another go.mod than go.sum has", zip: same, mod: differs, zipLine: true, modLine: true, want: walk.OpMod, inGoSum: true},
		{name: "go.sum decides before the database", zip: same, mod: same, zipLine: true, modLine: true, record: other, recorded: facttest.UUID},
		{name: "no lines, as the database has them", zip: same, mod: same, record: came, recorded: facttest.UUID},
		{name: "no lines, another one than the database has", zip: same, mod: same, record: other, recorded: facttest.UUID, want: walk.OpMod},
		{name: "a line for go.mod alone, another zip than the database has", zip: same, mod: same, modLine: true, record: other, recorded: facttest.UUID, want: walk.OpZip},
		{name: "the database is not asked about it", zip: same, mod: same, record: other, recorded: facttest.UUID, nosumdb: "github.com/google/*"},
		{name: "the record of another module", zip: same, mod: same, record: other, recorded: probe.Query{Path: "rsc.io/quote", Version: "v1.5.2"}},
		{name: "nothing was hashed", record: other, recorded: facttest.UUID},
	} {
		m := facttest.New().Alive("proxy.golang.org").Serves(entry)
		h := m.Facts.Results[len(m.Facts.Results)-1].Evidence.HTTP
		h.Zip, h.Mod = c.zip, c.mod
		m.Relay(entry, "")
		h = m.Facts.Results[len(m.Facts.Results)-1].Evidence.HTTP
		h.Module, h.Zip.Hash, h.Mod.Hash = c.recorded.String(), c.record, c.record
		m.Facts.Settings.Module.GoMod = "/home/u/app/go.mod"
		m.Facts.Settings.Module.Requires = []settings.Requirement{{Path: facttest.UUID.Path, Version: facttest.UUID.Version, InGoSum: c.zipLine, GoModInGoSum: c.modLine}}
		if c.nosumdb != "" {
			m.Goenv("GONOSUMDB", c.nosumdb)
		}
		var got *facts.Mismatch
		op := walk.Op("")
		for _, s := range facts.Stops(&m.Facts) {
			if x := facts.MismatchAt(&m.Facts, s); x != nil {
				got, op = x, s.Hop.Op
			}
		}
		if op != c.want {
			t.Errorf("%s: stops at %q, want %q", c.name, op, c.want)
			continue
		}
		if got != nil && (got.Came != came || got.Want != other || got.InGoSum != c.inGoSum || got.Module != facttest.UUID.String()) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
