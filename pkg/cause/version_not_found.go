package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// VersionNotFound is its id.
const VersionNotFound ID = "version-not-found"

var versionNotFound = &Cause{
	ID:       VersionNotFound,
	Traits:   Traits{Once, Lasts, ByModule},
	Severity: Error,
	Layer:    Module,
	Probe:    probe.Goproxy,
	Words: Languages{
		Text[missingVersion]{
			Title: func(d missingVersion) string {
				if d.Repository != "" {
					return "the repository of " + d.Path + " has no version " + d.Version
				}
				return d.Path + " exists, but not its version " + d.Version
			},
			Detail: func(d missingVersion) string {
				if d.Repository != "" {
					return d.Repository + " answers, but has no tag or branch of that name."
				}
				return d.Entry + " knows the module and lists other versions" + with(", the latest is ", d.Latest, "") + "."
			},
			Manual: func(d missingVersion) []string {
				return []string{
					when(d.Latest != "", "Use a version that exists: go get "+d.Path+"@"+d.Latest),
					"If the tag is new: proxies may need some time to see it.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "that version") + " does not exist: the module has no such version or revision"
				},
				Steps: func(l Seen) []string {
					return []string{
						"See which versions there are:",
						"$ go list -m -versions " + l.Path,
						"Ask for one of them (go get " + l.Path + "@VERSION), or fix the line in go.mod: a rewritten commit or a deleted tag is no longer available.",
						"A version published minutes ago may be missing at a proxy that looked for it too early; it appears within half an hour.",
					}
				},
			},
		},
		Text[missingVersion]{
			Title: func(d missingVersion) string {
				if d.Repository != "" {
					return d.Path + " 的仓库没有版本 " + d.Version
				}
				return d.Path + " 存在，但没有版本 " + d.Version
			},
			Detail: func(d missingVersion) string {
				if d.Repository != "" {
					return d.Repository + " 可以访问，但没有该名称的标签或分支。"
				}
				return d.Entry + " 有该模块并列出了其他版本" + with("，最新为 ", d.Latest, "") + "。"
			},
			Manual: func(d missingVersion) []string {
				return []string{
					when(d.Latest != "", "使用存在的版本：go get "+d.Path+"@"+d.Latest),
					"如果标签刚刚发布：代理可能需要一点时间才能看到。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "该版本") + "不存在：模块存在，但没有该版本或修订"
				},
				Steps: func(l Seen) []string {
					return []string{
						"查看有哪些版本：",
						"$ go list -m -versions " + l.Path,
						"使用其中之一（go get " + l.Path + "@VERSION），或改正 go.mod 中的那一行：被改写的提交或被删除的标签无法再获取。",
						"刚发布几分钟的版本，如果代理在发布前查询过，可能暂时没有；半小时内会出现。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		q := s.Path.Query
		if !s.NotFound() && !s.UnknownRecord() || q.Version == "" || f.ServedSomewhere(q) {
			return nil
		}
		d := missingVersion{Path: q.Path, Version: q.Version}
		x := &Finding{Target: q.String(), Evidence: s.Evidence()}
		if r := f.Listing(q); r != nil {
			h := r.Evidence.HTTP
			d.Entry = h.Entry
			if h.Newest != q.Version {
				d.Latest = h.Newest
			}
			x.Evidence, x.Data = append(x.Evidence, r.ID), d
			return x
		}
		if r := f.Result(s.Hop.Result); s.Hop.Op != walk.OpGit || r == nil || r.Evidence.Git == nil || !slices.Contains(r.Evidence.Git.Missing, q.String()) {
			return nil // the repository itself is not there
		}
		d.Repository = s.Hop.URL.String()
		x.Data = d
		return x
	}),
}

// missingVersion is a version that the module does not have.
type missingVersion struct {
	Path       string
	Version    string
	Entry      string
	Latest     string
	Repository string
}
