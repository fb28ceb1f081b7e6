package facts

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// PortBlocked reports whether a rule fails, by r, only for the port of its
// protocol.
func PortBlocked(f *Facts, rule route.Rewrite, r *probe.Result) bool {
	return r != nil && r.Status == probe.Fail && r.Symptom.Unreachable() && OtherProtocol(rule.Base) && httpsStands(f, OriginHost(rule.Base))
}

// OtherProtocol reports whether a git URL is for ssh or git://.
func OtherProtocol(base settings.Value) bool {
	u := strings.ToLower(base.Reveal())
	return !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "file:") && !strings.HasPrefix(u, "/")
}

func httpsStands(f *Facts, host string) bool {
	r := f.At(probe.TLS, host+":443")
	return r != nil && r.Status == probe.OK
}

// EvidenceBehind is the evidence of the failing modules that a rule leads away.
func EvidenceBehind(f *Facts, rule route.Rewrite) []evidence.ID {
	var out []evidence.ID
	for _, s := range Stops(f) {
		if s.AtOrigin() && strings.HasPrefix(s.Hop.URL.Reveal(), rule.Base.Reveal()) {
			out = append(out, s.Evidence()...)
		}
	}
	return out
}

// BehindRule is what is known of the place that a rule leads to.
func BehindRule(f *Facts, rule route.Rewrite) *probe.Result {
	if r := wayBehind(f, rule); r != nil {
		return r
	}
	return ruleResult(f, rule.Setting)
}

// wayBehind is the failure on the way to where a rule leads a module that fails.
// Of a rule that would come into force only if another setting went, nothing
// else can be known: git was not led there.
func wayBehind(f *Facts, rule route.Rewrite) *probe.Result {
	for _, s := range Stops(f) {
		if s.Hop == nil || s.Hop.Op != walk.OpGit || s.Hop.Via != "" || !strings.HasPrefix(s.Hop.URL.Reveal(), rule.Base.Reveal()) {
			continue
		}
		if b := f.Blocker(s.Hop.URL, "", probe.GitClient); b != nil {
			return b
		}
	}
	return nil
}

// ruleResult is what became of a rule: its own result, or, where its host was
// not even reached, the failure that it waited for.
func ruleResult(f *Facts, s settings.Setting) *probe.Result {
	for i := range f.Results {
		r := &f.Results[i]
		if r.Kind != probe.GitRule || r.About.Key != s.Key.String() || r.About.Value != s.Value.String() {
			continue
		}
		if r.Status == probe.Skip && r.BlockedBy != "" {
			return f.Result(r.BlockedBy)
		}
		return r
	}
	return nil
}

// GitMessage is what git itself said, or, where git was not run, the detail of a result.
func GitMessage(r *probe.Result) string {
	if r.Evidence.Git != nil {
		return r.Evidence.Git.Message
	}
	return r.Detail
}
