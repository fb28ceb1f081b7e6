package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazy"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// statement is something that go says outright, without a failed request: a
// setting it rejects, a file it cannot write, a version that does not exist.
type statement struct {
	words   string         // must be in the text; the cheap test
	re      *lazyre.Regexp // nil: words are enough. Its first group is the target
	cause   cause.ID
	symptom symptom.Symptom
	target  func(*grammar.Chain) string // where re gives none
	or      []cause.ID
	// lead: other programs use the words too; they count behind a link of the
	// go command only.
	lead bool
	// shared: other programs use the words too; they count as a request does that
	// nothing shows to be go's ([message.counts]).
	shared bool
	// advised: go names the command that helps, and has asked no server.
	advised bool
	// refused: go reads the setting, and cannot use its value.
	refused bool
}

// fixed returns a target that does not depend on the text.
func fixed(s string) func(*grammar.Chain) string { return func(*grammar.Chain) string { return s } }

// moduleOf is the module of the chain, or the import path.
func moduleOf(c *grammar.Chain) string {
	if c.Module != "" {
		return c.Module
	}
	return c.Package
}

// moduleVersion is module@version, as far as the chain names them.
func moduleVersion(c *grammar.Chain) string {
	if c.Module == "" || c.Version == "" {
		return moduleOf(c)
	}
	return c.Module + "@" + c.Version
}

func toolchainOf(c *grammar.Chain) string { return c.Toolchain }

