package lint

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
)

// remark is a comment that takes findings back: gofix-net: ignore[ID] reason.
var remark = lazyre.New(`^gofix-net:\s*ignore\[([^\]]*)\]\s*(.*)$`)

var staleIgnore = &Rule{
	ID: "ignore-stale", Severity: cause.Warning,
	Text: Texts{
		En: Text{Title: "ignore[{{.id}}] suppresses nothing", Detail: "There is no finding of that rule at the place that the comment is about.", Fix: "Remove the comment."},
		Zh: Text{Title: "ignore[{{.id}}] 没有对应的问题", Detail: "该注释所指的位置没有这条规则的问题。", Fix: "删除这条注释。"},
	},
}

// Cases of a comment that can be read and still suppresses nothing.
const (
	noSuchRule Case = "no-such-rule"
	noReason   Case = "no-reason"
)

var badIgnore = &Rule{
	ID: "ignore-invalid", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title: "gofix-net cannot read this comment", Detail: "The comment has no effect.", Fix: "Write: gofix-net: ignore[RULE] reason",
			When: []Cased{{noSuchRule, Text{Title: "ignore[{{.id}}]: no rule has that id"}}, {noReason, Text{Title: "ignore[{{.id}}]: the reason is missing"}}},
		},
		Zh: Text{
			Title: "无法理解的 gofix-net 注释", Detail: "该注释不起作用。", Fix: "写法：gofix-net: ignore[规则] 理由",
			When: []Cased{{noSuchRule, Text{Title: "ignore[{{.id}}]：没有这个规则"}}, {noReason, Text{Title: "ignore[{{.id}}]：缺少理由"}}},
		},
	},
}

// Ignore takes back the findings that comments of the file say are meant, and
// adds those about comments that take nothing back.
func Ignore(f *place.File, found []Finding) []Finding {
	var about []Finding
	taken := make([]bool, len(found))
	for _, c := range f.Comments {
		rest, ok := strings.CutPrefix(c.Text, "gofix-net:")
		if !ok {
			continue
		}
		m := remark.FindStringSubmatch(c.Text)
		if m == nil {
			if strings.Contains(rest, "ignore") {
				about = append(about, note(badIgnore, c, ""))
			}
			continue
		}
		first, last := target(f, c)
		for _, id := range strings.Split(m[1], ",") {
			id = strings.TrimSpace(id)
			switch {
			case id == "":
				about = append(about, note(badIgnore, c, id))
			case m[2] == "":
				about = append(about, note(badIgnore, c, id, noReason))
			case !isRule(ID(id)):
				about = append(about, note(badIgnore, c, id, noSuchRule))
			case !take(f, found, taken, ID(id), first, last):
				about = append(about, note(staleIgnore, c, id))
			}
		}
	}
	var out []Finding
	for i, x := range found {
		if !taken[i] {
			out = append(out, x)
		}
	}
	return append(out, about...)
}

func note(r *Rule, c place.Comment, id string, cases ...Case) Finding {
	return Finding{Rule: r.ID, Severity: r.Severity, Span: c.Span, Args: Args{"id": id}, Cases: cases, rule: r}
}

func isRule(id ID) bool {
	return slices.ContainsFunc(Rules, func(r *Rule) bool { return r.ID == id }) || id == Drift.ID
}

// take marks the findings of a rule within lines, and reports whether there are any.
func take(f *place.File, found []Finding, taken []bool, id ID, first, last int) bool {
	any := false
	for i, x := range found {
		if line := f.Position(x.Span.Start).Line; x.Rule == id && line >= first && line <= last {
			taken[i], any = true, true
		}
	}
	return any
}

// target returns the lines that a comment is about: its own if something
// is before it, else the next statement.
func target(f *place.File, c place.Comment) (first, last int) {
	first = f.Position(c.Span.Start).Line
	if !c.Own {
		for first++; first <= f.Lines(); first++ {
			if s := strings.TrimSpace(f.Of(f.Line(first))); s != "" && !strings.HasPrefix(s, "#") && !strings.HasPrefix(s, "//") {
				break
			}
		}
	}
	last = first
	for _, s := range f.Steps {
		if f.Position(s.Span.Start).Line == first {
			last = max(last, f.Position(s.Span.End).Line)
		}
	}
	for _, c := range f.Commands {
		if f.Position(c.Span.Start).Line == first {
			last = max(last, f.Position(c.Span.End).Line)
		}
	}
	return first, last
}
