package known

import "slices"

// fronts are hosts that people put in front of GitHub by an insteadOf rule or in
// a URL. They serve to be recognised: none is ever offered as a fix, and whether
// one answers today only a measurement says.
var fronts = []Host{
	{Name: "github.com.cnpmjs.org", Role: Front, State: Dead, Note: "its name was withdrawn from the DNS", Source: "https://github.com/RC1844/FastGithub/issues/12", Date: "2022-02"},
	{Name: "hub.fastgit.org", Role: Front, State: Dead, Source: "https://github.com/FastGitORG/document/issues/50", Date: "2022-02"},
	{Name: "hub.fastgit.xyz", Role: Front, State: Dead, Note: "blocked", Source: "https://github.com/XIU2/UserScript/issues/194", Date: "2022-08"},
	{Name: "ghproxy.com", Role: Front, State: Dead, Note: "blocked; abroad it redirects elsewhere", Source: "https://github.com/217heidai/adblockfilters/issues/15", Date: "2023-11"},
	{Name: "mirror.ghproxy.com", Role: Front, State: Unsteady, Note: "redirects elsewhere", Source: "https://github.com/duzyn/scoop-cn/issues/18", Date: "2024-10"},
	{Name: "ghproxy.net", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "ghproxy.cc", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "ghp.ci", Role: Front, State: Unsteady, Source: "https://github.com/okxlin/appstore/pull/2763", Date: "2024-12"},
	{Name: "kgithub.com", Role: Front, State: Dead, Note: "no trace since", Source: "https://github.com/Google-Mirrors/Google-Mirrors/issues/9", Date: "2022-12"},
	{Name: "gitclone.com", Role: Front, State: Unsteady, Note: "serves what it has cached", Source: "https://github.com/git-cloner/gitcache/issues/8", Date: "2021"},
	{Name: "gh-proxy.com", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "hub.yzuu.cf", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "hub.nuaa.cf", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "github.moeyy.xyz", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "bgithub.xyz", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "hub.gitmirror.com", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "gh.api.99988866.xyz", Role: Front, State: Unsteady, Source: cloneList},
	{Name: "github.wuyanzheshui.workers.dev", Role: Front, State: Unsteady, Source: cloneList},
}

// cloneList is the thread in which instances of gh-proxy are announced and mourned.
const cloneList = "https://github.com/hunshcn/gh-proxy/issues/131"

// Fronts returns the table of GitHub fronts.
func Fronts() []Host { return slices.Clone(fronts) }
