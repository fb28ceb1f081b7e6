package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/page"
)

//go:embed site.html
var layout string

//go:embed site.css
var style string

//go:embed search.js
var script string

// words are what the site itself says in a language.
type words struct{ Title, Intro, Search, None, Index, Other string }

var spoken = map[string]words{
	"en": {"Why Go module downloads fail", "Each cause with its error texts, fix and risk. Offline: gofix-net help --list", "Search: an error text, a setting, a host", "No page has all these words.", "All pages", "中文"},
	"zh": {"Go 模块下载失败的原因", "每个原因的报错、修复和风险。离线查看同样的内容：gofix-net help --list --lang zh", "搜索：报错、设置、主机名", "没有包含这些词的说明。", "所有说明", "English"},
}

// document is one file of the site.
type document struct {
	words
	Lang, OtherLang string
	Name            string // of the page; "" is the index
	File            string
	Blocks          []page.Block
	Entries         []entry // of the index
	Policy          string
	Style           template.CSS
	Script          template.JS
}

// entry is a page in the index; Text is what the search looks at.
type entry struct{ Name, Summary, Text string }

// build makes all files by name.
func build() (map[string][]byte, error) {
	t, err := template.New("site").Funcs(template.FuncMap{"target": target, "lines": lines}).Parse(layout)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for lang, other := range map[string]string{"en": "zh", "zh": "en"} {
		base := document{words: spoken[lang], Lang: lang, OtherLang: other, Policy: policy(), Style: template.CSS(style), Script: template.JS(script)} //nolint:gosec // our own files
		index := base
		index.File = "index.html"
		for _, name := range cause.PageNames() {
			text := cause.Page(lang, name)
			index.Entries = append(index.Entries, entry{name, page.Summary(text), strings.ToLower(name + " " + text)})
			d := base
			d.Name, d.File, d.Blocks = name, name+".html", page.Parse(text)
			if err := render(t, d, files); err != nil {
				return nil, err
			}
		}
		if err := render(t, index, files); err != nil {
			return nil, err
		}
	}
	files["index.html"] = leadingTo("gofix-net", "index.html", "")
	for _, name := range cause.PageNames() {
		files["causes/"+name+"/index.html"] = leadingTo(name, name+".html", "../../")
	}
	return files, nil
}

// leadingTo is a file that leads to a page in a language: reports link to
// causes/NAME (report.HelpBase), whatever language their reader has.
func leadingTo(title, file, root string) []byte {
	return fmt.Appendf(nil, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%[1]s</title><meta http-equiv=\"refresh\" content=\"0; url=%[3]sen/%[2]s\"><p><a href=\"%[3]sen/%[2]s\">English</a> · <a href=\"%[3]szh/%[2]s\">中文</a></p></html>\n", title, file, root)
}

func render(t *template.Template, d document, files map[string][]byte) error {
	var out bytes.Buffer
	if err := t.Execute(&out, d); err != nil {
		return fmt.Errorf("page %s in %s: %w", d.File, d.Lang, err)
	}
	files[d.Lang+"/"+d.File] = out.Bytes()
	return nil
}

// policy allows exactly the site's own style and script, and no other resource.
func policy() string {
	return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script) + "; base-uri 'none'; form-action 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// target is a link of a page on the site, where the pages are HTML.
func target(link string) string {
	if name, ok := strings.CutSuffix(link, ".md"); ok {
		return name + ".html"
	}
	return link
}

func lines(code []string) string { return strings.Join(code, "\n") }
