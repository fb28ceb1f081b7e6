package cause

import "testing"

func TestHostNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hosts  hostNames
		en, zh string
	}{
		{nil, "", ""},
		{hostNames{"a"}, "a", "a"},
		{hostNames{"a", "b", "c"}, "a, b, c", "a、b、c"},
		{hostNames{"a", "b", "c", "d"}, "a, b, c and 1 more", "a、b、c 等 4 个主机"},
		{hostNames{"a", "b", "c", "d", "e"}, "a, b, c and 2 more", "a、b、c 等 5 个主机"},
	} {
		if en, zh := c.hosts.en(), c.hosts.zh(); en != c.en || zh != c.zh {
			t.Errorf("%q: got %q and %q, want %q and %q", []string(c.hosts), en, zh, c.en, c.zh)
		}
	}
}

func TestCommonName(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]string{
		"CN=Corp Root,O=Corp":      "Corp Root",
		"O=Corp,CN=Corp Root":      "Corp Root",
		"O=Corp,C=CN":              "O=Corp,C=CN",
		`CN=Corp\, Inc. Root,O=Co`: `Corp\, Inc. Root`,
		"CN=a+OU=b":                "a",
		"Corp Root":                "Corp Root",
		"":                         "",
	} {
		if got := commonName(subject); got != want {
			t.Errorf("the common name of %q: got %q, want %q", subject, got, want)
		}
	}
}
