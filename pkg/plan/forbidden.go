package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Rule names a protection that no plan may switch off or weaken. It is an i18n
// key with "plan.rule." in front.
type Rule string

// The rules.
const (
	RuleSumdbOff     Rule = "sumdb-off"     // the checksum database would be off, malformed or unknown
	RuleInsecure     Rule = "goinsecure"    // GOINSECURE would cover more
	RuleNoSum        Rule = "nosum-broad"   // public modules would go unverified
	RuleFlagInsecure Rule = "flag-insecure" // GOFLAGS=-insecure
	RulePlainProxy   Rule = "plain-goproxy" // a module proxy over http://
	RuleGOVCS        Rule = "govcs-all"     // any version control system for public code
	RuleTLSVerify    Rule = "git-sslverify" // git would not verify certificates
	RuleTLSRoots     Rule = "git-roots"     // git would trust other authorities
	RuleDowngrade    Rule = "git-downgrade" // an insteadOf to http:// or git://
	RulePlaceholder  Rule = "placeholder"   // a placeholder of a stored profile was not filled in
	RuleLineBreak    Rule = "line-break"    // a value that would write a second setting
)

// ForbiddenError is a change that would switch off or weaken a protection.
type ForbiddenError struct {
	Key   settings.Key
	Value settings.Value // what would be written, or come into force
	Rule  Rule
}

func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("%s=%s is never written: %s", e.Key, e.Value, ruleText(e.Rule))
}

// ruleText is the English of the rules, for errors in logs; texts for people
// come from i18n.
func ruleText(r Rule) string {
	switch r {
	case RuleSumdbOff:
		return "it would switch off the checksum database or hand it to somebody who is not known to this machine"
	case RuleInsecure:
		return "GOINSECURE lets anybody on the way change what is downloaded"
	case RuleNoSum:
		return "public modules would no longer be verified by the checksum database"
	case RuleFlagInsecure:
		return "-insecure lets anybody on the way change what is downloaded"
	case RulePlainProxy:
		return "a module proxy without TLS can be read and changed on the way"
	case RuleGOVCS:
		return "public code could make the go command run any version control system"
	case RuleTLSVerify:
		return "git would no longer verify certificates"
	case RuleTLSRoots:
		return "git would trust other certificate authorities"
	case RuleDowngrade:
		return "the rewrite leads to a protocol without authentication"
	case RulePlaceholder:
		return "its placeholder has not been filled in"
	case RuleLineBreak:
		return "it holds a line break"
	}
	return ""
}

// CheckProfile reports what of p no plan would ever write, on a machine that
// has nothing set: what `profile validate` says. It does not know what a
// machine has in force already.
func CheckProfile(p *profile.Profile) error {
	filled := *p
	filled.Wants = slices.Clone(p.Wants)
	for i, w := range filled.Wants {
		if w.Key == settings.Go("GOPROXY") && w.Value != nil {
			v := settings.Value(strings.ReplaceAll(w.Value.Reveal(), placeholder, "https://goproxy.example.com"))
			filled.Wants[i].Value = &v
		}
	}
	_, err := Diff(&settings.Snapshot{}, &filled)
	return err
}

// placeholder is what a stored profile leaves to profile.Adopt.
const placeholder = "{company}"

// forbidden judges each change by itself, and then what the layers would hold
// when all of them are written: to unset one key can bring another into force.
func forbidden(s *settings.Snapshot, p *profile.Profile, list []Change) error {
	for _, c := range list {
		if c.To == nil {
			continue // only what then comes into force can be forbidden
		}
		if strings.ContainsAny(c.To.Reveal(), "\n\r\x00") {
			return &ForbiddenError{c.Key, *c.To, RuleLineBreak}
		}
		if rule := judge(s, p, c); rule != "" {
			return &ForbiddenError{c.Key, *c.To, rule}
		}
	}
	for _, c := range list {
		if c.To == nil && c.Key.Tool == settings.GitConfig && isRoots(c.Key.Name) {
			return &ForbiddenError{c.Key, "", RuleTLSRoots}
		}
	}
	return judgeAfter(s, p, list)
}

