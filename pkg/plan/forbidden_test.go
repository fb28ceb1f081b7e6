package plan

import (
	"errors"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

const corpKey = "sum.example.com+b2e18263+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

func TestForbidden(t *testing.T) {
	t.Parallel()
	g, file, low := settings.Go, settings.GoenvFile, settings.GorootEnv
	type layers = []settings.Setting
	set := func(k settings.Key, v string) []profile.Want { return []profile.Want{{Key: k, Value: val(v)}} }
	unset := func(k settings.Key) []profile.Want { return []profile.Want{{Key: k}} }
	tests := []struct {
		name  string
		have  layers
		wants []profile.Want
		want  Rule
	}{
		{"the checksum database off", nil, set(g("GOSUMDB"), "off"), RuleSumdbOff},
		{"and no database at all", nil, set(g("GOSUMDB"), "goproxy.cn"), RuleSumdbOff},
		{"the default database", layers{layer(g("GOSUMDB"), "off", file, "")}, set(g("GOSUMDB"), "sum.golang.org"), ""},
		{"its alias in China", nil, set(g("GOSUMDB"), "sum.golang.google.cn"), ""},
		{"its records from another place", nil, set(g("GOSUMDB"), "sum.golang.org https://sum.example.com"), ""},
		{"its records in plain text", nil, set(g("GOSUMDB"), "sum.golang.org http://sum.example.com"), RuleSumdbOff},
		{"somebody's database", nil, set(g("GOSUMDB"), corpKey), RuleSumdbOff},
		{"the one in force", layers{layer(g("GOSUMDB"), corpKey, settings.OSEnv, "")}, set(g("GOSUMDB"), corpKey), ""},
		{"unset, above an off of the distribution", layers{layer(g("GOSUMDB"), "sum.golang.org", file, ""), layer(g("GOSUMDB"), "off", low, "")}, unset(g("GOSUMDB")), RuleSumdbOff},
		{"unset an off", layers{layer(g("GOSUMDB"), "off", file, ""), layer(g("GOSUMDB"), "sum.golang.org", low, "")}, unset(g("GOSUMDB")), ""},
		{"GOINSECURE can only go", layers{layer(g("GOINSECURE"), "*", file, "")}, unset(g("GOINSECURE")), ""},
		{"no verification for everything", nil, set(g("GONOSUMDB"), "*"), RuleNoSum},
		{"nor for a top-level domain", nil, set(g("GONOSUMDB"), "corp.example.com,*.com"), RuleNoSum},
		{"nor for a public host", nil, set(g("GOPRIVATE"), "github.com"), RuleNoSum},
		{"nor for all owners of it", nil, set(g("GOPRIVATE"), "github.com/*"), RuleNoSum},
		{"nor by a vanity domain", nil, set(g("GOPRIVATE"), "golang.org"), RuleNoSum},
		{"nor for two letters", nil, set(g("GOPRIVATE"), "g*.com"), RuleNoSum},
		{"one owner is private", nil, set(g("GOPRIVATE"), "github.com/example-corp,*.corp.example.com"), ""},
		{"a company's host is not verified", nil, set(g("GONOSUMDB"), "git.example.com"), ""},
		{"a broad list gets narrower", layers{layer(g("GOPRIVATE"), "*.com,github.com", file, "")}, set(g("GOPRIVATE"), "github.com"), ""},
		{"unset what hides a broad list", layers{layer(g("GONOSUMDB"), "none", file, ""), layer(g("GOPRIVATE"), "*", file, "")}, unset(g("GONOSUMDB")), RuleNoSum},
		{"unset both", layers{layer(g("GONOSUMDB"), "none", file, ""), layer(g("GOPRIVATE"), "*", file, "")},
			[]profile.Want{{Key: g("GONOSUMDB")}, {Key: g("GOPRIVATE")}}, ""},
		{"-insecure", nil, set(g("GOFLAGS"), "-mod=mod -insecure"), RuleFlagInsecure},
		{"--insecure=true", nil, set(g("GOFLAGS"), "--insecure=true"), RuleFlagInsecure},
		{"a flag like it", nil, set(g("GOFLAGS"), "-insecurely"), ""},
		{"a plain proxy", nil, set(g("GOPROXY"), "https://a.example.com,http://b.example.com"), RulePlainProxy},
		{"one that is there", layers{layer(g("GOPROXY"), "http://b.example.com", settings.OSEnv, "")}, set(g("GOPROXY"), "https://a.example.com,http://b.example.com"), ""},
		{"one on this machine", nil, set(g("GOPROXY"), "http://127.0.0.1:3000,http://localhost:3001,http://[::1]:1"), ""},
		{"one that looks like this machine", nil, set(g("GOPROXY"), "http://localhost.example.com"), RulePlainProxy},
		{"a placeholder", nil, set(g("GOPROXY"), "{company}"), RulePlaceholder},
		{"two lines", nil, set(g("GOPROXY"), "direct\nGOSUMDB=off"), RuleLineBreak},
		{"every version control system", nil, set(g("GOVCS"), "*:all"), RuleGOVCS},
		{"svn for public code", nil, set(g("GOVCS"), "public:git|svn"), RuleGOVCS},
		{"svn for one host", nil, set(g("GOVCS"), "corp.example.com:svn,public:git|hg"), ""},
		{"git without certificates", nil, set(settings.Git("http.sslverify"), "false"), RuleTLSVerify},
		{"git without certificates for one host", nil, set(settings.Git("http.https://a.example.com.sslverify"), "0"), RuleTLSVerify},
		{"git with certificates", nil, set(settings.Git("http.sslverify"), "true"), ""},
		{"other roots for git", nil, set(settings.Git("http.sslcainfo"), "/ca.pem"), RuleTLSRoots},
		{"roots of git taken away", layers{layer(settings.Git("http.sslcainfo"), "/ca.pem", settings.GitGlobal, "/h/.gitconfig")}, unset(settings.Git("http.sslcainfo")), RuleTLSRoots},
		{"https to http", nil, set(settings.Git("url.http://m.example.com/.insteadof"), "https://github.com/"), RuleDowngrade},
		{"https to git", nil, set(settings.Git("url.git://github.com/.insteadof"), "https://github.com/"), RuleDowngrade},
		{"https to ssh", nil, set(settings.Git("url.git@github.com:.insteadof"), "https://github.com/"), ""},
		{"git to https", nil, set(settings.Git("url.https://github.com/.insteadof"), "git://github.com/"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Diff(snapshot(tt.have...), &profile.Profile{Wants: tt.wants})
			var f *ForbiddenError
			if errors.As(err, &f) != (tt.want != "") || f != nil && f.Rule != tt.want || err != nil && f == nil {
				t.Errorf("got %v, want rule %q", err, tt.want)
			}
			if f != nil && ruleText(f.Rule) == "" {
				t.Errorf("rule %s has no text", f.Rule)
			}
		})
	}
}

func TestForbiddenFromAFileOfTheUser(t *testing.T) {
	t.Parallel()
	own := &profile.Profile{File: "/h/team.profile", Wants: []profile.Want{{Key: settings.Go("GOSUMDB"), Value: val(corpKey + " https://sum.example.com")}}}
	if _, err := Diff(snapshot(), own); err != nil {
		t.Errorf("a company's database with its key in a profile file: %v", err)
	}
	own.Wants[0].Value = val("sum.example.com+b2e18263+broken")
	if _, err := Diff(snapshot(), own); err == nil {
		t.Error("a key that is none is taken")
	}
	if err := CheckProfile(&profile.Profile{Wants: []profile.Want{{Key: settings.Go("GOINSECURE"), Value: val("x.example.com")}}}); err == nil {
		t.Error("GOINSECURE passes CheckProfile")
	}
	list, err := profile.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if err := CheckProfile(p); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}
