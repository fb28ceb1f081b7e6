package recommend_test

import (
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// acme is a module of a company's on a public forge.
var acme = probe.Query{Path: "github.com/acme/lib", Version: "v1.0.0"}

// mistyped are machines whose values are written otherwise than they were meant,
// or rejected by the go command itself.
var mistyped = []recommendCase{
	{"a byte order mark hides the first line of the file",
		blocked().Skipped("GOPROXY", china+",direct").Alive("goproxy.cn").Serves(china).Relay(china, ""), "GOPROXY=https://goproxy.cn,direct"},
	{"carriage returns go from the whole file",
		fine().Goenv("GOTOOLCHAIN", "local\r").Goenv("GOPRIVATE", "corp.example\r").Stops("invalid GOTOOLCHAIN \"local\\r\""),
		"GOPRIVATE=corp.example GOTOOLCHAIN=local"},
	{"what a damaged file would weaken stays damaged",
		fine().Goenv("GOTOOLCHAIN", "local\r").Goenv("GOINSECURE", "*.example\r").Goenv("GOPRIVATE", "*\r").Stops("invalid GOTOOLCHAIN \"local\\r\""),
		"GOTOOLCHAIN=local -GOINSECURE"},
	{"a file that harms nothing is left alone", fine().Skipped("GOPRIVATE", "corp.example"), ""},
	{"one flag of several goes", fine().Goenv("GOFLAGS", "-modcacherw -foo=bar").Stops("parsing $GOFLAGS: unknown flag -foo"), "GOFLAGS=-modcacherw"},
	{"the only flag goes", fine().Goenv("GOFLAGS", "-foo=bar").Stops("parsing $GOFLAGS: unknown flag -foo"), "-GOFLAGS"},
	{"flags in typographic quotes", fine().Goenv("GOFLAGS", "“-mod=mod”").Stops("parsing $GOFLAGS: non-flag \"“-mod=mod”\""), "GOFLAGS=-mod=mod"},
	{"a flag that no release reads any more", fine().Goenv("GOFLAGS", "-mod=mod -insecure"), "GOFLAGS=-mod=mod"},
	{"GOTOOLCHAIN in capitals", fine().Goenv("GOTOOLCHAIN", "AUTO").Stops("invalid GOTOOLCHAIN \"AUTO\""), "GOTOOLCHAIN=auto"},
	{"a release that is not there is not asked for", fine().Goenv("GOTOOLCHAIN", "1.22.3").Stops("invalid GOTOOLCHAIN \"1.22.3\""), "-GOTOOLCHAIN"},
	{"a URL where a pattern is meant", fine().Goenv("GOPRIVATE", "https://github.com/acme/").Asks(acme.Path).Proxy(google, acme, "all", symptom.HTTP404).RepositoryAt("https://github.com/acme/lib", "").Result(unrecorded()),
		"GOPRIVATE=github.com/acme"},
	{"a database in quotes", fine().Goenv("GOSUMDB", `"sum.golang.google.cn"`).Alive("sum.golang.google.cn").
		Database(probe.Sumdb, "https://sum.golang.google.cn", "sum.golang.google.cn", ""), "GOSUMDB=sum.golang.google.cn"},
	{"rules for version control by the wrong separator",
		fine().Goenv("GOPROXY", "direct").Goenv("GOVCS", "public:git;private:all").Alive("github.com"), "GOVCS=public:git,private:all"},
	{"rules that forbid git", fine().Goenv("GOPROXY", "direct").Goenv("GOVCS", "*:off"), "GOVCS=github.com/google/uuid:git,*:off"},
	{"a company's proxy over http in quotes is the user's own",
		fine().Goenv("GOPROXY", "'http://goproxy.corp.example',direct").Alive("goproxy.corp.example").Serves("http://goproxy.corp.example").Relay("http://goproxy.corp.example", ""),
		"GOPROXY=http://goproxy.corp.example,direct"},
	{"a relative module cache", fine().Goenv("GOMODCACHE", "mod").Result(relativeCache()), "-GOMODCACHE"},
	{"a name that no release reads", fine().Goenv("GOCACHEPROXY", china), "-GOCACHEPROXY"},
	{"a pinned release that is not there",
		fine().Release("go1.21.0", "").Goenv("GOTOOLCHAIN", "go1.99.9").Proxy(google, probe.Query{Path: "golang.org/toolchain", Version: "v0.0.1-go1.99.9.linux-amd64"}, "all", symptom.HTTP404), ""},
	{"an origin that only a company's proxy reaches",
		blocked().Goenv("GONOPROXY", "github.com/acme").Asks(acme.Path), ""},
}

// unrecorded is the checksum database's answer that it has no record of [acme].
func unrecorded() probe.Result {
	at := google + "/sumdb/sum.golang.org"
	r := probe.Result{Kind: probe.SumdbRelay, Target: at + "/lookup/" + acme.String(), Outcome: probe.Outcome{Symptom: symptom.HTTP404}}
	r.Evidence.HTTP = &probe.HTTPEvidence{Entry: google, Module: acme.String(), Requests: []probe.HTTPRequest{{Name: probe.ReqSumLookup, Symptom: symptom.HTTP404, Status: 404}}}
	return r
}

func relativeCache() probe.Result {
	r := probe.Result{Kind: probe.Modcache, Target: facttest.UUID.String(), Outcome: probe.Outcome{Status: probe.Fail, Detail: "GOMODCACHE entry is relative; must be absolute path"}}
	r.Evidence.Disk = &probe.DiskEvidence{Path: "mod", State: probe.DiskRelative, Needed: true}
	return r
}
