package nettest

import "strings"

// ImportPage returns an HTML page with go-import tags of these contents
// ("PREFIX VCS REPOSITORY").
func ImportPage(tags ...string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><meta charset=utf-8>")
	for _, t := range tags {
		b.WriteString(`<meta name="go-import" content="` + t + `">`)
	}
	b.WriteString("</head><body>A module.</body></html>")
	return b.String()
}
