package cause

import (
	"strings"
	"testing"
)

func TestRepute(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string][2]string{
		"https://goproxy.tencent.com":                     {"never seen", "从未见"},
		"https://mirrors.tuna.tsinghua.edu.cn/goproxy/":   {"never seen", "从未见"},
		"https://gocenter.io":                             {"out of service since 2021-05", "2021-05"},
		"https://goproxy.cn":                              {},
		"https://goproxy.example.com":                     {},
		"https://mirrors.tuna.tsinghua.edu.cn/other/path": {},
		"": {},
	} {
		for i, got := range []string{reputeOf(entry).en, reputeOf(entry).zh} {
			if (got == "") != (want[i] == "") || !strings.Contains(got, want[i]) {
				t.Errorf("%s: %q, want %q", entry, got, want[i])
			}
		}
	}
}
