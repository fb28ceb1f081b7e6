package facts

import (
	"strconv"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Where says where a setting is made, in a form that both languages can carry:
// a file and line, or the name of the layer.
func Where(s settings.Setting) string {
	switch {
	case s.File != "" && s.Line > 0:
		return s.File + ":" + strconv.Itoa(s.Line)
	case s.File != "":
		return s.File
	case s.Origin == settings.OSEnv:
		return "$" + s.Key.Name
	}
	return string(s.Origin)
}

// OwnOrPrivate is the setting that decides: GONOPROXY or GONOSUMDB if
// it is set, otherwise GOPRIVATE, which is the default of both.
func OwnOrPrivate(f *Facts, name string) string {
	in := f.Settings.Effective(settings.Go(name))
	if in.Value == "" || in.Origin == settings.Default {
		return "GOPRIVATE"
	}
	return name
}
