package cause

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/startup"
)

// TestWhoMayRemoveIt: a profile beside PowerShell is written by an administrator, a file
// in /etc by root.
func TestWhoMayRemoveIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file    string
		windows bool
		en, zh  string
	}{
		{`C:\Program Files\PowerShell\7\profile.ps1`, true, "as administrator", "以管理员身份"},
		{`D:\WINNT\System32\WindowsPowerShell\v1.0\profile.ps1`, true, "as administrator", "以管理员身份"},
		{`C:\Users\王 小明\Documents\PowerShell\profile.ps1`, true, "", ""},
		{"/etc/profile.d/go.sh", false, "as root", "以 root 身份"},
		{"/home/u/.bashrc", false, "", ""},
	} {
		r := removal{Name: "GOPROXY", Windows: c.windows, Start: &definition{
			File: c.file, Line: "3", Text: "GOPROXY=off", Kind: startup.Line, Sure: true, Root: needsRoot(c.file), Windows: c.windows,
		}}
		for got, want := range map[string]string{r.En(): c.en, r.Zh(): c.zh} {
			named := strings.Contains(got, "root") || strings.Contains(got, "administrator") || strings.Contains(got, "管理员")
			if !strings.Contains(got, want) || named != (want != "") {
				t.Errorf("%s: %s", c.file, got)
			}
		}
	}
}
