package kinds

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// assignments writes what a file says, an assignment a line.
func assignments(f *place.File) []string {
	var out []string
	for _, a := range f.Assignments {
		pos := f.Position(a.Whole.Start)
		s := fmt.Sprintf("%d:%d %s %s=%s", pos.Line, pos.Column, a.Layer, a.Name, a.Value.Reveal())
		if a.Unset {
			s = fmt.Sprintf("%d:%d %s -%s", pos.Line, pos.Column, a.Layer, a.Name)
		}
		if a.Default {
			s += " default"
		}
		if !a.Literal && !a.Unset {
			s += " computed"
		}
		if a.Cut != "" {
			s += " cut " + f.Of(a.Meant)
		} else if text := f.Of(a.Text); a.Literal && text != a.Value.Reveal() {
			s += " text " + text
		}
		out = append(out, s)
	}
	return out
}

func TestAssignments(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		story, path, text string
		want              []string
	}{
		{"environment and argument of a stage", "Dockerfile", "ARG GOPROXY=https://a.test\nFROM golang:1.26\nENV GOPROXY=https://goproxy.cn,direct GOSUMDB=\"off\"\nARG GOPROXY\n", []string{
			"1:5 arg GOPROXY=https://a.test default", "3:5 environment GOPROXY=https://goproxy.cn,direct", "3:39 environment GOSUMDB=off", "4:5 arg GOPROXY=https://a.test default text ",
		}},
		{"the old form, a continued line, a comment between", "Containerfile", "FROM golang\nENV GOPROXY https://goproxy.cn,direct\nENV A=b \\\n  # why\n    GOSUMDB=off\nRUN go env -w \\\n GOPROXY=https://goproxy.io,direct && \\\n# note\n go mod download\n", []string{
			"2:5 environment GOPROXY=https://goproxy.cn,direct", "5:5 environment GOSUMDB=off", "7:2 goenv GOPROXY=https://goproxy.io,direct",
		}},
		{"an unquoted bar is a pipe", "Dockerfile", "FROM golang\nRUN go env -w GOPROXY=https://a.test|https://b.test,direct\n", []string{
			"2:15 goenv GOPROXY=https://a.test cut https://a.test|https://b.test,direct",
		}},
		{"values of a stage are those of the argument", "Dockerfile", "FROM golang AS base\nARG GOPROXY=https://a.test\nENV GOPROXY=${GOPROXY}\nFROM base\nENV GOPRIVATE=$X\n", []string{
			"2:5 arg GOPROXY=https://a.test default", "3:5 environment GOPROXY=https://a.test default text ${GOPROXY}", "5:5 environment GOPRIVATE= computed",
		}},
		{"a here-document", "Dockerfile", "FROM golang\nRUN <<EOF\nexport GOPROXY=https://a.test\ngo mod download\nEOF\n", []string{"3:8 environment GOPROXY=https://a.test"}},
		{"exports of a start-up file", ".bashrc", "export GOPROXY=https://goproxy.cn,direct\nGOSUMDB=off\nexport GOSUMDB\nexport GOSUMDB=sum.golang.org https://goproxy.cn/sumdb\nGOFLAGS=-mod=mod go build\n", []string{
			"1:8 environment GOPROXY=https://goproxy.cn,direct", "2:1 environment GOSUMDB=off", "4:8 environment GOSUMDB=sum.golang.org cut sum.golang.org https://goproxy.cn/sumdb", "5:1 environment GOFLAGS=-mod=mod",
		}},
		{"defaults and quotes", "x.sh", "export GOPROXY=${GOPROXY:-https://goproxy.cn,direct}\nexport \"GOPRIVATE=git.corp.example\"\nenv GOSUMDB='off' go get x\n", []string{
			"1:8 environment GOPROXY=https://goproxy.cn,direct default text ${GOPROXY:-https://goproxy.cn,direct}", "2:8 environment GOPRIVATE=git.corp.example", "3:5 environment GOSUMDB=off",
		}},
		{"a workflow", ".github/workflows/ci.yml", "on: push\nenv:\n  GOPROXY: https://goproxy.cn,direct # why\njobs:\n  a:\n    env: {GOSUMDB: 'off'}\n    steps:\n      - run: |\n          echo ${{ x }}\n          go env -w GOPROXY=\"https://a.test|direct\"\n      - run: echo \"GOFLAGS=-mod=mod\" >> $GITHUB_ENV\n      - with:\n          build-args: |\n            GOPROXY=https://b.test\n", []string{
			"3:3 environment GOPROXY=https://goproxy.cn,direct", "6:11 environment GOSUMDB=off", "10:21 goenv GOPROXY=https://a.test|direct", "11:19 environment GOFLAGS=-mod=mod", "14:13 arg GOPROXY=https://b.test default",
		}},
	} {
		t.Run(row.story, func(t *testing.T) {
			t.Parallel()
			k := Detect(row.path, row.text)
			if k == nil {
				t.Fatal("no kind")
			}
			f := Read(k, row.path, row.text)
			if len(f.Problems) > 0 {
				t.Errorf("problems: %v", f.Problems)
			}
			if d := cmp.Diff(row.want, assignments(f)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCRLFDoesNotMatter(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll("on: push\njobs:\n  a:\n    steps:\n      - run: |\n          export GOPROXY=https://a.test\n", "\n", "\r\n")
	f := Read(Detect("x/.github/workflows/a.yml", text), "x", text)
	if got := assignments(f); len(got) != 1 || got[0] != "6:18 environment GOPROXY=https://a.test" {
		t.Error(got)
	}
}
