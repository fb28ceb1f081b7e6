package protocol

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/nettest"
)

func TestParseList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		releases   string
		newest     string
		foreign    bool
	}{
		{"versions", "v1.0.0\nv1.1.0\n", "v1.0.0 v1.1.0", "", false},
		{"an empty list", "", "", "", false},
		{"blank lines and carriage returns", "\r\nv1.0.0\r\n\r\n", "v1.0.0", "", false},
		{"times", "v1.0.0 2020-01-01T00:00:00Z\nv0.9.0 2021-01-01T00:00:00Z\n", "v1.0.0 v0.9.0", "v0.9.0", false},
		{"pseudo-versions are no releases", "v0.0.0-20240501120000-0123456789ab\nv0.0.0-20230501120000-0123456789ab\n", "", "v0.0.0-20240501120000-0123456789ab", false},
		{"a stray line among versions is ignored, as by go", "hello\nv1.0.0\n", "v1.0.0", "", false},
		{"a page", "<html>\n<body>\n", "", "", true},
		{"JSON", `{"versions":["v1.0.0"]}`, "", "", true},
	} {
		l, err := ParseList([]byte(c.text))
		if got := strings.Join(l.Releases, " "); got != c.releases || l.newest != c.newest || (err != nil) != c.foreign {
			t.Errorf("%s: %q, newest %q, error %v", c.name, got, l.newest, err)
		}
	}
}

