package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// unverified is the case that the checksum database is not asked either.
const unverified Case = "unverified"

var tooBroad = &Rule{
	ID: cause.GoprivateTooBroad, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.name}} covers public modules: {{.pattern}}",
			Detail: "go fetches all that {{.pattern}} matches from the origin, without any proxy.",
			Fix:    "List only the private prefixes, such as {{.example}}.",
			When:   []Cased{{unverified, Text{Detail: "go fetches all that {{.pattern}} matches from the origin, without any proxy, and does not verify it."}}},
		},
		Zh: Text{
			Title:  "{{.name}} 把公共模块也包括在内：{{.pattern}}",
			Detail: "凡是 {{.pattern}} 匹配的模块，go 都绕过代理直接从源站获取。",
			Fix:    "只写私有模块的前缀，例如 {{.example}}。",
			When:   []Cased{{unverified, Text{Detail: "凡是 {{.pattern}} 匹配的模块，go 都绕过代理直接从源站获取，并且不做校验。"}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GOPRIVATE", "GONOPROXY") {
			if l.repeats(a) {
				continue
			}
			for _, p := range strings.Split(text(a), ",") {
				if known.TooBroad(p) {
					f := l.at(i, Args{"pattern": p, "example": known.GitHub + "/OWNER"})
					if a.Name == "GOPRIVATE" {
						f.Cases = []Case{unverified}
					}
					break
				}
			}
		}
	},
}

// Cases of a private path that is shown to others: by a list that lacks it, and by the
// order of proxies.
const (
	onlyNoProxy Case = "only-noproxy"
	publicFirst Case = "public-first"
)

var privateExposed = &Rule{
	ID: cause.PrivateModuleExposed, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.pattern}} does not match what it is meant for",
			Detail: "{{.reason}} The path stays public for go: its name goes to the proxy and the checksum database.",
			Fix:    "Write only the path prefix.",
			When: []Cased{
				{fixable, Text{Fix: "Write {{.fixed}}"}},
				{onlyNoProxy, Text{
					Title:  "only GONOPROXY is set: go still asks the checksum database about {{.value}}",
					Detail: "The names of private modules reach the public database, which does not know them: the download fails.",
					Fix:    "Set GOPRIVATE to the same value in its place; it covers both.",
				}},
				{publicFirst, Text{
					Title:  "go asks {{.entry}} for private modules before {{.later}}",
					Detail: "go asks the entries in this order, so the names of private modules reach a public proxy.",
					Fix:    "Put your own proxy first, or set GOPRIVATE to the private prefixes.",
				}},
			},
		},
		Zh: Text{
			Title:  "{{.pattern}} 匹配不到想要的路径",
			Detail: "{{.reason}}对 go 来说该路径仍是公共的：模块名会发给代理和校验和数据库。",
			Fix:    "只写路径前缀。",
			When: []Cased{
				{fixable, Text{Fix: "应写成 {{.fixed}}"}},
				{onlyNoProxy, Text{
					Title:  "只设了 GONOPROXY：仍会向校验和数据库查询 {{.value}}",
					Detail: "私有模块名会发给公共数据库，而它查不到这些模块，下载因此失败。",
					Fix:    "改用 GOPRIVATE 设同样的值，两者都包括。",
				}},
				{publicFirst, Text{
					Title:  "私有模块会先向 {{.entry}} 请求，再到 {{.later}}",
					Detail: "go 按此顺序访问各个源，私有模块名会发给公共代理。",
					Fix:    "把自己的代理放在最前面，或用 GOPRIVATE 设置私有前缀。",
				}},
			},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals(known.PrivateLists()...) {
			if bad, why, fixed := wrongPattern(text(a)); why != "" && a.Cut == "" && !l.repeats(a) {
				f := l.at(i, Args{"pattern": bad, "reason": "lint.pattern." + why, "fixed": fixed})
				if fixed != "" {
					f.Cases = []Case{fixable}
					f.Want = &Want{Assignment: i, Value: fixed}
				}
			}
		}
		for i, a := range l.literals("GONOPROXY") {
			_, private := l.force(a.Scope, last, "GOPRIVATE")
			_, noSum := l.force(a.Scope, last, "GONOSUMDB")
			db, set := l.force(a.Scope, last, "GOSUMDB")
			if text(a) != "" && text(a) != "none" && !private && !noSum && !(set && text(db) == "off") {
				l.at(i, nil, onlyNoProxy)
			}
		}
		for i, a := range l.literals("GOPROXY") {
			p := list(a)
			_, private := l.force(a.Scope, last, "GOPRIVATE")
			_, noProxy := l.force(a.Scope, last, "GONOPROXY")
			if private || noProxy || p.Err != nil || a.Cut != "" {
				continue
			}
			for n, e := range p.Entries {
				if n > 0 && e.Kind == route.Proxy && !public(e) && public(p.Entries[n-1]) && !dead(e) && strings.Contains(hostOfURL(reveal(e.URL)), ".") && known.LooksPrivate(hostOfURL(reveal(e.URL))) {
					l.at(i, Args{"entry": p.Entries[n-1].Name(), "later": e.Name()}, publicFirst)
					break
				}
			}
		}
	},
}

