package mirror

// known is the table. Evidence is public: the operator's own documentation or
// an issue tracker, with the month in which it was last seen to hold.
var known = []Mirror{
	{
		URL: "https://proxy.golang.org", Operator: "Google", RelaysSumDB: Yes, Alive: true, Public: true, Candidate: true,
		Note:   "blocked in mainland China; zips are redirected to storage.googleapis.com",
		Source: "https://proxy.golang.org", Date: "2025-08",
	},
	{
		URL: "https://goproxy.cn", Operator: "Aofei Sheng, with Qiniu Cloud", RelaysSumDB: Yes, Alive: true, Public: true, Candidate: true,
		Note:   "large zips are redirected to Qiniu object storage; version lists are cached for minutes",
		Source: "https://github.com/goproxy/goproxy.cn", Date: "2025-08",
	},
	{
		URL: "https://mirrors.aliyun.com/goproxy/", Operator: "Alibaba Cloud", RelaysSumDB: Unknown, Alive: true, Public: true, Candidate: true,
		Source: "https://github.com/GaijinEntertainment/golib/issues/4", Date: "2025-09",
	},
	{
		URL: "https://goproxy.io", Aliases: []string{"https://proxy.golang.com.cn"}, Operator: "goproxyio",
		RelaysSumDB: Yes, Alive: true, Public: true, Candidate: true,
		Note:   "its relay gave wrong tiles in 2023-02; re-tagged content was reported; both names share one cache",
		Source: "https://github.com/goproxyio/goproxy", Date: "2025-11",
	},
	{
		URL: "https://mirrors.cloud.tencent.com/go/", Aliases: []string{"https://mirrors.tencent.com/go/"}, Operator: "Tencent Cloud",
		RelaysSumDB: Unknown, Alive: true, Public: true, Candidate: true,
		Source: "documentation of the Tencent Cloud SDKs",
	},
	{
		URL: "https://repo.huaweicloud.com/repository/goproxy/", Aliases: []string{"https://mirrors.huaweicloud.com/repository/goproxy/"},
		Operator: "Huawei Cloud", RelaysSumDB: No, Alive: true, Public: true, Candidate: true,
		Note:   "without a relay the checksum database itself has to be reachable",
		Source: "https://github.com/RubyMetric/chsrc/issues/227", Date: "2025-07",
	},
	{
		URL: "https://goproxy.bj.bcebos.com", Operator: "Baidu AI Cloud", RelaysSumDB: Unknown, Alive: true, Public: true,
		Source: "https://github.com/QiuSimons/openwrt-mos/issues/92", Date: "2021-12",
	},
	{
		URL: "https://repo.huaweicloud.com/goproxy/", Aliases: []string{"https://mirrors.huaweicloud.com/goproxy/"},
		Operator: "Huawei Cloud", RelaysSumDB: No, Public: true,
		Note:   "the old path, answers 418; the service is at /repository/goproxy/",
		Source: "https://github.com/RubyMetric/chsrc/issues/227", Date: "2025-07",
	},
	{
		URL: "https://goproxy.baidu.com", Operator: "Baidu", RelaysSumDB: Unknown, Public: true,
		Note:   "its certificate ended on 2021-12-09; followed by goproxy.bj.bcebos.com",
		Source: "https://github.com/QiuSimons/openwrt-mos/issues/92", Date: "2021-12",
	},
	{
		URL: "https://gocenter.io", Operator: "JFrog", RelaysSumDB: Yes, Public: true,
		Note:   "switched off on 2021-05-01",
		Source: "https://github.com/stripe/stripe-cli/pull/644", Date: "2021-05",
	},
	{
		URL: "https://athens.azurefd.net", Operator: "Athens project", RelaysSumDB: Unknown, Public: true,
		Note:   "an experimental instance, gone from the project's documentation",
		Source: "https://github.com/gomods/athens/issues/1053", Date: "2019",
	},
	{
		URL: "https://gosum.io", Operator: "goproxyio", RelaysSumDB: No, Public: true,
		Note:   "a checksum database with a log of its own, unreliable since 2022",
		Source: "https://github.com/goproxyio/goproxy/issues/202", Date: "2022",
	},
}

// fronts are hosts that insteadOf rules put in place of github.com.
var fronts = []Front{
	{Host: "github.com.cnpmjs.org", State: Dead, Note: "its name was withdrawn from the DNS", Source: "https://github.com/RC1844/FastGithub/issues/12", Date: "2022-02"},
	{Host: "hub.fastgit.org", State: Dead, Source: "https://github.com/FastGitORG/document/issues/50", Date: "2022-02"},
	{Host: "hub.fastgit.xyz", State: Dead, Note: "blocked", Source: "https://github.com/XIU2/UserScript/issues/194", Date: "2022-08"},
	{Host: "ghproxy.com", State: Dead, Note: "blocked; abroad it redirects elsewhere", Source: "https://github.com/217heidai/adblockfilters/issues/15", Date: "2023-11"},
	{Host: "mirror.ghproxy.com", State: Unsteady, Note: "redirects elsewhere", Source: "https://github.com/duzyn/scoop-cn/issues/18", Date: "2024-10"},
	{Host: "ghproxy.net", State: Unsteady, Source: "https://github.com/hunshcn/gh-proxy/issues/131"},
	{Host: "ghproxy.cc", State: Unsteady, Source: "https://github.com/hunshcn/gh-proxy/issues/131"},
	{Host: "ghp.ci", State: Unsteady, Source: "https://github.com/okxlin/appstore/pull/2763", Date: "2024-12"},
	{Host: "kgithub.com", State: Dead, Note: "no trace since", Source: "https://github.com/Google-Mirrors/Google-Mirrors/issues/9", Date: "2022-12"},
	{Host: "gitclone.com", State: Unsteady, Note: "serves what it has cached", Source: "https://github.com/git-cloner/gitcache/issues/8", Date: "2021"},
}
