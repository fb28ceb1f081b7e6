package cause

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestSaid: what a probe says in its own words is Chinese in a Chinese text, and what
// go says stays as it can be searched for.
func TestSaid(t *testing.T) {
	for english, want := range map[string]string{
		"its checksum is not the one in go.sum":           "校验和与 go.sum 中的不同",
		"open /home/u/go/pkg/mod: read-only file system":  "open /home/u/go/pkg/mod：文件系统为只读",
		"dial tcp 198.51.100.17:443: i/o timeout":         "dial tcp 198.51.100.17:443: i/o timeout",
		"verifying module: checksum database disagrees x": "verifying module: checksum database disagrees x",
	} {
		if got := said(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
	a := authorities{Looked: []probe.RootsPlace{{Path: "/a.pem"}, {Path: "/b", Error: "permission denied"}}}
	if got, want := a.detailZh(), "没有可用的根证书：/a.pem：其中没有证书；/b：权限不足"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := zhList("a.test, b.test"), "a.test、b.test"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSays: what was said of a symptom follows its phrase in one pair of brackets, and
// repeats nothing.
func TestSays(t *testing.T) {
	for _, c := range []struct {
		symptom        symptom.Symptom
		detail, en, zh string
	}{
		{symptom.TCPRefused, "", "the connection is refused", "连接被拒绝"},
		{symptom.TCPRefused, "connect: connection refused", "the connection is refused (connect: connection refused)", "连接被拒绝（connect: connection refused）"},
		{symptom.HTTP404, "404 Not Found: gone", "it does not have it (404 Not Found: gone)", "没有找到（404 Not Found: gone）"},
		{symptom.HTTP5xx, "502 Bad Gateway", "it answers with a server error (502 Bad Gateway)", "服务器返回内部错误（502 Bad Gateway）"},
		{
			symptom.DNSNXDomain, "lookup a.example: no such host; resolver 192.0.2.53:53: dns-nxdomain",
			"its name does not resolve (NXDOMAIN; lookup a.example: no such host)", "域名不存在（NXDOMAIN；lookup a.example: no such host）",
		},
		{symptom.DNSServFail, "resolver 192.0.2.53:53: dns-servfail", "the DNS server fails on its name (SERVFAIL; resolver 192.0.2.53:53: dns-servfail)", "DNS 服务器解析失败（SERVFAIL；resolver 192.0.2.53:53: dns-servfail）"},
	} {
		if got := saysEn(c.symptom, c.detail); got != c.en {
			t.Errorf("%s, %q: %q, want %q", c.symptom, c.detail, got, c.en)
		}
		if got := saysZh(c.symptom, c.detail); got != c.zh {
			t.Errorf("%s, %q: %q, want %q", c.symptom, c.detail, got, c.zh)
		}
	}
}
