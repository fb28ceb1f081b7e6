package facts

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// inWorkspace is what go says of a flag that no command takes in a workspace
// (cmd/go/internal/modload/init.go, Go 1.21 to 1.27).
var inWorkspace = lazyre.New(`go: -(\w+) (?:may only be set to [^\n]* when in workspace mode, but it is set to "([^"\n]*)"|cannot be used in workspace mode)`)

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
		m := inWorkspace.FindStringSubmatch(e.Output)
		if m != nil && (m[2] != "" && flags.HasFlag(m[1], m[2]) || m[2] == "" && flags.NamesFlag(m[1])) {
			return r, m[1], strings.TrimPrefix(m[0], "go: ")
		}
	}
	return nil, "", ""
}
