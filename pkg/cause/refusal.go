package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// deniedEntry is an entry that refuses, and what a person could set who no longer has
// to do with its owner. Only a person decides that.
type deniedEntry struct {
	AtEntry
	Instead string
	Works   bool // the results say that the modules download by Instead
	Login   Login
	Removal *removal // where a variable of the operating system sets GOPROXY
}

// leaveEn is the step of a person who has left the company, "" at a public proxy.
func (d deniedEntry) leaveEn() string {
	if d.Instead == "" {
		return ""
	}
	first := ""
	if d.Removal != nil {
		first = d.Removal.En() + "; then run: "
	}
	return "Only if you have left this company: " + first + "go env -w " + quoted("GOPROXY="+d.Instead) +
		when(d.Works, " (tested: these modules can be downloaded that way from here).", " (not tried from here).") +
		" First list private modules in GOPRIVATE: the paths of all others are sent to the other proxies."
}

// leaveZh is leaveEn in Chinese.
func (d deniedEntry) leaveZh() string {
	if d.Instead == "" {
		return ""
	}
	first := ""
	if d.Removal != nil {
		first = d.Removal.Zh() + "；然后运行："
	}
	return "仅当你已离开该公司：" + first + "go env -w " + quoted("GOPROXY="+d.Instead) +
		when(d.Works, "（已检测：本机可以由此获得这些模块）。", "（尚未在本机尝试）。") +
		"请先把私有模块写入 GOPRIVATE，其余模块的路径会发给其他代理。"
}

// quoted is a word of a command for every shell in which a bar would mean something.
func quoted(word string) string {
	if strings.ContainsAny(word, "|&;<>() ") {
		return "'" + word + "'"
	}
	return word
}

// deniedAt is an entry that refuses, with the ways out of it.
func deniedAt(f *facts.Facts, at AtEntry) deniedEntry {
	d := deniedEntry{AtEntry: at, Login: loginOfGo(f, settings.Value(at.Entry))}
	if mirror.IsPublic(settings.Value(at.Entry)) {
		return d
	}
	instead := f.InsteadOf(at.Entry)
	d.Instead, d.Works = instead.Value, instead.Outcome == walk.Succeeds
	if in := f.Settings.Effective(settings.Go("GOPROXY")); in.Origin == settings.OSEnv {
		r := removalOf(f, in)
		d.Removal = &r
	}
	return d
}

// ways are what a person can do about an entry that refuses.
func (d deniedEntry) ways() []step {
	found := d.Login.found()
	switch {
	case d.Login.Named && d.Login.usesNetrc():
	case d.Login.Token.Name != "":
		return append(append(found, d.Login.byToken()...), step{d.leaveEn(), d.leaveZh()})
	default:
		l := d.Login.line()
		found = append(found, step{"If it is your company's proxy: " + l.En + ", or ask its administrator for access.", "如果这是公司的代理：" + l.Zh + "，或向管理员申请权限。"})
	}
	return append(found, d.Login.otherSource(), step{d.leaveEn(), d.leaveZh()})
}

func (d deniedEntry) waysEn() []string { return english(d.ways()) }
func (d deniedEntry) waysZh() []string { return chinese(d.ways()) }
