package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// excepted is a host that NO_PROXY keeps from an outbound proxy, and that was reached
// only through it.
type excepted struct {
	Name, Value, Where string
	Host, Client       string
	Proxy              string
	Symptom            symptom.Symptom
	// Narrow is the list without what covers the host; Removal is how it is taken out
	// where nothing would be left.
	Narrow  assignment
	Removal *removal
}

func exceptedOf(f *facts.Facts, e *facts.Elsewhere) *excepted {
	in := e.Exception
	d := &excepted{
		Name: in.Key.String(), Value: in.Value.String(), Host: e.Host, Client: string(e.Client),
		Proxy: e.Way.Proxy.String(), Symptom: e.Symptom,
	}
	if in.File != "" {
		d.Where = facts.Where(in)
	}
	kept := route.NarrowExceptions(in, e.Host)
	if kept == "" {
		r := removalOf(f, settings.Setting{Key: in.Key, Value: in.Value, Origin: in.Origin})
		d.Removal = &r
		return d
	}
	d.Narrow = assignmentOf(f, in.Key.Name, kept)
	return d
}

func (d *excepted) titleEn(otherwise func() string) string {
	if d == nil {
		return otherwise()
	}
	return d.Name + " makes " + d.Client + " bypass the outbound proxy that " + d.Host + " needs"
}

func (d *excepted) titleZh(otherwise func() string) string {
	if d == nil {
		return otherwise()
	}
	return d.Name + " 使 " + d.Client + " 不经出站代理访问 " + d.Host + "，而它只有通过代理才能访问"
}

func (d *excepted) detailEn(otherwise func() string) string {
	if d == nil {
		return otherwise()
	}
	return d.Name + "=" + d.Value + with(" (set in ", placeEn(d.Where), ")") + " covers it, and without a proxy " + en(d.Symptom) + ". Through " + d.Proxy + " it can be reached (tested)."
}

func (d *excepted) detailZh(otherwise func() string) string {
	if d == nil {
		return otherwise()
	}
	return d.Name + "=" + d.Value + with("（", inZh(d.Where), "设置）") + " 包含它，" + zhAfter("不经代理时", zh(d.Symptom)) + "。刚刚实测：通过 " + d.Proxy + " 可以访问。"
}

func (d *excepted) stepsEn() []string {
	if d.Removal != nil {
		return []string{strings.ToUpper(d.Removal.En()[:1]) + d.Removal.En()[1:] + "; then " + d.Removal.AfterwardsEn() + ".", d.Removal.ForgetEn()}
	}
	return []string{"Remove the part that covers " + d.Host + ": " + d.Narrow.En(), d.Narrow.NowEn()}
}

func (d *excepted) stepsZh() []string {
	if d.Removal != nil {
		return []string{d.Removal.Zh() + "；然后" + d.Removal.AfterwardsZh() + "。", d.Removal.ForgetZh()}
	}
	return []string{"去掉包含 " + d.Host + " 的部分：" + d.Narrow.Zh(), d.Narrow.NowZh()}
}
