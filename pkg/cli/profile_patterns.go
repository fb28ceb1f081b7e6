package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func newProfilePatterns(p *Program) *cobra.Command {
	return &cobra.Command{Use: "patterns [PATTERN…]",
		RunE: func(c *cobra.Command, args []string) error { return p.showPatterns(c, args) }}
}

// showPatterns says what patterns match on this machine: those given, or those of the
// settings in force. It exits 1 where one does not do what people take it for.
func (p *Program) showPatterns(c *cobra.Command, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	s, err := settings.Read(c.Context(), p.Machine, "")
	if err != nil {
		return err
	}
	modules := modulesHere(p.Machine, s)
	sheet := formats.NewSheet(p.display(p.Out, texts))
	doubtful := false
	show := func(name, list string) {
		if name != "" {
			sheet.Line(0, name)
		}
		doubtful = writeReadings(sheet, route.ReadPatterns(list, modules), texts) || doubtful
	}
	if len(args) > 0 {
		show("", strings.Join(args, ","))
	} else {
		seen := ""
		for _, name := range known.PrivateLists() {
			if list := s.Get(name).Reveal(); list != "" && list != seen {
				show(name, list)
				seen = list // GONOPROXY and GONOSUMDB are GOPRIVATE unless they are set
			}
		}
		if seen == "" {
			sheet.Prose(0, "", texts.T("patterns.none", nil), formats.Plain)
		}
	}
	sheet.Blank()
	sheet.Prose(0, "", texts.T("patterns.of", map[string]string{"count": fmt.Sprint(len(modules))}), formats.Faint)
	if err := sheet.Write(p.Out); err != nil {
		return err
	}
	if doubtful {
		return exit(exitFound)
	}
	return nil
}

// namedMatches bounds how many modules are named for a pattern.
const namedMatches = 3

// writeReadings writes what each pattern matches, and reports whether one of them is
// not what people take it for.
func writeReadings(sheet *formats.Sheet, readings []route.Reading, texts *i18n.Texts) bool {
	doubtful := false
	for _, r := range readings {
		tone := formats.Plain
		if r.Misread != "" {
			tone = formats.Doubtful
		}
		// *.corp.com may well be meant: it is in doubt where a module here is missed.
		doubtful = doubtful || r.Misread != "" && (r.Misread != route.MisreadSubdomain || len(r.Missed) > 0)
		sheet.Line(2, sheet.In(tone, foreign.Line(fmt.Sprintf("%q", r.Pattern), 120))+"  "+texts.T("patterns.matches", map[string]string{"count": fmt.Sprint(len(r.Matches)), "names": someOf(r.Matches)}))
		if r.Misread != "" {
			sheet.Prose(4, "", texts.T("patterns.misread."+string(r.Misread), nil), formats.Doubtful)
		}
		if r.Meant != "" {
			sheet.Prose(4, "", texts.T("patterns.meant", map[string]string{"meant": r.Meant, "count": fmt.Sprint(len(r.Missed)), "names": someOf(r.Missed)}), formats.Plain)
		}
	}
	return doubtful
}

func someOf(modules []string) string {
	if len(modules) <= namedMatches {
		return strings.Join(modules, ", ")
	}
	return strings.Join(modules[:namedMatches], ", ") + ", …"
}

// maxCacheDirs bounds how many folders of the module cache are read.
const maxCacheDirs = 20_000

// modulesHere are the module paths of this machine: those of the go.mod at hand and
// those of the module cache, sorted.
func modulesHere(m *host.Machine, s *settings.Snapshot) []string {
	var out []string
	if s.Module.Path != "" {
		out = append(out, s.Module.Path)
	}
	for _, r := range s.Module.Requires {
		out = append(out, r.Path)
	}
	if dir := s.Get("GOMODCACHE").Reveal(); dir != "" {
		left := maxCacheDirs
		out = append(out, cachedModules(m, filepath.Join(dir, "cache", "download"), "", &left)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cachedModules returns the modules below a folder of cache/download: those whose
// folder holds @v.
func cachedModules(m *host.Machine, root, below string, left *int) []string {
	if *left <= 0 {
		return nil
	}
	*left--
	entries, err := m.ReadDir(filepath.Join(root, filepath.FromSlash(below)))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		switch {
		case !e.IsDir(), below == "" && e.Name() == "sumdb", e.Name() == "cache" && below == "":
		case e.Name() == "@v":
			if path, err := module.UnescapePath(below); err == nil {
				out = append(out, path)
			}
		default:
			out = append(out, cachedModules(m, root, strings.TrimPrefix(below+"/"+e.Name(), "/"), left)...)
		}
	}
	return out
}
