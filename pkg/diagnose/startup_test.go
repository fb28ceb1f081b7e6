package diagnose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/startup"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// with adds what start-up files say.
func with(m *facttest.Machine, all ...settings.Definition) *facttest.Machine {
	m.Facts.Settings.Startup = append(m.Facts.Settings.Startup, all...)
	m.Facts.Settings.Goenv.Path = "/home/u/.config/go/env"
	return m
}

func bashrc(kind startup.Kind, name, value, text string) settings.Definition {
	return settings.Definition{
		Place: startup.Place{Name: name, File: "/home/u/.bashrc", Line: 12, Shell: startup.Bash, Kind: kind, Literal: true, Reload: "unset " + name},
		Value: settings.Value(value), Text: settings.Value(text),
	}
}

// deadCompany is a machine whose environment has a dead proxy and whose GOENV
// file has nothing.
func deadCompany() *facttest.Machine {
	return facttest.New().Osenv("GOPROXY", company).Dead(symptom.TCPTimeout, "goproxy.corp.example").Alive("goproxy.cn", "sum.golang.org")
}

func TestWhatGoEnvWouldWriteIsShadowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story    string
		machine  *facttest.Machine
		want     []string
		evidence evidence.ID // of env-shadows-goenv
	}{
		{"a dead proxy in the environment", deadCompany(),
			[]string{"error goproxy-unreachable", "warning env-shadows-goenv"}, "setting/GOPROXY"},
		{"the file has the same", deadCompany().Goenv("GOPROXY", company).Osenv("GOPROXY", company),
			[]string{"error goproxy-unreachable", "warning env-shadows-goenv"}, "setting/GOPROXY"},
		{"the dead proxy is not in the environment",
			facttest.New().Goenv("GOPROXY", company).Dead(symptom.TCPTimeout, "goproxy.corp.example").Alive("goproxy.cn"),
			[]string{"error goproxy-unreachable"}, ""},
		{"downloads are switched off in the environment", facttest.New().Osenv("GOPROXY", "off").Alive("proxy.golang.org"),
			[]string{"error goproxy-off", "warning env-shadows-goenv"}, "setting/$GOPROXY"},
		{"a list in the environment that go rejects", facttest.New().Osenv("GOPROXY", "on").Alive("proxy.golang.org"),
			[]string{"error goproxy-malformed", "warning env-shadows-goenv"}, "setting/$GOPROXY"},
		{"modules are off in the environment", facttest.New().Osenv("GO111MODULE", "off").Alive("proxy.golang.org").Serves(google),
			[]string{"error modules-off", "warning env-shadows-goenv"}, "setting/$GO111MODULE"},
		{"the whole network is dead", facttest.New().Osenv("GOPROXY", company).Dead(symptom.TCPTimeout, "goproxy.corp.example", "goproxy.cn", "sum.golang.org"),
			[]string{"error offline"}, ""},
		{"nobody has the module", facttest.New().Osenv("GOPROXY", google).Alive("proxy.golang.org").Proxy(google, facttest.UUID, "all", symptom.HTTP404),
			[]string{"error module-not-found"}, ""},
		{"the environment's proxy works", facttest.New().Osenv("GOPROXY", google).Alive("proxy.golang.org").Serves(google).Relay(google, ""), nil, ""},
		{"git wants a credential", facttest.New().Osenv("GOPROXY", "direct").Alive("github.com", "sum.golang.org").Sumdb("").Repository(symptom.VCSAuth),
			[]string{"error git-auth-required"}, ""},
		{"an origin that is blocked, asked by the environment's direct",
			facttest.New().Osenv("GOPROXY", "direct").Dead(symptom.TLSReset, "github.com").Alive("sum.golang.org").Sumdb(""),
			[]string{"error vcs-unreachable", "warning env-shadows-goenv"}, "setting/GOPROXY"},
	} {
		t.Run(c.story, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, x := range diagnose.Run(&c.machine.Facts).Findings {
				found = append(found, string(x.Severity)+" "+string(x.Cause))
				checkFinding(t, x)
				if x.Cause == cause.EnvShadowsGoenv && !slices.Equal(x.Evidence, []evidence.ID{c.evidence}) {
					t.Errorf("evidence %v, want %s", x.Evidence, c.evidence)
				}
			}
			if !slices.Equal(found, c.want) {
				t.Errorf("got %v, want %v", found, c.want)
			}
		})
	}
}

