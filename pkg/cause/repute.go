package cause

import (
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// reputeOf says of a module proxy that articles invent, or that has ended, that it will
// not come back; nothing of any other.
func reputeOf(entry string) phrase {
	switch m, _ := mirror.Lookup(settings.Value(entry)); m.State {
	case known.Invented:
		return phrase{"Articles name it, but it was never seen to serve modules.", "不少文章写了这个地址，但从未见它提供过模块。"}
	case known.Dead:
		return phrase{"It is out of service since " + m.Date + ".", "它从 " + m.Date + " 起已停止服务。"}
	}
	return phrase{}
}
