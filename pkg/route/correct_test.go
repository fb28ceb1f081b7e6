package route

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestCorrect(t *testing.T) {
	for _, c := range []struct{ why, name, value, want string }{
		{"a list that go reads otherwise", "GOPROXY", "https://goproxy.cn;direct", "https://goproxy.cn,direct"},
		{"go itself trims an entry", "GOPROXY", "https://goproxy.cn,direct\r", ""},
		{"no entry is left", "GOPROXY", "on", ""},
		{"nothing wrong", "GOPROXY", "https://goproxy.cn,direct", ""},
		{"empty", "GOPROXY", "", ""},
		{"a name in quotes", "GOSUMDB", `"sum.golang.google.cn"`, "sum.golang.google.cn"},
		{"a name that is none", "GOSUMDB", `"gosum.io"`, ""},
		{"switched off is no database", "GOSUMDB", `"off"`, ""},
		{"rules by the wrong separator", "GOVCS", "public:git;private:all", "public:git,private:all"},
		{"two rules for one pattern", "GOVCS", "public:git;public:hg", ""},
		{"a URL where a pattern is meant", "GOPRIVATE", "https://corp.example", "corp.example"},
		{"a pattern", "GOPRIVATE", "corp.example", ""},
		{"a bar before direct is meant", "GOPROXY", "https://goproxy.cn|direct", ""},
		{"off at the end is meant", "GOPROXY", "https://goproxy.cn|https://goproxy.io,off", ""},
		{"a slash at the end of an entry is nothing to go", "GOPROXY", "https://goproxy.cn/,direct", ""},
	} {
		got, ok := Correct(c.name, c.value)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: Correct(%s, %q) = %q, %v; want %q", c.why, c.name, c.value, got, ok, c.want)
		}
	}
}

func TestCorrectGit(t *testing.T) {
	for _, c := range []struct{ why, key, value, wantKey, want string }{
		{"a rule without the slash", "url.https://git.example.insteadof", "https://github.com/", "url.https://git.example/.insteadof", "https://github.com/"},
		{"a rule in order", "url.https://git.example/.insteadof", "https://github.com/", "", ""},
		{"a proxy with a colon too few", "http.proxy", "http//proxy.example:3128", "http.proxy", "http://proxy.example:3128"},
		{"that of one URL", "http.https://github.com/.proxy", "“http://proxy.example:3128”", "http.https://github.com/.proxy", "http://proxy.example:3128"},
		{"no proxy", "http.proxy", "", "", ""},
		{"another setting", "user.name", "“me”", "", ""},
	} {
		set := settings.Setting{Key: settings.Git(c.key), Value: settings.Value(c.value), Origin: settings.GitGlobal}
		got, ok := CorrectGit(set)
		if ok != (c.wantKey != "") || ok && (got.Key.Name != c.wantKey || got.Value.Reveal() != c.want) {
			t.Errorf("%s: got %s=%s, %v; want %s=%s", c.why, got.Key, got.Value, ok, c.wantKey, c.want)
		}
	}
}
