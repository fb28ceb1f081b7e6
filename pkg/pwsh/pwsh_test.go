package pwsh_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/pwsh"
)

func TestParts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		what, text string
		want       []string
	}{
		{"lines and semicolons", "a b; c\r\n\nd\n", []string{"a b", "c", "d"}},
		{"quotes", "a ';' \"x`\";\" b;c", []string{"a ';' \"x`\";\" b", "c"}},
		{"a single quote knows no escape", "a '`'; b", []string{"a '`'", "b"}},
		{"a stray quote ends with its line", "a 'b\nc", []string{"a 'b", "c"}},
		{"comments", "a # b; c\n#d\ne#f", []string{"a", "# # b; c", "# #d", "e#f"}},
		{"a block comment", "a <# b; c\nd #> e\n<# open", []string{"a", "# <# b; c\nd #>", "e", "# <# open"}},
		{"blocks", "if ($x) { a } else { b; c }\nd", []string{"if ($x)", "1 a", "else", "1 b", "1 c", "d"}},
		{"a function", "function f($p) { if ($p) { a } }\nb", []string{"function f($p)", "1 f: if ($p)", "2 f: a", "b"}},
		{"names in braces", "${env:A} = '1'; echo ${{ github.ref }}; x stash@{0}", []string{"${env:A} = '1'", "echo ${{ github.ref }}", "x stash@", "1 0"}},
		{"a text of several lines", "a @\"\n$x = 1; y\n\"@; b", []string{"a @\"\n$x = 1; y\n\"@", "b"}},
		{"a line that goes on", "a `\n b\nc `", []string{"a `\n b", "c `"}},
		{"nothing", " \n;\r\n}", nil},
	} {
		var got []string
		for p := range pwsh.Parts(row.text) {
			text := row.text[p.Start:p.End]
			switch {
			case p.Comment:
				text = "# " + text
			case p.Function != "":
				text = fmt.Sprint(p.Depth, " ", p.Function, ": ", text)
			case p.Depth > 0:
				text = fmt.Sprint(p.Depth, " ", text)
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.what, diff)
		}
	}
}

func TestAssign(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`$env:A = 'b'`:       "A=b '",
		`${Env:A}="b"`:       `A=b "`,
		`$env:A = "b$c"`:     `A?b$c "`,
		`$env:A = 0`:         "A=0",
		`$env:A = off`:       "A?off",
		`$env:A = $null`:     "A?$null unset",
		`$env:A = 'b' + 'c'`: "A?'b' + 'c'",
		`$env:A = 'it''s'`:   "A=it's '",
		`$env:A += 'b'`:      "",
		`$env:A`:             "",
		`$env:A =`:           "",
		`$env: = 1`:          "",
		`$x = 'b'`:           "",
		`Set-Item Env:A b`:   "A=b",
		`Set-Item -Path "Env:\A" -Value 'b c' -Force`:     "A=b c '",
		`set-item -lit env:A -v $x`:                       "A?$x",
		`si Env:A $null`:                                  "A?$null unset",
		`New-Item -Name A -Path Env: -Value b -ea Stop`:   "A=b",
		`ni -Path:Env:A -Value:b | Out-Null`:              "A=b",
		`sc Env:A a,b`:                                    "A?a,b",
		`Set-Item C:\A b`:                                 "",
		`Set-Item Env:A`:                                  "",
		`[Environment]::SetEnvironmentVariable("A", 'b')`: "A=b '",
		`[void] [System.Environment]::SetEnvironmentVariable('A', $x, 'User')`:      "",
		`[void][System.Environment]::SetEnvironmentVariable('A', (f 1, 2), 'User')`: "A?(f 1, 2)",
		`[Environment]::SetEnvironmentVariable('A', $null, 'User')`:                 "A?$null unset",
		`[Environment]::SetEnvironmentVariable($n, 'b')`:                            "",
		`[Environment]::SetEnvironmentVariable('A'`:                                 "",
		`setx A b`:                  "A=b setx",
		`setx.exe /M A "b c"`:       `A=b c " setx`,
		`Write-Host "$env:A = 'b'"`: "",
	} {
		a, ok := pwsh.Assign(text)
		got := ""
		if ok {
			got = a.Name + map[bool]string{true: "=", false: "?"}[a.Literal] + a.Value
			if a.Quote != 0 {
				got += " " + string(a.Quote)
			}
			got += map[bool]string{true: " unset"}[a.Unset] + map[bool]string{true: " setx"}[a.Setx]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func FuzzParts(f *testing.F) {
	for _, s := range []string{"function f { $env:A = 'b'; si Env:B c }", "<# #> a `\n${b}@'\n'@", "[Environment]::SetEnvironmentVariable('A','b')", "ni -Path:Env:A -Value:b", "${{ }}{{"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for p := range pwsh.Parts(text) {
			if p.Start < last || p.End <= p.Start || p.End > len(text) {
				t.Fatalf("%d:%d after %d of %d", p.Start, p.End, last, len(text))
			}
			last = p.End
			s := text[p.Start:p.End]
			if a, ok := pwsh.Assign(s); ok && (a.Start < 0 || a.End < a.Start || a.End > len(s)) {
				t.Fatalf("%q: value at %d:%d", s, a.Start, a.End)
			}
			if !slices.IsSortedFunc(pwsh.Words(s), func(a, b pwsh.Word) int { return a.Start - b.Start }) {
				t.Fatalf("%q: words overlap", s)
			}
		}
	})
}
