package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Hop is an outbound proxy at which a host is not reached, with what was tried besides.
type Hop struct {
	Outbound
	Host string
	// Passes are the other hosts that are reached by the proxy. Where there are some,
	// the fault is the proxy with this host.
	Passes hostNames
	// Direct is what the line without a proxy gave; nil where it was not tried.
	Direct *tried
	// Better is another proxy by which the host was reached; nil for none.
	Better *otherProxy
	// Meant is what the setting was probably meant to say, by which the host was
	// reached; "" for none.
	Meant string
	// Written is the setting's own text.
	Written string
	// Unread says that the client leaves the value aside, and goes without a proxy.
	Unread bool
	Git    gitsWay
	System system
	Set    assignment // the setting with the value of Meant, or else of Better
	Spare  assignment // NO_PROXY with the host
	// Exceptions is NO_PROXY as it is written, where that was meant to have the host.
	Exceptions string
}

// HopFinding is the data of a finding about an outbound proxy.
type HopFinding interface{ Broken() Hop }

// Broken returns the proxy; it makes whatever embeds a Hop a [HopFinding].
func (h Hop) Broken() Hop { return h }

// tried is what a way gave for a host.
type tried struct {
	Reached bool
	Symptom symptom.Symptom
	Others  hostNames // that were reached by it
}

// otherProxy is a proxy that something else on this machine names.
type otherProxy struct{ Proxy, Name string }

// gitsWay is how git gets out where go's proxy fails.
type gitsWay struct {
	Known, Same, Works bool
	Proxy, Variable    string // "" for none
}

// hopOf collects what is known of an outbound proxy that fails.
func hopOf(f *facts.Facts, v *facts.Via) Hop {
	h := Hop{Outbound: outboundOf(v), System: systemOf(f), Host: v.Host, Passes: v.Passes, Git: gitsWayOf(f, v)}
	if t, ok := v.Direct(); ok {
		h.Direct = &tried{t.Reached, t.Symptom, t.Others}
	}
	if t, ok := v.Better(); ok {
		if t.Way.Meant && t.Way.From.Key == v.In.Key {
			h.Meant, h.Written = t.Way.Proxy.String(), v.In.Value.String()
		} else {
			h.Better = &otherProxy{t.Way.Proxy.String(), nameOf(t.Way.From)}
		}
		h.Set = assignmentOf(f, v.Variable, t.Way.Proxy.String())
	}
	h.Spare, h.Exceptions = spare(f, v.Host)
	return h
}

// mistypedHop is a proxy that the client leaves aside because it cannot read the value.
func mistypedHop(f *facts.Facts, e *facts.Elsewhere) Hop {
	from := e.Way.From
	h := Hop{
		Outbound: Outbound{Proxy: from.Value.String(), Variable: from.Key.String(), Client: string(e.Client), Symptom: e.Symptom},
		Host:     e.Host, Meant: e.Way.Proxy.String(), Written: from.Value.String(), Unread: true, Set: assignmentOf(f, from.Key.Name, e.Way.Proxy.String()),
	}
	if from.File != "" {
		h.Where = facts.Where(from)
	}
	return h
}

// nameOf names a setting with the place where it stands.
func nameOf(s settings.Setting) string {
	if s.File != "" {
		return s.Key.String() + " (" + facts.Where(s) + ")"
	}
	return s.Key.String()
}

// spare is the exception of a host from the proxies, beside those that are there. Where
// the list is mistyped and was meant to have the host, its text comes back too.
func spare(f *facts.Facts, host string) (set assignment, mistyped string) {
	for _, name := range []string{"NO_PROXY", "no_proxy"} {
		in := f.Settings.Effective(settings.Variable(name))
		if in.Value.String() == "" {
			continue
		}
		if meant, ok := route.Correct("NO_PROXY", in.Value.String()); ok {
			list := settings.Setting{Key: in.Key, Value: settings.Value(meant)}
			if route.NarrowExceptions(list, host) != meant {
				return assignmentOf(f, name, meant), in.Value.String()
			}
		}
		return assignmentOf(f, name, in.Value.String()+","+host), ""
	}
	return assignmentOf(f, "NO_PROXY", host), ""
}

func gitsWayOf(f *facts.Facts, v *facts.Via) gitsWay {
	if v.Client != probe.GoClient || f.Settings.Git.Path == "" {
		return gitsWay{}
	}
	proxy, variable := route.GitWay(f.Settings)
	g := gitsWay{Proxy: proxy.String(), Variable: variable, Same: proxy.String() == v.Proxy || variable == v.Variable}
	for _, r := range slices.Concat(f.Of(probe.Git), f.Of(probe.TLS)) {
		if r.Via == proxy.String() && (r.About.Client == probe.GitClient || proxy != "" && !g.Same) {
			g.Known = true
			g.Works = g.Works || r.Status == probe.OK || r.Status == probe.Warn
		}
	}
	return g
}

