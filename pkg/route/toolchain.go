package route

import (
	"errors"
	"fmt"
	"go/version"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// Switch is what the go command does about its own release before anything
// else (cmd/go/internal/toolchain.Select, Go 1.21 and later).
type Switch struct {
	// Toolchain is the release that runs the command ("go1.27.0"); "" where it
	// is the current one.
	Toolchain string
	// Query is the module that this release is downloaded as, unless a program
	// of its name is in PATH; zero where nothing is ever downloaded for it.
	Query probe.Query
	// File is the go.mod or go.work that asks for it, "" where GOTOOLCHAIN does.
	File string
	// Err is why the command stops at once, in its own words.
	Err error
}

// Switch tells which Go release runs a command in the current directory. What
// is in PATH is not known here: a release that GOTOOLCHAIN=path wants has
// neither a Query nor an Err.
func (c *Config) Switch() Switch {
	setting := c.Settings.Get("GOTOOLCHAIN").Reveal()
	if c.ModulesOff || setting == "" || !version.IsValid(goVersion(c.GoVersion)) {
		return Switch{}
	}
	chosen, mode, err := c.parseToolchain(setting)
	if err != nil {
		return Switch{Err: err}
	}
	sw := Switch{Toolchain: chosen}
	if mode == "auto" || mode == "path" {
		if sw, err = c.raised(sw); err != nil {
			return Switch{Err: err}
		}
	}
	if sw.Toolchain == c.local() {
		sw.Toolchain, sw.File = "", ""
	}
	switch {
	case sw.Toolchain == "" && mode == "":
		return Switch{Err: c.tooOld(setting)}
	case sw.Toolchain != "" && !strings.HasPrefix(sw.Toolchain, "go1") && !strings.Contains(sw.Toolchain, "-go1"):
		return Switch{Err: fmt.Errorf("invalid GOTOOLCHAIN %q", sw.Toolchain)}
	case sw.Toolchain != "" && mode != "path":
		sw.Query = probe.Query{Path: known.ToolchainModule, Version: fmt.Sprintf("v0.0.1-%s.%s-%s", sw.Toolchain, c.Settings.OS, c.Settings.Arch)}
	}
	return sw
}

// NotInPath is the go command's text where GOTOOLCHAIN=path wants a release
// that is not in PATH.
func NotInPath(toolchain string) error { return fmt.Errorf("cannot find %q in PATH", toolchain) }

func (c *Config) local() string { return goVersion(c.GoVersion) }

// parseToolchain reads GOTOOLCHAIN: the least release, and "auto" or "path"
// where go.mod may raise it.
func (c *Config) parseToolchain(setting string) (least, mode string, err error) {
	if setting == "auto" || setting == "path" {
		return c.local(), setting, nil
	}
	least, mode, plus := strings.Cut(setting, "+")
	switch {
	case least == "local":
		least = c.local()
	case !version.IsValid(fromToolchain(least)) && plus:
		return "", "", fmt.Errorf("invalid GOTOOLCHAIN %q: invalid minimum toolchain %q", setting, least)
	case !version.IsValid(fromToolchain(least)):
		return "", "", fmt.Errorf("invalid GOTOOLCHAIN %q", setting)
	}
	if plus && mode != "auto" && mode != "path" {
		return "", "", fmt.Errorf("invalid GOTOOLCHAIN %q: only version suffixes are +auto and +path", setting)
	}
	return least, mode, nil
}

// raised applies the toolchain and go lines of the go.work or go.mod in use.
func (c *Config) raised(sw Switch) (Switch, error) {
	m := c.Settings.Module
	if m.Toolchain == "default" {
		return sw, nil
	}
	if m.Toolchain != "" {
		if !version.IsValid(fromToolchain(m.Toolchain)) {
			return sw, fmt.Errorf("invalid toolchain %q in %s", m.Toolchain, c.modFile())
		}
		if version.Compare(fromToolchain(m.Toolchain), fromToolchain(sw.Toolchain)) > 0 {
			sw = Switch{Toolchain: m.Toolchain, File: c.modFile()}
		}
	}
	line := goVersion(m.GoLine)
	if !version.IsValid(line) || version.Compare(line, fromToolchain(sw.Toolchain)) <= 0 {
		return sw, nil
	}
	if version.Lang(line) == line && version.Compare(line, "go1.21") >= 0 {
		line += ".0" // a language version is no release
	}
	return Switch{Toolchain: line, File: c.modFile()}, nil
}

// tooOld is the error of a release that may not be replaced by the one that
// the go line wants; nil where it is new enough.
func (c *Config) tooOld(setting string) error {
	m := c.Settings.Module
	if m.GoLine == "" || !OlderGo(c.GoVersion, m.GoLine) {
		return nil
	}
	return fmt.Errorf("%s requires go >= %s (running go %s; GOTOOLCHAIN=%s)",
		c.modFile(), strings.TrimPrefix(m.GoLine, "go"), strings.TrimPrefix(c.local(), "go"), setting)
}

// modFile names the file whose go line counts, as the go command does from its
// own directory.
func (c *Config) modFile() string {
	name := c.Settings.Module.GoMod
	if work := c.Settings.Module.GoWork; work != "" {
		name = work
	}
	return name[strings.LastIndexAny(name, `/\`)+1:] // a recorded machine may have been another system
}

// fromToolchain is the Go version in a toolchain's name: that of
// gccgo-go1.22.1-custom is go1.22.1 (cmd/go/internal/gover.FromToolchain).
func fromToolchain(name string) string {
	if i := strings.Index(name, "-go"); i >= 0 {
		name = name[i+1:]
	}
	if !strings.HasPrefix(name, "go") {
		return ""
	}
	return goVersion(name)
}

// ToolchainMessage is the go command's text where the download of a release
// failed at that hop.
func ToolchainMessage(q probe.Query, notFound bool, tail string) error {
	name := strings.TrimPrefix(q.Version, "v0.0.1-")
	dot := strings.LastIndexByte(name, '.')
	release, platform := name[:max(dot, 0)], strings.Replace(name[dot+1:], "-", "/", 1)
	if notFound {
		return fmt.Errorf("download %s for %s: toolchain not available", release, platform)
	}
	return errors.New("download " + release + ": " + tail)
}
