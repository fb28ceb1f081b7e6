package route

import "testing"

func TestCorrectGOPROXY(t *testing.T) {
	for _, c := range []struct{ why, value, want string }{
		{"quotes of a shell line", `"https://goproxy.cn,direct"`, "https://goproxy.cn,direct"},
		{"quotes of a word processor", "“https://goproxy.cn”,direct", "https://goproxy.cn,direct"},
		{"a semicolon", "https://goproxy.cn;direct", "https://goproxy.cn,direct"},
		{"a full-width comma", "https://goproxy.cn，direct", "https://goproxy.cn,direct"},
		{"a blank", "https://goproxy.cn direct", "https://goproxy.cn,direct"},
		{"a slash behind the keyword", "https://goproxy.cn,direct/", "https://goproxy.cn,direct"},
		{"capitals", "https://goproxy.cn,DIRECT", "https://goproxy.cn,direct"},
		{"the keyword first", "direct,https://goproxy.cn", "https://goproxy.cn,direct"},
		{"a slash too few", "https:/goproxy.cn,direct", "https://goproxy.cn,direct"},
		{"a colon too few", "https//goproxy.cn,direct", "https://goproxy.cn,direct"},
		{"a word that is no entry", "on,https://goproxy.cn", "https://goproxy.cn"},
		{"a bar that is meant stays", `'https://a.example|https://b.example,direct'`, "https://a.example|https://b.example,direct"},
		{"off before proxies", "off,https://goproxy.cn", "https://goproxy.cn"},
		{"nothing usable", "none", ""},
		{"nothing wrong", "https://goproxy.cn,direct", ""},
		{"empty", "", ""},
	} {
		got, ok := CorrectGOPROXY(c.value)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: CorrectGOPROXY(%q) = %q, %v; want %q", c.why, c.value, got, ok, c.want)
		}
	}
}