// Pair reports whether the proxy does its part for other hosts.
func (h Hop) Pair() bool { return len(h.Passes) > 0 }

// mistyped reports whether the client takes the setting for another proxy than was meant.
func (h Hop) mistyped() bool { return h.Meant != "" && !h.Unread && !h.Pair() }

// bySetting reports whether git can be told by a setting of its own to reach the host
// without the proxy: then nothing is left to a person.
func (h Hop) bySetting() bool {
	return h.Client == string(probe.GitClient) && h.Direct != nil && h.Direct.Reached
}

// titleEn and the functions below are the words about a proxy that fails, whatever setting names it.
func (h Hop) titleEn() string {
	if h.Unread {
		return h.Variable + " has a typo: " + h.Client + " does not use it"
	}
	if h.mistyped() {
		return h.Variable + " has a typo: " + h.Written
	}
	return "the outbound proxy " + h.Proxy + when(h.Pair(), " does not lead to "+h.Host, " does not work")
}

func (h Hop) titleZh() string {
	if h.Unread {
		return h.Variable + " 的值有误，" + h.Client + " 没有使用它"
	}
	if h.mistyped() {
		return h.Variable + " 的值有误：" + h.Written
	}
	return "出站代理 " + h.Proxy + when(h.Pair(), " 无法访问 "+h.Host, " 不可用")
}

func (h Hop) detailEn() string {
	if h.Unread {
		return h.Variable + "=" + h.Proxy + with(" (set in ", h.Where, ")") + " is not a proxy address, so " + h.Client + " connects without one, and " + h.Host + " cannot be reached that way: " + en(h.Symptom) + "."
	}
	said := saysEn(h.Symptom, h.Detail) + "."
	if h.Pair() {
		said = h.Passes.en() + " can be reached through it. For " + h.Host + ", " + said
	} else {
		said = "but " + said
	}
	return h.Variable + " sends " + h.Client + " through " + when(h.mistyped(), h.Proxy, "it") + with(" (set in ", h.Where, ")") + when(h.Pair(), ", and ", ", ") + said + h.directEn() + h.Git.en()
}

func (h Hop) detailZh() string {
	if h.Unread {
		return h.Variable + "=" + h.Proxy + with("（在 ", h.Where, " 中设置）") + " 不是代理地址，" + h.Client + " 因此不经代理连接，而这样无法访问 " + h.Host + "：" + zh(h.Symptom) + "。"
	}
	said := saysZh(h.Symptom, h.Detail) + "。"
	if h.Pair() {
		said = "通过它可以访问 " + h.Passes.zh() + "；但访问 " + h.Host + " 时，" + said
	} else {
		said = zhAfter("但", said)
	}
	return h.Variable + " 让 " + h.Client + " 经由" + when(h.mistyped(), " "+h.Proxy+" ", "它") + "访问" + with("（在 ", h.Where, " 中设置）") + "，" + said + h.directZh() + h.Git.zh()
}

// directEn says what the way without the proxy gave.
func (h Hop) directEn() string {
	switch d := h.Direct; {
	case d == nil:
		return ""
	case d.Reached:
		return " Without it, " + h.Host + " can be reached."
	default:
		return " Without it, " + h.Host + " cannot be reached either: " + en(d.Symptom) + with("; ", d.Others.en(), " can be reached") + "."
	}
}

func (h Hop) directZh() string {
	switch d := h.Direct; {
	case d == nil:
		return ""
	case d.Reached:
		return "不经过它可以访问 " + h.Host + "。"
	default:
		return "不经过它也无法访问 " + h.Host + "：" + zh(d.Symptom) + with("；但可以访问 ", d.Others.zh(), "") + "。"
	}
}

func (g gitsWay) en() string {
	switch {
	case !g.Known && !g.Same:
		return ""
	case g.Same:
		return " git goes through it too."
	case g.Proxy == "":
		return when(g.Works, " git does not use it, and works.")
	}
	return " git uses another proxy (" + g.Variable + "=" + g.Proxy + "), which " + when(g.Works, "works.", "fails too.")
}

func (g gitsWay) zh() string {
	switch {
	case !g.Known && !g.Same:
		return ""
	case g.Same:
		return "git 也经由它访问。"
	case g.Proxy == "":
		return when(g.Works, "git 不使用它，可以正常访问。")
	}
	return "git 使用另一个代理（" + g.Variable + "=" + g.Proxy + "），" + when(g.Works, "它可以使用。", "它也不可用。")
}

