package explain

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

const maxFindings = 200 // distinct pairs of cause and target; a log with more repeats itself

// collector merges messages into findings as they come.
type collector struct {
	found []*Finding
	keys  map[string]*Finding
	paths map[*Finding]string // module path that the finding is about
	// modules are those that a finding is about, with their versions.
	modules map[*Finding]map[string]bool
	retried *retried
	// requests are the messages as they came.
	requests []Request
	setup    setup // the first settings shown, for errors that came before them
}

func newCollector() *collector {
	return &collector{keys: map[string]*Finding{}, paths: map[*Finding]string{}, modules: map[*Finding]map[string]bool{}, retried: newRetried()}
}

// add takes one judged message.
func (k *collector) add(m *message, j judgement) {
	j = withList(m, j)
	k.note(m, j)
	key := string(j.cause) + "\x00" + strings.ToLower(j.target)
	if cause.TraitsOf(j.cause).PerLog == cause.Once {
		key = string(j.cause)
	}
	f := k.keys[key]
	if f == nil {
		if len(k.found) >= maxFindings {
			return
		}
		f = &Finding{Cause: j.cause, Symptom: j.symptom, Target: foreign.Redact(j.target), Or: j.or, Advised: m.advised, Refused: m.refused}
		k.found, k.keys[key] = append(k.found, f), f
		k.paths[f] = moduleOf(&m.chain)
		if m.chain.URL != "" {
			f.URL = foreign.Redact(m.chain.URL)
		}
		f.Operation, f.Module = string(m.chain.Op), moduleVersion(&m.chain)
	}
	f.Count++
	f.complete(m)
	if cause.TraitsOf(j.cause).Passing == cause.MayPass {
		if k.modules[f] == nil {
			k.modules[f] = map[string]bool{}
		}
		name := asked(moduleVersion(&m.chain), m.lines[0])
		k.modules[f][name] = true
		k.retried.lost(name, m, j.symptom)
	}
	if f.Symptom == "" {
		f.Symptom = j.symptom
	}
	for _, t := range m.lines {
		f.add(t)
	}
}

// note keeps a message as the failure of one request.
func (k *collector) note(m *message, j judgement) {
	if j.cause == cause.InsecureSetting || len(k.requests) >= maxRequests {
		return
	}
	r := Request{URL: foreign.Redact(m.chain.URL), Module: moduleVersion(&m.chain), Cause: j.cause, Symptom: j.symptom}
	if len(m.lines) > 0 {
		r.Line = m.lines[len(m.lines)-1].Number
	}
	k.requests = append(k.requests, r)
}

var (
	// declaredPath is what go says of a module that is asked for by another path,
	// runningGo which Go could not go on; both come in addition to what failed.
	declaredPath = lazyre.New(`declares its path as:?\s+(` + grammar.PathPattern + `)|must match major version \("([^"]+)"\)`)
	runningGo    = lazyre.New(`\((?:running|have) (?:go ?)?(1\.[\w.]+)|maximum version supported by tidy is (1[\w.]*)|\(go (1\.[\w.]+)\)`)
)

// complete fills in what the advice of a few causes needs, from the message and
// the lines below it.
func (f *Finding) complete(m *message) {
	var said *lazyre.Regexp
	var into *string
	switch f.Cause {
	case cause.ModulePathMismatch:
		said, into = declaredPath, &f.Declared
	case cause.ToolchainUnavailable:
		said, into = runningGo, &f.Running
	default:
		return
	}
	if *into != "" {
		return
	}
	text := m.chain.Text + "\n" + strings.Join(m.quote, "\n")
	for _, l := range m.lines {
		text += "\n" + l.Text
	}
	if found := said.FindStringSubmatch(text); found != nil {
		*into = foreign.Redact(strings.Join(found[1:], ""))
	}
	if f.Running != "" && !strings.HasPrefix(f.Running, "go") {
		f.Running = "go" + f.Running
	}
	if f.Cause == cause.ToolchainUnavailable && f.Running == "" && m.setup.running != f.Target {
		f.Running = m.setup.running
	}
}

// add appends a line of evidence. One line of the log may hold several of a message.
func (f *Finding) add(t read.Line) {
	l := Line{Number: t.Number, Text: shortened(foreign.Redact(strings.TrimSpace(t.Shown)))}
	if len(f.Lines) >= maxLines || len(f.Lines) > 0 && f.Lines[len(f.Lines)-1] == l {
		return
	}
	f.Lines = append(f.Lines, l)
}

// withList weighs the error against the GOPROXY that the log shows.
func withList(m *message, j judgement) judgement {
	switch j.cause {
	case cause.GoproxyUnreachable, cause.GoproxyMisbehaving, cause.GoproxyDenied, cause.RateLimited:
		if j.symptom.NotFound() || m.role() != grammar.RoleProxy || !m.setup.stopsAt(j.target) {
			return j
		}
		j.or = append([]cause.ID{j.cause}, j.or...)
		j.cause = cause.GoproxyNoFallback
	}
	return j
}

