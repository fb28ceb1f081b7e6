package cause

import (
	"embed"
	"path"
	"slices"
	"strings"
)

// FolkAdvice is the page of advice that is often given and does harm; it belongs to
// no single cause.
const FolkAdvice = "folk-advice"

//go:embed pages/*/*.md
var pages embed.FS

// PageNames are the names of all pages: every cause, in the order of [IDs], and
// [FolkAdvice].
func PageNames() []string {
	var out []string
	for _, id := range IDs() {
		out = append(out, string(id))
	}
	return append(out, FolkAdvice)
}

// Page returns the page of that name in a language: Markdown without a title, whose
// first paragraph says in a sentence what it is about. "" where there is none.
func Page(lang, name string) string {
	if !slices.Contains(PageNames(), name) {
		return ""
	}
	data, err := pages.ReadFile(path.Join("pages", lang, name+".md"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}
