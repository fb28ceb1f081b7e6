package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// rejected is the case that go itself does not take the value.
const rejected Case = "rejected"

var goproxyMalformed = &Rule{
	ID: cause.GoproxyMalformed, Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "go does not read this GOPROXY as it is meant",
			Detail: "{{.entry}}: {{.doubt}}.",
			Fix:    "Separate URLs by commas or bars, with direct or off only at the end.",
			When: []Cased{
				{rejected, Text{Detail: "The go command rejects the value: {{.error}}."}},
				{fixable, Text{Fix: "Write {{.fixed}}"}},
			},
		},
		Zh: Text{
			Title:  "go 对这个 GOPROXY 的理解与本意不符",
			Detail: "{{.entry}}：{{.doubt}}。",
			Fix:    "各个 URL 之间用逗号或竖线分隔，direct 或 off 只能放在最后。",
			When: []Cased{
				{rejected, Text{Detail: "go 命令拒绝该值：{{.error}}。"}},
				{fixable, Text{Fix: "应写成 {{.fixed}}"}},
			},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GOPROXY") {
			p := list(a)
			if a.Cut != "" || text(a) == "" && a.Layer != place.GoEnv || p.Err == nil && len(p.Doubts) == 0 {
				continue
			}
			if text(a) == "" && a.Default {
				continue // an argument that is to be given
			}
			var f *Finding
			if p.Err != nil {
				f = l.at(i, Args{"error": p.Err.Error()}, rejected)
			} else {
				f = l.at(i, Args{"entry": p.Doubts[0].Text.String(), "doubt": "route.doubt." + p.Doubts[0].Why})
			}
			if fixed, ok := route.Correct("GOPROXY", text(a)); ok {
				f.Args["fixed"], f.Cases = fixed, append(f.Cases, fixable)
				f.Want = &Want{Assignment: i, Value: fixed}
			}
		}
	},
}

// onlyEntry is the case that a list has one entry.
const onlyEntry Case = "only-entry"

var goproxyNoFallback = &Rule{
	ID: cause.GoproxyNoFallback, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "go does not fall back from {{.entry}} to {{.later}}: there is a comma between them",
			Detail: "After a comma, go continues only on 404 and 410. When {{.entry}} times out or answers 500, go stops and never asks {{.later}}.",
			Fix:    "Put a bar between the two: {{.fixed}}",
			When: []Cased{{onlyEntry, Text{
				Title:  "{{.entry}} has no fallback",
				Detail: "It is the only entry: any error is final.",
				Fix:    "Add a second entry after a bar, and direct after a comma.",
			}}},
		},
		Zh: Text{
			Title:  "{{.entry}} 出错时不会改用 {{.later}}：两者之间是逗号",
			Detail: "逗号后面的源只在 404 和 410 时才会访问。{{.entry}} 超时或返回 500 时，go 直接停止，不会访问 {{.later}}。",
			Fix:    "两者之间改用竖线：{{.fixed}}",
			When: []Cased{{onlyEntry, Text{
				Title:  "{{.entry}} 没有后备",
				Detail: "这是唯一的源，它出任何错误下载都会失败。",
				Fix:    "用竖线再加一个源，最后用逗号接 direct。",
			}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GOPROXY") {
			p := list(a)
			if p.Err != nil || len(p.Doubts) > 0 || a.Cut != "" {
				continue
			}
			if l.Kind == "dependabot" {
				continue // a registry is one of several
			}
			if e := p.Entries[0]; len(p.Entries) == 1 && e.Kind == route.Proxy && (public(e) && !dead(e) && hostOfURL(reveal(e.URL)) != known.ProxyGolangOrg || placeholderAlone(e)) {
				l.at(i, Args{"entry": e.Name()}, onlyEntry).Severity = cause.Info
				continue
			}
			for n, e := range p.Entries {
				if n+1 < len(p.Entries) && !e.Bar && public(e) && public(p.Entries[n+1]) {
					fixed := withBars(p)
					l.at(i, Args{"entry": e.Name(), "later": p.Entries[n+1].Name(), "fixed": fixed}).Want = &Want{Assignment: i, Value: fixed}
					break
				}
			}
		}
	},
}

// placeholderAlone is the only entry of an example that is to be filled in.
func placeholderAlone(e route.Entry) bool {
	h := hostOfURL(reveal(e.URL))
	return placeholder(h) && !known.Documentation(h)
}

// withBars writes a list anew with a bar between public proxies.
func withBars(p route.ProxyList) string {
	var b strings.Builder
	for i, e := range p.Entries {
		b.WriteString(reveal(e.Text))
		switch {
		case i == len(p.Entries)-1:
		case e.Bar && p.Entries[i+1].Kind == route.Proxy || public(e) && public(p.Entries[i+1]):
			b.WriteByte('|')
		default:
			b.WriteByte(',')
		}
	}
	return b.String()
}

