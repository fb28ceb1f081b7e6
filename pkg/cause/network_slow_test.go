package cause

import (
	"strings"
	"testing"
	"time"
)

func TestSlowWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what   string
		d      slowProxy
		en, zh []string
	}{
		{"a rate, and what the project needs at it",
			slowProxy{Entry: "https://goproxy.cn", Faster: "https://goproxy.io", Ms: "5200", FasterMs: "90", Rate: 2048, Modules: 31, Needs: 2400 * time.Second},
			[]string{"https://goproxy.cn works, but slowly from here: 2 kB/s", "the 31 modules that are missing here take about 40 minutes"},
			[]string{"从本机访问很慢：2 kB/s", "缺少的 31 个模块约需 40 分钟"}},
		{"one module, some seconds",
			slowProxy{Entry: "https://goproxy.cn", Faster: "https://goproxy.io", Rate: 300, Modules: 1, Needs: 45 * time.Second},
			[]string{": 300 B/s", "the module that is missing here takes about 45 seconds."}, []string{"约需 45 秒"}},
		{"hours",
			slowProxy{Entry: "https://goproxy.cn", Faster: "https://goproxy.io", Rate: 1_500_000, Modules: 2, Needs: 3 * time.Hour},
			[]string{": 1.5 MB/s", "about 3 hours."}, []string{"约需 3 小时"}},
		{"answers that begin late, and nothing that was counted",
			slowProxy{Entry: "https://goproxy.cn", Faster: "https://goproxy.io", Ms: "5200", FasterMs: "90", Waits: 3100 * time.Millisecond},
			[]string{"3.1 s per answer", "needs 90 ms."}, []string{"每次响应 3.1 s"}},
		{"a line that is slow to everywhere",
			slowProxy{Entry: "https://goproxy.cn", Rate: 2048, Modules: 31, Needs: 2400 * time.Second},
			[]string{"the connection is slow: 2 kB/s", "another GOPROXY would not help"}, []string{"网络很慢：2 kB/s", "换 GOPROXY 没有用"}},
	} {
		for lang, want := range map[string][]string{"en": c.en, "zh": c.zh} {
			r, err := networkSlow.Render(lang, Finding{Data: c.d})
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range want {
				if !strings.Contains(r.Title+"\n"+r.Detail, text) {
					t.Errorf("%s, in %s: %q\n%q\nwant %q", c.what, lang, r.Title, r.Detail, text)
				}
			}
		}
	}
}
