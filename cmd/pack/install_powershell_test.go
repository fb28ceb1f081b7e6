package main

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

const powershellScript = "../../docs/install.ps1"

func script(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestPowerShellScriptIsPowerShell reads the script by a grammar of PowerShell:
// PowerShell itself cannot be had where the gate runs (RELEASING.md says so).
func TestPowerShellScriptIsPowerShell(t *testing.T) {
	need.Long(t)
	t.Parallel()
	out, err := exec.Command(need.Program(t, "powershell-parser"), powershellScript).CombinedOutput() //nolint:gosec // the grammar's own program
	if err != nil || !strings.HasPrefix(string(out), `{"errors":false,`) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestScriptsInstallTheSame holds the script of Windows to that of the others: the
// same sources, files, key and version, and the checks in the same order.
func TestScriptsInstallTheSame(t *testing.T) {
	shell, power := script(t, installScript), script(t, powershellScript)
	url := regexp.MustCompile(`https://[^\s"']+/v\$\{?[vV]ersion\}?`)
	sources := func(s string) []string { return url.FindAllString(strings.ToLower(s), -1) }
	if a, b := sources(shell), sources(power); len(a) != 1 || len(b) != 1 || a[0] != b[0] {
		t.Errorf("install.sh takes releases from %q, install.ps1 from %q", a, b)
	}
	// What both say, of a source and in the end, is the same.
	same := func(s string, told *regexp.Regexp) (out []string) {
		for _, m := range told.FindAllStringSubmatch(s, -1) {
			text := regexp.MustCompile(`\$\((why|Get-Reason) .*\)|\$\w*Exception\)`).ReplaceAllString(m[1], "REASON")
			out = append(out, strings.NewReplacer("$archive", "$Archive", "$from", "$From", "${From}", "$From").Replace(text))
		}
		slices.Sort(out)
		return out
	}
	a := same(shell, regexp.MustCompile(`flaw="(.*)"`))
	b := same(power, regexp.MustCompile(`return ["'](.+)["']`))
	if len(a) < 7 || !slices.Equal(a, b) {
		t.Errorf("of a source install.sh says\n%s\ninstall.ps1\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
	for _, both := range []string{
		"://[^ ]*@", "://.*@", "://[^? ]*", "'@VERSION@'", "'@KEY@'", "checksums.txt.minisig", "has no program: nothing is installed", ": its signature and checksum are right\"",
		" is a directory: nothing is installed", " cannot be made: nothing is installed", "nothing more can be written into ", "the program does not run in ",
		"it has not come whole within ", " MB, which no file of a release is",
		"no source has this release whole and signed: nothing is installed; npm and pip carry gofix-net as well",
	} {
		if strings.Count(shell, both) == 0 || strings.Count(power, both) == 0 {
			t.Errorf("%q is not in both scripts", both)
		}
	}
	at := 0
	for _, step := range []string{"if (-not (Test-Signature $List $Signature)) { return", "if (-not $Want) { return", "Get-FileHash", "if ($Got -ieq $Want) { return '' }", "Start-Fetch (Get-Address $_ 'checksums.txt')", "if (-not $From) { Stop-Install", "Expand-Archive", "Move-Item"} {
		found := strings.Index(power[at:], step)
		if found < 0 {
			t.Fatalf("install.ps1: %q is missing, or too early", step)
		}
		at += found
	}
	for i, r := range power {
		if r > 126 { // Windows PowerShell reads a file without a mark in the code page of the system
			t.Fatalf("install.ps1 is not ASCII at byte %d", i)
		}
	}
}

// TestPowerShellScriptVerifies compiles the program text in the script, which verifies
// the signature, with mono, and lets it judge what the library of minisign signed.
func TestPowerShellScriptVerifies(t *testing.T) {
	need.Long(t)
	t.Parallel()
	_, text, _ := strings.Cut(script(t, powershellScript), "$Verifier = @'\n")
	text, _, found := strings.Cut(text, "\n'@\n")
	if !found {
		t.Fatal("the script has no program text")
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	const main = `
public static class Program
{
	public static int Main(string[] args)
	{
		for (int i = 0; i < args.Length; i += 3)
			Console.WriteLine(GofixNetSignature.Verify(System.IO.File.ReadAllBytes(args[i]), args[i + 1], args[i + 2]));
		return 0;
	}
}
`
	program := filepath.Join(dir, "verify.exe")
	// Windows PowerShell takes a warning of its compiler for an error.
	compile := exec.Command(need.Program(t, "mcs"), "-langversion:5", "-warnaserror", "-r:System.Numerics.dll", "-out:"+program, write("verify.cs", text+main)) //nolint:gosec // the test's own compiler
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var args, want []string
	judge := func(list, signature, key, answer string) {
		args = append(args, write("list"+string(rune('a'+len(want))), list), signature, key)
		want = append(want, answer)
	}
	for _, length := range []int{0, 1, 127, 128, 129, 256, 5000} { // blocks of the hash have 128 bytes
		list := strings.Repeat("x", length)
		a, b := signed(t, list), signed(t, list)
		judge(list, a.signature, a.key, "True")
		judge(list+"x", a.signature, a.key, "False")
		judge(list, a.signature, b.key, "False")
		judge(list, changed(t, a.signature, 20), a.key, "False") // a byte of the point
		judge(list, changed(t, a.signature, 50), a.key, "False") // a byte of the number
		judge(list, changed(t, a.signature, 5), a.key, "False")  // the id of the key
		judge(list, changed(t, a.signature, 1), a.key, "False")  // the algorithm
		judge(list, strings.Replace(a.signature, "trusted comment: t", "trusted comment: T", 1), a.key, "False")
		judge(list, a.signature+"\nmore", a.key, "False")
		judge(list, a.key, a.key, "False")
	}
	out, err := exec.Command(need.Program(t, "mono"), append([]string{program}, args...)...).CombinedOutput() //nolint:gosec // the program just compiled
	if got := strings.Fields(string(out)); err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%v\n%s\nwant %s", err, out, want)
	}
}

type signature struct{ signature, key string }

func signed(t *testing.T, list string) signature {
	t.Helper()
	s := &server{files: map[string][]byte{}}
	s.newKey(t)
	s.sign(t, list)
	return signature{string(s.files[signatureFile]), s.key}
}

// changed is a file of minisign in which a byte of the signature is another.
func changed(t *testing.T, file string, at int) string {
	t.Helper()
	lines := strings.Split(file, "\n")
	data, err := base64.StdEncoding.DecodeString(lines[1])
	if err != nil {
		t.Fatal(err)
	}
	data[at] ^= 1
	lines[1] = base64.StdEncoding.EncodeToString(data)
	return strings.Join(lines, "\n")
}
