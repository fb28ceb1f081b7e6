package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// telling puts findings into the words of a language.
func telling(t *testing.T, lang i18n.Lang) func(explain.Finding) report.Explained {
	t.Helper()
	texts, err := i18n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return func(f explain.Finding) report.Explained {
		x := &explaining{texts: texts, read: explain.Explanation{Findings: []explain.Finding{f}}}
		return x.explanation().Findings[0]
	}
}

func commands(steps []report.Step) []string {
	var out []string
	for _, s := range steps {
		out = append(out, s.Commands...)
	}
	return out
}

// weakening are words by which a protection is switched off. A step has
// them only to say that they were removed.
var weakening = []string{
	"gosumdb=off", "gonosumdb", "gonosumcheck", "goinsecure", "goflags=-insecure", "sslverify=false", "sslverify false", "ssl_no_verify",
	"stricthostkeychecking", "ssh-keyscan", "--no-check-certificate", "curl -k", "--insecure", "-insecure=", "goproxy=direct", "chmod 777", "rm -rf",
}

func TestEveryCauseHasWords(t *testing.T) {
	t.Parallel()
	inEnglish, inChinese := telling(t, i18n.En), telling(t, i18n.Zh)
	full := explain.Finding{Target: "https://p.example.test", Module: "example.test/mod@v1.2.3", URL: "https://p.example.test/x"}
	for _, id := range cause.IDs() {
		for name, f := range map[string]explain.Finding{"full": full, "bare": {}} {
			f.Cause = id
			en, zh := inEnglish(f), inChinese(f)
			if len(en.Steps) != len(zh.Steps) || !slices.Equal(commands(en.Steps), commands(zh.Steps)) {
				t.Errorf("%s: the steps differ between the languages:\n%q\n%q", id, en.Steps, zh.Steps)
			}
			for lang, x := range map[string]report.Explained{"en": en, "zh": zh} {
				checkWords(t, string(id)+" in "+lang+", "+name, x)
			}
		}
	}
}

func checkWords(t *testing.T, what string, x report.Explained) {
	t.Helper()
	if x.Title == "" || strings.ContainsAny(x.Title, "\n") || strings.HasSuffix(x.Title, ".") {
		t.Errorf("%s: title %q", what, x.Title)
	}
	if len(x.Steps) < 1 || len(x.Steps) > 4 {
		t.Errorf("%s: %d steps", what, len(x.Steps))
	}
	all := x.Title
	for _, s := range x.Steps {
		all += "\n" + s.Text + "\n" + strings.Join(s.Commands, "\n")
		if s.Text == "" || len(s.Commands) > 0 && !strings.ContainsAny(s.Text[len(s.Text)-3:], ":：") {
			t.Errorf("%s: a step that does not lead to its commands: %q", what, s)
		}
	}
	if strings.Contains(all, "[explain") || strings.Contains(all, "{{") || strings.Contains(all, "no value") || strings.Contains(all, "  ") {
		t.Errorf("%s: a text is missing or broken: %s", what, all)
	}
	if got := foreign.Redact(all); got != all {
		t.Errorf("%s: redaction would spoil the text:\n%s", what, got)
	}
	for _, w := range weakening {
		if strings.Contains(strings.ToLower(all), w) {
			t.Errorf("%s: suggests %s", what, w)
		}
	}
}

// TestAForeignTextWritesNoCommand: a log may hold anything, and what stands in a
// command is meant to be pasted into a shell.
func TestAForeignTextWritesNoCommand(t *testing.T) {
	t.Parallel()
	inEnglish := telling(t, i18n.En)
	hostile := []string{
		"$(touch x)", "`id`", "a.test/m;reboot", "a.test/m@v1.0.0|sh", "-c.test/x", "a.test/m@$(x)", "a.test/'m", "a.test/m m", "../../etc@v1",
		"https://a.test;x/", "https://$(x)/", "a.test/\nrm", "a.test\\m", "go1.$(x)", "https://[::1", "a.test/m@-x",
	}
	for _, id := range cause.IDs() {
		for _, h := range hostile {
			f := explain.Finding{Cause: id, Target: h, Module: h, URL: h}
			for _, c := range commands(inEnglish(f).Steps) {
				for _, bad := range []string{"touch", "`", ";", "|sh", "-c.test", "$(x)", "'m", "\n", "m m", "../", "@-x", "\\m", "::1"} {
					if strings.Contains(c, bad) {
						t.Errorf("%s of %q: command %q", id, h, c)
					}
				}
			}
		}
	}
}