// statements in the order in which they are tried: the first that fits wins.
// The texts are those of cmd/go 1.11 to 1.27.
var statements = []statement{
	// GOPROXY
	{words: "GOPROXY list is not the empty string", cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "invalid proxy URL", re: lazyre.New(`invalid proxy URL (?:missing )?scheme[^:]*: (\S+)`), cause: cause.GoproxyMalformed},
	{words: "invalid file:// proxy URL", cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "refusing to pass credentials to insecure URL", cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "first path segment in URL cannot contain colon", shared: true, re: lazyre.New(`parse "\\*["']()https?:`), cause: cause.GoproxyMalformed, target: fixed("GOPROXY")}, // quotation marks in the value
	{words: "first path segment in URL cannot contain colon", re: lazyre.New(`(?:^|["'\s])go: parse ()`), cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "first path segment in URL cannot contain colon", lead: true, cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "no Host in request URL", lead: true, cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "unsupported protocol scheme", lead: true, cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "net/url: invalid userinfo", lead: true, cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "in host name", lead: true, re: lazyre.New(`invalid character "[^"]*" in host name()`), cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "after host", lead: true, re: lazyre.New(`invalid port "[^"]*" after host()`), cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "missing ']' in host", lead: true, cause: cause.GoproxyMalformed, target: fixed("GOPROXY")},
	{words: "disabled by GOPROXY=off", cause: cause.GoproxyOff, target: fixed("GOPROXY")},
	// The checksum database and go.sum
	{words: "invalid GOSUMDB", cause: cause.SumdbMalformed, target: fixed("GOSUMDB"), or: []cause.ID{cause.ToolchainUnavailable}},
	{words: "missing GOSUMDB", cause: cause.SumdbMalformed, target: fixed("GOSUMDB")},
	{words: "malformed note", lead: true, cause: cause.SumdbStateCorrupt, target: fixed("GOPATH/pkg/sumdb"), or: []cause.ID{cause.SumdbMalformed, cause.GoproxyMisbehaving}},
	{words: "no verifiable signatures", lead: true, cause: cause.SumdbStateCorrupt, target: fixed("GOPATH/pkg/sumdb"), or: []cause.ID{cause.SumdbMalformed}},
	{words: "security error: misbehaving server", cause: cause.SumdbStateCorrupt, target: fixed("GOPATH/pkg/sumdb"), or: []cause.ID{cause.ChecksumMismatch, cause.GoproxyMisbehaving}},
	{words: "downloaded inconsistent tile", cause: cause.SumdbStateCorrupt, target: fixed("GOPATH/pkg/sumdb"), or: []cause.ID{cause.GoproxyMisbehaving}},
	{words: "unexpected ziphash", cause: cause.ModcacheCorrupt, target: moduleVersion, or: []cause.ID{cause.ChecksumMismatch}},
	{words: "checksum mismatch", re: lazyre.New(`verifying (?:\S+@\S|module|go\.mod).*checksum mismatch()`), cause: cause.ChecksumMismatch, symptom: symptom.ChecksumMismatch, target: moduleVersion, or: []cause.ID{cause.MirrorContentDiffers, cause.ModcacheCorrupt}},
	{words: "checksum missing from sumdb response", cause: cause.ChecksumMismatch, symptom: symptom.ChecksumMismatch, target: moduleVersion},
	{words: "database server misbehavior detected", cause: cause.ChecksumMismatch, symptom: symptom.ChecksumMismatch, target: fixed(known.SumGolangOrg)},
	{words: "does NOT match the one reported by the checksum server", cause: cause.ChecksumMismatch, symptom: symptom.ChecksumMismatch, target: moduleVersion},
	{words: "does NOT match an earlier download", cause: cause.ChecksumMismatch, symptom: symptom.ChecksumMismatch, target: moduleVersion},
	{words: "malformed go.sum", cause: cause.ChecksumMismatch, target: fixed("go.sum")},
	{words: "unknown hashes in go.sum", cause: cause.ChecksumMismatch, target: moduleVersion},
	// Other settings
	{words: "could not be located: GOCACHE is not defined", cause: cause.ModcacheUnwritable, target: fixed("GOCACHE"), or: []cause.ID{cause.GoenvUnwritable}}, // HOME is not set
	{words: "modules disabled by GO111MODULE=off", cause: cause.ModulesOff, target: fixed("GO111MODULE")},
	{words: "modules disabled inside GOPATH/src by GO111MODULE=auto", cause: cause.ModulesOff, target: fixed("GO111MODULE")},
	{words: "using the vendor directory", re: lazyre.New(`can't (?:compute|determine|resolve|match) .* using the vendor directory()`), cause: cause.ModulesOff, target: fixed("GOFLAGS")},
	{words: "due to -mod=vendor", cause: cause.ModulesOff, target: fixed("GOFLAGS")},
	{words: "cannot be used with GO111MODULE=off", cause: cause.ModulesOff, target: fixed("GO111MODULE")},
	{words: "unknown environment setting GO111MODULE", cause: cause.ModulesOff, target: fixed("GO111MODULE"), or: []cause.ID{cause.UnknownSetting}},
	// What is forbidden is a download; why the directory lacks the package is open.
	{words: "import lookup disabled by -mod=vendor", cause: cause.ModulesOff, target: fixed("GOFLAGS"), or: []cause.ID{cause.VendorInconsistent}},
	{words: "import lookup disabled by -mod=", cause: cause.ModulesOff, target: fixed("GOFLAGS")},
	{words: `cannot find package "." in:`, cause: cause.VendorInconsistent, target: fixed("vendor/modules.txt"), or: []cause.ID{cause.WorkspaceBroken}}, // its directory lies in vendor
	{words: "inconsistent vendoring", cause: cause.VendorInconsistent, target: fixed("vendor/modules.txt")},
	{words: "disabled by -mod=vendor", cause: cause.VendorInconsistent, target: fixed("vendor/modules.txt"), or: []cause.ID{cause.ModulesOff}},
	// go.sum and workspaces
	{words: "missing go.sum entry", re: lazyre.New(`([^\s:]+@[^\s:]+): missing go\.sum entry`), cause: cause.GoSumIncomplete, advised: true},
	{words: "missing go.sum entry", re: lazyre.New(`missing go\.sum entry for module providing package ([^\s;]+)`), cause: cause.GoSumIncomplete, advised: true},
	{words: "missing go.sum entry", cause: cause.GoSumIncomplete, target: moduleVersion, advised: true},
	{words: "updates to go.sum needed", cause: cause.GoSumIncomplete, target: fixed("go.sum")},
	{words: "listed in go.work file", re: lazyre.New(`cannot load module (\S+) listed in go\.work file`), cause: cause.WorkspaceBroken},
	{words: "reading go.work", re: lazyre.New(`reading go\.work: open ([^\s:]+)`), cause: cause.WorkspaceBroken},
	{words: "reading go.work", re: lazyre.New(`reading go\.work: ([^\s:]+):\d+: `), cause: cause.WorkspaceBroken},
	{words: "invalid GOWORK", cause: cause.WorkspaceBroken, target: fixed("GOWORK")},
	{words: "listed in go.work file requires go", cause: cause.WorkspaceBroken, target: fixed("go.work")},
	{words: "modules listed in go.work", re: lazyre.New(`directory .*(?:does not contain|outside) modules listed in (go\.work)`), cause: cause.WorkspaceBroken},
	{words: "errors parsing go.work", cause: cause.WorkspaceBroken, target: fixed("go.work")},
	{words: "not one of the workspace modules", cause: cause.WorkspaceBroken, target: fixed("go.work")},
	{words: "cannot use path@version syntax in GOPATH mode", cause: cause.ModulesOff, target: fixed("GO111MODULE"), or: []cause.ID{cause.ToolchainUnavailable}},
	{words: "can only use path@version syntax with 'go get'", cause: cause.ModulesOff, target: fixed("GO111MODULE"), or: []cause.ID{cause.ToolchainUnavailable}},
	{words: "does not override conflicting OS environment", re: lazyre.New(`go env -[wu] (\w+)`), cause: cause.EnvShadowsGoenv, target: fixed("GOENV")},
	{words: "go env config", re: lazyre.New(`(?:cannot find|writing|reading) go env config()`), cause: cause.GoenvUnwritable, target: fixed("GOENV")},
	{words: "unknown go command variable", re: lazyre.New(`unknown go command variable (\w+)`), cause: cause.UnknownSetting},
	{words: "flag provided but not defined: -insecure", shared: true, cause: cause.UnknownSetting, target: fixed("-insecure")},
	{words: "-insecure flag is no longer supported", cause: cause.UnknownSetting, target: fixed("-insecure")},
	{words: "parsing $GOFLAGS", cause: cause.UnknownSetting, target: fixed("GOFLAGS"), refused: true},
	{words: "GOAUTH", re: lazyre.New(`(?:go: GOAUTH[ =]|GOAUTH=\S+: |GOAUTH command )[^']*?()(?:encountered|cannot|requires|: |error)`), cause: cause.UnknownSetting, target: fixed("GOAUTH"), or: []cause.ID{cause.GoproxyDenied, cause.GitAuthRequired}, refused: true},
	{words: "GOFIPS140", re: lazyre.New(`(?:invalid|malformed|unknown|missing GOROOT for|cannot use|unpacking|verifying) GOFIPS140()`), cause: cause.UnknownSetting, target: fixed("GOFIPS140"), refused: true},
	{words: "GOCACHEPROG", re: lazyre.New(`(?:GOCACHEPROG (?:args|exited|declared)|to GOCACHEPROG:|starting GOCACHEPROG program|from GOCACHEPROG:|waiting for GOCACHEPROG)()`), cause: cause.UnknownSetting, target: fixed("GOCACHEPROG"), refused: true},
	{words: "in GOVCS", re: lazyre.New(`(?:malformed entry|empty entry|empty VCS list|unreachable pattern) in GOVCS()`), cause: cause.GOVCSDenied, target: fixed("GOVCS")},
	{words: "GOVCS disallows", re: lazyre.New(`GOVCS disallows using \S+ for (?:public|private) ([^\s;]+)`), cause: cause.GOVCSDenied},
	// Toolchains
	{words: "is a language version but not a toolchain version", cause: cause.ToolchainVersionInvalid, target: toolchainOf, or: []cause.ID{cause.ToolchainUnavailable}},
	{words: "toolchain not available", re: lazyre.New(`download (go1[\w.]*)`), cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}},
	{words: "requires go ", re: lazyre.New(`requires go (?:>= |version )?v?(1[\w.]*)[^(]*\((?:running|have)`), cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}},
	{words: "checksum database disabled by GOSUMDB=off", cause: cause.ToolchainUnavailable, target: toolchainOf, or: []cause.ID{cause.SumdbOff}},
	{words: `" in PATH`, re: lazyre.New(`cannot find "(go1[\w.]*)" in PATH`), cause: cause.ToolchainUnavailable},
	{words: "invalid GOTOOLCHAIN", cause: cause.ToolchainUnavailable, target: fixed("GOTOOLCHAIN")},
	{words: "invalid toolchain", re: lazyre.New(`invalid toolchain(?: version)? ['"]([\w.+-]+)`), cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}},
	{words: "invalid go version", re: lazyre.New(`invalid go version ['"]?(1[\w.]*)`), cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}},
	{words: "unknown directive", re: lazyre.New(`unknown directive: (toolchain|godebug|tool|ignore)\b`), cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}},
	{words: "maximum version supported by tidy", re: lazyre.New(`go\.mod file indicates go (1[\w.]*), but maximum version supported by tidy`), cause: cause.ToolchainUnavailable},
	{words: "flag provided but not defined: -tool", shared: true, cause: cause.ToolchainUnavailable, target: fixed("go1.24")},
	{words: "unknown block type", re: lazyre.New(`unknown block type: (toolchain|godebug|tool|ignore)\b`), cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}},
	// A page in place of a go.mod: nothing else begins with that character.
	{words: "unexpected input character U+003C", lead: true, cause: cause.GoproxyMisbehaving, symptom: symptom.HTTPNotProxy, target: moduleVersion, or: []cause.ID{cause.CaptivePortal, cause.ModcacheCorrupt}},
	{words: "unknown directive: <", lead: true, cause: cause.GoproxyMisbehaving, symptom: symptom.HTTPNotProxy, target: moduleVersion, or: []cause.ID{cause.CaptivePortal, cause.ModcacheCorrupt}},
	// Module paths
	{words: "module declares its path as", cause: cause.ModulePathMismatch, target: moduleOf},
	{words: "unexpected module path", cause: cause.ModulePathMismatch, target: moduleOf},
	{words: "must match major version", cause: cause.ModulePathMismatch, target: moduleOf, or: []cause.ID{cause.VersionNotFound}},
	{words: "should be v", re: lazyre.New(`should be v\d+(?: or v\d+)?, not v\d+()`), cause: cause.ModulePathMismatch, target: moduleOf, or: []cause.ID{cause.VersionNotFound}},
	{words: "module path at revision", re: lazyre.New(`go\.mod has (?:non-\S*/v\d+|post-v\d+|malformed) module path()`), cause: cause.ModulePathMismatch, target: moduleOf},
	{words: "module path", re: lazyre.New(`go\.mod has (?:non-\S*/v\d+|post-v\d+|malformed) module path()`), cause: cause.ModulePathMismatch, target: moduleOf},
	{words: "malformed module path", re: lazyre.New(`malformed module path "([^"]+)"`), cause: cause.ModulePathMismatch},
	{words: "malformed import path", re: lazyre.New(`malformed import path "([^"]+)": (?:invalid char|missing dot|double slash|leading|trailing|disallowed)`), cause: cause.ModulePathMismatch},
	{words: "github.com import path", re: lazyre.New(`invalid github\.com import path "([^"]+)"`), cause: cause.ModulePathMismatch},
	{words: "invalid version control suffix", cause: cause.ModulePathMismatch, target: moduleOf},
	{words: "import path does not begin with hostname", cause: cause.ModulePathMismatch, target: moduleOf, or: []cause.ID{cause.ModuleNotFound}},
	{words: "case-insensitive import collision", cause: cause.ModulePathMismatch, target: moduleOf},
	// Packages and versions
	{words: "does not contain package", re: lazyre.New(`(?:@\S+|found|module).* does not contain package ([^\s"\\]+)`), cause: cause.PackageNotFound, or: []cause.ID{cause.VersionNotFound, cause.ModulePathMismatch}},
	{words: "unknown revision", re: lazyre.New(`(?:^|[\s"'>=])go(?: \w+)?: (\S+@[^\s:]+): (?:invalid version: )?unknown revision`), cause: cause.VersionNotFound, or: []cause.ID{cause.VCSUnreachable}}, // a branch may have slashes in it
	{words: "unknown revision", lead: true, cause: cause.VersionNotFound, target: moduleVersion, or: []cause.ID{cause.VCSUnreachable}},
	{words: "no matching versions for query", cause: cause.VersionNotFound, target: moduleVersion, or: []cause.ID{cause.ModulePathMismatch, cause.GoproxyMisbehaving}},
	{words: "invalid pseudo-version", lead: true, cause: cause.VersionNotFound, target: moduleVersion},
	{words: "at revision", re: lazyre.New(`missing (?:\S+/)?go\.mod at revision()`), cause: cause.VersionNotFound, target: moduleVersion},
	{words: "cannot find module", re: lazyre.New(`cannot find module (?:providing package|for path) ([a-z0-9][\w-]*(?:\.[\w-]+)+/[^\s:"]+)$`), cause: cause.ModuleNotFound, or: []cause.ID{cause.PackageNotFound}},
	{words: "no secure protocol found for repository", cause: cause.VCSUnreachable, target: moduleOf, or: []cause.ID{cause.GitAuthRequired, cause.ModuleNotFound}},
	// Programs
	{words: "go: command not found", re: lazyre.New(`(?:^|[\s:])(go): command not found`), cause: cause.GoMissing},
	{words: "not found: go", re: lazyre.New(`command not found: (go)$`), cause: cause.GoMissing}, // zsh
	{words: "go: not found", re: lazyre.New(`(?:^|[\s:])(go): not found$`), cause: cause.GoMissing},
	{words: "go: Command not found", re: lazyre.New(`(?:^|[\s:])(go): Command not found`), cause: cause.GoMissing}, // make, csh
	{words: "No such file or directory", re: lazyre.New(`(?:^|\s)(?:g?make(?:\[\d+\])?|env|/usr/bin/env): ['‘]?(go)['’]?: No such file or directory$`), cause: cause.GoMissing},
	{words: "Unknown command", re: lazyre.New(`(?i)Unknown command:? '?(go)'?$`), cause: cause.GoMissing}, // fish
	{words: "is not recognized", re: lazyre.New(`^(?:'go' is not recognized as an internal|.*[Tt]he term 'go' is not recognized)()`), cause: cause.GoMissing, target: fixed("go")},
	{words: "executable file not found", shared: true, re: lazyre.New(`exec: "(git|hg|svn|bzr|fossil|ssh)": executable file not found`), cause: cause.GitMissing},
	{words: "missing Git command", cause: cause.GitMissing, target: fixed("git")},
	{words: "missing Mercurial command", cause: cause.GitMissing, target: fixed("hg")},
	{words: "missing Subversion command", cause: cause.GitMissing, target: fixed("svn")},
	{words: "missing Bazaar command", cause: cause.GitMissing, target: fixed("bzr")},
	{words: "missing Fossil command", cause: cause.GitMissing, target: fixed("fossil")},
}

