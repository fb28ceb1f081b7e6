package diagnose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// A sentence about what was not looked at, or that is not so, is wrong however probable
// it is: what the words of a finding say is tried here on machines that differ in that.
func TestWhatAFindingSaysIsSo(t *testing.T) {
	const goproxyCN = "https://goproxy.cn"
	stalls := func(list string) *facttest.Machine {
		return facttest.New().Goenv("GOPROXY", list).Alive("goproxy.cn", "github.com", "sum.golang.org").
			Proxy(goproxyCN, facttest.UUID, "all", symptom.HTTPTimeout).Relay(goproxyCN, symptom.HTTPTimeout)
	}
	refuses := func(list string) *facttest.Machine {
		return facttest.New().Goenv("GOPROXY", list).Alive("github.com", "sum.golang.org").Dead(symptom.TCPRefused, "goproxy.cn")
	}
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		says    string
		not     []string
	}{
		{"direct works behind a comma", refuses(goproxyCN + ",direct").Sumdb("").Repository(""),
			"go does not get to direct, which could serve github.com/google/uuid@v1.6.0: behind a comma", []string{"No other"}},
		{"direct works behind a proxy that stalls", stalls(goproxyCN + "|direct").Sumdb("").Repository(""),
			"go waits for it without a limit, and so never gets to direct, which could serve", []string{"No other", "comma"}},
		{"direct fails too", refuses(goproxyCN + ",direct").Sumdb("").Repository(symptom.TCPRefused),
			"No other GOPROXY entry can serve github.com/google/uuid@v1.6.0.", []string{"does not get to"}},
		{"there is nothing behind it", refuses(goproxyCN),
			"No other GOPROXY entry can serve github.com/google/uuid@v1.6.0.", []string{"does not get to"}},
		{"direct serves, and the checksum database is dead", facttest.New().Goenv("GOPROXY", goproxyCN+",direct").Alive("github.com").Dead(symptom.TCPRefused, "goproxy.cn", "sum.golang.org").Repository(""),
			"the connection is refused.", []string{"No other", "does not get to"}},
		{"the next entry serves, and go.sum has another checksum", refuses(goproxyCN+","+google).Alive("proxy.golang.org").Serves(google).Sums("h1:came", "h1:recorded"),
			"the connection is refused.", []string{"No other", "does not get to"}},
		{"git was not tried", refuses(goproxyCN + ",direct").Sumdb(""),
			"the connection is refused.", []string{"No other", "does not get to"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			got := diagnose.Run(&c.machine.Facts)
			at := slices.IndexFunc(got.Findings, func(x cause.Finding) bool { return x.Cause == cause.GoproxyUnreachable })
			if at < 0 {
				t.Fatalf("not found: %+v", got.Findings)
			}
			checkFinding(t, got.Findings[at])
			words, err := cause.Lookup(cause.GoproxyUnreachable).Render("en", got.Findings[at])
			if err != nil || !strings.Contains(words.Detail, c.says) {
				t.Errorf("does not say %q: %s (%v)", c.says, words.Detail, err)
			}
			for _, text := range c.not {
				if strings.Contains(words.Detail, text) {
					t.Errorf("says %q: %s", text, words.Detail)
				}
			}
		})
	}
}

// go mod tidy downloads: behind a proxy that is not reached it comes after a list that works.
func TestTidyComesAfterAListThatWorks(t *testing.T) {
	const cn, other = "https://goproxy.cn", "https://goproxy.io"
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		blocked bool
	}{
		{"go gets as far as the line", facttest.New().Goenv("GOPROXY", cn).Alive("goproxy.cn", "goproxy.io"), false},
		{"the proxy before it is not reached", facttest.New().Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").Alive("goproxy.cn", "goproxy.io"), true},
	} {
		m := c.machine.Serves(cn).Sums("h1:came", "h1:recorded").Relay(cn, "").Serves(other).Sums("h1:came", "h1:recorded")
		got := diagnose.Run(&m.Facts)
		at := slices.IndexFunc(got.Findings, func(x cause.Finding) bool { return x.Cause == cause.ChecksumMismatch })
		if at < 0 {
			t.Fatalf("%s: not found: %+v", c.story, got.Findings)
		}
		for _, lang := range []string{"en", "zh"} {
			words, err := cause.Lookup(cause.ChecksumMismatch).Render(lang, got.Findings[at])
			if err != nil {
				t.Fatal(err)
			}
			steps := strings.Join(words.Manual, "\n")
			tidy, apply := strings.Index(steps, "go mod tidy"), strings.Index(steps, "gofix-net apply")
			if tidy < 0 || c.blocked != (apply >= 0 && apply < tidy) {
				t.Errorf("%s, %s: %s", c.story, lang, steps)
			}
		}
	}
}

