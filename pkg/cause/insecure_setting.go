package cause

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var insecureSetting = &Cause{
	ID:       InsecureSetting,
	Severity: Warning,
	Layer:    Aside,
	Fixes:    []settings.Key{settings.Go("GOINSECURE"), settings.Git("http.sslverify")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{.name}} weakens the protection of downloads",
			Detail: "{{.where}} has {{.name}}={{.value}}. {{if .http}}Modules travel unencrypted, and whoever is on the way can read and change them.{{else}}Certificates are not checked, so whoever is on the way can pass for the server.{{end}}",
			Manual: []string{
				"{{if .os}}To switch the protection on again: " + removalEn("{{.name}}") + "{{end}}",
				"{{if .os}}Where a company's certificate authority is the reason, install that authority.{{end}}",
			},
			Page: "A certificate error is a message about the way to the server. Switching the check off hides it and leaves the way as it is; installing the right certificate authority mends it.",
		},
		"zh": {
			Title:  "{{.name}} 削弱了下载的安全性",
			Detail: "{{.where}} 中有 {{.name}}={{.value}}。{{if .http}}模块以明文传输，途中的任何人都能读取和篡改。{{else}}不检查证书，途中的任何人都能冒充服务器。{{end}}",
			Manual: []string{
				"{{if .os}}恢复保护的方法：" + removalZh("{{.name}}") + "{{end}}",
				"{{if .os}}如果是公司证书的原因，请安装公司的证书颁发机构。{{end}}",
			},
			Page: "证书错误说明通往服务器的路上有问题。关闭检查只是掩盖它；安装正确的证书颁发机构才是解决办法。",
		},
	},
	Match: matchInsecureSetting,
}

func matchInsecureSetting(f *facts.Facts) []Finding {
	var out []Finding
	add := func(s settings.Setting, http bool) {
		x := Finding{Target: s.Key.String(), Evidence: []string{"setting/" + s.Key.String()}, Args: Args{
			"name": s.Key.String(), "value": s.Value.String(), "where": facts.Where(s), "http": "", "os": "",
		}}
		if http {
			x.Args["http"] = "yes"
		}
		if s.Origin == settings.OSEnv {
			x.Args["os"] = "yes"
		}
		traceStartup(f, &x, s)
		out = append(out, x)
	}
	if s := f.Settings.Effective(settings.Go("GOINSECURE")); s.Value != "" {
		add(s, false)
	}
	for _, e := range f.Config().GOPROXY.Entries {
		if e.Kind == route.Proxy && plainHTTP(e.URL) {
			add(f.Settings.Effective(settings.Go("GOPROXY")), true)
			break
		}
	}
	for _, s := range f.Settings.GitSettings("http.", "sslverify") {
		if falsy(s.Value.Reveal()) {
			add(s, false)
		}
	}
	if s := f.Settings.Effective(settings.Variable("GIT_SSL_NO_VERIFY")); s.Value != "" && !falsy(s.Value.Reveal()) {
		add(s, false)
	}
	return out
}

// plainHTTP reports whether the proxy is asked over unencrypted http beyond this
// machine. A proxy on this machine, or in a private network by address, is its
// owner's own affair.
func plainHTTP(v settings.Value) bool {
	u, err := url.Parse(v.Reveal())
	if err != nil || u.Scheme != "http" || u.Hostname() == "localhost" {
		return false
	}
	a, err := netip.ParseAddr(u.Hostname())
	return err != nil || !a.IsLoopback() && !a.IsPrivate()
}

// falsy reads a boolean as git does.
func falsy(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "false", "no", "off", "0":
		return true
	}
	return false
}
