package known

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var date = regexp.MustCompile(`^(20\d\d(-(0[1-9]|1[0-2]))?)?$`)

func TestRowsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range Hosts() {
		if h.Name != normal(h.Name) || !strings.Contains(h.Name, ".") || seen[h.Name] {
			t.Errorf("%s: no host name in lower case, or listed twice", h.Name)
		}
		seen[h.Name] = true
		if !date.MatchString(h.Date) {
			t.Errorf("%s: date %q", h.Name, h.Date)
		}
		code := h.Role == Forge || h.Role == Vanity
		if code != (h.State == "") && h.Role != Site && h.Role != Storage && h.Role != Reachability {
			t.Errorf("%s: role %s with state %q", h.Name, h.Role, h.State)
		}
		if h.Module != "" && (!code || !strings.HasPrefix(h.Module, h.Name+"/")) {
			t.Errorf("%s: module %s", h.Name, h.Module)
		}
		if h.State != "" && h.State != Invented && h.Source == "" {
			t.Errorf("%s: %s, by no source", h.Name, h.State)
		}
		if h.Role == Front && h.State != Dead && h.State != Unsteady {
			t.Errorf("front %+v", h)
		}
		if Internal(h.Name) || Documentation(h.Name) || LooksPrivate(h.Name) {
			t.Errorf("%s is public and seems private", h.Name)
		}
	}
}

func TestMirrorsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	candidatesOver := false
	for _, m := range Mirrors() {
		for _, raw := range m.URLs() {
			u, err := url.Parse(raw)
			if err != nil || u.Scheme != "https" || u.Host == "" || seen[strings.TrimRight(raw, "/")] {
				t.Errorf("%s: no https URL, or listed twice", raw)
			}
			seen[strings.TrimRight(raw, "/")] = true
		}
		if m.Candidate && (m.State != Alive || candidatesOver) {
			t.Errorf("%s: a candidate that is dead, or stands behind others", m.URL)
		}
		candidatesOver = !m.Candidate
		invented := m.State == Invented
		if invented != (m.Operator == "") || invented != (m.Source == "") || invented && m.Note == "" || !date.MatchString(m.Date) {
			t.Errorf("%s: operator %q, source %q, note %q, date %q", m.URL, m.Operator, m.Source, m.Note, m.Date)
		}
		switch m.RelaysSumDB {
		case Yes, No, Unknown:
		default:
			t.Errorf("%s: RelaysSumDB is %q", m.URL, m.RelaysSumDB)
		}
	}
}

func TestMirrorsIsACopy(t *testing.T) {
	Mirrors()[0].URL = "changed"
	if Mirrors()[0].URL != GoOwnProxy {
		t.Error("a caller changed the table")
	}
}

func TestOf(t *testing.T) {
	for _, row := range []struct {
		host, want string // the row's name, "" where there is none
		role       Role
	}{
		{"goproxy.cn", "goproxy.cn", Proxy},
		{"GoProxy.CN:443", "goproxy.cn", Proxy},
		{"goproxy.cn.", "goproxy.cn", Proxy},
		{"goproxy.bj.bcebos.com", "goproxy.bj.bcebos.com", Proxy},
		{"goproxy.tencent.com", "goproxy.tencent.com", Proxy},
		{"raw.github.com.cnpmjs.org", "github.com.cnpmjs.org", Front},
		{"ghproxy.cc", "ghproxy.cc", Front},
		{"ghproxy.net", "ghproxy.net", Front},
		{"notghproxy.com", "", ""},
		{"sum.golang.google.cn", "sum.golang.google.cn", Database},
		{"pkg.go.dev", "go.dev", Vanity},
		{"team.coding.net", "coding.net", Forge},
		{"tencent.com", "", ""},
		{"goproxy.cn.example.com", "", ""},
		{"com", "", ""},
		{"", "", ""},
	} {
		h, ok := Of(row.host)
		if h.Name != row.want || h.Role != row.role || ok != (row.want != "") {
			t.Errorf("Of(%q) = %s, %s, %v, want %s, %s", row.host, h.Name, h.Role, ok, row.want, row.role)
		}
	}
}

func TestReferences(t *testing.T) {
	got := ""
	for _, h := range References() {
		got += h.Name + " "
	}
	if got != "proxy.golang.org goproxy.cn github.com " {
		t.Errorf("References() = %s", got)
	}
}

func TestLooksPrivate(t *testing.T) {
	for host, want := range map[string]bool{
		"git.corp.example.com": true, "git.example.com": true, "gitlab-ee.acme.com": true, "gitserver": true, "10.0.0.7": true, "acme.com:8443": true,
		"acme.internal": true, "acme.home.arpa": true, "code.acme.test": true, "goproxy.corp.acme.com": true,
		"github.com": false, "git.sr.ht": false, "acme.com": false, "k8s.io": false, "localhost.acme.com": false, "corporate.acme.com": false, "": false,
	} {
		if got := LooksPrivate(host); got != want {
			t.Errorf("LooksPrivate(%q) = %v, want %v", host, got, want)
		}
	}
}

func TestInternal(t *testing.T) {
	for host, want := range map[string]bool{
		"git.corp.internal": true, "gitserver": true, "a.lan": true, "A.LAN:80": true, "x.home.arpa": true, "nas.localdomain": true,
		"example.test": false, "corp.example.com": false, "lan.example.com": false, "": false,
	} {
		if got := Internal(host); got != want {
			t.Errorf("Internal(%q) = %v, want %v", host, got, want)
		}
	}
}

func TestTooBroad(t *testing.T) {
	for pattern, want := range map[string]bool{
		"*": true, "*/*": true, "*.com": true, "*.cn": true, "*.com.cn": true, "github.com": true, "github.com/*": true, "golang.org": true, "golang.org/x": true,
		"gopkg.in": true, "g*": true, "g*.com": true, "github.com/g*": true, "github.com/stretchr": true, "gitlab.com": true, "gitee.com/*/*": true,
		"go.mongodb.org": true, "modernc.org": true, "git.sr.ht": true, "*.io": true,
		"": false, " ": false, "corp.com": false, "*.corp.com": false, "github.com/acme": false, "github.com/acme/*": false, "none": false, "*.internal": false,
	} {
		if got := TooBroad(pattern); got != want {
			t.Errorf("TooBroad(%q) = %v, want %v", pattern, got, want)
		}
	}
}

func FuzzOf(f *testing.F) {
	for _, s := range []string{"goproxy.cn", "[::1]:80", "a..b", ":", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if h, ok := Of(s); ok && !strings.HasSuffix(normal(s), h.Name) {
			t.Errorf("Of(%q) = %s", s, h.Name)
		}
		_, _ = LooksPrivate(s), TooBroad(s)
	})
}
