package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// TestContainerImage: BuildKit reads the definition of the image, which starts from
// nothing, has the authorities, a directory that its user may write, the program, the
// licences and nothing else, and runs it as a user who is not root.
func TestContainerImage(t *testing.T) {
	text, err := os.ReadFile("../../.ci/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	stages, _, err := instructions.Parse(file.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Warnings) > 0 {
		t.Errorf("warnings: %v", file.Warnings)
	}
	last := stages[len(stages)-1]
	if last.BaseName != "scratch" {
		t.Errorf("it starts from %q", last.BaseName)
	}
	var got []string
	for _, c := range last.Commands {
		switch c := c.(type) {
		case *instructions.CopyCommand:
			if c.From != "" && !slices.ContainsFunc(stages, func(s instructions.Stage) bool { return s.Name == c.From }) {
				t.Errorf("%q is copied out of %q, which is no stage", c.SourcePaths, c.From)
			}
			got = append(got, fmt.Sprintf("copy %s %s %s", c.Chown, strings.Join(c.SourcePaths, " "), c.DestPath))
		case *instructions.UserCommand:
			got = append(got, "user "+c.User)
		case *instructions.EnvCommand:
			for _, v := range c.Env {
				got = append(got, "env "+v.Key+"="+v.Value)
			}
		case *instructions.EntrypointCommand:
			got = append(got, "start "+strings.Join(c.CmdLine, " "))
		case *instructions.ArgCommand, *instructions.WorkdirCommand:
		default:
			t.Errorf("unexpected: %v", c)
		}
	}
	want := []string{
		"copy  /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/", "copy 65532:65532 /tmp /tmp", "copy  ${PROGRAM} /gofix-net",
		"copy  LICENSE .release/THIRD_PARTY_NOTICES.txt /usr/share/doc/gofix-net/",
		"user 65532:65532", "env HOME=/tmp", "start /gofix-net",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