func TestParseInfo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, asked, want, err string }{
		{"as asked", `{"Version":"v1.0.0","Time":"2024-05-01T12:00:00Z"}`, "v1.0.0", "v1.0.0", ""},
		{"a branch", `{"Version":"v1.0.0"}`, "main", "v1.0.0", ""},
		{"latest", `{"Version":"v1.0.0"}`, "", "v1.0.0", ""},
		{"another version", `{"Version":"v1.0.1"}`, "v1.0.0", "", "v1.0.1 instead of"},
		{"no version", `{}`, "main", "", "no valid version"},
		{"not canonical", `{"Version":"v1"}`, "main", "", "no valid version"},
		{"a page", `<html>`, "v1.0.0", "", "not the JSON"},
		{"a bad time", `{"Version":"v1.0.0","Time":"today"}`, "v1.0.0", "", "not the JSON"},
		{"nothing", ``, "v1.0.0", "", "not the JSON"},
	} {
		got, err := ParseInfo([]byte(c.text), c.asked)
		if got != c.want || (err == nil) != (c.err == "") || (err != nil && !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func TestCheckZip(t *testing.T) {
	t.Parallel()
	mixed := nettest.Module{Path: "github.com/BurntSushi/toml", Version: "v1.3.2"}
	whole, err := mixed.Zip()
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := nettest.Module{Path: "github.com/BurntSushi/other", Version: "v1.3.2"}.Zip()
	if err != nil {
		t.Fatal(err)
	}
	m := module.Version{Path: mixed.Path, Version: mixed.Version}
	flipped := slices.Clone(whole)
	flipped[bytes.Index(whole, []byte("PK\x07\x08"))-3] ^= 1 // before the first data descriptor
	for _, c := range []struct {
		name string
		data []byte
		want error
		text string
	}{
		{"names are not escaped inside", whole, nil, ""},
		{"a byte order mark before it", append([]byte("\ufeff"), whole...), nil, ""},
		{"cut in the directory", whole[:len(whole)-10], errCutShort, ""},
		{"cut in the first header", whole[:10], errCutShort, ""},
		{"cut in the first name", whole[:34], errCutShort, ""},
		{"a flipped bit in the first file", flipped, nil, "cannot be unpacked"},
		{"nothing", nil, errNotZip, ""},
		{"a page", []byte("<html>Sign in</html>"), errNotZip, "Sign in"},
		{"another module's", foreign, nil, "unexpected file"},
		{"an empty archive", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), nil, "empty zip"},
		{"a name as long as a header can say", slices.Concat([]byte("PK\x03\x04"), make([]byte, 22), []byte{0xff, 0xff, 0, 0}, make([]byte, 65535)), nil, "unexpected file"},
	} {
		_, err := checkWhole(c.data, m)
		if c.want == nil && c.text == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err == nil || (c.want != nil && !errors.Is(err, c.want)) || !strings.Contains(err.Error(), c.text) || len(err.Error()) > 400 {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if !hasZipEnd(whole) || hasZipEnd(whole[:len(whole)-1]) || hasZipEnd(nil) {
		t.Error("the end of an archive is not recognised")
	}
}

func TestVersionQuery(t *testing.T) {
	t.Parallel()
	list := []string{"v1.0.0", "v1.2.0", "v1.2.3", "v1.10.0-rc.1", "v2.0.0+incompatible", "v3.0.0"}
	for q, want := range map[string]string{
		"": "v1.2.3", "latest": "v1.2.3", "v1": "v1.2.3", "v1.2": "v1.2.3", "v1.0": "v1.0.0", "v1.1": "",
		"<v1.2.3": "v1.2.0", "<=v1.2.3": "v1.2.3", ">v1.0.0": "v1.2.0", ">=v1.2.3": "v1.2.3", ">=v9": "", "<x": "",
		"v1.2.3": "", "main": "", "0123abc": "",
	} {
		if got := ParseVersion(q).choose("example.com/m", list); got != want {
			t.Errorf("%q chooses %q, want %q", q, got, want)
		}
	}
	for q, want := range map[string]VersionQuery{
		"v1.2.3": {Exact: "v1.2.3"}, "v2.0.0+incompatible": {Exact: "v2.0.0+incompatible"}, "main": {revision: "main"}, "v1.2.3+meta": {revision: "v1.2.3+meta"},
	} {
		got := ParseVersion(q)
		if got.Exact != want.Exact || got.revision != want.revision || got.accept != nil {
			t.Errorf("%q is %+v", q, got)
		}
	}
}

func FuzzProxyFiles(f *testing.F) {
	zip, err := nettest.Module{Path: "example.com/uuid", Version: "v1.6.0", Files: map[string]string{"uuid.go": "package uuid\n"}}.Zip()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"v1.0.0\nv1.1.0\n", "v1.0.0 2020-01-01T00:00:00Z\n", `{"Version":"v1.0.0"}`, "module example.com/x\n", "<html>", string(zip), "PK\x03\x04",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if l, err := ParseList(data); err == nil {
			for _, v := range l.Releases {
				if module.IsPseudoVersion(v) {
					t.Errorf("%s is listed as a release", v)
				}
			}
		}
		if v, err := ParseInfo(data, "v1.0.0"); err == nil && v != "v1.0.0" {
			t.Errorf("info of %s passed", v)
		}
		_, _ = ParseMod(data)
		_, _ = checkWhole(data, module.Version{Path: "example.com/uuid", Version: "v1.6.0"})
		_ = hasZipEnd(data)
	})
}

func FuzzImportTags(f *testing.F) {
	f.Add(nettest.ImportPage("a.test git https://g.test"))
	f.Add(`<?xml encoding="latin1"?><meta name=go-import content="a b c">`)
	f.Fuzz(func(t *testing.T, page string) {
		tags, err := parseImportTags(strings.NewReader(page))
		if err != nil && len(tags) > 0 {
			t.Error("tags with an error")
		}
		_, _ = matchTag(tags, "a.test/x")
	})
}

// nobody trusts no key.
type nobody struct{}

func (nobody) Verifier(name string, hash uint32) (note.Verifier, error) {
	return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
}

func FuzzSumdbRecord(f *testing.F) {
	f.Add([]byte("1\nexample.com/uuid v1.6.0 h1:x\nexample.com/uuid v1.6.0/go.mod h1:y\n\ngo.sum database tree\n1\nAAAA\n\n— sum AAAA\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := database{trusted: nobody{}}
		if d.checkTree(data) == nil {
			t.Error("an unsigned tree head passed")
		}
	})
}

func TestNewestRelease(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path string
		list []string
		want string
	}{
		{"example.com/m", []string{"v1.2.0", "v1.10.0", "v1.9.0"}, "v1.10.0"},
		{"example.com/m", []string{"v1.2.0", "v1.3.0-rc.1"}, "v1.2.0"},
		{"example.com/m", []string{"v1.3.0-rc.2", "v1.3.0-rc.10"}, "v1.3.0-rc.10"},
		{"example.com/m", []string{"v1.2.0", "v2.0.0"}, "v1.2.0"},
		{"example.com/m", []string{"v1.2.0", "v2.0.0+incompatible"}, "v2.0.0+incompatible"},
		{"example.com/m/v2", []string{"v1.2.0", "v2.0.1", "v2.0.0"}, "v2.0.1"},
		{"example.com/m", nil, ""},
	} {
		if got := (VersionList{Releases: c.list}).newestRelease(c.path); got != c.want {
			t.Errorf("%s, %q: got %q, want %q", c.path, c.list, got, c.want)
		}
	}
}
