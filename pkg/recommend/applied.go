package recommend

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Applied returns the snapshot as it will be once the profile is written:
// stronger layers, which gofix-net never writes, keep hiding what they hide today.
func Applied(s *settings.Snapshot, p *profile.Profile) *settings.Snapshot {
	out := *s
	out.Layers = slices.Clone(s.Layers)
	for _, w := range p.Wants {
		switch {
		case w.Remove != nil:
			out.Layers = slices.DeleteFunc(out.Layers, func(l settings.Setting) bool {
				return l.Key == w.Key && l.Value == *w.Remove && (w.File == "" || l.File == w.File)
			})
		default:
			out.Layers = replace(out.Layers, w, s)
		}
	}
	out.Layers = slices.DeleteFunc(out.Layers, settings.Setting.Derived) // GOPRIVATE may be another one now
	return &out
}

// replace puts the wanted value into the layer that its tool writes, behind the
// layers that are stronger.
func replace(layers []settings.Setting, w profile.Want, s *settings.Snapshot) []settings.Setting {
	origin, file, strong := settings.GoenvFile, s.Goenv.Path, []settings.Origin{settings.OSEnv}
	if w.Key.Tool == settings.GitConfig {
		origin, file = settings.GitGlobal, s.Git.GlobalFile
		strong = []settings.Origin{settings.GitCommand, settings.GitWorktree, settings.GitLocal}
	}
	layers = slices.DeleteFunc(layers, func(l settings.Setting) bool { return l.Key == w.Key && l.Origin == origin })
	if w.Value == nil || w.Key.Tool == settings.GoEnv && s.Goenv.Off {
		return layers // GOENV=off: what is written there is not read
	}
	at := slices.IndexFunc(layers, func(l settings.Setting) bool { return l.Key == w.Key && !slices.Contains(strong, l.Origin) })
	if at < 0 {
		at = len(layers)
	}
	return slices.Insert(layers, at, settings.Setting{Key: w.Key, Value: *w.Value, Origin: origin, File: file})
}
