package diagnose_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
)

// unix are files, commands and words that Windows has not.
var unix = regexp.MustCompile(`/etc/|~/|/var/|\$HOME|\$\(|resolv\.conf|(?i:systemd|resolvectl|daemon\.json)|\b(sudo|chmod|chown|ulimit|apt-get|apk|dnf|brew|export|grep|nft|iptables)\b|\bunset [A-Z]|\broot rights`)

// either is what stands in texts for every system: the file that a machine's hosts came
// from, and what git's hooks, which git runs by a shell of Unix there too, have to do.
var either = strings.NewReplacer("/etc/hosts:3", "", "unset $(git rev-parse --local-env-vars)", "")

// percent is a command with a variable as cmd writes it, and PowerShell does not.
var percent = regexp.MustCompile(`[" ]%[A-Z]+%[^ ]*"`)

// TestWindowsIsToldWhatItHas: what each of the machines would be told on Windows names
// nothing that is only on Unix.
func TestWindowsIsToldWhatItHas(t *testing.T) { toldOn(t, "windows", unix) }

// linux are files, commands and words that macOS has not.
var linux = regexp.MustCompile(`/etc/environment|/proc/|/etc/docker|(?i:systemd|resolvectl|timedatectl|daemon\.json)|\b(apt-get|apk|dnf|zypper|pacman|update-ca-\w+|nft|iptables|getent|sysctl|setx|icacls|certutil|w32tm|winget)\b|\bip -6|Remove-Item`)

// TestMacOSIsToldWhatItHas: the same on macOS, of Linux and Windows.
func TestMacOSIsToldWhatItHas(t *testing.T) { toldOn(t, "darwin", linux) }

// toldOn wants nothing of what a system has not in what each of the machines would be
// told on it.
func toldOn(t *testing.T, goos string, never *regexp.Regexp) {
	t.Helper()
	for _, c := range machines {
		s := c.machine.Facts.Settings
		system, file := s.OS, s.Resolver.File
		s.OS, s.Resolver.File = goos, ""
		for _, x := range diagnose.Run(&c.machine.Facts).Findings {
			if x.Cause == cause.CABundleMissing && goos == "darwin" {
				continue // macOS itself verifies: there are no files to look for
			}
			for _, lang := range []string{"en", "zh"} {
				words, err := cause.Lookup(x.Cause).Render(lang, x)
				if err != nil {
					t.Fatal(err)
				}
				for _, text := range append([]string{words.Title, words.Detail}, words.Manual...) {
					if percent.MatchString(text) && !strings.Contains(text, "cmd") {
						t.Errorf("%s: %s in %s does not say which shell takes it: %s", c.story, x.Cause, lang, text)
					}
					if at := never.FindString(either.Replace(text)); at != "" {
						t.Errorf("%s: %s in %s says %q: %s", c.story, x.Cause, lang, at, text)
					}
				}
			}
		}
		s.OS, s.Resolver.File = system, file
	}
}
