package formats

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// TestASideShowsControlCharacters: a value that ends with a carriage return, as an editor
// of Windows leaves it, differs on the screen from the one without.
func TestASideShowsControlCharacters(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSheet(Options{Texts: texts, Width: 80})
	s.Before(2, "-modcacherw\r", "")
	s.After(2, "-modcacherw", "")
	var b strings.Builder
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, `- -modcacherw\x0d`) || strings.Contains(got, "\r") {
		t.Errorf("%q", got)
	}
}
