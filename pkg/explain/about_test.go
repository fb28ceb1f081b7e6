package explain

import "testing"

func TestAbout(t *testing.T) {
	for _, c := range []struct {
		f    Finding
		want About
	}{
		{Finding{Target: "https://p.example.test/x"}, About{Host: "p.example.test"}},
		{Finding{Target: "git.test:22"}, About{Host: "git.test"}},
		{Finding{Target: "a.test/m@v1.2.3"}, About{Module: "a.test/m@v1.2.3", Host: "a.test"}},
		{Finding{Target: "a.test/m", Module: "b.test/n", URL: "https://p.test/a"}, About{Module: "b.test/n", Host: "p.test"}},
		{Finding{Target: "GOFLAGS"}, About{}},
		{Finding{Target: "http.proxy"}, About{}},
		{Finding{Target: "go.sum"}, About{}},
	} {
		if got := c.f.About(); got != c.want {
			t.Errorf("%+v: got %+v, want %+v", c.f, got, c.want)
		}
	}
	for target, want := range map[string]string{"go1.22": "1.22.0", "go1.22.3": "1.22.3", "go1.": "", "go": ""} {
		if got := (Finding{Target: target}).About().Release; got != want {
			t.Errorf("%s: got release %q, want %q", target, got, want)
		}
	}
}