func TestCommandsNameWhatTheTextNames(t *testing.T) {
	t.Parallel()
	inEnglish := telling(t, i18n.En)
	for _, row := range []struct {
		f    explain.Finding
		want string
	}{
		{explain.Finding{Cause: cause.ChecksumMismatch, Module: "a.test/m@v1.2.3"}, "go mod download a.test/m@v1.2.3"},
		{explain.Finding{Cause: cause.PrivateModuleExposed, Module: "git.corp.test/team/m@v1.0.0"}, `go env -w "GOPRIVATE=$(go env GOPRIVATE),git.corp.test"`},
		{explain.Finding{Cause: cause.ModuleNotFound, Target: "github.com/acme/m"}, `go env -w "GOPRIVATE=$(go env GOPRIVATE),github.com/acme"`},
		{explain.Finding{Cause: cause.GitAuthRequired, Target: "github.com"}, `go env -w "GOPRIVATE=$(go env GOPRIVATE),github.com/OWNER"`},
		{explain.Finding{Cause: cause.GitAuthRequired, Target: "git.test"}, `go env -w "GOPRIVATE=$(go env GOPRIVATE),git.test"`},
		{explain.Finding{Cause: cause.GitAuthRequired}, `go env -w "GOPRIVATE=$(go env GOPRIVATE),PREFIX"`},
		{explain.Finding{Cause: cause.TLSInterception, Target: "https://p.test"}, "openssl s_client -connect p.test:443 -showcerts"},
		{explain.Finding{Cause: cause.TLSInterception, Target: "github.com"}, "openssl s_client -connect github.com:443 -showcerts"},
		{explain.Finding{Cause: cause.TLSInterception}, "openssl s_client -connect HOST:443 -showcerts"},
		{explain.Finding{Cause: cause.GitHostkey, Target: "git.test:22"}, "ssh -T git@git.test"},
		{explain.Finding{Cause: cause.ToolchainVersionInvalid, Target: "go1.25"}, "go mod edit -go=1.25.0"},
		{explain.Finding{Cause: cause.ToolchainVersionInvalid, Target: "go1.25.3"}, "go mod edit -go=1.25.3"},
		{explain.Finding{Cause: cause.PackageNotFound, Module: "a.test/m/pkg"}, "go list -m -versions MODULE"},
		{explain.Finding{Cause: cause.PackageNotFound, Module: "a.test/m@v1.0.0"}, "go list -m -versions a.test/m"},
		{explain.Finding{Cause: cause.ModulePathMismatch, Target: "a.test/old", Declared: "a.test/new"}, "go get a.test/new"},
		{explain.Finding{Cause: cause.VersionNotFound, Target: "a.test/m@v9.0.0"}, "go list -m -versions a.test/m"},
	} {
		if got := commands(inEnglish(row.f).Steps); !slices.ContainsFunc(got, func(c string) bool { return strings.HasSuffix(c, row.want) }) {
			t.Errorf("%s of %q: got %q, want %q", row.f.Cause, row.f.Target+row.f.Module, got, row.want)
		}
	}
}

// TestCredentialsAreForTheOrigin: what refused the request is not who has the module.
func TestCredentialsAreForTheOrigin(t *testing.T) {
	t.Parallel()
	f := explain.Finding{
		Cause: cause.PrivateModuleExposed, Target: "git.corp.test/team/m", Module: "git.corp.test/team/m@v1.0.0",
		URL: "https://sum.golang.org/lookup/git.corp.test/team/m@v1.0.0", Probes: []probe.Kind{probe.Goproxy},
	}
	got := telling(t, i18n.En)(f)
	if !strings.Contains(got.Steps[1].Text, "credentials for git.corp.test:") {
		t.Errorf("got %q", got.Steps[1].Text)
	}
	if got.Check != "" {
		t.Errorf("the private path is to be asked for: %s", got.Check)
	}
}

func TestADoubtNamesACommandThatDecides(t *testing.T) {
	t.Parallel()
	inEnglish := telling(t, i18n.En)
	f := explain.Finding{Cause: cause.GoproxyUnreachable, Module: "a.test/m@v1.0.0", Or: []cause.ID{cause.NetworkSlow}, Probes: []probe.Kind{probe.Goproxy}}
	if got := inEnglish(f); got.Check != "gofix-net doctor --module a.test/m@v1.0.0" || !strings.Contains(got.CheckText, "goproxy") {
		t.Errorf("got %q, %q", got.Check, got.CheckText)
	}
	f.Module = "a.test/m@$(x)"
	if got := inEnglish(f).Check; got != "gofix-net doctor" {
		t.Errorf("got %q", got)
	}
}