// repeats reports whether a value is that of another variable of the file, where the
// same is found: GONOPROXY=$GOPRIVATE.
func (l *look) repeats(a place.Assignment) bool { return strings.Contains(l.Of(a.Text), "$") }

// last is later than everything in a file.
const last = int(^uint(0) >> 1)

// wrongPattern returns the first pattern that surely does not match what it is
// meant for, the reason, and the value without the fault.
func wrongPattern(value string) (bad, why, fixed string) {
	patterns := strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
	out := make([]string, 0, len(patterns))
	for _, p := range patterns {
		good, reason := correctPattern(p)
		if reason != "" && why == "" {
			bad, why = p, reason
		}
		out = append(out, good)
	}
	if why == "" {
		return "", "", ""
	}
	fixed = strings.Join(out, ",")
	if why == "prefix" || fixed == value {
		fixed = ""
	}
	return bad, why, fixed
}

func correctPattern(p string) (good, why string) {
	good = strings.Trim(p, "\"' \t\r")
	switch {
	case good != p && strings.Trim(p, " \t\r") == good:
		why = "blank"
	case good != p:
		why = "quote"
	}
	if i := strings.Index(good, "://"); i >= 0 {
		good, why = good[i+3:], "scheme"
	}
	switch {
	case strings.ContainsAny(good, "; ，、"):
		return strings.NewReplacer("; ", ",", ";", ",", " ", ",", "，", ",", "、", ",").Replace(good), "separator"
	case strings.HasPrefix(good, "."):
		return "*" + good, "point"
	case strings.HasSuffix(good, "/..."):
		return strings.TrimSuffix(good, "/..."), "dots"
	case strings.HasSuffix(good, "//"):
		return strings.TrimRight(good, "/"), "slashes"
	case strings.HasSuffix(good, ".git"):
		return strings.TrimSuffix(good, ".git"), "git"
	}
	host, rest, _ := strings.Cut(good, "/")
	if name, port, found := strings.Cut(host, ":"); found && strings.Trim(port, "0123456789") == "" {
		if rest != "" {
			rest = "/" + rest
		}
		return name + rest, "port"
	}
	if known.CodeHost(host) && strings.HasSuffix(rest, "-*") && !strings.Contains(rest, "/") {
		return good, "prefix"
	}
	return good, why
}

// inImage is the case that a value is kept in the image that a file builds.
const inImage Case = "in-image"

