package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazyre"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// lostPackage is an import that its module does not have.
type lostPackage struct {
	Package, Module string
	Said            string // go's own words
}

// PackageNotFound is its id.
const PackageNotFound ID = "package-not-found"

var packageNotFound = &Cause{
	ID:       PackageNotFound,
	Traits:   Traits{Once, Lasts, ByNothing},
	Severity: Error,
	Layer:    Module,
	Words: Languages{
		Text[lostPackage]{
			Title: func(d lostPackage) string {
				return when(d.Module != "", d.Module+" has no package "+d.Package, "there is no package "+d.Package+" in its module")
			},
			Detail: func(d lostPackage) string { return "go says: " + d.Said + "." },
			Manual: func(d lostPackage) []string {
				return []string{"Check whether the package was moved or renamed, or is in another version: " + known.PackagePage(d.Package) + " and go list -m -versions " + when(d.Module != "", pathOf(d.Module), "MODULE")}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the module exists, but has no package " + when(l.Target != "", l.Target, "of that path")
				},
				Steps: func(l Seen) []string {
					return []string{
						"Check whether the package was moved or renamed, or is in another version: open " + known.PackagePage(l.Path),
						"Use the newest version of the module, or one that still has it:",
						"$ go list -m -versions " + l.Module,
					}
				},
			},
		},
		Text[lostPackage]{
			Title: func(d lostPackage) string {
				return when(d.Module != "", d.Module+" 中没有包 "+d.Package, "模块中没有包 "+d.Package)
			},
			Detail: func(d lostPackage) string { return "go 的报错：" + d.Said + "。" },
			Manual: func(d lostPackage) []string {
				return []string{"查看该包是否被移动、改名，或在其他版本中：" + known.PackagePage(d.Package) + "，以及 go list -m -versions " + when(d.Module != "", pathOf(d.Module), "MODULE")}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "模块存在，但其中没有包 " + when(l.Target != "", l.Target, "（所要求的）")
				},
				Steps: func(l Seen) []string {
					return []string{
						"查看该包是否被移动、改名，或在其他版本中：打开 " + known.PackagePage(l.Path),
						"使用模块的最新版本，或仍包含该包的版本：",
						"$ go list -m -versions " + l.Module,
					}
				},
			},
		},
	},
	Match: matchPackageNotFound,
}

// unprovided is what go says of an import that no module of the build list has,
// whether or not one with the beginning of its path is required
// (cmd/go/internal/modload.ImportMissingError).
var unprovided = lazyre.New(`no required module provides package ([^\s;]+)`)

// lacking is what go says of a module that it has fetched for a package.
var lacking = lazyre.New(`module (\S+@\S+) found`)

func matchPackageNotFound(f *facts.Facts) []Finding {
	if r, said := f.RehearsalSays(string(PackageNotFound)); r != nil {
		has := ""
		if m := lacking.FindStringSubmatch(said.Line); m != nil {
			has = m[1]
		}
		return []Finding{lostIn(r, said.Target, has, said.Line)}
	}
	for _, r := range f.Of(probe.Rehearsal) {
		e := r.Evidence.Rehearsal
		if r.Status != probe.Fail || e == nil {
			continue
		}
		for _, m := range unprovided.FindAllStringSubmatch(e.Output, -1) {
			for _, req := range f.Settings.Module.Requires {
				if strings.HasPrefix(m[1], req.Path+"/") {
					return []Finding{lostIn(r, m[1], req.Path+"@"+req.Version, m[0])}
				}
			}
		}
	}
	return nil
}

func lostIn(r *probe.Result, pkg, module, said string) Finding {
	return Finding{Severity: Error, Target: pkg, Evidence: []evidence.ID{r.ID}, Data: lostPackage{Package: pkg, Module: module, Said: gowords.Clause(said)}}
}

func pathOf(module string) string {
	path, _, _ := strings.Cut(module, "@")
	return path
}
