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
			"3:3 environment GOPROXY=https://goproxy.cn,direct", "6:11 environment GOSUMDB=off", "10:21 goenv GOPROXY=https://a.test|direct", "11:19 environment GOFLAGS=-mod=mod", "14:13 arg GOPROXY=https://b.test",
		}},
		{"compose: mappings, lists, arguments, defaults", "compose.yaml", "services:\n  a:\n    image: golang\n    environment:\n      - GOPROXY=${GOPROXY:-https://a.test}\n      - \"GOSUMDB=off\"\n    build:\n      args: {GOPRIVATE: x.test}\n  b:\n    environment: &e\n      GOFLAGS: -mod=mod\n  c:\n    environment:\n      <<: *e\n    command: [\"sh\", \"-c\", \"go env -w GOPROXY=https://b.test\"]\n", []string{
			"5:9 environment GOPROXY=https://a.test default", "6:9 environment GOSUMDB=off", "8:14 arg GOPRIVATE=x.test", "11:7 environment GOFLAGS=-mod=mod", "11:7 environment GOFLAGS=-mod=mod", "15:38 goenv GOPROXY=https://b.test",
		}},
		{"gitlab", ".gitlab-ci.yml", "variables:\n  GOPROXY: \"https://a.test\"\nt:\n  variables:\n    GOSUMDB:\n      value: \"off\"\n  script:\n    - export GOPRIVATE=x.test\n    - go test ./...\n", []string{
			"2:3 environment GOPROXY=https://a.test", "6:14 environment GOSUMDB=off", "8:14 environment GOPRIVATE=x.test",
		}},
		{"circleci", ".circleci/config.yml", "version: 2.1\njobs:\n  b:\n    docker:\n      - image: cimg/go:1.22\n        environment:\n          GOPROXY: https://a.test\n    steps:\n      - checkout\n      - run: go env -w GOSUMDB=off\n      - run:\n          environment: {GOFLAGS: -mod=mod}\n          command: |\n            go env -w GOPRIVATE=x.test\n", []string{
			"7:11 environment GOPROXY=https://a.test", "10:24 goenv GOSUMDB=off", "12:25 environment GOFLAGS=-mod=mod", "14:23 goenv GOPRIVATE=x.test",
		}},
		{"azure", "azure-pipelines.yml", "pool: x\nvariables:\n- name: GOPROXY\n  value: https://a.test\nsteps:\n- script: go env -w GOSUMDB=off\n  env:\n    GOFLAGS: -mod=mod\n", []string{
			"4:10 environment GOPROXY=https://a.test", "8:5 environment GOFLAGS=-mod=mod", "6:21 goenv GOSUMDB=off",
		}},
		{"bitbucket", "bitbucket-pipelines.yml", "image: golang\npipelines:\n  default:\n    - step:\n        script:\n          - export GOPROXY=https://a.test\n", []string{"6:20 environment GOPROXY=https://a.test"}},
		{"drone", ".drone.yml", "kind: pipeline\nsteps:\n- name: t\n  image: golang\n  environment:\n    GOPROXY: https://a.test\n  commands:\n  - go env -w GOSUMDB=off\n", []string{"6:5 environment GOPROXY=https://a.test", "8:15 goenv GOSUMDB=off"}},
		{"kubernetes", "d.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  GOPROXY: https://a.test\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: c\n    image: golang\n    env:\n    - name: GOSUMDB\n      value: \"off\"\n    command: [sh, -c]\n    args: [\"go mod download\"]\n", []string{"4:3 environment GOPROXY=https://a.test default", "14:14 environment GOSUMDB=off"}},
		{"devcontainer", ".devcontainer/devcontainer.json", "{\n  // why\n\t\"containerEnv\": {\"GOPROXY\": \"https://a.test\",},\n  \"postCreateCommand\": \"go env -w GOSUMDB=off\",\n  \"customizations\": {\"vscode\": {\"settings\": {\"go.toolsEnvVars\": {\"GOFLAGS\": \"-mod=mod\"}}}}\n}\n", []string{
			"3:19 environment GOPROXY=https://a.test", "4:35 goenv GOSUMDB=off", "5:66 environment GOFLAGS=-mod=mod",
		}},
		{"make", "Makefile", "GOPROXY ?= https://a.test\nexport GOSUMDB := off # why\nexport GOPROXY\nbuild: export GOFLAGS=-mod=mod\nbuild:\n\t@GOPRIVATE=x.test go build -o $(BIN) ./...\n\tgo env -w GOPROXY=https://a.test|https://b.test\n", []string{
			"1:1 environment GOPROXY=https://a.test default", "2:1 environment GOSUMDB=off", "4:8 environment GOFLAGS=-mod=mod", "6:3 environment GOPRIVATE=x.test", "7:12 goenv GOPROXY=https://a.test cut https://a.test|https://b.test",
		}},
		{"task", "Taskfile.yml", "version: '3'\nenv:\n  GOPROXY: https://a.test\ntasks:\n  b:\n    cmds:\n      - go env -w GOSUMDB=off\n      - cmd: GOFLAGS=-mod=mod go build {{.X}}\n", []string{"3:3 environment GOPROXY=https://a.test", "7:19 goenv GOSUMDB=off", "8:14 environment GOFLAGS=-mod=mod"}},
		{".env", ".env", "# c\nGOPROXY=https://a.test # why\nexport GOSUMDB=\"off\"\nGOPRIVATE='x.test'\n", []string{"2:1 environment GOPROXY=https://a.test", "3:8 environment GOSUMDB=off", "4:1 environment GOPRIVATE=x.test"}},
		{"systemd", "x.service", "[Service]\nEnvironment=GOPROXY=https://a.test \"GOSUMDB=off\"\nEnvironment=\"GOPRIVATE=x.test\"\nExecStart=/usr/bin/env GOFLAGS=-mod=mod go run .\n", []string{
			"2:13 environment GOPROXY=https://a.test", "2:37 environment GOSUMDB=off", "3:14 environment GOPRIVATE=x.test", "4:24 environment GOFLAGS=-mod=mod",
		}},
		{"powershell", "x.ps1", "$env:GOPROXY = \"https://a.test,direct\"\n[Environment]::SetEnvironmentVariable('GOSUMDB', 'off', 'User')\ngo env -w GOPRIVATE=x.test # c\ngo env -w GOPROXY=https://a.test|https://b.test\n", []string{
			"1:1 environment GOPROXY=https://a.test,direct", "2:1 environment GOSUMDB=off", "3:11 goenv GOPRIVATE=x.test", "4:11 goenv GOPROXY=https://a.test cut https://a.test|https://b.test",
		}},
		{"cmd", "x.bat", "@echo off\nset GOPROXY=https://a.test,direct\nset \"GOSUMDB=off\"\nsetx GOPRIVATE x.test\ngo env -w GOPROXY=https://a.test|https://b.test\ngo env -w GOFLAGS=-mod=mod && go build\n", []string{
			"2:1 environment GOPROXY=https://a.test,direct", "3:1 environment GOSUMDB=off", "4:1 environment GOPRIVATE=x.test", "5:11 goenv GOPROXY=https://a.test cut https://a.test|https://b.test", "6:11 goenv GOFLAGS=-mod=mod",
		}},
		{"goenv", "go/env", "GOPROXY=https://a.test\nGOSUMDB=\"off\"\nexport GOPRIVATE=x\n", []string{"1:1 goenv GOPROXY=https://a.test", "2:1 goenv GOSUMDB=\"off\""}},
		{"gitconfig", ".gitconfig", "[url \"https://github.com/\"]\n\tinsteadOf = git://github.com/\n[http]\n\tsslVerify = false ; c\n", []string{"2:2 git url.https://github.com/.insteadof=git://github.com/", "4:2 git http.sslverify=false"}},
		{"fish", "config.fish", "set -gx GOPROXY https://a.test,direct\nset -x GOSUMDB \"off\"; set GOFLAGS x\ngo env -w GOPRIVATE=x.test\n", []string{"1:1 environment GOPROXY=https://a.test,direct", "2:1 environment GOSUMDB=off", "2:23 variable GOFLAGS=x", "3:11 goenv GOPRIVATE=x.test"}},
		{"jenkins", "Jenkinsfile", "pipeline {\n  agent { docker { image 'golang:1.22' } }\n  environment {\n    GOPROXY = 'https://a.test'\n    GOSUMDB = \"${X}\"\n  }\n  stages { stage('b') { steps {\n    withEnv(['GOFLAGS=-mod=mod', \"GOPRIVATE=x.test\"]) {\n      sh 'go env -w GOPROXY=https://b.test'\n    }\n    sh \"\"\"\n      export GOSUMDB=off\n    \"\"\"\n  } } }\n}\n", []string{
			"4:5 environment GOPROXY=https://a.test", "5:5 environment GOSUMDB=${X} computed", "8:14 environment GOFLAGS=-mod=mod", "8:34 environment GOPRIVATE=x.test", "9:21 goenv GOPROXY=https://b.test", "12:14 environment GOSUMDB=off",
		}},
		{"bake", "docker-bake.hcl", "variable \"GOPROXY\" {\n  default = \"https://a.test\" # why\n}\ntarget \"app\" {\n  args = {\n    GOPROXY = GOPROXY\n    GOSUMDB = \"off\"\n  }\n}\n", []string{"2:3 arg GOPROXY=https://a.test default", "7:5 arg GOSUMDB=off default"}},
		{"vscode", ".vscode/settings.json", "{\"go.toolsEnvVars\": {\"GOPROXY\": \"https://a.test\"}}", []string{"1:22 environment GOPROXY=https://a.test"}},
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
