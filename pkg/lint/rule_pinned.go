package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
)

// proxyImage are images of module proxies.
func proxyImage(name string) bool {
	switch name {
	case "athens", "goproxy":
		return true
	}
	return false
}

var imageNotPinned = &Rule{
	ID: "proxy-image-not-pinned", Severity: cause.Info,
	Text: Texts{
		En: Text{
			Title:  "{{.image}} is not a fixed version",
			Detail: "Everybody's downloads go through this proxy: a new release of it changes them all on the next pull.",
			Fix:    "Name a version, or a digest.",
		},
		Zh: Text{
			Title:  "{{.image}} 没有固定版本",
			Detail: "所有人的下载都经过这个代理：它一发新版，下次拉取就会影响所有人。",
			Fix:    "写明版本号或摘要。",
		},
	},
	Check: func(l *look) {
		for _, s := range l.Scopes {
			name, tag := image(s.Image)
			if s.Role == place.Service && proxyImage(name) && (tag == "" || tag == "latest") && !strings.Contains(s.Image, "@") {
				l.find(l.imageSpan(s), Args{"image": s.Image})
			}
		}
	},
}

// imageSpan is where the image of a scope is named.
func (l *look) imageSpan(s place.Scope) place.Span {
	if i := strings.Index(l.Data[s.Span.Start:], s.Image); i >= 0 {
		return place.Span{Start: s.Span.Start + i, End: s.Span.Start + i + len(s.Image)}
	}
	return s.Span
}