// ranked returns the findings in the order in which to deal with them: what
// happened first comes first, what merely follows from another finding is dropped,
// and a setting that is only unsafe comes last.
func (k *collector) ranked() []Finding {
	var errors []Finding
	var passed, warnings []*Finding
	for _, f := range k.found {
		switch {
		case k.isPrefixSearch(f), k.isNextProbe(f):
		case f.Cause == cause.InsecureSetting:
			warnings = append(warnings, f)
		case k.retried.passed(k.modules[f]):
			f.pass()
			passed = append(passed, f)
		default:
			errors = append(errors, k.named(*f))
		}
	}
	behindDownload(errors)
	for i := range errors { // shown below the error
		if f := &errors[i]; f.Cause == cause.ToolchainUnavailable && f.Running == "" && k.setup.running != f.Target {
			f.Running = k.setup.running
		}
	}
	if k.setup.directFirst() {
		errors = withMalformedList(errors)
	}
	errors = k.withBroadPattern(errors)
	for _, f := range append(passed, warnings...) {
		errors = append(errors, *f)
	}
	return errors
}

// behindDownload moves the need of a newer Go behind the failed download of one: go
// says what it needs, and goes on to fetch it.
func behindDownload(errors []Finding) {
	need := slices.IndexFunc(errors, func(f Finding) bool { return f.Cause == cause.ToolchainUnavailable && f.Symptom == "" })
	failed := slices.IndexFunc(errors, func(f Finding) bool { return strings.Contains(f.URL, "/golang.org/toolchain/") })
	if need >= 0 && failed > need {
		f := errors[need]
		copy(errors[need:failed], errors[need+1:failed+1])
		errors[failed] = f
	}
}

// named fills in the proxy that a message without a URL was about, where the
// log shows the list below it.
func (k *collector) named(f Finding) Finding {
	switch f.Cause {
	case cause.GoproxyUnreachable, cause.GoproxyMisbehaving, cause.NetworkFlaky:
		if f.Target == "" && f.URL == "" {
			f.Target = foreign.Redact(k.setup.firstProxy())
		}
	}
	return f
}

// withMalformedList puts the list whose proxies follow direct in front of
// the failures of direct.
func withMalformedList(errors []Finding) []Finding {
	i := slices.IndexFunc(errors, func(f Finding) bool {
		return f.Cause == cause.VCSUnreachable || f.Cause == cause.ModuleNotFound || f.Cause == cause.GitAuthRequired || f.Cause == cause.TLSInterception
	})
	if i < 0 {
		return errors
	}
	list := Finding{Cause: cause.GoproxyMalformed, Target: "GOPROXY", Lines: errors[i].Lines, Count: 1, Or: []cause.ID{errors[i].Cause}}
	return inFront(errors, i, list)
}

// withBroadPattern puts a GOPRIVATE that covers a public host in front of the
// failure to reach that host without a proxy.
func (k *collector) withBroadPattern(errors []Finding) []Finding {
	i := slices.IndexFunc(errors, func(f Finding) bool { return f.Cause == cause.VCSUnreachable && k.setup.sendsDirect(f.Target) })
	if i < 0 {
		return errors
	}
	broad := Finding{Cause: cause.GoprivateTooBroad, Target: "GOPRIVATE", Lines: errors[i].Lines, Count: 1, Or: []cause.ID{errors[i].Cause}}
	return inFront(errors, i, broad)
}

// inFront puts f in front of the finding at i. slices.Insert of so large a value is much code.
func inFront(errors []Finding, i int, f Finding) []Finding {
	errors = append(errors, f)
	copy(errors[i+1:], errors[i:])
	errors[i] = f
	return errors
}

// isNextProbe reports whether f is the lack of a version control system that go
// tried only because the one before it had failed.
func (k *collector) isNextProbe(f *Finding) bool {
	if f.Cause != cause.GitMissing || f.Target == "git" || f.Target == "ssh" {
		return false
	}
	return slices.ContainsFunc(k.found, func(o *Finding) bool {
		return o != f && o.Operation == string(grammar.OpVCS) && o.Module != "" && f.Module != "" && sameHost(o.Module, f.Module)
	})
}

func sameHost(a, b string) bool {
	a, _, _ = strings.Cut(a, "/")
	b, _, _ = strings.Cut(b, "/")
	return a == b
}

// isPrefixSearch reports whether f is an answer to one of the shorter paths that
// go tries while it looks for the module of a package (github.com, github.com/a,
// github.com/a/b at once), where another finding is about the longer path.
func (k *collector) isPrefixSearch(f *Finding) bool {
	path := k.paths[f]
	if path == "" || f.Operation != string(grammar.OpDiscover) && f.Cause != cause.ModulePathMismatch || f.Symptom.Unreachable() {
		return false
	}
	for other, longer := range k.paths {
		if other.Cause != f.Cause && strings.HasPrefix(longer, path+"/") {
			return true
		}
	}
	return false
}
