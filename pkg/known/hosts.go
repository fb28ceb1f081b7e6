package known

import (
	"slices"
	"strings"
)

// GitHub is the forge that most public modules are on.
const GitHub = "github.com"

// Bitbucket is the host of Bitbucket Cloud.
const Bitbucket = "bitbucket.org"

// A module that is asked for where nothing else is: small, without dependencies,
// on GitHub, and in every public module proxy.
const (
	SampleModule     = GitHub + "/google/uuid"
	SampleVersion    = "v1.6.0"
	SampleRepository = "https://" + SampleModule
)

// Further public modules that every module proxy can serve: one whose path has
// capitals, so that it has to be asked for escaped, and one with a zip of some
// megabytes, of which a part is downloaded to measure throughput.
const (
	CapitalModule  = GitHub + "/BurntSushi/toml"
	CapitalVersion = "v1.4.0"
	LargeModule    = "golang.org/x/text"
	LargeVersion   = "v0.14.0"
)

// code are the hosts of public code: forges, and hosts of public projects.
// Upkeep is given where it was seen over years.
var code = []Host{
	{Name: GitHub, Role: Forge, Upkeep: Renewed, Module: SampleModule},
	{Name: "gitlab.com", Role: Forge, Upkeep: Renewed, Module: "gitlab.com/golang-commonmark/markdown"},
	{Name: Bitbucket, Role: Forge, Upkeep: Renewed, Module: "bitbucket.org/creachadair/shell"},
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
	{Name: "ariga.io", Role: Vanity, Module: "ariga.io/atlas"},
	{Name: "atomicgo.dev", Role: Vanity, Module: "atomicgo.dev/cursor"},
	{Name: "bazil.org", Role: Vanity, Module: "bazil.org/fuse"},
	{Name: "buf.build", Role: Vanity, Module: "buf.build/gen/go"},
	{Name: "cel.dev", Role: Vanity, Module: "cel.dev/expr"},
	{Name: "chainguard.dev", Role: Vanity, Module: "chainguard.dev/apko"},
	{Name: "code.cloudfoundry.org", Role: Vanity, Module: "code.cloudfoundry.org/bytefmt"},
	{Name: "connectrpc.com", Role: Vanity, Module: "connectrpc.com/connect"},
	{Name: "contrib.go.opencensus.io", Role: Vanity, Module: "contrib.go.opencensus.io/exporter"},
	{Name: "cuelang.org", Role: Vanity, Module: "cuelang.org/go"},
	{Name: "cuelabs.dev", Role: Vanity, Module: "cuelabs.dev/go"},
	{Name: "dagger.io", Role: Vanity, Module: "dagger.io/dagger"},
	{Name: "dario.cat", Role: Vanity, Module: "dario.cat/mergo"},
	{Name: "entgo.io", Role: Vanity, Module: "entgo.io/ent"},
	{Name: "fyne.io", Role: Vanity, Module: "fyne.io/fyne"},
	{Name: "git.apache.org", Role: Vanity, Module: "git.apache.org/thrift.git"},
	{Name: "go.bug.st", Role: Vanity, Module: "go.bug.st/serial"},
	{Name: "go.chromium.org", Role: Vanity, Module: "go.chromium.org/luci"},
	{Name: "go.dedis.ch", Role: Vanity, Module: "go.dedis.ch/kyber"},
	{Name: "go.mau.fi", Role: Vanity, Module: "go.mau.fi/util"},
	{Name: "go.mozilla.org", Role: Vanity, Module: "go.mozilla.org/pkcs7"},
	{Name: "go.opencensus.io", Role: Vanity},
	{Name: "go.starlark.net", Role: Vanity},
	{Name: "go.step.sm", Role: Vanity, Module: "go.step.sm/crypto"},
	{Name: "go.temporal.io", Role: Vanity, Module: "go.temporal.io/sdk"},
	{Name: "go.yaml.in", Role: Vanity, Module: "go.yaml.in/yaml/v3"},
	{Name: "go.einride.tech", Role: Vanity, Module: "go.einride.tech/aip"},
	{Name: "go4.org", Role: Vanity, Module: "go4.org/netipx"},
	{Name: "goa.design", Role: Vanity, Module: "goa.design/goa"},
	{Name: "goji.io", Role: Vanity},
	{Name: "goki.dev", Role: Vanity, Module: "goki.dev/gi"},
	{Name: "gotest.tools", Role: Vanity, Module: "gotest.tools/v3"},
	{Name: "gvisor.dev", Role: Vanity, Module: "gvisor.dev/gvisor"},
	{Name: "howett.net", Role: Vanity, Module: "howett.net/plist"},
	{Name: "inet.af", Role: Vanity, Module: "inet.af/netaddr"},
	{Name: "istio.io", Role: Vanity, Module: "istio.io/api"},
	{Name: "knative.dev", Role: Vanity, Module: "knative.dev/pkg"},
	{Name: "layeh.com", Role: Vanity, Module: "layeh.com/radius"},
	{Name: "lukechampine.com", Role: Vanity, Module: "lukechampine.com/blake3"},
	{Name: "maunium.net", Role: Vanity, Module: "maunium.net/go"},
	{Name: "mellium.im", Role: Vanity, Module: "mellium.im/sasl"},
	{Name: "moul.io", Role: Vanity, Module: "moul.io/http2curl"},
	{Name: "nhooyr.io", Role: Vanity, Module: "nhooyr.io/websocket"},
	{Name: "oras.land", Role: Vanity, Module: "oras.land/oras-go/v2"},
	{Name: "perkeep.org", Role: Vanity},
	{Name: "pgregory.net", Role: Vanity, Module: "pgregory.net/rapid"},
	{Name: "sigsum.org", Role: Vanity, Module: "sigsum.org/sigsum-go"},
	{Name: "storj.io", Role: Vanity, Module: "storj.io/common"},
	{Name: "tailscale.com", Role: Vanity},
	{Name: "tinygo.org", Role: Vanity, Module: "tinygo.org/x/bluetooth"},
	{Name: "upspin.io", Role: Vanity},
	{Name: "vitess.io", Role: Vanity, Module: "vitess.io/vitess"},
	{Name: "xorm.io", Role: Vanity, Module: "xorm.io/xorm"},
	{Name: "zgo.at", Role: Vanity, Module: "zgo.at/zstd"},
	{Name: "zombiezen.com", Role: Vanity, Module: "zombiezen.com/go/sqlite"},
}