func TestTheExactEditIsNamed(t *testing.T) {
	t.Parallel()
	line := bashrc(startup.Line, "GOPROXY", company, "export GOPROXY="+company)
	other := line
	other.File, other.Line = "/home/u/.zshrc", 3
	computed := bashrc(startup.Line, "GOPROXY", "$X", "export GOPROXY=$X")
	computed.Literal = false
	called := bashrc(startup.Line, "GOPROXY", company, "export GOPROXY="+company)
	called.Function = "go_on"
	universal := bashrc(startup.Command, "GOPROXY", company, "GOPROXY="+company)
	universal.File, universal.Shell, universal.Unset, universal.Reload = "/home/u/.config/fish/fish_variables", startup.Fish, "set -eU GOPROXY", "set -e GOPROXY"
	system := bashrc(startup.Line, "GOPROXY", company, "GOPROXY="+company)
	system.File, system.Login, system.Shell = "/etc/environment", true, startup.PAM
	socks := bashrc(startup.Part, "HTTPS_PROXY", "http://127.0.0.1:7890", "HTTPS_PROXY=http://127.0.0.1:7890")
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		cause   cause.ID
		en, zh  []string // parts of the steps
	}{
		{"nothing is known", with(deadCompany()), cause.EnvShadowsGoenv,
			[]string{"remove GOPROXY where it is set (look in ~/.profile, ~/.bashrc, ~/.zshrc, /etc/environment, or the CI job's variables)", "open a new shell", "unset GOPROXY"},
			[]string{"在设置 GOPROXY 的地方将其删除", "打开新的终端", "unset GOPROXY"}},
		{"a line of its own", with(deadCompany(), line), cause.EnvShadowsGoenv,
			[]string{"delete line 12 of /home/u/.bashrc: export GOPROXY=https://goproxy.corp.example", "open a new shell"},
			[]string{"删除 /home/u/.bashrc 的第 12 行：export GOPROXY=https://goproxy.corp.example"}},
		{"two files", with(deadCompany(), line, other), cause.EnvShadowsGoenv,
			[]string{"delete line 12 of /home/u/.bashrc: export GOPROXY=https://goproxy.corp.example (and also there: /home/u/.zshrc:3)"},
			[]string{"（以下位置同样处理：/home/u/.zshrc:3）"}},
		{"all that a block holds", with(deadCompany(), bashrc(startup.Only, "GOPROXY", company, "export GOPROXY="+company)), cause.EnvShadowsGoenv,
			[]string{"replace line 12 of /home/u/.bashrc with a single colon"}, []string{"第 12 行换成一个冒号"}},
		{"a part of a line", with(deadCompany(), bashrc(startup.Part, "GOPROXY", company, "GOPROXY="+company)), cause.EnvShadowsGoenv,
			[]string{"in line 12 of /home/u/.bashrc, remove only this: GOPROXY=https://goproxy.corp.example"}, []string{"第 12 行中只删去这一部分：GOPROXY=https://goproxy.corp.example"}},
		{"what is computed", with(deadCompany(), computed), cause.EnvShadowsGoenv,
			[]string{"GOPROXY seems to be set there: delete line 12 of /home/u/.bashrc: export GOPROXY=$X"}, []string{"GOPROXY 可能在此处设置：删除"}},
		{"a function", with(deadCompany(), called), cause.EnvShadowsGoenv,
			[]string{"the shell function go_on (line 12 of /home/u/.bashrc) seems to set GOPROXY: do not call it"}, []string{"shell 函数 go_on"}},
		{"a universal variable of fish", with(deadCompany(), universal), cause.EnvShadowsGoenv,
			[]string{"run in fish: set -eU GOPROXY", "For this shell only: set -e GOPROXY"}, []string{"在 fish 中运行：set -eU GOPROXY"}},
		{"a file of the system", with(deadCompany(), system), cause.EnvShadowsGoenv,
			[]string{"delete line 12 of /etc/environment as root: GOPROXY=", "Then log out and in again"}, []string{"以 root 身份删除 /etc/environment 的第 12 行", "注销并重新登录"}},
		{"another value than the one in force", with(deadCompany(), bashrc(startup.Line, "GOPROXY", "direct", "export GOPROXY=direct")), cause.EnvShadowsGoenv,
			[]string{"remove GOPROXY where it is set"}, []string{"在设置 GOPROXY 的地方将其删除"}},
		{"a name that go never read", with(facttest.New().Osenv("GOCACHEPROXY", "x").Alive("proxy.golang.org").Serves(google).Relay(google, ""),
			bashrc(startup.Line, "GOCACHEPROXY", "x", "export GOCACHEPROXY=x")), cause.UnknownSetting,
			[]string{"To remove it: delete line 12 of /home/u/.bashrc: export GOCACHEPROXY=x"}, []string{"清理方法：删除 /home/u/.bashrc 的第 12 行"}},
		{"a check that is switched off", with(facttest.New().Variable("GIT_SSL_NO_VERIFY", "1").Alive("proxy.golang.org").Serves(google).Relay(google, ""),
			bashrc(startup.Line, "GIT_SSL_NO_VERIFY", "1", "export GIT_SSL_NO_VERIFY=1")), cause.InsecureSetting,
			[]string{"delete line 12 of /home/u/.bashrc: export GIT_SSL_NO_VERIFY=1"}, []string{"恢复保护的方法：删除 /home/u/.bashrc 的第 12 行"}},
		{"a dead outbound proxy", with(viaDead(symptom.OutboundProxyFailed), socks), cause.OutboundProxyBroken,
			[]string{"If the proxy is no longer needed: in line 12 of /home/u/.bashrc, remove only this: HTTPS_PROXY=http://127.0.0.1:7890; then open a new shell."},
			[]string{"如果不再需要该代理：在 /home/u/.bashrc 的第 12 行中只删去这一部分：HTTPS_PROXY=http://127.0.0.1:7890；然后打开新的终端。"}},
		{"an outbound proxy that wants credentials", with(viaDead(symptom.HTTP407), socks), cause.OutboundProxyAuth,
			[]string{"HTTPS_PROXY is set in /home/u/.bashrc, line 12: HTTPS_PROXY=http://127.0.0.1:7890"}, []string{"HTTPS_PROXY 在 /home/u/.bashrc 第 12 行设置"}},
		{"an outbound proxy of which nothing is known", viaDead(symptom.OutboundProxyFailed), cause.OutboundProxyBroken,
			[]string{"remove HTTPS_PROXY where it is set", "For this shell only: unset HTTPS_PROXY"}, []string{"在设置 HTTPS_PROXY 的地方将其删除"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			t.Parallel()
			found := diagnose.Run(&c.machine.Facts).Findings
			i := slices.IndexFunc(found, func(x cause.Finding) bool { return x.Cause == c.cause })
			if i < 0 {
				t.Fatalf("no %s among %+v", c.cause, found)
			}
			for lang, parts := range map[string][]string{"en": c.en, "zh": c.zh} {
				words, err := cause.Lookup(c.cause).Render(lang, found[i])
				if err != nil {
					t.Fatal(err)
				}
				steps := strings.Join(words.Manual, "\n")
				for _, p := range parts {
					if !strings.Contains(steps, p) {
						t.Errorf("%s: no %q in\n%s", lang, p, steps)
					}
				}
			}
		})
	}
}

// viaDead is a machine whose outbound proxy fails.
func viaDead(s symptom.Symptom) *facttest.Machine {
	m := facttest.New().Variable("HTTPS_PROXY", "http://127.0.0.1:7890")
	return m.Proxy(google, facttest.UUID, "all", s).By("http://127.0.0.1:7890")
}
