package doctor

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxDetours bounds the combinations of git settings that are probed without.
const maxDetours = 8

// pastDetours returns the settings as they would be without each of the rules
// and proxies of git that lead to the origins of the queries, and without those
// behind them: where one is broken, what it hid may be broken too. One that is
// mistyped is also probed as it was meant.
func pastDetours(s *settings.Snapshot, queries []probe.Query) []*settings.Snapshot {
	states := []*settings.Snapshot{s}
	for i := 0; i < len(states) && len(states) <= maxDetours; i++ {
		for _, d := range detoursOf(states[i], queries) {
			states = append(states, without(states[i], d))
			if fixed, ok := route.CorrectGit(d); ok {
				states = append(states, with(states[i], d, fixed))
			}
		}
	}
	return states[1:min(len(states), maxDetours+1)]
}

func detoursOf(s *settings.Snapshot, queries []probe.Query) []settings.Setting {
	c := route.Read(s)
	var out []settings.Setting
	for _, q := range queries {
		o := route.OriginOf(q.Path)
		if o.VCS != "git" || o.URL == "" {
			continue
		}
		for _, d := range c.GitDetours(o.URL.Reveal()) {
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

func without(s *settings.Snapshot, gone settings.Setting) *settings.Snapshot {
	out := *s
	out.Layers = slices.DeleteFunc(slices.Clone(s.Layers), func(l settings.Setting) bool { return l == gone })
	return &out
}

// with returns the settings with one in the place of another.
func with(s *settings.Snapshot, gone, instead settings.Setting) *settings.Snapshot {
	out := *s
	out.Layers = slices.Clone(s.Layers)
	for i, l := range out.Layers {
		if l == gone {
			out.Layers[i] = instead
		}
	}
	return &out
}

// runsGit reports whether a probe runs git itself, which reads its configuration
// as it is: under imagined settings only the way there can be probed.
func runsGit(k probe.Kind) bool { return k == probe.Git || k == probe.GitRule }

// byOtherWays renames the tasks whose host is probed by another way under the
// settings in force: both results are kept.
func byOtherWays(tasks, inForce []probe.Task) []probe.Task {
	for i, t := range tasks {
		same := slices.IndexFunc(inForce, func(o probe.Task) bool { return o.ID() == t.ID() })
		if same < 0 || inForce[same].Target.Via == t.Target.Via {
			continue
		}
		way := direct
		if t.Target.Via != "" {
			way = t.Target.Via.String()
		}
		tasks[i].Target.Way = way
		tasks[i].Target.Name += " by " + way
	}
	return tasks
}
