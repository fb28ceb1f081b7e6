package foreign

import (
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"user and password", "https://u:p@example.com/x", "https://xxxxx@example.com/x"},
		{"a value for the linker", "-ldflags=-X=main.tok=SECRET -mod=mod", "-ldflags=-X=main.tok=xxxxx -mod=mod"},
		{"a quoted value for the linker", "'-ldflags=-s -X main.tok=SECRET'", "'-ldflags=-s -X main.tok=xxxxx'"},
		{"a token as user", "https://TOKEN@example.com", "https://xxxxx@example.com"},
		{"a token as password of git", "https://git:TOKEN@example.com", "https://xxxxx@example.com"},
		{"every element of a list", "https://u:p@a.test,https://t@b.test|direct", "https://xxxxx@a.test,https://xxxxx@b.test|direct"},
		{"an at sign in the password", "https://u:pa@ss@example.com/@v/list", "https://xxxxx@example.com/@v/list"},
		{"a slash in the password", "https://user:pa/ss@example.com/x", "https://xxxxx@example.com/x"},
		{"a hash in the password", "https://user:p#ss@example.com/x", "https://xxxxx@example.com/x"},
		{"a blank in the password", "http://user:p ss@proxy.test:3128", "http://xxxxx@proxy.test:3128"},
		{"a slash in the password of a proxy without scheme", "user:p/ss@proxy.test:3128", "xxxxx@proxy.test:3128"},
		{"a comma in the password", "https://user:p,ss@example.com,direct", "https://xxxxx@example.com,direct"},
		{"percent-encoded user information", "https://u%3Ap%40x@example.com", "https://xxxxx@example.com"},
		{"a percent-encoded URL", "x=https%3A%2F%2Fu%3Ap%40example.com%2Fy%40z", "x=https%3A%2F%2Fxxxxx%40example.com%2Fy%40z"},
		{"a scheme in upper case", "HTTPS://U:P@EXAMPLE.COM", "HTTPS://xxxxx@EXAMPLE.COM"},
		{"one slash too few", "http:/u:p@example.com", "http:/xxxxx@example.com"},
		{"one slash too many", "http:///u:p@example.com", "http:///xxxxx@example.com"},
		{"escaped slashes of JSON", `{"a":"https:\/\/u:p@example.com\/x"}`, `{"a":"https:\/\/xxxxx@example.com\/x"}`},
		{"unicode escapes of JSON", `"https:\u002f\u002fu:p@example.com"`, `"https:\u002f\u002fxxxxx@example.com"`},
		{"fields of a JSON body", `403 Forbidden: {"token":"SECRET","access_token": "SE\"CRET","name":"x"}`, `403 Forbidden: {"token":"xxxxx","access_token": "xxxxx","name":"x"}`},
		{"an escaped field of a JSON body", `"{\"password\":\"SECRET\"}"`, `"{\"password\":\"xxxxx\"}"`},
		{"a word of a program in quotes", `unexpected "token": want "x"`, `unexpected "token": want "x"`},
		{"quoted by %q", `Get "https://u:p@example.com/": EOF`, `Get "https://xxxxx@example.com/": EOF`},
		{"a proxy without scheme", "user:pass@proxy.test:3128", "xxxxx@proxy.test:3128"},
		{"a proxy without scheme, at signs", "user:pa@ss@proxy.test:3128", "xxxxx@proxy.test:3128"},
		{"a proxy in an assignment", "HTTPS_PROXY=user:pass@proxy.test:3128", "HTTPS_PROXY=xxxxx@proxy.test:3128"},
		{"a relative URL", "//user:pass@proxy.test:3128", "//xxxxx@proxy.test:3128"},
		{"socks", "socks5h://u:p@127.0.0.1:1080", "socks5h://xxxxx@127.0.0.1:1080"},
		{"a git key", "url.https://TOKEN@example.com/.insteadof", "url.https://xxxxx@example.com/.insteadof"},
		{"ssh with a password", "ssh://git:secret@example.com/x", "ssh://xxxxx@example.com/x"},
		{"a query", "https://example.com/x?sig=abc", "https://example.com/x?xxxxx"},
		{"a query before a colon", "reading https://example.com/x?sig=abc: 403 Forbidden", "reading https://example.com/x?xxxxx: 403 Forbidden"},
		{"a fragment with a token", "https://example.com/x#access_token=abc", "https://example.com/x#xxxxx"},
		{"a header", "Authorization: Basic dTpw", "Authorization: xxxxx"},
		{"a header in JSON", `{"Authorization":"Bearer abc"}`, `{"Authorization":"xxxxx"}`},
		{"a header of GitLab", "JOB-TOKEN: abc", "JOB-TOKEN: xxxxx"},
		{"a credential without its header", "curl -H 'Bearer abcdef012345'", "curl -H 'Bearer xxxxx'"},
		{"a helper's answer", "!f() { echo username=me; echo password=hunter2; }; f", "!f() { echo username=me; echo password=xxxxx; }; f"},
		{"a netrc line", "machine example.com login me password hunter2", "machine example.com login xxxxx password xxxxx"},
		{"a password for ssh", "sshpass -p hunter2 ssh -v", "sshpass -p xxxxx ssh -v"},
		{"a token by its shape", "ghp_0123456789abcdefABCD in text", "xxxxx in text"},
	} {
		got := Redact(tt.in)
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
		if again := Redact(got); again != got {
			t.Errorf("%s: redacted twice is %s", tt.name, again)
		}
	}
}

func TestRedactLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "off", "https://proxy.golang.org,direct", "https://goproxy.cn|https://goproxy.io,direct",
		"git@github.com:org/repo.git", "ssh://git@github.com/org/repo", "ssh://me@review.example.com:29418/x", "git+ssh://me@example.com",
		"url.git@github.com:.insteadof", "url.ssh://git@github.com/.insteadof", "https://@example.com", "https://xxxxx@example.com",
		"example.com/m@v1.2.3", "go: example.com/m@v1.2.3: reading https://proxy.golang.org/example.com/m/@v/v1.2.3.info: 404 Not Found",
		"https://proxy.golang.org/example.com/m/@v/list", "http://localhost:80a1/m/@v/list", "http://[::1]:8080/m/@latest",
		"unrecognized import path: reading https://example.com/m?go-get=1: 404 Not Found",
		"https://example.com/x/info/refs?service=git-upload-pack", "https://go.dev/doc/toolchain#select",
		`C:\Users\me\go\pkg\mod\example.com\m@v1.2.3`, "C:/Users/me@work/go", "file:///home/me@work/mirror", "file:///C:/Users/me@work",
		"dial tcp 127.0.0.1:1: connect: connection refused", "lookup example.com on 192.0.2.1:53: no such host",
		"this host wants basic authentication", "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
		"-mod=mod -tags=a,b", "ssh -o BatchMode=yes -o ControlMaster=no", "10.0.0.0/8,.example.com,*.corp.test:8080",
		"terminal prompts disabled", "http://localhost:80a1 is no URL of example.com/m@v1.2.3", "host:dir/x@v1.2.3", "GOPRIVATE=*.corp.example,github.com/org/*", "/home/me/.gitconfig", "!gh auth git-credential",
		"is this http://proxy.test:3128?", "国内镜像 https://goproxy.cn，direct",
	} {
		if got := Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range []string{"https://u:p@h", "a:b@c", "https:\\/\\/u@h", "x?y=z", "https%3A%2F%2Fu%40h", "Authorization: Basic x", "C:\\x@y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Redact(s)
		if len(got) > 8*len(s)+len(Mask) {
			t.Errorf("%d bytes became %d", len(s), len(got))
		}
		// Whatever surrounds it, a plain credential never survives.
		if got := Redact(s + " https://hunter1:hunter2@example.com/ " + s); strings.Contains(got, "hunter2") {
			t.Errorf("%q leaks: %q", s, got)
		}
	})
}

func TestRedactIn(t *testing.T) {
	t.Parallel()
	const template = "set HTTPS_PROXY=http://me:mine@HOST:PORT, or --key it: "
	for _, c := range []struct {
		text    string
		outside []string
		want    string
	}{
		{template, nil, template},
		{template + "x", []string{"x"}, template + "x"},
		{template + "http://u:p@h", []string{"http://u:p@h"}, template + "http://xxxxx@h"},
		{"--token hunter2 is refused", []string{"hunter2"}, "--token xxxxx is refused"},
		{"--token hunter2 is refused", []string{"--token"}, "--token hunter2 is refused"},
		{"password=ours", []string{"", "elsewhere"}, "password=ours"},
		{"https://u:half@host", []string{"half"}, "https://xxxxx@host"},
		{"HTTPS_PROXY=http://用户:密码@主机:端口", []string{"HTTPS_PROXY"}, "HTTPS_PROXY=http://用户:密码@主机:端口"},
		{"password: hunter2", []string{"machine h login me password Hunter2"}, "password: xxxxx"},
		{"set --key KEY", []string{"https://keys.test/key"}, "set --key KEY"},
	} {
		if got := RedactIn(c.text, c.outside...); got != c.want {
			t.Errorf("%q with %q: %q, want %q", c.text, c.outside, got, c.want)
		}
	}
}
