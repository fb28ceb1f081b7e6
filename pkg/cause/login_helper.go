package cause

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// ofHelpers says what became of each credential helper of git. A helper that fails or
// does not end is named as what it is: the server has only asked for a login.
func (l Login) ofHelpers() []step {
	var out []step
	for _, h := range l.Asked {
		if h.State == probe.HelperSilent && len(l.Asked) > 1 {
			continue // another one has more to say
		}
		out = append(out, l.ofHelper(h))
	}
	if len(out) == 0 && l.Helper != "" {
		out = append(out, step{
			"git's credential helper (" + l.Helper + ") has nothing that works for " + l.Host + ": log in once with git ls-remote, or update what it stores.",
			"git 配有凭据助手（" + l.Helper + "），但其中没有对 " + l.Host + " 有效的凭据：先用 git ls-remote 登录一次，或更新其中的凭据。",
		})
	}
	return out
}

func (l Login) ofHelper(h probe.GitHelper) step {
	what := cmp.Or(h.Program, h.Setting)
	setEn, setZh := " ("+h.Setting+with(" in ", h.File, "")+")", "（"+with("", h.File, " 中的 ")+h.Setting+"）"
	if h.Program == "" {
		setEn, setZh = with(" (in ", h.File, ")"), cmp.Or(with("（位于 ", h.File, "）"), " ")
	}
	switch h.State {
	case probe.HelperHangs:
		return step{
			"git's credential helper " + what + setEn + " does not end, and git waits for it. The server is not to blame: run the helper by itself, or name another one.",
			"git 的凭据助手 " + what + setZh + "一直不结束，git 在等待它，与服务器无关：单独运行该助手检查，或改用其他助手。",
		}
	case probe.HelperMissing:
		return step{
			"git's credential helper " + what + setEn + " is not installed, or cannot be started: install it, or remove the setting" + with(": ", l.unsetHelper(h), "") + ".",
			"git 的凭据助手 " + what + setZh + "没有安装或无法启动：安装它，或删除该设置" + with("：", l.unsetHelper(h), "") + "。",
		}
	case probe.HelperFails:
		return step{
			"git's credential helper " + what + setEn + " fails with exit code " + strconv.Itoa(h.Code) + ": run it by itself to see why.",
			"git 的凭据助手 " + what + setZh + "失败，退出码 " + strconv.Itoa(h.Code) + "：单独运行它查看原因。",
		}
	case probe.HelperRejected:
		return step{
			"git's credential helper " + what + setEn + " has a login for " + l.Host + ", and the host rejects it: renew it there; git then stores the new one.",
			"git 的凭据助手 " + what + setZh + "中有 " + l.Host + " 的登录，但该主机不接受：请在该主机上更新，然后重新登录，git 会保存新的登录。",
		}
	}
	return step{
		"git's credential helper " + what + setEn + " has nothing for " + l.Host + ": log in once with git ls-remote, and git stores it.",
		"git 的凭据助手 " + what + setZh + "中没有 " + l.Host + " 的登录：先用 git ls-remote 登录一次，git 会保存。",
	}
}

// unsetHelper is the command that removes a helper from the user's own configuration, ""
// where the command would remove another helper, too.
func (l Login) unsetHelper(h probe.GitHelper) string {
	if !strings.HasPrefix(h.Setting, "credential.") || !strings.HasSuffix(h.File, ".gitconfig") ||
		slices.ContainsFunc(l.Asked, func(o probe.GitHelper) bool { return o.Setting == h.Setting && o.Program != h.Program }) {
		return ""
	}
	return "git config --global --unset-all " + h.Setting
}

// hanging is the helper that git waits for, "" where it waits for none.
func (l Login) hanging() string {
	for _, h := range l.Asked {
		if h.State == probe.HelperHangs {
			return cmp.Or(h.Program, h.Setting)
		}
	}
	return ""
}
