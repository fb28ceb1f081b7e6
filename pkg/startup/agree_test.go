package startup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/startup"
)

// startupFiles are files of every shell whose readers stand both here, for the files of
// this machine, and in pkg/place, for the files of projects.
var startupFiles = map[string]string{
	".bashrc": `export GOPROXY=https://a.example
GOPROXY=https://b.example,direct
export GOPROXY
export GOPROXY='https://c.example|direct' # why
export GOPROXY="https://d.example"
export GOPROXY=https\://e.example
export GOPROXY="$(cat file)"
export GOPROXY=$'https://f.example\x2cdirect'
export GOPROXY="https://g.example" GOSUMDB=sum.golang.google.cn
declare -x GOPROXY=https://h.example
if [ -n "$X" ]; then export GOPROXY=https://i.example; fi
export GOPROXY="${GOPROXY:-https://j.example}"
export "GOPROXY=https://k.example"
CORP=https://l.example
export GOPROXY=$CORP,direct
export GOPROXY="$CORP|direct"
export GOPROXY=
unset GOPROXY
false && export GOPROXY=https://m.example
export GOSUMDB="sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 https://n.example"
typeset -x GOPROXY=https://o.example
`,
	".config/fish/config.fish": `set -gx GOPROXY https://a.example
set -x GOPROXY 'https://b.example,direct'
set --export --global GOPROXY "https://c.example|direct"
set GOPROXY https://d.example
set -gx GOPROXY (cat file)
set -Ux GOPROXY https://e.example # why
if test -n "$X"
    set -gx GOPROXY https://f.example
end
export GOPROXY=https://g.example
set -gx GOPROXY
set -e GOPROXY
`,
	".config/powershell/profile.ps1": `$env:GOPROXY = "https://a.example,direct"
$env:GOPROXY='https://b.example|direct'
$Env:GOPROXY = "$corp,direct"
${env:GOPROXY} = "https://c.example"
[Environment]::SetEnvironmentVariable("GOPROXY", "https://d.example", "User")
Set-Item Env:GOPROXY https://e.example
# $env:GOPROXY = "https://f.example"
if ($x) { $env:GOPROXY = "https://g.example" }
Remove-Item Env:GOPROXY
Set-Item -LiteralPath Env:GOPROXY -Value "https://h.example"
si Env:GOPROXY 'https://i.example,direct'
Set-Item -Value 'https://j.example' -Path Env:\GOPROXY -Force
New-Item -Path Env: -Name GOPROXY -Value https://k.example
<# $env:GOPROXY = 'https://l.example' #> $env:GOPROXY = 'https://m.example'
<#
$env:GOPROXY = 'https://n.example'
#>
$env:GOPROXY = https://o.example
$env:GOPROXY = 'https://p.example' + ',direct'
$env:GOPROXY = @"
$env:GOPROXY = 'https://q.example'
"@
Write-Host "$env:GOPROXY = 'https://r.example'"
$env:GOPROXY = 'it''s'
[System.Environment]::SetEnvironmentVariable('GOPROXY', 'https://s.example')
$env:GOSUMDB = 'off'; $env:GOPROXY = 'https://t.example' # why
function proxy-on { $env:GOPROXY = 'https://u.example' }
foreach ($m in $list) { ni env:GOPROXY -Value "https://v.example" }
$env:GOPROXY = ` + "`" + `
  'https://w.example'
Set-Item Env:GOPROXY a,b
`,
	".cshrc": `setenv GOPROXY https://a.example
setenv GOPROXY 'https://b.example|direct'
setenv GOPROXY "https://c.example,direct" # why
setenv GOPROXY "${CORP},direct"
set GOPROXY = https://d.example
if ($?X) setenv GOPROXY https://e.example
unsetenv GOPROXY
`,
	".zshrc": `export GOPROXY=https://a.example
typeset -gx GOPROXY='https://b.example|direct'
[[ -n $X ]] && export GOPROXY=https://c.example
() { export GOPROXY=https://d.example }
export GOPROXY=https://e.example,direct; export GOSUMDB=off
`,
	".config/environment.d/10-go.conf": `GOPROXY=https://a.example
GOPROXY="https://b.example,direct"
GOPROXY='https://c.example'
# GOPROXY=https://d.example
GOPROXY=${GOPROXY:-https://e.example}
GOPROXY=https://f.example|direct
`,
}

// TestBothReadersAgree gives every file to both readers. What one takes for the value of
// a variable of the environment the other must not take for another.
func TestBothReadersAgree(t *testing.T) {
	home := t.TempDir()
	for name, text := range startupFiles {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m := host.System()
	m.OS, m.Environ = "linux", func() []string { return []string{"HOME=" + home} }
	m.HomeDir = func() (string, error) { return home, nil }
	found := map[string][]string{}
	for _, d := range startup.Find(t.Context(), m, []string{"GOPROXY", "GOSUMDB"}) {
		if d.Literal {
			name, _ := filepath.Rel(home, d.File)
			name = filepath.ToSlash(name)
			found[name] = append(found[name], fmt.Sprintf("%d: %s=%s", d.Line, d.Name, string(d.Value)))
		}
	}
	for name, text := range startupFiles {
		var read []string
		kind := kinds.Detect(name, text)
		if kind == nil {
			t.Errorf("%s is of no kind", name)
			continue
		}
		file := kinds.Read(kind, name, text)
		for _, a := range file.Assignments {
			if a.Literal && !a.Unset && !a.Default && a.Layer == place.Environment {
				read = append(read, fmt.Sprintf("%d: %s=%s", file.Position(a.Whole.Start).Line, a.Name, a.Value.Reveal()))
			}
		}
		slices.Sort(read)
		slices.Sort(found[name])
		if diff := cmp.Diff(read, found[name]); diff != "" {
			t.Errorf("%s (-of projects +of this machine):\n%s", name, diff)
		}
	}
}
