package correct

import (
	"slices"
	"strings"
	"testing"
)

var values = []struct{ story, name, value, want string }{
	{"quotes of a shell line", "GOPROXY", `"https://goproxy.cn,direct"`, "https://goproxy.cn,direct"},
	{"quotes of a word processor", "GOPROXY", "“https://goproxy.cn”,direct", "https://goproxy.cn,direct"},
	{"a semicolon", "GOPROXY", "https://goproxy.cn;direct", "https://goproxy.cn,direct"},
	{"a full-width comma", "GOPROXY", "https://goproxy.cn，direct", "https://goproxy.cn,direct"},
	{"a full-width colon", "GOPROXY", "https：//goproxy.cn,direct", "https://goproxy.cn,direct"},
	{"a blank", "GOPROXY", "https://goproxy.cn direct", "https://goproxy.cn,direct"},
	{"a byte order mark and a carriage return", "GOPROXY", "\ufeffhttps://goproxy.cn,direct\r", "https://goproxy.cn,direct"},
	{"a shell line", "GOPROXY", "export GOPROXY='https://goproxy.cn,direct'", "https://goproxy.cn,direct"},
	{"a command", "GOPROXY", "go env -w GOPROXY=https://goproxy.cn,direct", "https://goproxy.cn,direct"},
	{"a line of PowerShell", "GOPROXY", `$env:GOPROXY = "https://goproxy.cn,direct"`, "https://goproxy.cn,direct"},
	{"setx", "GOPROXY", `setx GOPROXY "https://goproxy.cn,direct"`, "https://goproxy.cn,direct"},
	{"a slash behind the keyword", "GOPROXY", "https://goproxy.cn,direct/", "https://goproxy.cn,direct"},
	{"capitals", "GOPROXY", "https://goproxy.cn,DIRECT", "https://goproxy.cn,direct"},
	{"the keyword first", "GOPROXY", "direct,https://goproxy.cn", "https://goproxy.cn,direct"},
	{"a slash too few", "GOPROXY", "https:/goproxy.cn,direct", "https://goproxy.cn,direct"},
	{"a colon too few", "GOPROXY", "https//goproxy.cn,direct", "https://goproxy.cn,direct"},
	{"the scheme twice", "GOPROXY", "https://https://goproxy.cn,direct", "https://goproxy.cn,direct"},
	{"a word that is no entry", "GOPROXY", "on,https://goproxy.cn", "https://goproxy.cn"},
	{"a bar that is meant stays", "GOPROXY", `'https://a.example|https://b.example,direct'`, "https://a.example|https://b.example,direct"},
	{"a bar before the keyword stays", "GOPROXY", "https://goproxy.cn|direct", "https://goproxy.cn|direct"},
	{"a bar before the keyword, in quotes", "GOPROXY", `"https://goproxy.cn|direct"`, "https://goproxy.cn|direct"},
	{"a bar behind the last", "GOPROXY", "https://goproxy.cn|", "https://goproxy.cn"},
	{"off before proxies", "GOPROXY", "off,https://goproxy.cn", "https://goproxy.cn"},
	{"a host without scheme stays", "GOPROXY", "goproxy.cn,direct", "goproxy.cn,direct"},
	{"nothing usable", "GOPROXY", "none", ""},
	{"nothing wrong", "GOPROXY", "https://goproxy.cn,direct", "https://goproxy.cn,direct"},
	{"empty", "GOPROXY", "", ""},

	{"a blank behind the comma", "GOPRIVATE", "a.example, corp.example", "a.example,corp.example"},
	{"a semicolon between patterns", "GOPRIVATE", "corp.example;git.example", "corp.example,git.example"},
	{"a full-width comma between patterns", "GOPRIVATE", "corp.example，git.example", "corp.example,git.example"},
	{"a scheme", "GOPRIVATE", "https://corp.example", "corp.example"},
	{"a scheme with too few slashes", "GOPRIVATE", "https:/corp.example/", "corp.example"},
	{"a port", "GOPRIVATE", "corp.example:8443", "corp.example"},
	{"a port before a path", "GOPRIVATE", "corp.example:8443/team", "corp.example/team"},
	{"a user", "GOPRIVATE", "git@corp.example/team", "corp.example/team"},
	{"the form of ssh", "GOPRIVATE", "git@corp.example:team/app.git", "corp.example/team/app,corp.example/team/app.git"},
	{"dots of a package pattern", "GOPRIVATE", "corp.example/...", "corp.example"},
	{"a leading dot", "GOPRIVATE", ".corp.example", "corp.example,*.corp.example"},
	{"the URL of a repository", "GOPRIVATE", "https://corp.example/team/app.git", "corp.example/team/app,corp.example/team/app.git"},
	{"a repository of GitHub", "GOPRIVATE", "github.com/org/app.git", "github.com/org/app,github.com/org/app.git"},
	{"two slashes", "GOPRIVATE", "github.com/org//", "github.com/org"},
	{"quotes around each", "GONOPROXY", "'corp.example','git.example'", "corp.example,git.example"},
	{"a carriage return", "GONOSUMDB", "corp.example\r", "corp.example"},
	{"the other one of the family", "GOINSECURE", "https://corp.example", "corp.example"},
	{"a path that ends in .git stays", "GOPRIVATE", "corp.example/team/app.git", "corp.example/team/app.git"},
	{"a slash at the end stays", "GOPRIVATE", "github.com/org/", "github.com/org/"},
	{"asterisks stay", "GOPRIVATE", "*.corp.example,github.com/org-*", "*.corp.example,github.com/org-*"},
	{"a pattern with an open bracket is dropped", "GOPRIVATE", "[corp,git.example", "git.example"},

	{"a semicolon between rules", "GOVCS", "public:git;private:all", "public:git,private:all"},
	{"full-width punctuation", "GOVCS", "public：git｜hg，private：all", "public:git|hg,private:all"},
	{"a scheme in a rule", "GOVCS", "https://corp.example:git", "corp.example:git"},
	{"a rule that is none is dropped", "GOVCS", "git,public:git", "public:git"},

	{"quotes", "GOSUMDB", `"sum.golang.google.cn"`, "sum.golang.google.cn"},
	{"a scheme before the name", "GOSUMDB", "https://sum.golang.org", "sum.golang.org"},
	{"a blank and a slash behind it", "GOSUMDB", "sum.golang.org/ ", "sum.golang.org"},
	{"capitals of the name", "GOSUMDB", "SUM.golang.org", "sum.golang.org"},
	{"an entry too many", "GOSUMDB", "sum.golang.org,direct", "sum.golang.org"},
	{"a name with a URL stays", "GOSUMDB", "sum.golang.org https://sum.golang.google.cn", "sum.golang.org https://sum.golang.google.cn"},
	{"a port without scheme", "GOSUMDB", "sum.golang.org relay.example:8443", "sum.golang.org https://relay.example:8443"},
	{"a key keeps its capitals", "GOSUMDB", "db.example+033de0ae+AcA\r", "db.example+033de0ae+AcA"},

	{"a carriage return at the flag", "GOFLAGS", "-mod=mod\r", "-mod=mod"},
	{"typographic quotes", "GOFLAGS", "“-mod=mod”", "-mod=mod"},
	{"a dash of a word processor", "GOFLAGS", "–mod=mod", "-mod=mod"},
	{"no dash", "GOFLAGS", "mod=mod", "-mod=mod"},
	{"a blank for the equals sign", "GOFLAGS", "-mod mod -x", "-mod=mod -x"},
	{"two flags stay", "GOFLAGS", "-mod=mod -modcacherw", "-mod=mod -modcacherw"},

	{"a version alone", "GOTOOLCHAIN", "1.22.3", "go1.22.3"},
	{"a v before it", "GOTOOLCHAIN", "v1.22.3", "go1.22.3"},
	{"a blank inside", "GOTOOLCHAIN", "go 1.22.3", "go1.22.3"},
	{"capitals of a word", "GOTOOLCHAIN", "AUTO", "auto"},
	{"a carriage return behind it", "GOTOOLCHAIN", "local\r", "local"},
	{"a release with auto stays", "GOTOOLCHAIN", "go1.22.3+auto", "go1.22.3+auto"},
	{"no release", "GOTOOLCHAIN", "latest", ""},

	{"a capital", "GO111MODULE", `"On"`, "on"},

	{"a quote around a proxy", "HTTPS_PROXY", `"http://proxy.example:3128"`, "http://proxy.example:3128"},
	{"a full-width colon of a proxy", "HTTPS_PROXY", "http：//proxy.example：3128", "http://proxy.example:3128"},
	{"a colon too few in a proxy", "HTTPS_PROXY", "http//proxy.example:3128", "http://proxy.example:3128"},
	{"a slash too few in a proxy", "HTTPS_PROXY", "http:/proxy.example:3128", "http://proxy.example:3128"},
	{"a scheme that browsers know", "HTTPS_PROXY", "socks://127.0.0.1:1080", "socks5://127.0.0.1:1080"},
	{"a semicolon at the end", "ALL_PROXY", "http://proxy.example:3128;", "http://proxy.example:3128"},
	{"git's own proxy", "http.proxy", "http//proxy.example:3128", "http://proxy.example:3128"},
	{"a proxy without scheme stays", "HTTPS_PROXY", "proxy.example:3128", "proxy.example:3128"},
	{"a proxy with a password stays", "HTTPS_PROXY", "http://u:p@proxy.example:3128", "http://u:p@proxy.example:3128"},

	{"semicolons and blanks", "NO_PROXY", "localhost; 127.0.0.1 corp.example", "localhost,127.0.0.1,corp.example"},
	{"URLs", "NO_PROXY", "https://corp.example/path,git.example/", "corp.example,git.example"},
	{"networks and ports stay", "NO_PROXY", "10.0.0.0/8,corp.example:8443", "10.0.0.0/8,corp.example:8443"},

	{"any other variable: quotes and a carriage return", "GOMODCACHE", "\"/data/go mod\"\r", "/data/go mod"},
}

