package cli

import (
	"strings"
	"testing"
)

// TestLintNamesACompanysProxyInAPublishedProject: in a company's own repository its proxy
// is right; in a project that everybody may use it is not.
func TestLintNamesACompanysProxyInAPublishedProject(t *testing.T) {
	t.Parallel()
	const free = "MIT License\n\nPermission is hereby granted, free of\ncharge, to any person"
	tests := []struct {
		name  string
		files map[string]string
		want  bool
	}{
		{"no licence", map[string]string{"go.mod": "module github.com/acme/tool\n"}, false},
		{"a licence of its own", map[string]string{"LICENSE": "Copyright Acme. All rights reserved.", "go.mod": "module github.com/acme/tool\n"}, false},
		{"a free licence", map[string]string{"LICENSE": free, "go.mod": "module github.com/acme/tool\n"}, true},
		{"a module that only the company knows", map[string]string{"LICENSE": free, "go.mod": "module git.acme.internal/tool\n"}, false},
		{"a licence above the repository", map[string]string{"../LICENSE": free, ".git/HEAD": ""}, false},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		for name, text := range tt.files {
			put(t, dir+"/repo", name, text)
		}
		put(t, dir+"/repo", "build/Dockerfile", "FROM golang:1.26\nENV GOPROXY=https://nexus.acme.com/repository/go,direct\nRUN go build ./...\n")
		var out strings.Builder
		p := &Program{Version: "test", Machine: closedMachine(t, dir), In: strings.NewReader(""), Out: &out, Err: &out, Terminal: func(any) (int, bool) { return 0, false }}
		run(t.Context(), p, []string{"lint", "--format", "json", dir + "/repo"})
		if got := strings.Contains(out.String(), "region-hard-coded"); got != tt.want {
			t.Errorf("%s: found %v, want %v: %s", tt.name, got, tt.want, out.String())
		}
	}
}
