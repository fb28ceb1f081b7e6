package settings

import "testing"

func TestRewriteBase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key         Key
		base        string
		fetch, push bool
	}{
		{RewriteKey("https://mirror.example.com/"), "https://mirror.example.com/", true, false},
		{Git("url.git@example.com:.pushinsteadof"), "git@example.com:", false, true},
		{Git("url..insteadof"), "", true, false},
		{Git("url.insteadof"), "", false, false},
		{Git("http.proxy"), "", false, false},
		{Go("url.x.insteadof"), "", false, false},
	} {
		base, fetch := c.key.RewriteBase()
		pushBase, push := c.key.PushRewriteBase()
		if fetch != c.fetch || push != c.push || fetch && base != c.base || push && pushBase != c.base {
			t.Errorf("%s: fetch %q %v, push %q %v", c.key, base, fetch, pushBase, push)
		}
	}
}

func TestIsSSLVerify(t *testing.T) {
	t.Parallel()
	for _, k := range []Key{Git("http.sslverify"), Git("http.https://example.com/.sslverify")} {
		if !k.IsSSLVerify() {
			t.Errorf("%s is not", k)
		}
	}
	for _, k := range []Key{Git("http.sslcainfo"), Git("http.sslverifystatus"), Go("http.sslverify")} {
		if k.IsSSLVerify() {
			t.Errorf("%s is", k)
		}
	}
}
