package mirror

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestCandidates: they are the rows of the table that say so, and Go's own proxy is the
// first. A new row needs no change here.
func TestCandidates(t *testing.T) {
	var got, want []string
	for _, m := range Candidates() {
		got = append(got, m.URL)
	}
	for _, m := range known.Mirrors() {
		if m.Candidate {
			want = append(want, m.URL)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("Candidates() = %q, want those that the table marks: %q", got, want)
	}
	if len(got) < 3 || got[0] != known.GoOwnProxy || !slices.Contains(got, "https://goproxy.cn") {
		t.Errorf("Candidates() = %q, want %s first, and goproxy.cn among them", got, known.GoOwnProxy)
	}
}

func TestLookup(t *testing.T) {
	for _, row := range []struct {
		url, want string // "" where not known
		public    bool
	}{
		{"https://goproxy.cn", "https://goproxy.cn", true},
		{"https://goproxy.cn/", "https://goproxy.cn", true},
		{"goproxy.cn", "https://goproxy.cn", true},
		{"HTTPS://GoProxy.CN:443//", "https://goproxy.cn", true},
		{"http://goproxy.cn:80", "https://goproxy.cn", true},
		{"https://user:secret@goproxy.cn?x=1", "https://goproxy.cn", true},
		{"https://goproxy.cn.", "https://goproxy.cn", true},
		{"https://proxy.golang.com.cn", "https://goproxy.io", true},
		{"https://mirrors.aliyun.com/goproxy", "https://mirrors.aliyun.com/goproxy/", true},
		{"https://mirrors.aliyun.com/pypi", "", true},
		{"https://repo.huaweicloud.com/goproxy", "https://repo.huaweicloud.com/goproxy/", true},
		{"https://goproxy.cn:8443", "", true},
		{"https://goproxy.cn.example.com", "", false},
		{"https://proxy.example.com", "", false},
		{"direct", "", false},
		{"", "", false},
		{"https://%zz", "", false},
	} {
		m, ok := Lookup(settings.Value(row.url))
		if m.URL != row.want || ok != (row.want != "") {
			t.Errorf("Lookup(%q) = %q, %v, want %q", row.url, m.URL, ok, row.want)
		}
		if got := IsPublic(settings.Value(row.url)); got != row.public {
			t.Errorf("IsPublic(%q) = %v, want %v", row.url, got, row.public)
		}
	}
}

func TestRank(t *testing.T) {
	const cn, ali, own, io = "https://goproxy.cn", "https://mirrors.aliyun.com/goproxy/", "https://proxy.example.com", "https://goproxy.io"
	m := func(url string, ms int, relay known.Tri) Measured {
		return Measured{URL: settings.Value(url), Usable: true, RelaysSumDB: relay, Latency: time.Duration(ms) * time.Millisecond}
	}
	for _, row := range []struct {
		name string
		in   []Measured
		want []string
	}{
		{"clearly faster is first", []Measured{m(cn, 400, known.Yes), m(io, 50, known.Yes)}, []string{io, cn}},
		{"under 30 ms apart the table decides", []Measured{m(io, 10, known.Yes), m(cn, 35, known.Yes)}, []string{cn, io}},
		{"under a quarter apart the table decides", []Measured{m(io, 800, known.Yes), m(cn, 1000, known.Yes)}, []string{cn, io}},
		{"a relay counts for more than speed", []Measured{m(ali, 10, known.No), m(cn, 900, known.Yes)}, []string{cn, ali}},
		{"unknown relay is as none", []Measured{m(ali, 10, known.Unknown), m(cn, 900, known.Yes)}, []string{cn, ali}},
		{"what is not usable is last", []Measured{{URL: cn, RelaysSumDB: known.Yes, Latency: 1}, m(ali, 900, known.No)}, []string{ali, cn}},
		{"what is not in the table stands behind it", []Measured{m(own, 40, known.Yes), m(io, 50, known.Yes)}, []string{io, own}},
		{"no latency is the worst one", []Measured{m(cn, 0, known.Yes), m(io, 5000, known.Yes)}, []string{io, cn}},
		{"throughput counts", []Measured{
			{URL: cn, Usable: true, RelaysSumDB: known.Yes, Latency: 50 * time.Millisecond, BytesPerSecond: 20 << 10},
			{URL: io, Usable: true, RelaysSumDB: known.Yes, Latency: 60 * time.Millisecond, BytesPerSecond: 20 << 20},
		}, []string{io, cn}},
		{"nothing", nil, nil},
	} {
		for _, in := range [][]Measured{row.in, reversed(row.in)} {
			var got []string
			for _, r := range Rank(in) {
				got = append(got, r.URL.Reveal())
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("%s: %q, want %q", row.name, got, row.want)
			}
		}
	}
}

func TestRankLeavesItsInput(t *testing.T) {
	in := []Measured{{URL: "https://b.example.com"}, {URL: "https://a.example.com"}}
	Rank(in)
	if in[0].URL != "https://b.example.com" {
		t.Error("Rank sorted the caller's slice")
	}
}

func reversed(in []Measured) []Measured {
	out := slices.Clone(in)
	slices.Reverse(out)
	return out
}

func FuzzLookup(f *testing.F) {
	for _, s := range []string{"https://goproxy.cn", "goproxy.cn/x", "http://[::1]:80/", "%", "a:b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, ok := Lookup(settings.Value(s))
		if ok && !IsPublic(settings.Value(s)) {
			t.Errorf("Lookup(%q) = %s, but IsPublic says no", s, m.URL)
		}
	})
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b settings.Value
		want bool
	}{
		{"https://mirrors.aliyun.com/goproxy/", "https://mirrors.aliyun.com/goproxy", true},
		{"https://GOPROXY.cn:443", "goproxy.cn", true},
		{"https://goproxy.cn", "https://goproxy.io", false},
		{"https://goproxy.cn", "https://goproxy.cn/other", false},
		{"://", "://", false},
	} {
		if got := Same(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestToMeasureIsBounded: a GOPROXY of any length has a bounded number of proxies measured,
// and the known ones are among them.
func TestToMeasureIsBounded(t *testing.T) {
	var list strings.Builder
	for i := range 5 * MostMeasured {
		fmt.Fprintf(&list, "https://proxy%d.example/,", i)
	}
	urls, left := ToMeasure([]settings.Value{"https://mine.example"}, []settings.Value{settings.Value(list.String())})
	if left != 4*MostMeasured+1 || urls[0] != "https://mine.example" || len(urls) > 2*MostMeasured || !slices.Contains(urls, "https://goproxy.cn") {
		t.Errorf("%d to measure, %d left: %v", len(urls), left, urls)
	}
}
