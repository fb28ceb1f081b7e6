package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var versionNotFound = &Cause{
	ID:       VersionNotFound,
	Severity: Error,
	Layer:    Module,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if .repository}}the repository of {{.path}} has no version {{.version}}{{else}}{{.path}} exists, its version {{.version}} does not{{end}}",
			Detail: "{{if .repository}}{{.repository}} answers, and has no tag or branch of that name.{{else}}{{.entry}} knows the module and lists other versions{{if .latest}}, the last of them {{.latest}}{{end}}.{{end}}",
			Manual: []string{"{{if .latest}}Use a version that exists: go get {{.path}}@{{.latest}}{{end}}", "If the tag is only minutes old: a proxy may take some time to see it."},
			Page:   "Tags that were deleted or moved, typing errors, and pseudo-versions of commits that no longer exist.",
		},
		"zh": {
			Title:  "{{if .repository}}{{.path}} 的仓库没有版本 {{.version}}{{else}}{{.path}} 存在，但没有版本 {{.version}}{{end}}",
			Detail: "{{if .repository}}{{.repository}} 可以访问，但没有该名称的标签或分支。{{else}}{{.entry}} 有该模块并列出了其他版本{{if .latest}}，最新为 {{.latest}}{{end}}。{{end}}",
			Manual: []string{"{{if .latest}}使用存在的版本：go get {{.path}}@{{.latest}}{{end}}", "如果标签刚刚发布：代理可能需要一点时间才能看到。"},
			Page:   "常见原因：标签被删除或移动、拼写错误、提交已不存在的伪版本。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		q := s.Path.Query
		if !s.NotFound() && !s.UnknownRecord() || q.Version == "" || f.ServedSomewhere(q) {
			return nil
		}
		args := Args{"path": q.Path, "version": q.Version, "entry": "", "latest": "", "repository": ""}
		x := &Finding{Target: q.String(), Evidence: s.Evidence(), Args: args}
		if r := f.Listing(q); r != nil {
			h := r.Evidence.HTTP
			args["entry"] = h.Entry
			if h.Newest != q.Version {
				args["latest"] = h.Newest
			}
			x.Evidence = append(x.Evidence, r.ID)
			return x
		}
		if r := f.Result(s.Hop.Result); s.Hop.Op != route.OpGit || r == nil || r.Evidence.Git == nil || !slices.Contains(r.Evidence.Git.Missing, q.String()) {
			return nil // the repository itself is not there
		}
		args["repository"] = s.Hop.URL.String()
		return x
	}),
}
