package protocol

import (
	"errors"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
)

func TestParseImportTags(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, page, want string }{
		{"four fields", nettest.ImportPage("a.test/x git https://g.test sub"), "a.test/x git https://g.test sub"},
		{"two fields are none", nettest.ImportPage("a.test/x git"), ""},
		{"attributes in any case and order", `<META CONTENT="a.test git https://g.test" NAME="go-import">`, "a.test git https://g.test "},
		{"nothing after the head", "<head></head>" + nettest.ImportPage("a.test git https://g.test"), ""},
		{"nothing in the body", "<body>" + nettest.ImportPage("a.test git https://g.test"), ""},
		{"unclosed tags do not matter", "<link rel=x><br>" + nettest.ImportPage("a.test git https://g.test"), "a.test git https://g.test "},
	} {
		tags, err := parseImportTags(strings.NewReader(c.page))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var got []string
		for _, tag := range tags {
			got = append(got, strings.Join([]string{tag.Prefix, tag.VCS, tag.Repository, tag.Subdirectory}, " "))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if _, err := matchTag(nil, "a.test"); !errors.Is(err, errNoTag) {
		t.Errorf("no tags: %v", err)
	}
}
