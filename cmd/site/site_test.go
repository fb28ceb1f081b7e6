package main

import (
	"bytes"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// TestSite reads every file as a browser does: each link of the site leads to a file
// of it, and nothing is loaded from elsewhere.
func TestSite(t *testing.T) {
	t.Parallel()
	files, err := build()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(files), 3*len(cause.PageNames())+3; got != want {
		t.Errorf("%d files, want %d", got, want)
	}
	for name, data := range files {
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				checkElement(t, files, name, n)
			}
		}
	}
}

// TestReportsLinkToTheSite: the address that a report has for a cause is one of the site.
func TestReportsLinkToTheSite(t *testing.T) {
	t.Parallel()
	files, err := build()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range cause.IDs() {
		u, err := url.Parse(report.HelpBase + string(id))
		if err != nil {
			t.Fatal(err)
		}
		if file := strings.TrimPrefix(u.Path, "/") + "/index.html"; !bytes.Contains(files[file], []byte("../../zh/"+string(id)+".html")) {
			t.Errorf("%s: %s is %q", u, file, files[file])
		}
	}
}

func checkElement(t *testing.T, files map[string][]byte, name string, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case a.Key == "href" && n.Data == "a":
			u, err := url.Parse(a.Val)
			if err != nil {
				t.Errorf("%s: link %q: %v", name, a.Val, err)
			} else if u.Scheme == "" && files[path.Join(path.Dir(name), u.Path)] == nil {
				t.Errorf("%s: broken link %q", name, a.Val)
			} else if u.Scheme != "" && u.Scheme != "https" {
				t.Errorf("%s: link to %q", name, a.Val)
			}
		case a.Key == "src", a.Key == "href", a.Key == "srcset", a.Key == "style", strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s: <%s %s=%q> loads or runs something", name, n.Data, a.Key, a.Val)
		}
	}
	// What the page runs is what its policy allows.
	if text := map[string]string{"style": style, "script": script}[n.Data]; text != "" && (n.FirstChild == nil || n.FirstChild.Data != text) {
		t.Errorf("%s: <%s> is not the one of which the policy has the hash", name, n.Data)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "site")
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "zh", "goproxy-off.html")) //nolint:gosec // made by this test
	if err != nil || !bytes.Contains(got, []byte("module lookup disabled by GOPROXY=off")) {
		t.Errorf("%v: %s", err, got)
	}
}
