// Package lint says what is wrong with module downloads in files that people
// write by hand. It is pure: a rule is a function from a file, as package place
// read it, to findings, and what values mean it asks of package route.
package lint

import (
	"cmp"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/place"
)

// ID names a rule: that of a cause where one fits, else one of lint's own.
type ID = cause.ID

// Args are what the texts of a rule name. Never words.
type Args map[string]string

// Case is one of the several things that a rule can have found, or one that can be
// said about it in addition. The rule decides in Go which are so; its texts do not.
type Case string

// Rule is one thing that lint looks for: everything about it in one value.
type Rule struct {
	ID       ID
	Severity cause.Severity
	Text     Texts
	// Check notes what it finds.
	Check func(*look)
}

// Text is a rule's words in one language, each a template over the finding's
// Args. Title is one line, Detail says what the toolchain does, Fix what to do.
type Text struct {
	Title, Detail, Fix string
	// When has the words of cases: what is set there replaces the above.
	When []Cased
}

// Texts are a rule's words in each language.
type Texts i18n.Pair[Text]

// In are the words of a language.
func (t Texts) In(lang i18n.Lang) Text { return i18n.Pair[Text](t).In(lang) }

// Cased are the words of a case.
type Cased struct {
	Case Case
	Text Text
}

// in returns the words where these cases are so, the later ones before the earlier.
func (t Text) in(cases []Case) Text {
	for _, c := range cases {
		w := t.of(c)
		t.Title, t.Detail, t.Fix = cmp.Or(w.Title, t.Title), cmp.Or(w.Detail, t.Detail), cmp.Or(w.Fix, t.Fix)
	}
	return t
}

// of has the words of one case.
func (t Text) of(c Case) Text {
	for _, w := range t.When {
		if w.Case == c {
			return w.Text
		}
	}
	return Text{}
}

// fixable is the case that a value without the fault is known: {{.fixed}}.
const fixable Case = "fixable"

// Finding is one thing in one file.
type Finding struct {
	Rule     ID
	Severity cause.Severity
	Span     place.Span
	Args     Args
	// Cases choose among the texts of the rule.
	Cases []Case
	// Want is the edit that fixes it, if one is sure to be meant.
	Want *Want
	rule *Rule
	seq  int
}

// Want is what should replace an assignment's value; with Remove
// set the assignment is to be taken away.
type Want struct {
	Assignment int // index in the file's
	Value      string
	Remove     bool
}

// Check returns the findings of a file in the order of the file.
func Check(f *place.File) []Finding {
	l := &look{File: f}
	for _, r := range Rules {
		l.rule = r
		r.Check(l)
	}
	order.Stable(l.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), cmp.Compare(a.seq, b.seq))
	})
	// An anchor of YAML makes one text serve several assignments.
	return slices.CompactFunc(l.found, func(a, b Finding) bool { return a.Rule == b.Rule && a.Span == b.Span })
}

// look is a file under one rule.
type look struct {
	*place.File
	rule  *Rule
	found []Finding
}

// find notes a finding.
func (l *look) find(s place.Span, args Args, cases ...Case) *Finding {
	l.found = append(l.found, Finding{Rule: l.rule.ID, Severity: l.rule.Severity, Span: s, Args: args, Cases: cases, rule: l.rule, seq: len(l.found)})
	return &l.found[len(l.found)-1]
}

// at notes a finding about the assignment of that index.
func (l *look) at(i int, args Args, cases ...Case) *Finding {
	a := l.Assignments[i]
	if args == nil {
		args = Args{}
	}
	args["name"], args["value"] = a.Name, a.Value.String()
	return l.find(a.Whole, args, cases...)
}
