package lint

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// TestEnvironments: what each part of a file gives to go, as VARIABLE, goenv:NAME
// or git:NAME, and ?NAME where only the use of the file tells.
func TestEnvironments(t *testing.T) {
	t.Parallel()
	const dockerfile = "ARG GOPROXY=https://a.test\nFROM golang:1.26-alpine AS base\nENV GOPRIVATE=git.corp.test\nRUN go env -w GOSUMDB=off\nFROM base AS build\nARG GOPROXY\nARG TOKEN\nENV GOFLAGS=-mod=mod GONOPROXY=$TOKEN\n" +
		"RUN git config --global http.sslVerify false && GOPROXY=direct go mod download\nENV GOPROXY=https://late.test\nFROM alpine\nCOPY --from=build /a /a\n"
	for _, tt := range []struct{ path, data, name, want string }{
		{"Dockerfile", dockerfile, "base", "GOPRIVATE=git.corp.test goenv:GOSUMDB=off in golang:1.26-alpine"},
		{"Dockerfile", dockerfile, "BUILD", "GOPRIVATE=git.corp.test goenv:GOSUMDB=off GOFLAGS=-mod=mod GOPROXY=direct git:http.sslverify=false ?GONOPROXY in golang:1.26-alpine"},
		{"Dockerfile", dockerfile, "", "in alpine"},
		{"compose.yml", "services:\n  a:\n    image: golang\n    environment:\n      GOPROXY: https://a.test\n      GOSUMDB: ${X}\n  b:\n    image: alpine\n", "a", "GOPROXY=https://a.test ?GOSUMDB in golang"},
		{".github/workflows/ci.yml", "on: push\nenv:\n  GOPROXY: https://a.test\njobs:\n  t:\n    runs-on: x\n    env: {GOSUMDB: 'off'}\n    steps:\n      - run: go env -w GOFLAGS=-mod=mod\n      - run: go test ./...\n        env: {GOPRIVATE: x.test}\n", "t",
			"GOPROXY=https://a.test GOSUMDB=off goenv:GOFLAGS=-mod=mod GOPRIVATE=x.test"},
		{".env", "GOPROXY=https://a.test\nGOPROXY=https://b.test\n", "", "GOPROXY=https://b.test"},
	} {
		f := kinds.Read(kinds.Detect(tt.path, tt.data), tt.path, tt.data)
		e, ok := In(Environments(f), tt.name)
		if !ok {
			t.Errorf("%s: no %q in %+v", tt.path, tt.name, Environments(f))
			continue
		}
		layers := map[string]string{}
		for _, v := range e.GoEnv {
			layers[v.Name] = "goenv:"
		}
		for _, v := range e.Git {
			layers[v.Name] = "git:"
		}
		var got []string
		for _, v := range e.Lines() {
			got = append(got, layers[v.Name]+v.Name+"="+v.Value.Reveal())
		}
		for _, name := range e.Unknown {
			got = append(got, "?"+name)
		}
		if e.Image != "" {
			got = append(got, "in "+e.Image)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", tt.path, tt.name, s, tt.want)
		}
	}
	if _, ok := In(nil, ""); ok {
		t.Error("an environment of nothing")
	}
}
