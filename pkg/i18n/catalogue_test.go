package i18n

import (
	"io/fs"
	"maps"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestFilesAreYAML reads every file as YAML too: editors, and translators, see
// the same texts as the program. It also finds an id that is there twice.
func TestFilesAreYAML(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		if err := yaml.Unmarshal(data, &want); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := map[string]string{}
		if err := parse(string(data), got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for id := range maps.Keys(want) {
			if got[id] != want[id] {
				t.Errorf("%s: %s\ngot  %q\nwant %q", name, id, got[id], want[id])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d texts, as YAML %d", name, len(got), len(want))
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, data, want string }{
		{"quoted", "a.b: \"x \\\"y\\\" \\\\ # z\"\n", `x "y" \ # z`},
		{"block", "a.b: |\n  one\n\n    two\n\n# comment\n", "one\n\n  two\n"},
		{"block at the end", "a.b: |\n  one", "one\n"},
		{"plain", "a.b: text\n", "line 1: the text of a.b"},
		{"single quotes", "\na.b: 'text'\n", "line 2: the text of a.b"},
		{"folded", "a.b: >\n  text\n", "line 1: the text of a.b"},
		{"rest behind the quotes", "a.b: \"text\" # comment\n", "line 1: the text of a.b"},
		{"no id", "text\n", "line 1: want an id"},
		{"nested", "a:\n  b: \"text\"\n", "line 1: want an id"},
	} {
		got := map[string]string{}
		err := parse(test.data, got)
		if err != nil && !strings.HasPrefix(err.Error(), test.want) || err == nil && got["a.b"] != test.want {
			t.Errorf("%s: got %q, %v", test.name, got["a.b"], err)
		}
	}
}
