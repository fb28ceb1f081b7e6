package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var goproxyMalformed = &Rule{
	ID: cause.GoproxyMalformed, Severity: cause.Error,
	Text: map[string]Text{
		"en": {
			Title:  "go does not read this GOPROXY as it is meant",
			Detail: "{{if .error}}The go command rejects the value: {{.error}}.{{else}}{{.doubt}}.{{end}}",
			Fix:    "{{if .fixed}}Write {{.fixed}}{{else}}Separate URLs by commas or bars, with direct or off only at the end.{{end}}",
		},
		"zh": {
			Title:  "go 对这个 GOPROXY 的理解与本意不符",
			Detail: "{{if .error}}go 命令拒绝该值：{{.error}}。{{else}}{{.doubt}}。{{end}}",
			Fix:    "{{if .fixed}}应写成 {{.fixed}}{{else}}各个 URL 之间用逗号或竖线分隔，direct 或 off 只能放在最后。{{end}}",
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
			args := Args{}
			if p.Err != nil {
				args["error"] = p.Err.Error()
			} else {
				args["doubt"] = "route.doubt." + p.Doubts[0].Why
			}
			f := l.at(i, args)
			if fixed, ok := route.Correct("GOPROXY", text(a)); ok {
				args["fixed"] = fixed
				f.Want = &Want{Assignment: i, Value: fixed}
			}
		}
	},
}

var goproxyNoFallback = &Rule{
	ID: cause.GoproxyNoFallback, Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "{{if .later}}go does not fall back from {{.entry}} to {{.later}}: there is a comma between them{{else}}{{.entry}} has no fallback{{end}}",
			Detail: "{{if .later}}After a comma, go continues only on 404 and 410. When {{.entry}} times out or answers 500, go stops and never asks {{.later}}.{{else}}It is the only entry: any error is final.{{end}}",
			Fix:    "{{if .later}}Put a bar between the two: {{.fixed}}{{else}}Add a second entry after a bar, and direct after a comma.{{end}}",
		},
		"zh": {
			Title:  "{{if .later}}{{.entry}} 出错时不会改用 {{.later}}：两者之间是逗号{{else}}{{.entry}} 没有后备{{end}}",
			Detail: "{{if .later}}逗号后面的源只在 404 和 410 时才会访问。{{.entry}} 超时或返回 500 时，go 直接停止，不会访问 {{.later}}。{{else}}这是唯一的源，它出任何错误下载都会失败。{{end}}",
			Fix:    "{{if .later}}两者之间改用竖线：{{.fixed}}{{else}}用竖线再加一个源，最后用逗号接 direct。{{end}}",
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
				l.at(i, Args{"entry": e.Name()}).Severity = cause.Info
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

var goproxyBar = &Rule{
	ID: "goproxy-bar-direct", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "after any error of {{.entry}}, go asks {{.next}}",
			Detail: "After a bar, go continues on every error, refusals included: {{if .direct}}go asks the origin for what the proxy denied, module paths leave the network, and the error shown is the one of direct.{{else}}private paths reach a public proxy whenever {{.entry}} fails.{{end}}",
			Fix:    "Put a comma there: {{.fixed}}",
		},
		"zh": {
			Title:  "{{.entry}} 出现任何错误后，go 都会转向 {{.next}}",
			Detail: "竖线对任何错误（包括拒绝访问）都会转到下一个源：{{if .direct}}代理拒绝的模块会改从源站获取，模块路径泄露到外网，而且最后只显示 direct 的错误。{{else}}只要 {{.entry}} 出错，私有模块路径就会发给公共代理。{{end}}",
			Fix:    "此处改用逗号：{{.fixed}}",
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
					args := Args{"entry": e.Name(), "next": next.Name(), "fixed": fixed, "direct": ""}
					if next.Kind == route.Direct {
						args["direct"] = "yes"
					}
					l.at(i, args).Want = &Want{Assignment: i, Value: fixed}
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

var goproxyDead = &Rule{
	ID: cause.GoproxyMisbehaving, Severity: cause.Error,
	Text: map[string]Text{
		"en": {
			Title:  "{{.entry}} is {{if .dead}}no longer{{else}}not{{end}} a module proxy",
			Detail: "{{if .note}}Known about it: {{.note}}. {{end}}For each file, go waits for it before it continues or stops.",
			Fix:    "{{if .fixed}}Remove it: {{.fixed}}{{else}}Replace it with a proxy that works where this runs; gofix-net mirrors compares them.{{end}}",
		},
		"zh": {
			Title:  "{{.entry}} {{if .dead}}已不再提供模块代理服务{{else}}不是模块代理{{end}}",
			Detail: "{{if .note}}已知情况：{{.note}}。{{end}}每下载一个文件，go 都要先等它出错，然后才转到下一个源或失败。",
			Fix:    "{{if .fixed}}去掉它：{{.fixed}}{{else}}换成在运行环境中可用的代理，可用 gofix-net doctor 实测。{{end}}",
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
				args := Args{"entry": e.Name(), "note": m.Note, "dead": "", "fixed": ""}
				if m.State == known.Dead {
					args["dead"] = "yes"
				}
				f := l.at(i, args)
				if fixed := without(p, n); fixed != "" && a.Literal && p.Err == nil && a.Cut == "" {
					args["fixed"] = fixed
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
	Text: map[string]Text{
		"en": {
			Title:  "GOPROXY=off, and {{.command}} needs to download",
			Detail: "off forbids every download except of GOPRIVATE paths: the command fails if the module cache lacks a module.",
			Fix:    "Remove GOPROXY=off, or build with -mod=vendor.",
		},
		"zh": {
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
	Text: map[string]Text{
		"en": {
			Title:  "{{if eq .cut \"|\"}}the unquoted bar is a pipe: {{.name}} ends before it{{else}}{{.name}} ends at the unquoted {{if eq .cut \";\"}}semicolon{{else if eq .cut \",\"}}comma{{else}}blank{{end}}{{end}}",
			Detail: "The shell gives {{.name}} the value {{.value}} and treats the rest as {{if eq .cut \" \" \",\"}}another word{{else}}another command{{end}}.",
			Fix:    "{{if .fixed}}Quote the whole value: '{{.fixed}}'{{else}}Quote the whole value.{{end}}",
		},
		"zh": {
			Title:  "{{if eq .cut \"|\"}}竖线没有加引号，成了管道：{{.name}} 到此为止{{else}}{{.name}} 的值在未加引号的{{if eq .cut \";\"}}分号{{else if eq .cut \",\"}}逗号{{else}}空格{{end}}处结束{{end}}",
			Detail: "shell 只把 {{.value}} 赋给 {{.name}}，其余部分被当作{{if eq .cut \" \" \",\"}}另一个单词{{else}}另一条命令{{end}}。",
			Fix:    "{{if .fixed}}给整个值加引号：'{{.fixed}}'{{else}}给整个值加引号。{{end}}",
		},
	},
	Check: func(l *look) {
		for i, a := range l.values("GOPROXY", "GOSUMDB", "GONOPROXY", "GOPRIVATE", "GONOSUMDB", "GOFLAGS") {
			if a.Cut == "" {
				continue
			}
			args := Args{"cut": a.Cut, "fixed": ""}
			f := l.at(i, args)
			meant := l.Of(a.Meant)
			if a.Cut == ";" {
				meant, _ = route.Correct("GOPROXY", meant)
			}
			if a.Literal && meant != "" && !strings.ContainsAny(meant, "\"'$`\\\n") {
				args["fixed"] = meant
				f.Want = &Want{Assignment: i, Value: meant}
			}
		}
	},
}