// directNext is the case that direct follows a bar.
const directNext Case = "direct-next"

var goproxyBar = &Rule{
	ID: "goproxy-bar-direct", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "after any error of {{.entry}}, go asks {{.next}}",
			Detail: "After a bar, go continues on every error, refusals included: private paths reach a public proxy whenever {{.entry}} fails.",
			Fix:    "Put a comma there: {{.fixed}}",
			When: []Cased{{directNext, Text{
				Detail: "After a bar, go continues on every error, refusals included: go asks the origin for what the proxy denied, module paths leave the network, and the error shown is the one of direct.",
			}}},
		},
		Zh: Text{
			Title:  "{{.entry}} 出现任何错误后，go 都会转向 {{.next}}",
			Detail: "竖线对任何错误（包括拒绝访问）都会转到下一个源：只要 {{.entry}} 出错，私有模块路径就会发给公共代理。",
			Fix:    "此处改用逗号：{{.fixed}}",
			When: []Cased{{directNext, Text{
				Detail: "竖线对任何错误（包括拒绝访问）都会转到下一个源：代理拒绝的模块会改从源站获取，模块路径泄露到外网，而且最后只显示 direct 的错误。",
			}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GOPROXY") {
			p := list(a)
			if p.Err != nil || a.Cut != "" {
				continue
			}
			for n, e := range p.Entries {
				if n+1 == len(p.Entries) || !e.Bar {
					continue
				}
				next := p.Entries[n+1]
				if next.Kind == route.Direct || !public(e) && public(next) && !sameMachine(hostOfURL(reveal(e.URL))) {
					fixed := commaAt(p, n)
					var cases []Case
					if next.Kind == route.Direct {
						cases = []Case{directNext}
					}
					l.at(i, Args{"entry": e.Name(), "next": next.Name(), "fixed": fixed}, cases...).Want = &Want{Assignment: i, Value: fixed}
					break
				}
			}
		}
	},
}

// commaAt writes a list anew with a comma behind the entry n.
func commaAt(p route.ProxyList, n int) string {
	var b strings.Builder
	for i, e := range p.Entries {
		b.WriteString(reveal(e.Text))
		switch {
		case i == len(p.Entries)-1:
		case e.Bar && i != n:
			b.WriteByte('|')
		default:
			b.WriteByte(',')
		}
	}
	return b.String()
}

// dead reports whether an entry is a proxy that is no more, or never was.
func dead(e route.Entry) bool {
	m, ok := mirror.Lookup(e.URL)
	return ok && (m.State == known.Dead || m.State == known.Invented)
}

// Cases of a host that the table of known hosts has: it works no more, and there is a
// sentence about it.
const (
	noMore Case = "no-more"
	noted  Case = "noted"
)

// casesOf returns what the table says about a host.
func casesOf(state known.State, note string) []Case {
	var out []Case
	if state == known.Dead {
		out = append(out, noMore)
	}
	if note != "" {
		out = append(out, noted)
	}
	return out
}

var goproxyDead = &Rule{
	ID: cause.GoproxyMisbehaving, Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "{{.entry}} is not a module proxy",
			Detail: "For each file, go waits for it before it continues or stops.",
			Fix:    "Replace it with a proxy that works where this runs; gofix-net mirrors compares them.",
			When: []Cased{
				{noMore, Text{Title: "{{.entry}} is no longer a module proxy"}},
				{noted, Text{Detail: "Known about it: {{.note}}. For each file, go waits for it before it continues or stops."}},
				{fixable, Text{Fix: "Remove it: {{.fixed}}"}},
			},
		},
		Zh: Text{
			Title:  "{{.entry}} 不是模块代理",
			Detail: "每下载一个文件，go 都要先等它出错，然后才转到下一个源或失败。",
			Fix:    "换成在运行环境中可用的代理，可用 gofix-net doctor 实测。",
			When: []Cased{
				{noMore, Text{Title: "{{.entry}} 已不再提供模块代理服务"}},
				{noted, Text{Detail: "已知情况：{{.note}}。每下载一个文件，go 都要先等它出错，然后才转到下一个源或失败。"}},
				{fixable, Text{Fix: "去掉它：{{.fixed}}"}},
			},
		},
	},
	Check: func(l *look) {
		for i, a := range l.values("GOPROXY") {
			p := list(a)
			for n, e := range p.Entries {
				if e.Kind != route.Proxy || !dead(e) {
					continue
				}
				m, _ := mirror.Lookup(e.URL)
				f := l.at(i, Args{"entry": e.Name(), "note": m.Note}, casesOf(m.State, m.Note)...)
				if fixed := without(p, n); fixed != "" && a.Literal && p.Err == nil && a.Cut == "" {
					f.Args["fixed"], f.Cases = fixed, append(f.Cases, fixable)
					f.Want = &Want{Assignment: i, Value: fixed}
				} else {
					f.Severity = cause.Error
				}
				break
			}
		}
	},
}

