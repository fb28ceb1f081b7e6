package cause

import (
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// reputeEn says of a module proxy that articles invent, or that has ended, that it will
// not come back; "" of any other.
func reputeEn(entry string) string {
	switch m, _ := mirror.Lookup(settings.Value(entry)); m.State {
	case known.Invented:
		return "Articles name it, but it was never seen to serve modules."
	case known.Dead:
		return "It is out of service since " + m.Date + "."
	}
	return ""
}

// reputeZh is the Chinese text of [reputeEn].
func reputeZh(entry string) string {
	switch m, _ := mirror.Lookup(settings.Value(entry)); m.State {
	case known.Invented:
		return "不少文章写了这个地址，但从未见它提供过模块。"
	case known.Dead:
		return "它从 " + m.Date + " 起已停止服务。"
	}
	return ""
}
