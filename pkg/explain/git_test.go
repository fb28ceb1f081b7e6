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