// go has no time limit for an answer: at a proxy that stalls it notices nothing at all.
func TestWhyALaterEntryIsNotAsked(t *testing.T) {
	for _, c := range []struct {
		story, list  string
		symptom      symptom.Symptom
		english, han string
	}{
		{"a proxy stalls before a bar", google + "|" + company, symptom.HTTPTimeout, "go waits for it without a limit, so it never asks " + company + ".", "go 会一直等待它，"},
		{"a proxy stalls before a comma", google + "," + company, symptom.HTTPTimeout, "go waits for it without a limit, so it never asks " + company + ".", "go 会一直等待它，"},
		{"an error before a comma", google + "," + company, symptom.HTTP5xx, "After a comma, go continues only on 404 and 410, so", "逗号之后"},
	} {
		m := facttest.New().Goenv("GOPROXY", c.list).Alive("proxy.golang.org", "goproxy.corp.example", "sum.golang.org").
			Proxy(google, facttest.UUID, "all", c.symptom).Relay(google, "").Serves(company).Relay(company, "")
		got := diagnose.Run(&m.Facts)
		at := slices.IndexFunc(got.Findings, func(x cause.Finding) bool { return x.Cause == cause.GoproxyNoFallback })
		if at < 0 {
			t.Errorf("%s: not found: %+v", c.story, got.Findings)
			continue
		}
		for lang, want := range map[string]string{"en": c.english, "zh": c.han} {
			words, err := cause.Lookup(cause.GoproxyNoFallback).Render(lang, got.Findings[at])
			if err != nil || !strings.Contains(words.Detail, want) {
				t.Errorf("%s: does not say %q: %s (%v)", c.story, want, words.Detail, err)
			}
		}
	}
}

// A pattern is taken out where it stands: by go env -w, or where the shell gets it.
func TestHowABroadPatternIsTakenOut(t *testing.T) {
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		says    []string
	}{
		{"in the GOENV file", facttest.New().Goenv("GOPRIVATE", "github.com/*"), []string{"go env -u GOPRIVATE"}},
		{"in the GOENV file, with another after a blank", facttest.New().Goenv("GOPRIVATE", "github.com/*, git.corp.example"), []string{`go env -w "GOPRIVATE=git.corp.example"`}},
		{"in the environment", facttest.New().Osenv("GOPRIVATE", "github.com"), []string{"GOPRIVATE where it is set", "unset GOPRIVATE", "open a new shell"}},
		{"in the environment, with others", facttest.New().Osenv("GOPRIVATE", "github.com, git.corp.example, a.example"), []string{"export GOPRIVATE=git.corp.example,a.example", "open a new shell"}},
	} {
		m := c.machine.Asks("github.com/Upper/Case").Alive("github.com").RepositoryAt("https://github.com/Upper/Case", symptom.VCSHostKey)
		got := diagnose.Run(&m.Facts)
		at := slices.IndexFunc(got.Findings, func(x cause.Finding) bool { return x.Cause == cause.GoprivateTooBroad })
		if at < 0 {
			t.Errorf("%s: not found: %+v", c.story, got.Findings)
			continue
		}
		words, err := cause.Lookup(cause.GoprivateTooBroad).Render("en", got.Findings[at])
		steps := strings.Join(words.Manual, "\n")
		for _, want := range c.says {
			if err != nil || !strings.Contains(steps, want) {
				t.Errorf("%s: does not say %q: %s (%v)", c.story, want, steps, err)
			}
		}
	}
}
