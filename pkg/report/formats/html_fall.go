package formats

import (
	"fmt"
	"math"
)

// htmlLane is a lane with its bars in parts of a hundred of the axis.
type htmlLane struct {
	Host string
	Bars []htmlBar
}

type htmlBar struct {
	Class, Label string
	X, Width     float64
}

// waterfall shows all requests on one axis of time.
func (p *htmlPage) waterfall() {
	list, end := lanes(p.Report)
	p.fall(list, end, "dns", "tcp", "tls", "wait", "body", "other", "fail")
}

// fall draws lanes below a legend of the kinds, with the marks of the axis as lines
// through all of them.
func (p *htmlPage) fall(all []lane, end int64, kinds ...string) {
	list := percent(all, end)
	if len(list) == 0 {
		return
	}
	p.element("h2", p.t("html.waterfall"))
	p.open("p", "class", "dim")
	for _, kind := range kinds {
		p.open("span", "class", "legend")
		p.element("i", "", "class", "key "+kind)
		p.text(p.t("html.legend." + kind))
		p.close("span")
	}
	p.close("p")
	step := axisStep(end)
	p.open("div", "class", "fall", "style", fmt.Sprintf("--step:%.3f%%", 100*step/float64(end)))
	for _, l := range list {
		p.open("div", "class", "lane")
		p.element("span", l.Host, "title", l.Host)
		p.open("div", "class", "track")
		for _, b := range l.Bars {
			p.element("i", "", "class", "bar "+b.Class, "style", fmt.Sprintf("left:%.2f%%;width:%.2f%%", b.X, b.Width), "title", b.Label)
		}
		p.close("div")
		p.close("div")
	}
	p.open("div", "class", "axis")
	for mark := range int(float64(end)/step) + 1 {
		at := float64(mark) * step
		class := ""
		if at > 0.93*float64(end) {
			class = "last" // it stays within the page
		}
		p.element("span", axisMark(at, end), "class", class, "style", fmt.Sprintf("left:%.2f%%", 100*at/float64(end)))
	}
	p.close("div")
	p.close("div")
}

// percent scales lanes to the width of the axis.
func percent(list []lane, end int64) (out []htmlLane) {
	for _, l := range list {
		x := htmlLane{Host: l.Host}
		for _, b := range l.Bars {
			class := b.Kind
			if b.Failed {
				class += " fail"
			}
			x.Bars = append(x.Bars, htmlBar{
				Class: class, Label: fmt.Sprintf("%s (%d ms)", b.Label, b.Took),
				X: 100 * float64(b.Start) / float64(end), Width: max(0.3, 100*float64(b.Took)/float64(end)),
			})
		}
		out = append(out, x)
	}
	return out
}

// axisStep is the distance between marks of an axis in milliseconds: the smallest of
// 1, 2, 5, 10, 20, 50 … that leaves at most five of them beside the zero.
func axisStep(end int64) float64 {
	const most = 5
	least := float64(end) / most
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= max(least, 1) {
			return n * power
		}
	}
	return 10 * power
}

// axisMark names a place on an axis, in seconds where the axis is longer than one.
func axisMark(ms float64, end int64) string {
	if end < 1000 {
		return fmt.Sprintf("%g ms", ms)
	}
	return fmt.Sprintf("%.4g s", ms/1000)
}