// statementWords searches for the words of all statements at once.
var statementWords = lazy.Value[*read.Words]{Make: func() *read.Words {
	var words []string
	for _, s := range statements {
		words = append(words, s.words)
	}
	return read.NewWords(words)
}}

// directives are the lines of go.mod that an older Go does not know, with the release
// that brought each (go.dev/doc/modules/gomod-ref).
var directives = map[string]string{"toolchain": "1.21", "godebug": "1.23", "tool": "1.24", "ignore": "1.25"}

// stateOutright returns the statement that c makes, and its target.
func stateOutright(c *grammar.Chain) (*statement, string) {
	if release, ok := standardPackage(c.Text); ok {
		return &standardMissing, release
	}
	if !statementWords.Get().In(c.Text) {
		return nil, ""
	}
	for i := range statements {
		s := &statements[i]
		if !strings.Contains(c.Text, s.words) || s.lead && !c.Anchored() {
			continue
		}
		target := ""
		if s.re != nil {
			m := s.re.FindStringSubmatch(c.Text)
			if m == nil {
				continue
			}
			target = m[1]
		}
		if s.target != nil && target == "" {
			target = s.target(c)
		}
		if release := directives[target]; release != "" {
			target = release
		}
		if s.cause == cause.ToolchainUnavailable && strings.HasPrefix(target, "1") {
			target = "go" + target
		}
		return s, target
	}
	return nil, ""
}
