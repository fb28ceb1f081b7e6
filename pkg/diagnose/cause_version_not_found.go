package diagnose

import "github.com/gofix-net/gofix-net/pkg/probe"

var versionNotFound = &Cause{
	ID:       VersionNotFound,
	Severity: Error,
	HiddenBy: []ID{PrivateModuleExposed, ToolchainUnavailable},
	Text: map[string]Text{
		"en": {
			Title:  "{{.path}} exists, its version {{.version}} does not",
			Detail: "{{.entry}} knows the module and lists other versions{{if .latest}}, the last of them {{.latest}}{{end}}.",
			Manual: []string{"{{if .latest}}Use a version that exists: go get {{.path}}@{{.latest}}{{end}}", "If the tag is only minutes old: a proxy may take some time to see it."},
			Page:   "Tags that were deleted or moved, typing errors, and pseudo-versions of commits that no longer exist.",
		},
		"zh": {
			Title:  "{{.path}} 存在，但没有版本 {{.version}}",
			Detail: "{{.entry}} 有该模块并列出了其他版本{{if .latest}}，最新为 {{.latest}}{{end}}。",
			Manual: []string{"{{if .latest}}使用存在的版本：go get {{.path}}@{{.latest}}{{end}}", "如果标签刚刚发布：代理可能需要一点时间才能看到。"},
			Page:   "常见原因：标签被删除或移动、拼写错误、提交已不存在的伪版本。",
		},
	},
	Match: onStop(func(f *Facts, s stop) *Finding {
		if !s.notFound() || s.path.Query.Version == "" || f.servedSomewhere(s.path.Query) {
			return nil
		}
		for _, r := range f.Of(probe.Goproxy) {
			h := r.Evidence.HTTP
			list := h.Request(probe.ReqList)
			if list == nil || list.Symptom != "" || list.Bytes == 0 || h.Module != s.path.Query.String() {
				continue
			}
			args := entryArgs(s, s.hop)
			args["path"], args["version"], args["entry"], args["latest"] = s.path.Query.Path, s.path.Query.Version, h.Entry, h.Resolved
			if h.Resolved == s.path.Query.Version {
				args["latest"] = ""
			}
			return &Finding{Target: s.path.Query.String(), Evidence: append(s.evidence(), r.ID), Args: args}
		}
		return nil
	}),
}