func TestValue(t *testing.T) {
	for _, c := range values {
		t.Run(c.name+" "+c.story, func(t *testing.T) {
			if got := Value(c.name, c.value); got != c.want {
				t.Errorf("Value(%q, %q) = %q, want %q", c.name, c.value, got, c.want)
			}
		})
	}
}

// What is corrected is right: a second correction finds nothing.
func TestValueSettles(t *testing.T) {
	for _, c := range values {
		once := Value(c.name, c.value)
		if twice := Value(c.name, once); once != "" && twice != once {
			t.Errorf("Value(%q, %q) = %q, and of that %q", c.name, c.value, once, twice)
		}
	}
}

func TestRewrite(t *testing.T) {
	tests := []struct{ story, base, prefix, wantBase, wantPrefix string }{
		{"no slash where the other side has one", "https://git.example", "https://github.com/", "https://git.example/", "https://github.com/"},
		{"a slash where the other side has none", "https://git.example/", "https://github.com", "https://git.example", "https://github.com"},
		{"a colon too few", "https//git.example/", "https://github.com/", "https://git.example/", "https://github.com/"},
		{"ssh with a slash for the colon", "git@git.example/", "https://git.example/", "git@git.example:", "https://git.example/"},
		{"ssh as git reads it", "git@github.com:", "https://github.com/", "git@github.com:", "https://github.com/"},
		{"an abbreviation", "https://github.com/", "gh:", "https://github.com/", "gh:"},
		{"nothing wrong", "ssh://git@git.example/", "https://git.example/", "ssh://git@git.example/", "https://git.example/"},
		{"a front", "https://front.example/https://github.com/", "https://github.com/", "https://front.example/https://github.com/", "https://github.com/"},
	}
	for _, c := range tests {
		t.Run(c.story, func(t *testing.T) {
			base, prefix := Rewrite(c.base, c.prefix)
			if base != c.wantBase || prefix != c.wantPrefix {
				t.Errorf("Rewrite(%q, %q) = %q, %q; want %q, %q", c.base, c.prefix, base, prefix, c.wantBase, c.wantPrefix)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		"-mod=mod  -x":                   {"-mod=mod", "-x"},
		`'-ldflags=-X main.v=1' -x`:      {"-ldflags=-X main.v=1", "-x"},
		`"-ldflags=-X 'main.v=1'" -race`: {"-ldflags=-X 'main.v=1'", "-race"},
	} {
		got := Flags(text)
		if !slices.Equal(got, want) {
			t.Errorf("Flags(%q) = %q, want %q", text, got, want)
		}
		if again := Flags(JoinFlags(got)); !slices.Equal(again, want) {
			t.Errorf("JoinFlags(%q) = %q, which reads %q", got, JoinFlags(got), again)
		}
	}
}

// Nothing that a file holds may make it fail, write a second line or grow.
func FuzzValue(f *testing.F) {
	for _, c := range values {
		f.Add(c.name, c.value)
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		got := Value(name, value)
		if strings.ContainsAny(got, "\r\n") {
			t.Errorf("Value(%q, %q) = %q has a line break", name, value, got)
		}
		if len(got) > 4*len(value)+64 {
			t.Errorf("Value(%q, %q) = %q grew", name, value, got)
		}
	})
}
