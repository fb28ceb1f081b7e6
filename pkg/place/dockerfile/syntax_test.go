package dockerfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"golang.org/x/tools/txtar"
)

// buildKit is what BuildKit's parser makes of a file.
func buildKit(text string) (string, error) {
	parsed, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, n := range parsed.AST.Children {
		writeNode(&b, n, n.StartLine, n.EndLine)
	}
	return b.String(), nil
}

func writeNode(b *strings.Builder, n *parser.Node, first, last int) {
	var args []string
	for x := n.Next; x != nil; x = x.Next {
		args = append(args, x.Value)
	}
	isJSON := n.Attributes["json"]
	if !compared(n.Value) {
		args, isJSON = nil, false
	}
	fmt.Fprintf(b, "%d-%d %s %q json=%v %q\n", first, last, n.Value, n.Flags, isJSON, args)
	for _, h := range n.Heredocs {
		fmt.Fprintf(b, "  << %s %q\n", h.Name, h.Content)
	}
	if strings.EqualFold(n.Value, "ONBUILD") && n.Next != nil && len(n.Next.Children) > 0 {
		writeNode(b, n.Next.Children[0], first, last)
	}
}

// ours is what parse makes of it, in the same form.
func ours(text string) (string, error) {
	list, _, err := parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, x := range list {
		writeInstruction(&b, x, false)
	}
	return b.String(), nil
}

func writeInstruction(b *strings.Builder, x *instruction, inner bool) {
	args := x.args
	isJSON := x.json
	if !compared(x.op) {
		args, isJSON = nil, false
	}
	fmt.Fprintf(b, "%d-%d %s %q json=%v %q\n", x.first, x.last, x.op, x.flags, isJSON, args)
	for _, h := range x.heredocs {
		if !inner { // BuildKit has them at ONBUILD
			fmt.Fprintf(b, "  << %s %q\n", h.name, h.content)
		}
	}
	if x.inner != nil {
		writeInstruction(b, x.inner, true)
	}
}

// compared are the instructions whose arguments are read here.
func compared(op string) bool {
	switch strings.ToUpper(op) {
	case "RUN", "CMD", "ENTRYPOINT", "SHELL", "COPY", "ADD", "FROM", "WORKDIR", "USER":
		return true
	}
	return false
}

// agree compares the two readings.
func agree(t *testing.T, text string) {
	t.Helper()
	want, wantErr := buildKit(text)
	got, gotErr := ours(text)
	if (wantErr == nil) != (gotErr == nil) {
		t.Errorf("%q: got %v, BuildKit %v", text, gotErr, wantErr)
		return
	}
	if got != want {
		t.Errorf("%q\ngot\n%s\nBuildKit\n%s", text, got, want)
	}
}

var samples = []string{
	"FROM a\nRUN x\n", "# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN dir `\n  c:\\\n", "FROM a AS b\r\nENV A=b C=\"d e\"\r\n",
	"FROM a\nRUN --mount=type=cache,target=/x --network=none go \\\n  # comment\n\n  build\n", "FROM a\nRUN [\"go\", \"build\"]\nRUN [\"go\", 1]\n", "FROM a\nRUN <<EOF\na\nb\nEOF\nRUN x\n",
	"FROM a\nRUN <<-'E O F' cat\n\ta\n\tE O F\n", "FROM a\nCOPY <<A <<B /x/\n1\nA\n2\nB\n", "FROM a\nONBUILD RUN <<E\nx\nE\nONBUILD COPY . .\n", "FROM a\nENV A\n", "FROM a\nENV A b c\n", "FROM a\nENV A=b c\n",
	"\ufeffFROM a\n", "# only a comment\n", "FROM a\nRUN echo \\\\\nRUN y\n", "FROM a\nRUN a && \\\n", "FROM a\nRUN --flag=\"a b\" -- x\n", "from a\nrun x", "FROM a\nNONSENSE x\n", "FROM a\n  RUN  \tx  \n", "FROM a\nRUN cat <<EOF\nunfinished\n",
	"# escape=x\nFROM a\n", "FROM a\n\\\nRUN x\n", "FROM a\nWORKDIR /a b\nUSER 1\n", "FROM a\nCOPY --from=b --chown=1:1 x y\n", "FROM a\nHEALTHCHECK CMD x\nLABEL a=b c=\"d\"\nEXPOSE 1 2\nSHELL [\"a\"]\n", "FROM a\nARG\nARG A B=c\n",
}

// TestParseAgreesWithBuildKit compares parse with BuildKit's parser: samples of
// every form, and every Dockerfile of the labelled files.
func TestParseAgreesWithBuildKit(t *testing.T) {
	t.Parallel()
	for _, text := range samples {
		agree(t, text)
	}
	archives, err := filepath.Glob("../../../testdata/files/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no labelled files: %v", err)
	}
	n := 0
	for _, a := range archives {
		data, err := os.ReadFile(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			if match(f.Name, "") {
				n++
				agree(t, string(f.Data))
			}
		}
	}
	if n < 50 {
		t.Errorf("%d Dockerfiles compared", n)
	}
}

func FuzzParseAgreesWithBuildKit(f *testing.F) {
	for _, text := range samples {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10000 || strings.ContainsFunc(text, func(r rune) bool { return r == 0 || r > 126 }) {
			return // BuildKit has a limit of its own for lines, and reads flags as Latin-1
		}
		agree(t, text)
	})
}
