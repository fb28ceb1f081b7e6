// Package lazyre has regular expressions that are compiled when they are first
// used. The tables of pkg/explain hold some two hundred: compiling all at load costs
// each start of the program six milliseconds, also the starts that explain nothing.
package lazyre

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is compiled when it is first used.
type Regexp struct {
	source  string
	once    sync.Once
	program *regexp.Regexp
}

// New returns the expression of a source. TestExpressionsCompile compiles every one
// of pkg/explain.
func New(source string) *Regexp { return &Regexp{source: source} }

func (p *Regexp) compiled() *regexp.Regexp {
	p.once.Do(func() { p.program = regexp.MustCompile(p.source) })
	return p.program
}

// MatchString, FindStringSubmatch, FindStringIndex, FindAllStringSubmatch and
// ReplaceAllString are those of [regexp.Regexp].
func (p *Regexp) MatchString(s string) bool { return p.compiled().MatchString(s) }

func (p *Regexp) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

func (p *Regexp) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

func (p *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}

func (p *Regexp) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}