var credential = &Rule{
	ID: "credential-in-file", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "the value of {{.name}} contains a credential",
			Detail: "Everybody who can read this file has it; go and build logs may show it.",
			Fix:    "Revoke it. Give the credential as a secret: a netrc file mounted at build time, or GOAUTH.",
			When:   []Cased{{inImage, Text{Detail: "Everybody who can read this file or the image built from it has it; go and build logs may show it."}}},
		},
		Zh: Text{
			Title:  "{{.name}} 的值里写有凭据",
			Detail: "能读到这个文件的人都能拿到它，go 的输出和构建日志也可能显示它。",
			Fix:    "吊销该凭据，改用 secret 传入：构建时挂载 netrc 文件，或使用 GOAUTH。",
			When:   []Cased{{inImage, Text{Detail: "能读到这个文件或由它构建的镜像的人都能拿到它，go 的输出和构建日志也可能显示它。"}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Unset || !holdsCredential(a) || l.Kind == "netrc" {
				continue
			}
			f := l.at(i, nil)
			if a.Kept {
				f.Cases = []Case{inImage}
			}
			// The URL of a rule of git stands in the header of its section.
			if base, ok := rewriteBase(a); ok && !strings.Contains(l.Of(a.Whole), base) {
				if at := strings.LastIndex(l.Data[:a.Whole.Start], base); at >= 0 {
					f.Span = place.Span{Start: at, End: at + len(base)}
				}
			}
		}
		for _, c := range l.Commands {
			for _, w := range c.Words {
				if givesAway(w) {
					l.find(w.Span, Args{"name": c.Words[0].Text})
					break
				}
			}
		}
		for _, s := range l.Secrets {
			l.find(s.Span, Args{"name": s.Text})
		}
	},
}

// holdsCredential reports whether the text of a file gives a secret away: one
// that is filled in when the file is used is none.
func holdsCredential(a place.Assignment) bool {
	if a.Layer != place.Git && foreign.SecretName(a.Name) {
		return a.Literal && (foreign.Redact(text(a)) != text(a) || forModules(a.Name) && secret("x:"+text(a)))
	}
	for _, raw := range []string{text(a), a.Name} {
		for raw != "" {
			i := strings.Index(raw, "://")
			if i < 0 {
				break
			}
			rest := raw[i+3:]
			authority := rest
			if j := strings.IndexAny(rest, "/,|?# "); j >= 0 {
				authority = rest[:j]
			}
			if user, _, found := cutLast(authority, "@"); found && secret(user) {
				return true
			}
			raw = rest
		}
	}
	if a.Literal && strings.HasPrefix(a.Name, "http.") && strings.HasSuffix(a.Name, ".extraheader") {
		return strings.Contains(strings.ToLower(text(a)), "authorization:")
	}
	return false
}

// forgeToken is a token of GitHub or GitLab, by the beginning that each has.
var forgeToken = lazyre.New(`\b(?:gh[opsur]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{16,})`)

// netrcLine is a line that a script writes into a netrc file.
var netrcLine = lazyre.New(`\bmachine\s+\S+\s+login\s+\S+\s+password\s+(\S+)`)

// givesAway reports whether a word of a command holds a credential that works as
// it is written. Those of variables and of git's settings are found there.
func givesAway(w place.Word) bool {
	if !w.Literal || strings.Contains(w.Text, "://") {
		return false
	}
	if m := netrcLine.FindStringSubmatch(w.Text); m != nil {
		return secret("x:" + strings.Trim(m[1], `"'`))
	}
	return !strings.Contains(w.Text, "=") && forgeToken.MatchString(w.Text)
}

// forModules reports whether a secret's name says that it is for a forge or a module
// proxy: the passwords of a test's database are none of our business.
func forModules(name string) bool {
	for _, part := range []string{"GIT", "GH_", "GOPROXY", "NETRC", "ARTIFACTORY", "NEXUS"} {
		if strings.Contains(strings.ToUpper(name), part) {
			return true
		}
	}
	return false
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// secret reports whether user information is one that works as it is written.
func secret(user string) bool {
	name, password, both := strings.Cut(user, ":")
	part := password
	if !both || password == "" || password == "x-oauth-basic" { //nolint:gosec // no password: GitHub takes the token for the name
		part = name
		if len(part) < 16 { // git@, only a user name
			return false
		}
	}
	if part == "" {
		return false
	}
	for _, mark := range []string{"$", "{{", "<", "%(", "***", "xxxx", "XXXX"} {
		if strings.Contains(part, mark) {
			return false
		}
	}
	if strings.HasPrefix(part, "%") && strings.HasSuffix(part, "%") {
		return false
	}
	switch strings.ToLower(part) {
	case "token", "password", "pass", "your-token", "your_token", "secret", "changeme", "x-oauth-basic":
		return false
	}
	return true
}
