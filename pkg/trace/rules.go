package trace

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Effect is what a setting did to a walk: the id of a text behind "trace.rule.".
type Effect string

// The effects.
const (
	Asked     Effect = "asked"     // GOPROXY names the entry
	Bypass    Effect = "bypass"    // GONOPROXY, by default GOPRIVATE: no proxy is asked
	Unchecked Effect = "unchecked" // GONOSUMDB, by default GOPRIVATE, or GOSUMDB=off: the database is not asked
	Relayed   Effect = "relayed"   // GOSUMDB, through the first proxy that relays it, else itself
	Database  Effect = "database"  // GOSUMDB, which no proxy is asked to relay
	InGoSum   Effect = "gosum"     // go.sum has the hashes already
	VCS       Effect = "govcs"     // GOVCS decides which programs may fetch
	Insecure  Effect = "insecure"  // GOINSECURE
	Rewrite   Effect = "rewrite"   // insteadOf
	Outbound  Effect = "outbound"  // an outbound proxy
	NoProxy   Effect = "noproxy"   // an exception from the outbound proxy
	Netrc     Effect = "netrc"     // a credential for the host
	Auth      Effect = "goauth"    // GOAUTH
	Vendor    Effect = "vendor"    // builds take the vendor directory
	Toolchain Effect = "toolchain" // GOTOOLCHAIN, go and toolchain lines
)

// Rule is a setting that decided something.
type Rule struct {
	Setting settings.Setting
	Effect  Effect
}

// book collects the rules of a walk, each once.
type book struct {
	config *route.Config
	rules  []Rule
}

// add notes that a setting had an effect, and returns the rule's index.
func (b *book) add(s settings.Setting, e Effect) int {
	r := Rule{s, e}
	if i := slices.Index(b.rules, r); i >= 0 {
		return i
	}
	b.rules = append(b.rules, r)
	return len(b.rules) - 1
}

// first returns the first of the variables that is set, else the first
// that has a value: the go command reports GONOPROXY, unset, as what GOPRIVATE
// is.
func (b *book) first(names ...string) settings.Setting {
	var found settings.Setting
	for _, name := range names {
		s := b.config.Settings.Effective(settings.Go(name))
		if s.Value != "" && s.Origin != settings.Default {
			return s
		}
		if !found.Set() || found.Value == "" {
			found = s
		}
	}
	return found
}

// explain fills in the rules and the hops of a walk.
func (w *Walk) explain(c *route.Config, v *walkProbes) {
	b := &book{config: c}
	for _, h := range w.Path.Hops {
		hop := Hop{Hop: h, Rules: b.of(h)}
		if v != nil {
			hop.Took = v.took(h)
		}
		w.Hops = append(w.Hops, hop)
	}
	if w.Setting != "" {
		b.add(c.Settings.Effective(settings.Go(w.Setting)), effectOf(w.Setting))
	}
	if w.Setting == "" || len(w.Path.Hops) > 0 {
		b.database(w.Query)
	}
	if b.config.Settings.Module.Vendored {
		b.add(b.first("GOFLAGS"), Vendor)
	}
	w.Rules = b.rules
}

func effectOf(setting string) Effect {
	switch setting {
	case "GOSUMDB":
		return Database
	case "GOTOOLCHAIN":
		return Toolchain
	}
	return Asked
}

// of notes what sent one hop where it went.
func (b *book) of(h walk.Hop) []int {
	var out []int
	c := b.config
	switch {
	case h.Entry.Kind == route.NoProxy || h.Private && h.Entry.Kind == route.Direct:
		out = append(out, b.add(b.first("GONOPROXY", "GOPRIVATE"), Bypass))
	case h.Entry.Kind == "":
		out = append(out, b.add(b.first("GOSUMDB"), b.sumEffect()))
	default:
		out = append(out, b.add(b.first("GOPROXY"), Asked))
	}
	if h.Op == walk.OpGit {
		if s := b.first("GOVCS"); s.Value != "" {
			out = append(out, b.add(s, VCS))
		}
		if _, rule := c.RewriteGit(h.Unrewritten.Reveal()); rule != nil {
			out = append(out, b.add(rule.Setting, Rewrite))
		}
	}
	out = append(out, b.outbound(h)...)
	if h.Op != walk.OpGit {
		out = append(out, b.credentials(h)...)
	}
	return out
}

func (b *book) outbound(h walk.Hop) []int {
	u, err := url.Parse(h.URL.Reveal())
	if err != nil {
		return nil
	}
	client := probe.GoClient
	if h.Op == walk.OpGit {
		client = probe.GitClient
	}
	via, name, err := route.OutboundProxy(b.config.Settings, client, u)
	if err != nil || name == "" {
		return nil
	}
	s := b.config.Settings.Effective(settings.Variable(name))
	if !s.Set() {
		s = b.config.Settings.Effective(settings.Git(name))
	}
	effect := Outbound
	if via == "" {
		effect = NoProxy
	}
	return []int{b.add(s, effect)}
}

// credentials notes what go sends along: nothing over plain http.
func (b *book) credentials(h walk.Hop) []int {
	u, err := url.Parse(h.URL.Reveal())
	if err != nil || u.Scheme != "https" {
		return nil
	}
	var out []int
	auth := b.first("GOAUTH")
	if v := auth.Value.Reveal(); v != "" && v != "netrc" {
		out = append(out, b.add(auth, Auth))
	}
	if e, ok := b.config.Settings.Credentials.Go.Entry(strings.ToLower(u.Host)); ok && (auth.Value == "" || strings.Contains(auth.Value.Reveal(), "netrc")) {
		out = append(out, b.add(settings.Setting{Key: settings.Variable("netrc"), Value: settings.Value(e.Name)}, Netrc))
	}
	return out
}

func (b *book) sumEffect() Effect {
	if b.config.SumDB.Relay {
		return Relayed
	}
	return Database
}

// database notes what decides about the checksum database.
func (b *book) database(q probe.Query) {
	c := b.config
	switch {
	case c.SumDB.Off && q.Path != known.ToolchainModule:
		b.add(b.first("GOSUMDB"), Unchecked)
	case c.SkipsSumDB(q.Path):
		b.add(b.first("GONOSUMDB", "GOPRIVATE"), Unchecked)
	case c.InGoSum(q):
		b.add(settings.Setting{Key: settings.Variable("go.sum"), Value: settings.Value(q.String())}, InGoSum)
	default:
		b.add(b.first("GOSUMDB"), b.sumEffect())
	}
	if c.GOINSECURE != "" {
		b.add(b.first("GOINSECURE"), Insecure)
	}
}

// toolchainRules are the settings that want another Go release.
func (l *looker) toolchainRules() []Rule {
	out := []Rule{{l.settings.Effective(settings.Go("GOTOOLCHAIN")), Toolchain}}
	m := l.settings.Module
	for _, line := range []struct{ name, value string }{{"go", m.GoLine}, {"toolchain", m.Toolchain}} {
		if line.value != "" {
			file := m.GoMod
			if m.GoWork != "" {
				file = m.GoWork
			}
			out = append(out, Rule{settings.Setting{Key: settings.Variable(line.name), Value: settings.Value(line.value), File: file}, Toolchain})
		}
	}
	return out
}
