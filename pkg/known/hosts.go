package known

// GitHub is the forge that most public modules are on.
const GitHub = "github.com"

// A module that is asked for where nothing else is: small, without dependencies,
// on GitHub, and in every public module proxy.
const (
	SampleModule     = GitHub + "/google/uuid"
	SampleVersion    = "v1.6.0"
	SampleRepository = "https://" + SampleModule
)

// code are the hosts of public code: forges, and hosts of public projects.
// Upkeep is given where it was seen over years.
var code = []Host{
	{Name: GitHub, Role: Forge, Upkeep: Renewed, Module: SampleModule},
	{Name: "gitlab.com", Role: Forge, Upkeep: Renewed, Module: "gitlab.com/golang-commonmark/markdown"},
	{Name: "bitbucket.org", Role: Forge, Upkeep: Renewed, Module: "bitbucket.org/creachadair/shell"},
	{Name: "codeberg.org", Role: Forge, Upkeep: Maintained},
	{Name: "gitee.com", Role: Forge, Upkeep: Maintained, Module: "gitee.com/openeuler/go-gitee"},
	{Name: "git.sr.ht", Role: Forge, Upkeep: Maintained},
	{Name: "gitea.com", Role: Forge},
	{Name: "framagit.org", Role: Forge},
	{Name: "gitcode.com", Role: Forge},
	{Name: "jihulab.com", Role: Forge},
	{Name: "atomgit.com", Role: Forge},
	{Name: "coding.net", Role: Forge, Note: "every team has a host below it"},
	{Name: "launchpad.net", Role: Forge},

	{Name: "golang.org", Role: Vanity, Upkeep: Renewed, Module: "golang.org/x/text"},
	{Name: "google.golang.org", Role: Vanity, Upkeep: Renewed, Module: "google.golang.org/protobuf"},
	{Name: "go.googlesource.com", Role: Vanity, Upkeep: Renewed},
	{Name: "go.dev", Role: Vanity, Upkeep: Renewed},
	{Name: "cloud.google.com", Role: Vanity, Upkeep: Renewed, Module: "cloud.google.com/go/storage"},
	{Name: "gopkg.in", Role: Vanity, Upkeep: Maintained, Module: "gopkg.in/yaml.v3"},
	{Name: "k8s.io", Role: Vanity, Upkeep: Maintained, Module: "k8s.io/api"},
	{Name: "sigs.k8s.io", Role: Vanity, Upkeep: Maintained, Module: "sigs.k8s.io/yaml"},
	{Name: "go.uber.org", Role: Vanity, Upkeep: Maintained, Module: "go.uber.org/zap"},
	{Name: "go.opentelemetry.io", Role: Vanity, Upkeep: Maintained, Module: "go.opentelemetry.io/otel"},
	{Name: "go.etcd.io", Role: Vanity, Upkeep: Maintained, Module: "go.etcd.io/bbolt"},
	{Name: "go.mongodb.org", Role: Vanity, Module: "go.mongodb.org/mongo-driver"},
	{Name: "gorm.io", Role: Vanity, Module: "gorm.io/gorm"},
	{Name: "modernc.org", Role: Vanity, Module: "modernc.org/sqlite"},
	{Name: "honnef.co", Role: Vanity, Module: "honnef.co/go/tools"},
	{Name: "rsc.io", Role: Vanity, Module: "rsc.io/quote"},
	{Name: "mvdan.cc", Role: Vanity, Module: "mvdan.cc/sh/v3"},
	{Name: "filippo.io", Role: Vanity, Module: "filippo.io/age"},
	{Name: "gonum.org", Role: Vanity, Module: "gonum.org/v1/gonum"},
	{Name: "gocloud.dev", Role: Vanity, Module: "gocloud.dev/blob"},
}

// others are needed by downloads or stand near them, and serve no modules.
var others = []Host{
	{Name: "storage.googleapis.com", Role: Storage, Upkeep: Renewed, Note: "proxy.golang.org redirects zips there"},
	{Name: "dl.google.com", Role: Site, Upkeep: Renewed, Note: "archives of Go releases"},
	{Name: "golang.google.cn", Role: Site, Upkeep: Renewed, Note: "go.dev inside China"},
	{Name: "githubusercontent.com", Role: Site, Note: "raw files of GitHub"},
}

// CodeHost reports whether a host, or a domain above it, serves public modules to
// everybody. On a forge a path may be private nevertheless.
func CodeHost(host string) bool { return Is(host, Forge, Vanity) }
