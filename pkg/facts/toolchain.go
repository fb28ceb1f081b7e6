package facts

import (
	"go/version"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/route"
)

// forbiddenToolchain reports whether the go command stops at once because the
// current go.mod wants a newer Go than may be used: only GOTOOLCHAIN=local (or a
// pinned version) forbids the switch.
func forbiddenToolchain(c *route.Config) bool {
	return c.Switch().Err != nil && route.OlderGo(c.GoVersion, c.Settings.Module.GoLine)
}

// SettingToolchain is the setting at which a walk stops that never begins.
const SettingToolchain = "GOTOOLCHAIN"

// UnreleasedGo is a toolchain that the go command looks for and that was never
// released: the name of a language. wanted "" means that it looks for none.
type UnreleasedGo struct {
	Wanted string // "go1.22"
	File   string // the go.mod or go.work that asks for it, "" where GOTOOLCHAIN does
	GoLine bool   // its go line, not its toolchain line
}

// Unreleased returns the toolchain of no release that the go command would look
// for under these settings.
func Unreleased(c *route.Config) UnreleasedGo {
	sw := c.Switch()
	file := ""
	if sw.File != "" {
		file = ModuleFile(c)
	}
	if isLanguage(sw.Toolchain) {
		return UnreleasedGo{Wanted: sw.Toolchain, File: file}
	}
	// Go 1.21 puts no .0 behind the version of a go line (https://go.dev/issue/62278).
	line := "go" + strings.TrimPrefix(c.Settings.Module.GoLine, "go")
	if version.Lang(c.GoVersion) == "go1.21" && file != "" && isLanguage(line) && sw.Toolchain == line+".0" {
		return UnreleasedGo{Wanted: line, File: file, GoLine: true}
	}
	return UnreleasedGo{}
}

// isLanguage reports whether a toolchain's name is that of a language since
// Go 1.21; before, go1.20 was a release too.
func isLanguage(name string) bool {
	return version.IsValid(name) && version.Lang(name) == name && version.Compare(name, "go1.21") >= 0
}

// ModuleFile is the file whose go line counts.
func ModuleFile(c *route.Config) string {
	if work := c.Settings.Module.GoWork; work != "" {
		return work
	}
	return c.Settings.Module.GoMod
}
