package route

import (
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

func TestTagOf(t *testing.T) {
	for _, c := range []struct{ root, path, version, want string }{
		{"github.com/a/b", "github.com/a/b", "v1.2.3", "v1.2.3"},
		{"github.com/a/b", "github.com/a/b/v2", "v2.0.0", "v2.0.0"},
		{"github.com/a/b", "github.com/a/b/sub", "v1.2.3", "sub/v1.2.3"},
		{"github.com/a/b", "github.com/a/b/sub/deep/v3", "v3.0.1-rc.1", "sub/deep/v3.0.1-rc.1"},
		{"github.com/a/b", "github.com/a/b", "v2.0.0+incompatible", "v2.0.0"},
		{"gopkg.in/yaml.v3", "gopkg.in/yaml.v3", "v3.0.1", "v3.0.1"},
		{"golang.org/x/text", "golang.org/x/text", "v0.14.0", "v0.14.0"},
		{"example.com/team/x.git", "example.com/team/x.git", "v1.0.0", "v1.0.0"},
		{"github.com/a/b", "github.com/a/b", "v0.0.0-20200101000000-abcdefabcdef", ""},
		{"github.com/a/b", "github.com/a/b", "master", ""},
		{"github.com/a/b", "github.com/a/b", "v1.2", ""},
		{"github.com/a/b", "github.com/a/b", "", ""},
		{"github.com/a/b", "github.com/a/bc", "v1.2.3", ""},
		{"", "github.com/a/b", "v1.2.3", ""},
	} {
		got, ok := TagOf(c.root, probe.Query{Path: c.path, Version: c.version})
		if got != c.want || ok != (c.want != "") {
			t.Errorf("TagOf(%s, %s@%s) = %q, %v, want %q", c.root, c.path, c.version, got, ok, c.want)
		}
	}
}

func TestRefsOf(t *testing.T) {
	for version, want := range map[string][]string{
		"v1.2.3":                             {"refs/tags/sub/v1.2.3"},
		"main":                               {"refs/heads/main", "refs/tags/main"},
		"release-1.2":                        {"refs/heads/release-1.2", "refs/tags/release-1.2"},
		"":                                   nil,
		"latest":                             nil,
		"upgrade":                            nil,
		"v1":                                 nil,
		"v1.2":                               nil,
		">=v1.2.0":                           nil,
		"deadbeef":                           nil,
		"v0.0.0-20200101000000-abcdefabcdef": nil,
	} {
		got := RefsOf("github.com/a/b", probe.Query{Path: "github.com/a/b/sub", Version: version})
		if !slices.Equal(got, want) {
			t.Errorf("RefsOf(%q) = %q, want %q", version, got, want)
		}
	}
}
