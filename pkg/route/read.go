package route

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// DefaultGOPROXY is the list of the go.env file that a pristine Go release
// brings along ($GOROOT/go.env, Go 1.21 and later).
const DefaultGOPROXY = known.GoOwnProxy + ",direct"

// Read interprets a snapshot as the go command does (cmd/go/internal/cfg).
//
// A variable that no layer has is taken as in a pristine release's go.env. An
// empty value in a layer is what it says: an error for GOPROXY and GOSUMDB.
func Read(s *settings.Snapshot) *Config {
	private := text(s, "GOPRIVATE", "")
	c := &Config{
		GoVersion:  s.Go.Version,
		GOPROXY:    readList(s, text(s, "GONOPROXY", private)),
		SumDB:      readSumDB(s),
		GOPRIVATE:  private,
		GONOPROXY:  text(s, "GONOPROXY", private),
		GONOSUMDB:  text(s, "GONOSUMDB", private),
		GOINSECURE: text(s, "GOINSECURE", ""),
		GOVCS:      text(s, "GOVCS", ""),
		Rewrites:   readRewrites(s),
		ModulesOff: text(s, "GO111MODULE", "") == "off",
		Settings:   s,
		sums:       &requirements{},
	}
	c.private, c.noProxy = patternsOf(s, c.GOPRIVATE), patternsOf(s, c.GONOPROXY)
	c.noSumDB, c.insecure = patternsOf(s, c.GONOSUMDB), patternsOf(s, c.GOINSECURE)
	return c
}

// text returns a go command variable; an empty one counts as absent, which is
// how cfg.EnvOrAndChanged reads all but GOPROXY and GOSUMDB, whose built-in
// default is empty too.
func text(s *settings.Snapshot, name, fallback string) string {
	if v := s.Get(name).Reveal(); v != "" {
		return v
	}
	return fallback
}

type goproxyKey string

func readList(s *settings.Snapshot, noProxy string) ProxyList {
	value := DefaultGOPROXY
	if set := s.Effective(settings.Go("GOPROXY")); set.Set() {
		value = set.Value.Reveal()
	}
	list := settings.Derived(s, goproxyKey(value), func() ProxyList { return ParseGOPROXY(value) })
	if noProxy == "" || value == string(Direct) || len(list.Entries) == 0 {
		return list
	}
	// modfetch.proxyList puts it first; it never falls back on an error.
	list.Entries = slices.Concat([]Entry{{Kind: NoProxy, Text: settings.Value(NoProxy)}}, list.Entries)
	return list
}

func readSumDB(s *settings.Snapshot) SumDB {
	set := s.Effective(settings.Go("GOSUMDB"))
	return ParseGOSUMDB(set.Value.Reveal(), set.Set())
}