// publicOwners are owners on GitHub of many modules that everybody uses.
var publicOwners = []string{
	"Azure", "BurntSushi", "GoogleCloudPlatform", "Masterminds", "Microsoft", "PuerkitoBio", "Shopify", "VictoriaMetrics", "agext",
	"alecthomas", "antlr", "apache", "armon", "asaskevich", "aws", "beorn7", "blang", "bradfitz", "bytedance", "caarlos0", "cespare", "charmbracelet",
	"cilium", "cloudwego", "cncf", "containerd", "containernetworking", "coreos", "cpuguy83", "creack", "davecgh", "dgrijalva", "dgraph-io", "docker", "dustin",
	"eapache", "emicklei", "envoyproxy", "etcd-io", "evanphx", "fatih", "felixge", "fsnotify", "gabriel-vasile", "ghodss", "gin-contrib", "gin-gonic", "go-chi",
	"go-errors", "go-gorm", "go-kit", "go-kratos", "go-logfmt", "go-logr", "go-openapi", "go-playground", "go-redis", "go-resty", "go-sql-driver", "go-task",
	"goccy", "gofiber", "gofrs", "gogo", "golang", "golang-jwt", "golang-migrate", "golangci", "google", "googleapis", "gorilla", "grafana", "grpc-ecosystem",
	"hashicorp", "huandu", "iancoleman", "imdario", "influxdata", "jackc", "jinzhu", "jmoiron", "josharian", "json-iterator", "julienschmidt", "klauspost",
	"konsorten", "kr", "kubernetes", "kubernetes-sigs", "labstack", "leodido", "lib", "lucasb-eyer", "magiconair", "mailru", "mattn", "miekg", "minio",
	"mitchellh", "moby", "modern-go", "montanaflynn", "mozillazg", "munnerz", "nats-io", "nxadm", "olekukonko", "onsi", "opencontainers", "opentracing", "openzipkin",
	"pelletier", "peterbourgon", "pierrec", "pkg", "pmezard", "prometheus", "quic-go", "rivo", "rogpeppe", "rs", "russross", "sagikazarmark", "satori", "segmentio",
	"sergi", "shopspring", "sirupsen", "smartystreets", "soheilhy", "spf13", "stretchr", "subosito", "swaggo", "tidwall", "uber",
	"uber-go", "ugorji", "urfave", "valyala", "vmihailenco", "xanzy", "xdg-go", "xordataexchange", "yuin", "yusufpapurcu", "zeromicro",
}

// PublicOwner reports whether a repository, HOST/OWNER/NAME, belongs to an owner of many
// modules that everybody uses. Its own people may have private ones there.
func PublicOwner(path string) bool {
	rest, ok := strings.CutPrefix(path, GitHub+"/")
	name, _, _ := strings.Cut(rest, "/")
	return ok && slices.ContainsFunc(publicOwners, func(o string) bool { return strings.EqualFold(o, name) })
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