// without writes a list anew without the dead entries; "" where no proxy is left.
func without(p route.ProxyList, _ int) string {
	var b strings.Builder
	proxies := 0
	for i, e := range p.Entries {
		if e.Kind == route.Proxy && dead(e) {
			continue
		}
		if e.Kind == route.Proxy {
			proxies++
		}
		b.WriteString(reveal(e.Text))
		if i < len(p.Entries)-1 {
			mark := ","
			if e.Bar && p.Entries[i+1].Kind == route.Proxy {
				mark = "|"
			}
			b.WriteString(mark)
		}
	}
	if proxies == 0 {
		return ""
	}
	return strings.TrimRight(b.String(), ",|")
}

var goproxyOff = &Rule{
	ID: cause.GoproxyOff, Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "GOPROXY=off, and {{.command}} needs to download",
			Detail: "off forbids every download except of GOPRIVATE paths: the command fails if the module cache lacks a module.",
			Fix:    "Remove GOPROXY=off, or build with -mod=vendor.",
		},
		Zh: Text{
			Title:  "GOPROXY=off，而 {{.command}} 需要下载模块",
			Detail: "off 禁止一切下载（GOPRIVATE 中的路径除外）：模块缓存中没有的模块会导致命令失败。",
			Fix:    "去掉 GOPROXY=off，或使用 -mod=vendor 构建。",
		},
	},
	Check: func(l *look) {
		seen := map[place.Span]bool{}
		for _, c := range l.Commands {
			verb, sub := goVerb(c)
			a, ok := l.force(c.Scope, c.Seq, "GOPROXY")
			if !ok || !a.Literal || text(a) != "off" || seen[a.Whole] || verb != "get" && (verb != "mod" || sub != "download" && sub != "tidy") {
				continue
			}
			seen[a.Whole] = true
			l.find(a.Whole, Args{"command": "go " + strings.TrimSpace(verb+" "+sub), "name": a.Name, "value": a.Value.String()})
		}
	},
}

var unquoted = &Rule{
	ID: "unquoted-value", Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "{{.name}} ends at the unquoted blank",
			Detail: "The shell gives {{.name}} the value {{.value}} and treats the rest as another word.",
			Fix:    "Quote the whole value.",
			When: []Cased{
				{",", Text{Title: "{{.name}} ends at the unquoted comma"}},
				{";", Text{Title: "{{.name}} ends at the unquoted semicolon", Detail: "The shell gives {{.name}} the value {{.value}} and treats the rest as another command."}},
				{"|", Text{Title: "the unquoted bar is a pipe: {{.name}} ends before it", Detail: "The shell gives {{.name}} the value {{.value}} and treats the rest as another command."}},
				{fixable, Text{Fix: "Quote the whole value: '{{.fixed}}'"}},
			},
		},
		Zh: Text{
			Title:  "{{.name}} 的值在未加引号的空格处结束",
			Detail: "shell 只把 {{.value}} 赋给 {{.name}}，其余部分被当作另一个单词。",
			Fix:    "给整个值加引号。",
			When: []Cased{
				{",", Text{Title: "{{.name}} 的值在未加引号的逗号处结束"}},
				{";", Text{Title: "{{.name}} 的值在未加引号的分号处结束", Detail: "shell 只把 {{.value}} 赋给 {{.name}}，其余部分被当作另一条命令。"}},
				{"|", Text{Title: "竖线没有加引号，成了管道：{{.name}} 到此为止", Detail: "shell 只把 {{.value}} 赋给 {{.name}}，其余部分被当作另一条命令。"}},
				{fixable, Text{Fix: "给整个值加引号：'{{.fixed}}'"}},
			},
		},
	},
	Check: func(l *look) {
		for i, a := range l.values("GOPROXY", "GOSUMDB", "GONOPROXY", "GOPRIVATE", "GONOSUMDB", "GOFLAGS") {
			if a.Cut == "" {
				continue
			}
			f := l.at(i, nil, Case(a.Cut))
			meant := l.Of(a.Meant)
			if a.Cut == ";" {
				meant, _ = route.Correct("GOPROXY", meant)
			}
			if a.Literal && meant != "" && !strings.ContainsAny(meant, "\"'$`\\\n") {
				f.Args["fixed"], f.Cases = meant, append(f.Cases, fixable)
				f.Want = &Want{Assignment: i, Value: meant}
			}
		}
	},
}
