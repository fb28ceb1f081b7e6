package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var artifactHostUnreachable = &Cause{
	ID:       ArtifactHostUnreachable,
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{.entry}} sends downloads to another host that cannot be reached",
			Detail: "It answers itself, but redirects the zip of {{.module}} to a storage host, and that fails{{if .detail}}: {{.detail}}{{end}}. An entry that serves zips itself does not have this trouble.",
			Page:   "proxy.golang.org and some mirrors answer small files themselves and redirect zips to object storage. Where only that second host is blocked, lists and go.mod files arrive and zips do not.",
		},
		"zh": {
			Title:  "{{.entry}} 把下载重定向到无法访问的主机",
			Detail: "它自身有应答，但把 {{.module}} 的 zip 重定向到存储主机，而该主机访问失败{{if .detail}}：{{.detail}}{{end}}。换成自己直接提供 zip 的条目即可避免。",
			Page:   "proxy.golang.org 和一些镜像自己应答小文件，而把 zip 重定向到对象存储。如果只有后者被阻断，版本列表和 go.mod 能取到，zip 却不能。",
		},
	},
	Match: onProxyStop(func(_ symptom.Symptom, h *route.Hop) bool { return facts.IsArtifactHost(h) }),
}
