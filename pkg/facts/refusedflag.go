package facts

import (
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// RefusedFlag returns the flag of GOFLAGS, without its hyphens and its value, that the
// rehearsed command does not take although other commands of this Go do, with the
// result that says so and go's words; nil where there is none.
func (f *Facts) RefusedFlag() (said *probe.Result, flag, words string) {
	flags := f.Settings.Effective(settings.Go("GOFLAGS")).Value
	for _, r := range f.Of(probe.Rehearsal) {
		e := r.Evidence.Rehearsal
		if r.Status != probe.Fail || e == nil {
			continue
		}
		m, ok := gowords.ReadWorkspaceFlag(e.Output)
		if ok && (m.Value != "" && flags.HasFlag(m.Name, m.Value) || m.Value == "" && flags.NamesFlag(m.Name)) {
			return r, m.Name, m.Words
		}
	}
	return nil, "", ""
}
