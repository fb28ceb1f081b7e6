package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// staleVendor is how the vendor directory and go.mod disagree.
type staleVendor struct {
	Said      string // go's own words
	Workspace bool
	Flags     string // GOFLAGS, where -mod=vendor stands there
	Where     string // where that is set
}

func (d staleVendor) command() string {
	if d.Workspace {
		return "go work vendor"
	}
	return "go mod vendor"
}

// VendorInconsistent is its id.
const VendorInconsistent ID = "vendor-inconsistent"

var vendorInconsistent = &Cause{
	ID:       VendorInconsistent,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Module,
	Fixes:    []settings.Key{settings.Go("GOFLAGS")},
	Words: Languages{
		Text[staleVendor]{
			Title: func(d staleVendor) string {
				return when(d.Flags != "", "GOFLAGS="+d.Flags+" uses a vendor directory that does not match go.mod", "the vendor directory does not match go.mod")
			},
			Detail: func(d staleVendor) string {
				return "go says: " + d.Said + "." + with(" GOFLAGS is set in ", placeEn(d.Where), ".") + " Without the vendor directory the modules would be downloaded."
			},
			Manual: func(d staleVendor) []string {
				return []string{
					"Bring it up to date; that needs the network once: " + d.command(),
					when(d.Flags != "", "Or build without it: remove -mod=vendor from GOFLAGS ("+placeEn(d.Where)+")."),
				}
			},
			Log: Log{
				Title: func(Seen) string { return "the vendor directory does not match go.mod" },
				Steps: func(Seen) []string {
					return []string{"Bring it up to date; that needs the network once:", "$ go mod vendor", "Or build without it: remove -mod=vendor from GOFLAGS and from the command."}
				},
			},
		},
		Text[staleVendor]{
			Title: func(d staleVendor) string {
				return when(d.Flags != "", "GOFLAGS="+d.Flags+" 要求使用 vendor 目录，但该目录不符合 go.mod", "vendor 目录与 go.mod 不一致")
			},
			Detail: func(d staleVendor) string {
				return "go 的报错：" + d.Said + "。" + with("GOFLAGS ", inZh(d.Where), "设置。") + "不使用 vendor 目录时，go 会下载这些模块。"
			},
			Manual: func(d staleVendor) []string {
				return []string{
					"更新该目录（需要联网一次）：" + d.command(),
					when(d.Flags != "", "或不使用它：从 GOFLAGS 中去掉 -mod=vendor（"+placeZh(d.Where)+"）。"),
				}
			},
			Log: Log{
				Title: func(Seen) string { return "vendor 目录与 go.mod 不一致" },
				Steps: func(Seen) []string {
					return []string{"更新该目录（需要联网一次）：", "$ go mod vendor", "或不使用它：从 GOFLAGS 和命令行中去掉 -mod=vendor。"}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		r, said := f.RehearsalSays(string(VendorInconsistent))
		if r == nil {
			// The directory lacks a package, and go may not look for it elsewhere.
			if r, said = f.RehearsalSays(string(ModulesOff)); r == nil || !strings.Contains(said.Line, "-mod=vendor") {
				return nil
			}
		}
		d := staleVendor{Said: gowords.Clause(said.Line), Workspace: f.Settings.Module.GoWork != ""}
		ids := []evidence.ID{r.ID}
		if in := f.Settings.Effective(settings.Go("GOFLAGS")); in.Value.HasFlag("mod", "vendor") {
			d.Flags, d.Where = in.Value.String(), facts.Where(in)
			ids = append(ids, evidence.Setting("GOFLAGS"))
		}
		return []Finding{{Severity: Error, Target: "vendor/modules.txt", Evidence: ids, Data: d}}
	},
}