func judge(s *settings.Snapshot, p *profile.Profile, c Change) Rule {
	if c.Key.Tool == settings.GitConfig {
		return judgeGit(s, c)
	}
	to := c.To.Reveal()
	switch c.Key.Name {
	case "GOSUMDB":
		return judgeSumdb(s, p, to)
	case "GOINSECURE", "GONOSUMCHECK":
		if !subset(patterns(to), inForce(s, c.Key)) {
			return RuleInsecure
		}
	case "GONOSUMDB", "GOPRIVATE":
		// Judged together, in judgeAfter, and each by itself: a list that
		// another key hides today is in force tomorrow.
		if !subset(broad(to), append(inForce(s, settings.Go("GONOSUMDB")), inForce(s, settings.Go("GOPRIVATE"))...)) {
			return RuleNoSum
		}
	case "GOFLAGS":
		if hasInsecureFlag(to) && !slices.ContainsFunc(texts(s, c.Key), hasInsecureFlag) {
			return RuleFlagInsecure
		}
	case "GOPROXY":
		return judgeProxies(s, to)
	case "GOVCS":
		if weakVCS(to) && !slices.ContainsFunc(texts(s, c.Key), weakVCS) {
			return RuleGOVCS
		}
	}
	return ""
}

// judgeAfter checks the state that all changes together lead to, in the
// layers below the operating system's variables.
func judgeAfter(s *settings.Snapshot, p *profile.Profile, list []Change) error {
	after := func(name string) string {
		key := settings.Go(name)
		for _, c := range list {
			if c.Key == key && c.To != nil {
				return c.To.Reveal()
			}
			if c.Key == key {
				return below(s, key)
			}
		}
		return beneathEnv(s, key)
	}
	sumdb := settings.Go("GOSUMDB")
	if v := after("GOSUMDB"); v != "" && v != beneathEnv(s, sumdb) && judgeSumdb(s, p, v) != "" {
		return &ForbiddenError{sumdb, settings.Value(v), RuleSumdbOff}
	}
	was := noSum(beneathEnv(s, settings.Go("GONOSUMDB")), beneathEnv(s, settings.Go("GOPRIVATE")))
	is := noSum(after("GONOSUMDB"), after("GOPRIVATE"))
	if was != is && !subset(broad(is), patterns(was)) {
		return &ForbiddenError{settings.Go("GONOSUMDB"), settings.Value(is), RuleNoSum}
	}
	return nil
}

// noSum is the list in force: GOPRIVATE is the default of GONOSUMDB.
func noSum(gonosumdb, goprivate string) string {
	if gonosumdb != "" {
		return gonosumdb
	}
	return goprivate
}

// beneathEnv returns the value that is in force where no variable of the
// operating system hides it.
func beneathEnv(s *settings.Snapshot, k settings.Key) string {
	if w := s.In(k, settings.GoenvFile); w.Set() {
		return w.Value.Reveal()
	}
	return below(s, k)
}

// below returns the value that is in force once the GOENV file has none.
func below(s *settings.Snapshot, k settings.Key) string {
	for _, o := range []settings.Origin{settings.GorootEnv, settings.Default} {
		if l := s.In(k, o); l.Set() {
			return l.Value.Reveal()
		}
	}
	return ""
}

// texts returns every value of k in any layer.
func texts(s *settings.Snapshot, k settings.Key) []string {
	var out []string
	for _, l := range s.All(k) {
		out = append(out, l.Value.Reveal())
	}
	return out
}

// inForce returns the patterns of the strongest layer and of the GOENV file:
// what the user lives with already.
func inForce(s *settings.Snapshot, k settings.Key) []string {
	return append(patterns(s.Effective(k).Value.Reveal()), patterns(s.In(k, settings.GoenvFile).Value.Reveal())...)
}
