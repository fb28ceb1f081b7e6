package explain

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestGitReasonsOutweighWhatFollows(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]lineFact{
		"fatal: unable to access 'https://h.test/a/': Failed to connect to h.test port 443 after 21000 ms: Couldn't connect to server": {cause: cause.VCSUnreachable, symptom: symptom.TCPTimeout, target: "h.test"},
		"fatal: unable to access 'https://h.test/a/': Failed to connect to h.test port 443 after 3 ms: Couldn't connect to server":     {cause: cause.VCSUnreachable, symptom: symptom.TCPRefused, target: "h.test"},
		"fatal: unable to access 'https://h.test:8443/a/': Failed to connect to h.test port 8443: Connection refused":                  {cause: cause.VCSUnreachable, symptom: symptom.TCPRefused, target: "h.test:8443"},
		"fatal: unable to access 'https://h.test/a/': Failed to connect to 10.0.0.1 port 3128: Connection refused":                     {cause: cause.GitProxyBroken, symptom: symptom.OutboundProxyFailed, target: "10.0.0.1:3128"},
		"fatal: unable to access 'https://h.test/a/': Could not resolve proxy: px.test":                                                {cause: cause.GitProxyBroken, symptom: symptom.OutboundProxyFailed, target: "px.test"},
		"fatal: unable to access 'https://h.test/a/': The requested URL returned error: 429":                                           {cause: cause.RateLimited, symptom: symptom.HTTP429, target: "h.test"},
		"fatal: 无法访问 'https://h.test/a/'：Could not resolve host: h.test":                                                               {cause: cause.VCSUnreachable, symptom: symptom.DNSNXDomain, target: "h.test"},
		"git@h.test: Permission denied (publickey,password).":                                                                          {cause: cause.GitAuthRequired, symptom: symptom.VCSAuth, target: "h.test"},
		"ssh: connect to host h.test port 2222: No route to host":                                                                      {cause: cause.GitProtocolBlocked, symptom: symptom.TCPUnreachable, target: "h.test:2222"},
		"error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: INTERNAL_ERROR (err 2)":                                    {cause: cause.NetworkFlaky, symptom: symptom.HTTPReset},
		"error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502":                                                    {cause: cause.VCSUnreachable, symptom: symptom.HTTP5xx},
		"Permission denied (os error 13)":            {},
		"bash: ./x: Permission denied":               {},
		"curl: (6) Could not resolve host: api.test": {},
	} {
		f, _ := readGit(in)
		if f.cause != want.cause || f.symptom != want.symptom || f.target != want.target {
			t.Errorf("%s\ngot  %s %s %s\nwant %s %s %s", in, f.cause, f.symptom, f.target, want.cause, want.symptom, want.target)
		}
	}
}

func TestListsAreReadFromTheLog(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		list, base        string
		stops, directHead bool
	}{
		{"https://a.test,https://b.test,direct", "https://a.test", true, false},
		{"https://a.test|https://b.test,direct", "https://a.test", false, false},
		{"https://a.test,direct", "https://a.test", false, false},
		{"https://a.test,https://b.test", "https://b.test", false, false},
		{"direct,https://a.test", "", false, true},
		{"off|https://a.test", "", false, true},
		{"", "https://a.test", false, false},
	} {
		s := setup{goproxy: tt.list}
		if got := s.stopsAt(tt.base); got != tt.stops {
			t.Errorf("%s: stops at %s: %v", tt.list, tt.base, got)
		}
		if got := s.directFirst(); got != tt.directHead {
			t.Errorf("%s: direct first: %v", tt.list, got)
		}
	}
}

// TestGitInOtherLanguages: the frame of the go command is the anchor, and what stands
// below it is understood in whatever language git speaks.
func TestGitInOtherLanguages(t *testing.T) {
	t.Parallel()
	const frame = "go: example.com/a/b@v1.0.0: git fetch -f --depth 1 origin refs/tags/v1.0.0:refs/tags/v1.0.0 in /home/u/go/pkg/mod/cache/vcs/0f1e2d: exit status 128:\n\t"
	for said, want := range map[string]string{
		"错误：不能锁定配置文件 config: 权限不够":                                                                                        "modcache-unwritable - /home/u/go/pkg/mod",
		"错误：不能锁定配置文件 config: 文件已存在":                                                                                       "modcache-corrupt - /home/u/go/pkg/mod/cache/vcs",
		"Fehler: Konnte Konfigurationsdatei 'config' nicht sperren.: Die Datei existiert bereits":                         "modcache-corrupt - /home/u/go/pkg/mod/cache/vcs",
		"erreur : droits insuffisants pour ajouter un objet à la base de données objects du dépôt":                        "modcache-unwritable - /home/u/go/pkg/mod",
		"fatal: objeto suelto aaaa1111 (guardado en objects/aa/aa1111) está corrompido":                                   "modcache-corrupt - /home/u/go/pkg/mod/cache/vcs",
		"fatal: nie znaleziono zdalnej referencji refs/tags/v1.0.0":                                                       "version-not-found - example.com/a/b@v1.0.0",
		"fatal: transport „ssh” niedozwolony":                                                                             "git-protocol-blocked vcs-protocol example.com",
		"fatal: Xác thực gặp lỗi cho “https://example.com/a/b/”":                                                          "git-auth-required vcs-auth example.com",
		"грешка: Неуспешно отдалечено извикване.  curl 92 HTTP/2 stream 5 was not closed cleanly: INTERNAL_ERROR (err 2)": "network-flaky http-reset example.com",
		"致命錯誤: 無法讀取遠端版本庫。":                                                                                                "git-auth-required vcs-auth example.com",
		"fatal: 모르는 말입니다":                                                                                                 "vcs-unreachable unknown example.com",
	} {
		if got := told(t, frame+said+"\n"); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", said, got, want)
		}
	}
}
