package cause

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// What the data of several causes have in common. All values are in the form in
// which they may be shown: without credentials.

// AtEntry is an entry of GOPROXY at which a module fails.
type AtEntry struct {
	Entry   string // as GOPROXY has it
	Host    string
	Module  string // PATH@VERSION
	Symptom symptom.Symptom
	Detail  string // the evidence's own words, or ""
}

func entryOf(s facts.Stop, hop *walk.Hop) AtEntry {
	return AtEntry{
		Entry: hop.Entry.Name(), Host: facts.HostName(hop.Entry.URL), Module: s.Path.Query.String(),
		Symptom: hop.Symptom, Detail: hop.Detail,
	}
}

// Origin is the place that a module comes from, at which it fails.
type Origin struct {
	AtEntry                // Host is the origin's
	URL     settings.Value // that git is given
	Private bool           // settings keep the path from proxies
}

func originOf(s facts.Stop) Origin {
	d := Origin{AtEntry: entryOf(s, s.Hop), URL: s.Hop.URL, Private: s.Hop.Entry.Kind == route.NoProxy || s.Hop.Private}
	d.Host = facts.OriginHost(s.Hop.URL)
	return d
}

// withPrivate is the assignment that adds a module's prefix to GOPRIVATE, for go env -w:
// the patterns in force stay. Quoted where a shell would read a comma (PowerShell) or a
// star (zsh) in it.
func withPrivate(f *facts.Facts, path string) string {
	set := "GOPRIVATE="
	if now := f.Settings.Get("GOPRIVATE").String(); now != "" {
		set += now + ","
	}
	set += facts.ModulePrefix(path)
	if strings.ContainsAny(set, ",*?[ ") {
		return `"` + set + `"`
	}
	return set
}

// setting is the value in force of a variable of the go command.
type setting struct {
	Name, Value string
	Where       string // a file and its line, or a layer
}

func settingOf(f *facts.Facts, name string) setting {
	in := f.Settings.Effective(settings.Go(name))
	return setting{Name: name, Value: in.Value.String(), Where: facts.Where(in)}
}

// place is a place on the disk.
type place struct {
	Path   string
	State  probe.DiskState
	Detail string
	OS     string
	NoHome bool
	Sudo   string
	// Home is the home where it cannot be written and the place is in it.
	Home string
}

func placeOf(f *facts.Facts, r *probe.Result) place {
	p := place{
		Path: r.Evidence.Disk.Path, State: r.Evidence.Disk.State, Detail: r.Detail, OS: f.Settings.OS,
		NoHome: f.Settings.NoHome, Sudo: systemOf(f).sudo(),
	}
	home := f.Settings.Variable("HOME").String()
	if p.NoHome && home != "" && strings.HasPrefix(p.Path, strings.TrimSuffix(home, "/")+"/") {
		p.Home = home
	}
	return p
}

// Outbound is an outbound proxy at which a module's download fails.
type Outbound struct {
	Proxy    string
	Variable string // the variable or git setting that names it
	Client   string // the program that goes through it
	Symptom  symptom.Symptom
	Detail   string
	Where    string // the file that sets it, or ""
}

func outboundOf(v *facts.Via) Outbound {
	d := Outbound{Proxy: v.Proxy, Variable: v.Variable, Client: string(v.Client), Symptom: v.Symptom, Detail: v.Detail}
	if v.In.File != "" {
		d.Where = facts.Where(v.In)
	}
	return d
}

// differing is a download that is not what is recorded.
type differing struct {
	AtEntry
	Came, Want string    // checksums
	InGoSum    bool      // go.sum has Want, and not only the checksum database
	Agree      hostNames // that have Want: module proxies, the checksum database
	Others     hostNames // further ones that have Came
}

func differingOf(f *facts.Facts, m *facts.Mismatch, s facts.Stop) differing {
	return differing{
		AtEntry: entryOf(s, s.Hop), Came: m.Came, Want: m.Want, InGoSum: m.InGoSum,
		Agree: sources(f, m.Confirming), Others: sources(f, m.Contradicting),
	}
}

// sources names where the content of results comes from: what a relay says is the
// checksum database's own.
func sources(f *facts.Facts, ids []evidence.ID) hostNames {
	var out hostNames
	for _, id := range ids {
		r := f.Result(id)
		if r == nil {
			continue
		}
		if name := cmp.Or(r.About.Database, r.About.Host, r.Target); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// none is the data of a cause whose words name nothing.
type none struct{}
