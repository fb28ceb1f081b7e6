package known

import (
	"net/url"
	"slices"
	"strings"
)

// Names that the go command has built in.
const (
	ProxyGolangOrg = "proxy.golang.org"
	SumGolangOrg   = "sum.golang.org"
	SumGolangCN    = "sum.golang.google.cn" // the same database, served inside China too
	GoOwnProxy     = "https://" + ProxyGolangOrg
	// ToolchainModule is the path under which releases of Go are downloaded as modules.
	ToolchainModule = "golang.org/toolchain"
)

// Tri is a fact that may be unknown.
type Tri string

// The values of a Tri. Unknown means that no source was found either way.
const (
	Unknown Tri = "unknown"
	Yes     Tri = "yes"
	No      Tri = "no"
)

// Mirror is a public module proxy. Its operator sees every path that is asked of it,
// private ones too.
type Mirror struct {
	// URL is the base URL as it is to be written into GOPROXY.
	URL string
	// Aliases are further URLs of the same service.
	Aliases  []string
	Operator string // "" of an invented one
	// RelaysSumDB says whether it answers /sumdb/NAME/supported.
	RelaysSumDB Tri
	State       State
	Upkeep      Upkeep
	// Candidate says that it is worth measuring as an alternative.
	Candidate bool
	// China says that it is run for people in mainland China.
	China  bool
	Note   string
	Source string
	Date   string // of the last evidence, YYYY-MM or YYYY; "" where it has none
}

// mirrors is the table, candidates first, in the order that is kept where
// measurements cannot tell them apart. Evidence is public: the operator's own
// documentation or an issue tracker.
var mirrors = []Mirror{
	{
		URL: GoOwnProxy, Operator: "Google", RelaysSumDB: Yes, State: Alive, Upkeep: Renewed, Candidate: true,
		Note:   "blocked in mainland China; zips are redirected to storage.googleapis.com",
		Source: "https://proxy.golang.org", Date: "2025-08",
	},
	{
		China: true, URL: "https://goproxy.cn", Operator: "Aofei Sheng, with Qiniu Cloud", RelaysSumDB: Yes, State: Alive, Upkeep: Maintained, Candidate: true,
		Note:   "large zips are redirected to Qiniu object storage; version lists are cached for minutes",
		Source: "https://github.com/goproxy/goproxy.cn", Date: "2025-08",
	},
	{
		China: true, URL: "https://mirrors.aliyun.com/goproxy/", Operator: "Alibaba Cloud", RelaysSumDB: Unknown, State: Alive, Candidate: true,
		Source: "https://github.com/GaijinEntertainment/golib/issues/4", Date: "2025-09",
	},
	{
		China: true, URL: "https://goproxy.io", Aliases: []string{"https://proxy.golang.com.cn"}, Operator: "goproxyio",
		RelaysSumDB: Yes, State: Alive, Upkeep: Maintained, Candidate: true,
		Note:   "its relay gave wrong tiles in 2023-02; re-tagged content was reported; both names share one cache",
		Source: "https://github.com/goproxyio/goproxy", Date: "2025-11",
	},
	{
		China: true, URL: "https://mirrors.cloud.tencent.com/go/", Aliases: []string{"https://mirrors.tencent.com/go/"}, Operator: "Tencent Cloud",
		RelaysSumDB: Unknown, State: Alive, Candidate: true,
		Source: "documentation of the Tencent Cloud SDKs",
	},
	{
		China: true, URL: "https://repo.huaweicloud.com/repository/goproxy/", Aliases: []string{"https://mirrors.huaweicloud.com/repository/goproxy/"},
		Operator: "Huawei Cloud", RelaysSumDB: No, State: Alive, Candidate: true,
		Note:   "without a relay the checksum database itself has to be reachable",
		Source: "https://github.com/RubyMetric/chsrc/issues/227", Date: "2025-07",
	},
	{
		China: true, URL: "https://goproxy.bj.bcebos.com", Operator: "Baidu AI Cloud", RelaysSumDB: Unknown, State: Alive,
		Source: "https://github.com/QiuSimons/openwrt-mos/issues/92", Date: "2021-12",
	},
	{
		URL: "https://repo.huaweicloud.com/goproxy/", Aliases: []string{"https://mirrors.huaweicloud.com/goproxy/"},
		Operator: "Huawei Cloud", RelaysSumDB: No, State: Dead,
		Note:   "the old path, answers 418; the service is at /repository/goproxy/",
		Source: "https://github.com/RubyMetric/chsrc/issues/227", Date: "2025-07",
	},
	{
		URL: "https://goproxy.baidu.com", Operator: "Baidu", RelaysSumDB: Unknown, State: Dead,
		Note:   "its certificate ended on 2021-12-09; followed by goproxy.bj.bcebos.com",
		Source: "https://github.com/QiuSimons/openwrt-mos/issues/92", Date: "2021-12",
	},
	{
		URL: "https://gocenter.io", Operator: "JFrog", RelaysSumDB: Yes, State: Dead,
		Note:   "switched off on 2021-05-01",
		Source: "https://github.com/stripe/stripe-cli/pull/644", Date: "2021-05",
	},
	{
		URL: "https://athens.azurefd.net", Operator: "Athens project", RelaysSumDB: Unknown, State: Dead,
		Note:   "an experimental instance, gone from the project's documentation",
		Source: "https://github.com/gomods/athens/issues/1053", Date: "2019",
	},
	{URL: "https://goproxy.tencent.com", RelaysSumDB: Unknown, State: Invented, Note: claimed + "; the service is at https://mirrors.cloud.tencent.com/go/"},
	{URL: "https://goproxy.qiniu.com", RelaysSumDB: Unknown, State: Invented, Note: claimed + "; the service is at https://goproxy.cn"},
	{URL: "https://goproxy.aliyun.com", RelaysSumDB: Unknown, State: Invented, Note: claimed + "; the service is at https://mirrors.aliyun.com/goproxy/"},
	{URL: "https://goproxy.huaweicloud.com", RelaysSumDB: Unknown, State: Invented, Note: claimed + "; the service is at https://repo.huaweicloud.com/repository/goproxy/"},
	{URL: "https://mirrors.tuna.tsinghua.edu.cn/goproxy", RelaysSumDB: Unknown, State: Invented, Note: claimed + "; the host mirrors other things"},
	{URL: "https://proxy.golang.google.cn", RelaysSumDB: Unknown, State: Invented, Note: claimed + "; inside China Google serves the database and no proxy"},
}

