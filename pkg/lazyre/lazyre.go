// Package lazyre has regular expressions that are compiled when they are first
// used. The program has some three hundred: compiling all at load costs each start of
// it eight milliseconds, also the starts that use none.
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

// New returns the expression of a source. TestExpressionsCompile compiles every one.
func New(source string) *Regexp { return &Regexp{source: source} }

func (p *Regexp) compiled() *regexp.Regexp {
	p.once.Do(func() { p.program = regexp.MustCompile(p.source) })
	return p.program
}

// MatchString and the other methods are those of [regexp.Regexp].
func (p *Regexp) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindString is that of [regexp.Regexp].
func (p *Regexp) FindString(s string) string {
	return p.compiled().FindString(s)
}

// FindStringIndex is that of [regexp.Regexp].
func (p *Regexp) FindStringIndex(s string) []int {
	return p.compiled().FindStringIndex(s)
}

// FindStringSubmatch is that of [regexp.Regexp].
func (p *Regexp) FindStringSubmatch(s string) []string {
	return p.compiled().FindStringSubmatch(s)
}

// FindStringSubmatchIndex is that of [regexp.Regexp].
func (p *Regexp) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}

// FindAllString is that of [regexp.Regexp].
func (p *Regexp) FindAllString(s string, n int) []string {
	return p.compiled().FindAllString(s, n)
}

// FindAllStringIndex is that of [regexp.Regexp].
func (p *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch is that of [regexp.Regexp].
func (p *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is that of [regexp.Regexp].
func (p *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString is that of [regexp.Regexp].
func (p *Regexp) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}

// ReplaceAllStringFunc is that of [regexp.Regexp].
func (p *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, with)
}

// SubexpNames is that of [regexp.Regexp].
func (p *Regexp) SubexpNames() []string {
	return p.compiled().SubexpNames()
}

// SubexpIndex is that of [regexp.Regexp].
func (p *Regexp) SubexpIndex(name string) int {
	return p.compiled().SubexpIndex(name)
}