// stepsEn are the steps for a person, remove being how the setting is taken out.
func (h Hop) stepsEn(remove, forget string) []string {
	var out []string
	if h.Meant != "" {
		return []string{h.Variable + "=" + h.Written + " has a typo; probably meant: " + h.Meant + " (tested: " + h.Host + " can be reached through it): " + h.Set.En(), h.Set.NowEn()}
	}
	if h.Better != nil {
		out = append(out, h.Better.Name+" names another proxy, "+h.Better.Proxy+", through which "+h.Host+" can be reached (tested). To use it here too: "+h.Set.En())
	}
	if h.Pair() {
		if h.bySetting() {
			return out
		}
		if h.Direct != nil && h.Direct.Reached && h.Exceptions != "" {
			return append(out, h.Spare.Name+"="+h.Exceptions+" has a typo; it was probably meant to exclude "+h.Host+" from the proxy (tested: it can be reached without): "+h.Spare.En(), h.Spare.NowEn())
		}
		if h.Direct != nil && h.Direct.Reached {
			return append(out, "Keep the proxy, but reach "+h.Host+" without it (tested): "+h.Spare.En(), h.Spare.NowEn())
		}
		return append(out, "Keep the proxy. Ask its administrator to allow "+h.Host+".")
	}
	if h.Better != nil {
		return append(out, h.Set.NowEn(), "Or start the proxy that "+h.Variable+" names.")
	}
	needed := "If it is needed: start it, or correct its address (" + h.Variable + "=" + h.Proxy + "). A local proxy (127.0.0.1) has to be running." + h.System.itself().En
	switch d := h.Direct; {
	case d != nil && d.Reached:
		return append(out, "If the proxy is no longer needed ("+h.Host+" can be reached without it): "+remove+".", forget, needed)
	case d != nil && len(d.Others) == 0:
		return append(out, "Start the proxy, or correct its address ("+h.Variable+"="+h.Proxy+"): nothing can be reached without it. A local proxy (127.0.0.1) has to be running."+h.System.itself().En)
	case d != nil:
		return append(out, needed, "If it is no longer needed: "+remove+", and run gofix-net apply.", forget)
	}
	return append(out, "If the proxy is no longer needed: "+remove+".", forget, needed)
}

// stepsZh is stepsEn in Chinese.
func (h Hop) stepsZh(remove, forget string) []string {
	var out []string
	if h.Meant != "" {
		return []string{h.Variable + "=" + h.Written + " 有误，原意可能是 " + h.Meant + "（已实测：通过它可以访问 " + h.Host + "）：" + h.Set.Zh(), h.Set.NowZh()}
	}
	if h.Better != nil {
		out = append(out, h.Better.Name+" 指定了另一个代理 "+h.Better.Proxy+"，通过它可以访问 "+h.Host+"（已实测）。要在这里也使用它："+h.Set.Zh())
	}
	if h.Pair() {
		if h.bySetting() {
			return out
		}
		if h.Direct != nil && h.Direct.Reached && h.Exceptions != "" {
			return append(out, h.Spare.Name+"="+h.Exceptions+" 有误，原意可能是让 "+h.Host+" 不经过代理（已实测可以访问）："+h.Spare.Zh(), h.Spare.NowZh())
		}
		if h.Direct != nil && h.Direct.Reached {
			return append(out, "保留该代理，让 "+h.Host+" 不经过它（已实测可以访问）："+h.Spare.Zh(), h.Spare.NowZh())
		}
		return append(out, "保留该代理，并请其管理员放行 "+h.Host+"。")
	}
	if h.Better != nil {
		return append(out, h.Set.NowZh(), "或启动 "+h.Variable+" 所指定的代理。")
	}
	needed := "如果需要：启动它，或改正地址（" + h.Variable + "=" + h.Proxy + "）。本机代理程序（127.0.0.1）必须处于运行状态。" + h.System.itself().Zh
	switch d := h.Direct; {
	case d != nil && d.Reached:
		return append(out, "如果不再需要该代理（不经过它可以访问 "+h.Host+"）："+remove+"。", forget, needed)
	case d != nil && len(d.Others) == 0:
		return append(out, "启动该代理，或改正地址（"+h.Variable+"="+h.Proxy+"）：不经过它任何主机都无法访问。本机代理程序（127.0.0.1）必须处于运行状态。"+h.System.itself().Zh)
	case d != nil:
		return append(out, needed, "如果不再需要："+remove+"，再运行 gofix-net apply。", forget)
	}
	return append(out, "如果不再需要该代理："+remove+"。", forget, needed)
}
