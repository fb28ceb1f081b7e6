package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goproxyNoFallback = &Cause{
	ID:       GoproxyNoFallback,
	Severity: Error,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "the go command stops at {{.entry}}, although {{.later}} behind it would work",
			Detail: "At {{.entry}} {{symptom .symptom}}. A comma in GOPROXY goes on only after 404 and 410; every other error is final, so {{.later}} is never asked.",
			Page:   "The separator behind an entry decides which errors lead to the next one: a comma 404 and 410 alone, a bar every error (Go modules reference, GOPROXY protocol). Here a later entry would serve the module and is not reached.",
		},
		"zh": {
			Title:  "go 命令停在 {{.entry}}，而后面的 {{.later}} 本可以使用",
			Detail: "在 {{.entry}}：{{symptom .symptom}}。GOPROXY 中的逗号只在 404 和 410 时才转到下一项，其他错误一律终止，所以 {{.later}} 从未被访问。",
			Page:   "条目后面的分隔符决定哪些错误会转到下一项：逗号只认 404 和 410，竖线则对任何错误都转到下一项（Go Modules Reference，GOPROXY protocol）。这里后面的条目可用，却到不了。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		later, ok := s.LaterWorks(f)
		if !ok {
			return nil
		}
		args := entryArgs(s, s.Hop)
		args["later"] = later.Name()
		return &Finding{Target: s.Hop.Entry.Name(), Args: args}
	}),
}
