package facts

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Instead is a GOPROXY without one of its entries.
type Instead struct {
	Value string // in the form in which it may be shown
	// Outcome is what the results say of the modules asked about under it.
	Outcome walk.Outcome
}

// InsteadOf returns a GOPROXY by which go does without an entry: the first by which
// the modules asked about download as far as the results tell, of the rest of the
// list, Go's own default and the other proxies that served a module here. Where none
// does, it is the first of these.
func (f *Facts) InsteadOf(entry string) Instead {
	values := []string{cmp.Or(f.without(entry), route.DefaultGOPROXY), route.DefaultGOPROXY}
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; r.Status == probe.OK && h != nil && h.Entry != entry {
			values = append(values, h.Entry+",direct")
		}
	}
	var out []Instead
	for _, v := range values {
		x := Instead{v, f.With(f.Settings.As(settings.Go("GOPROXY"), settings.Value(v))).Outcome()}
		if x.Outcome == walk.Succeeds {
			return x
		}
		out = append(out, x)
	}
	return out[0]
}

// without is the list in force without an entry; "" where no proxy stays.
func (f *Facts) without(entry string) string {
	var b strings.Builder
	entries := slices.DeleteFunc(slices.Clone(f.Config().GOPROXY.Entries), func(e route.Entry) bool {
		return e.Kind == route.NoProxy || e.Name() == entry
	})
	if slices.ContainsFunc(entries, func(e route.Entry) bool { return e.Text.Masked() }) {
		return "" // a command with a credential left out would be of no use
	}
	if !slices.ContainsFunc(entries, func(e route.Entry) bool { return e.Kind == route.Proxy }) {
		return ""
	}
	for i, e := range entries {
		b.WriteString(e.Text.String())
		switch {
		case i == len(entries)-1:
		case e.Bar:
			b.WriteByte('|')
		default:
			b.WriteByte(',')
		}
	}
	return b.String()
}
