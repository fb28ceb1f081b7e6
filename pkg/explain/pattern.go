package explain

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used. The
// tables of this package hold some two hundred of them: compiling all at load
// costs each start of the program six milliseconds, also the starts that explain
// nothing.
type pattern struct {
	source  string
	once    sync.Once
	program *regexp.Regexp
}

// re returns the pattern of an expression. TestPatternsCompile compiles every
// one of the package.
func re(source string) *pattern { return &pattern{source: source} }

func (p *pattern) compiled() *regexp.Regexp {
	p.once.Do(func() { p.program = regexp.MustCompile(p.source) })
	return p.program
}

// MatchString, FindStringSubmatch, FindStringIndex, FindAllStringSubmatch and
// ReplaceAllString are those of [regexp.Regexp].
func (p *pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

func (p *pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

func (p *pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

func (p *pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}

func (p *pattern) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}
