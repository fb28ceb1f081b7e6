package route

import (
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// machineWith is a snapshot of a machine with git and these settings.
func machineWith(layers ...settings.Setting) *settings.Snapshot {
	return &settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "/usr/bin/git"}, Layers: layers}
}

func goenv(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Go(name), Value: settings.Value(value), Origin: settings.GoenvFile}
}

func variable(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Variable(name), Value: settings.Value(value), Origin: settings.OSEnv}
}

func gitSetting(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Git(name), Value: settings.Value(value), Origin: settings.GitGlobal}
}

func names(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestReadDefaults(t *testing.T) {
	c := Read(machineWith())
	if got := names(c.GOPROXY.Entries); !slices.Equal(got, []string{"https://proxy.golang.org", "direct"}) {
		t.Errorf("entries %q", got)
	}
	if c.SumDB.Name != "sum.golang.org" || !c.SumDB.Relay || c.SumDB.Err != nil {
		t.Errorf("database %+v", c.SumDB)
	}
}

func TestReadEmptyValues(t *testing.T) {
	c := Read(machineWith(goenv("GOPROXY", ""), goenv("GOSUMDB", ""), goenv("GOPRIVATE", "corp.com"), goenv("GONOPROXY", "")))
	if c.GOPROXY.Err == nil {
		t.Error("an empty GOPROXY in the file is accepted")
	}
	if c.SumDB.Err == nil || c.SumDB.Err.Error() != "missing GOSUMDB" {
		t.Errorf("empty GOSUMDB in the file: %v", c.SumDB.Err)
	}
	if c.GONOPROXY != "corp.com" || c.GONOSUMDB != "corp.com" {
		t.Errorf("GONOPROXY %q, GONOSUMDB %q: an empty one takes the default", c.GONOPROXY, c.GONOSUMDB)
	}
}

func TestNoProxyPseudoEntry(t *testing.T) {
	for _, row := range []struct {
		goproxy, gonoproxy string
		want               []string
	}{
		{"https://p.example.com,direct", "corp.com", []string{"noproxy", "https://p.example.com", "direct"}},
		{"https://p.example.com", "", []string{"https://p.example.com"}},
		{"direct", "corp.com", []string{"direct"}},
		{"direct,x", "corp.com", []string{"noproxy", "direct"}},
		{"off", "corp.com", []string{"noproxy", "off"}},
	} {
		c := Read(machineWith(goenv("GOPROXY", row.goproxy), goenv("GONOPROXY", row.gonoproxy)))
		if got := names(c.GOPROXY.Entries); !slices.Equal(got, row.want) {
			t.Errorf("GOPROXY=%s GONOPROXY=%s: %q, want %q", row.goproxy, row.gonoproxy, got, row.want)
		}
	}
}

func TestEntriesForAndShown(t *testing.T) {
	c := Read(machineWith(goenv("GOPROXY", "file:///dir,https://p.example.com|https://q.example.com,direct"), goenv("GOPRIVATE", "corp.com")))
	for _, row := range []struct {
		path           string
		entries, shown []string
		database       bool
	}{
		{
			"example.com/m", []string{"file:///dir", "https://p.example.com", "https://q.example.com", "direct"},
			[]string{"https://p.example.com", "https://q.example.com"}, true,
		},
		{"corp.com/m", []string{"noproxy", "direct"}, nil, false},
	} {
		if got := names(c.EntriesFor(row.path)); !slices.Equal(got, row.entries) {
			t.Errorf("EntriesFor(%s) = %q, want %q", row.path, got, row.entries)
		}
		shown, database := c.Shown(probe.Query{Path: row.path})
		if got := names(shown); !slices.Equal(got, row.shown) || database != row.database {
			t.Errorf("Shown(%s) = %q, %v, want %q, %v", row.path, got, database, row.shown, row.database)
		}
	}
}

func TestShownToNobody(t *testing.T) {
	q := probe.Query{Path: "example.com/m", Version: "v1.0.0"}
	inSum := machineWith(goenv("GOPROXY", "https://p.example.com"))
	inSum.Module.Requires = []settings.Requirement{{Path: q.Path, Version: q.Version, InGoSum: true, GoModInGoSum: true}}
	for name, row := range map[string]struct {
		s        *settings.Snapshot
		proxies  int
		database bool
	}{
		"modules off":                       {machineWith(goenv("GO111MODULE", "off")), 0, false},
		"a list that go rejects":            {machineWith(goenv("GOPROXY", "foo")), 0, false},
		"off asks the database":             {machineWith(goenv("GOPROXY", "off")), 0, true},
		"a database that is off":            {machineWith(goenv("GOSUMDB", "off")), 1, false},
		"a malformed database":              {machineWith(goenv("GOSUMDB", "x")), 1, false},
		"GONOSUMDB alone":                   {machineWith(goenv("GONOSUMDB", "example.com")), 1, false},
		"GONOPROXY alone asks the database": {machineWith(goenv("GONOPROXY", "example.com")), 0, true},
		"go.sum has the hash":               {inSum, 1, false},
	} {
		proxies, database := Read(row.s).Shown(q)
		if len(proxies) != row.proxies || database != row.database {
			t.Errorf("%s: %q, %v, want %d, %v", name, names(proxies), database, row.proxies, row.database)
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, row := range []struct {
		pattern, path string
		want          bool
	}{
		{"corp.com", "corp.com/x", true},
		{"corp.com", "git.corp.com/x", false},
		{"*.corp.com", "a.b.corp.com/x", true},
		{"*.corp.com", "corp.com/x", false},
		{"*corp.com", "evilcorp.com/x", true},
		{"github.com/org-*", "github.com/org-a/x", true},
		{"github.com/org-*", "github.com/org/x", false},
		{"github.com/org", "github.com/Org/x", false},
		{"github.com/org/", "github.com/org/x", true},
		{"github.com/org//", "github.com/org/x", false},
		{"github.com/org/*", "github.com/org", false},
		{"corp.com/**", "corp.com/x/y", true},
		{"*", "golang.org/x/text", true},
		{"a.com, corp.com", "corp.com/x", false},
		{"corp.com;x", "corp.com/x", false},
		{"https://corp.com", "corp.com/x", false},
		{"corp.com:8443", "corp.com/x", false},
		{".corp.com", "git.corp.com/x", false},
		{"corp.com/...", "corp.com/x", false},
		{`"corp.com"`, "corp.com/x", false},
		{"corp.com\r", "corp.com/x", false},
		{"none", "corp.com/x", false},
	} {
		c := Read(machineWith(goenv("GOPRIVATE", row.pattern)))
		if got := c.BypassesProxy(row.path); got != row.want || c.SkipsSumDB(row.path) != row.want || c.IsPrivate(row.path) != row.want {
			t.Errorf("%q covers %s: %v, want %v", row.pattern, row.path, got, row.want)
		}
	}
}

func TestToolchainIsAlwaysVerified(t *testing.T) {
	for _, row := range []struct {
		goproxy, gosumdb string
		skips            bool
	}{
		{"https://p.example.com", "off", false},
		{"https://p.example.com", "sum.golang.org", false},
		{"file:///dir", "off", true},
		{"file:///dir,direct", "off", false},
	} {
		c := Read(machineWith(goenv("GOPROXY", row.goproxy), goenv("GOSUMDB", row.gosumdb), goenv("GONOSUMDB", "*")))
		if got := c.SkipsSumDB("golang.org/toolchain"); got != row.skips {
			t.Errorf("GOPROXY=%s GOSUMDB=%s: skips %v, want %v", row.goproxy, row.gosumdb, got, row.skips)
		}
	}
}

func TestParseGOSUMDB(t *testing.T) {
	const key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
	for _, row := range []struct {
		value, name, url string
		relay            bool
		err              string
	}{
		{"sum.golang.org", "sum.golang.org", "https://sum.golang.org", true, ""},
		{"sum.golang.google.cn", "sum.golang.org", "https://sum.golang.google.cn", false, ""},
		{"sum.golang.google.cn https://x.example.com", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"sum.golang.org https://x.example.com/db/", "sum.golang.org", "https://x.example.com/db", false, ""},
		{"sum.golang.org x.example.com", "sum.golang.org", "https://x.example.com", false, ""},
		{"sum.golang.org x.example.com:8080", "sum.golang.org", "", false, "unsupported scheme: x.example.com:8080"},
		{"sum.golang.org 192.0.2.1:8080", "sum.golang.org", "", false, `invalid GOSUMDB URL: parse "192.0.2.1:8080": first path segment in URL cannot contain colon`},
		{key, "sum.golang.org", "https://sum.golang.org", true, ""},
		{key + " https://x.example.com", "sum.golang.org", "https://x.example.com", false, ""},
		{" sum.golang.org ", "sum.golang.org", "https://sum.golang.org", true, ""},
		{"OFF", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{" off", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"off\r", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"gosum.io+default", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"goproxy.cn", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"on", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"https://sum.golang.org", "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{`"sum.golang.org"`, "", "", false, "invalid GOSUMDB: malformed verifier id"},
		{"sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "", "", false, "invalid GOSUMDB: invalid verifier hash"},
		{"a b c", "", "", false, "invalid GOSUMDB: too many fields"},
		{" ", "", "", false, "missing GOSUMDB"},
		{"", "", "", false, "missing GOSUMDB"},
	} {
		got := ParseGOSUMDB(row.value, true)
		message := ""
		if got.Err != nil {
			message = got.Err.Error()
		}
		if got.Off || got.Name != row.name || got.URL.Reveal() != row.url || got.Relay != row.relay || message != row.err {
			t.Errorf("%q: %+v, want %+v", row.value, got, row)
		}
	}
	if got := ParseGOSUMDB("off", true); !got.Off || got.Err != nil {
		t.Errorf("off: %+v", got)
	}
}

func FuzzParseGOSUMDB(f *testing.F) {
	for _, s := range []string{"sum.golang.org", "off", "a+b+c https://x", "sum.golang.google.cn", " \t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		db := ParseGOSUMDB(value, true)
		switch {
		case db.Off != (value == "off"):
			t.Errorf("%q: Off is %v", value, db.Off)
		case !db.Off && db.Err == nil && (db.Name == "" || db.Key == "" || db.URL == ""):
			t.Errorf("%q: neither error nor database: %+v", value, db)
		}
	})
}