// claimed is what is known of an invented mirror.
const claimed = "named by articles, never seen to serve modules"

// Mirrors returns the table of module proxies, candidates first.
func Mirrors() []Mirror { return slices.Clone(mirrors) }

// URLs returns the URL of a mirror and its aliases.
func (m Mirror) URLs() []string { return append([]string{m.URL}, m.Aliases...) }

// proxyHosts returns the hosts of the table, each once, as the row of its best
// service says: a host with an old path beside the present one is alive.
func proxyHosts() []Host {
	var out []Host
	seen := map[string]bool{}
	for _, m := range mirrors {
		for _, raw := range m.URLs() {
			u, err := url.Parse(raw)
			if err != nil || seen[u.Hostname()] {
				continue
			}
			seen[u.Hostname()] = true
			out = append(out, Host{
				Name: u.Hostname(), Role: Proxy, Shared: strings.Trim(u.Path, "/") != "", State: m.State, Upkeep: m.Upkeep, Note: m.Note, Source: m.Source, Date: m.Date,
			})
		}
	}
	return out
}

// databases are the checksum databases.
var databases = []Host{
	{Name: SumGolangOrg, Role: Database, State: Alive, Upkeep: Renewed, Note: "blocked in mainland China", Source: "https://sum.golang.org", Date: "2025-08"},
	{Name: SumGolangCN, Role: Database, State: Alive, Upkeep: Renewed, Note: "another address of sum.golang.org", Source: "cmd/go/internal/modfetch/sumdb.go", Date: "2025-08"},
	{
		Name: "gosum.io", Role: Database, State: Dead, Note: "a log of its own, unreliable since 2022",
		Source: "https://github.com/goproxyio/goproxy/issues/202", Date: "2022",
	},
}

// SameDatabase reports whether a name is one of Google's database.
func SameDatabase(name string) bool {
	return strings.EqualFold(name, SumGolangOrg) || strings.EqualFold(name, SumGolangCN)
}
