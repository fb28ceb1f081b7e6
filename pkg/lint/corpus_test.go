package lint

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// labelled is a file of the corpus with the findings that a person gave it, each
// "LINE RULE".
type labelled struct {
	name, path, data string
	want             []string
}

func corpus(t testing.TB) []labelled {
	t.Helper()
	archives, err := filepath.Glob(filepath.FromSlash("../../testdata/files/" + cmp.Or(os.Getenv("FILES"), "*") + ".txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var out []labelled
	for _, a := range archives {
		data, err := os.ReadFile(a)
		if err != nil {
			t.Fatal(err)
		}
		byCase := map[string]*labelled{}
		var order []string
		for _, f := range txtar.Parse(data).Files {
			name, path, _ := strings.Cut(f.Name, "/")
			if byCase[name] == nil {
				byCase[name] = &labelled{name: filepath.Base(a) + "/" + name}
				order = append(order, name)
			}
			if path == "want" {
				byCase[name].want = strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(f.Data)), " ", ":"))
				continue
			}
			byCase[name].path, byCase[name].data = path, string(f.Data)
		}
		for _, name := range order {
			out = append(out, *byCase[name])
		}
	}
	return out
}

func readLabelled(t *testing.T, c labelled) (*place.Kind, *place.File, []Finding) {
	t.Helper()
	k := kinds.Detect(c.path, c.data)
	if k == nil {
		t.Fatalf("%s: no kind", c.name)
	}
	f := kinds.Read(k, c.path, c.data)
	if len(f.Problems) > 0 {
		t.Errorf("%s: problems %v", c.name, f.Problems)
	}
	return k, f, Ignore(f, Check(f))
}

// TestCorpus prints precision and recall over the labelled files, or over those of
// one archive: FILES=fresh go test ./pkg/lint -run TestCorpus -v
func TestCorpus(t *testing.T) {
	t.Parallel()
	files := corpus(t)
	var right, wrong, missed int
	fired := map[ID]bool{}
	for _, c := range files {
		_, f, found := readLabelled(t, c)
		var got []string
		for _, x := range found {
			fired[x.Rule] = true
			got = append(got, fmt.Sprintf("%d:%s", f.Position(x.Span.Start).Line, x.Rule))
		}
		for _, g := range got {
			if slices.Contains(c.want, g) {
				right++
			} else {
				wrong++
				t.Logf("%s: found and not labelled: %s", c.name, g)
			}
		}
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				missed++
				t.Logf("%s: labelled and not found: %s", c.name, w)
			}
		}
	}
	precision, recall := 100*float64(right)/float64(right+wrong), 100*float64(right)/float64(right+missed)
	t.Logf("%d files, %d labels: precision %.1f %%, recall %.1f %%", len(files), right+missed, precision, recall)
	if precision < 97 || recall < 92 {
		t.Errorf("precision %.1f %% (want 97), recall %.1f %% (want 92)", precision, recall)
	}
	for _, r := range Rules {
		if !fired[r.ID] && os.Getenv("FILES") == "" {
			t.Errorf("no file of the corpus has %s", r.ID)
		}
	}
}

// TestTexts fills every text of every finding of the corpus in.
func TestTexts(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range corpus(t) {
			_, _, found := readLabelled(t, c)
			for _, x := range found {
				w := x.Words(texts)
				if strings.HasPrefix(w.Detail, "it ") {
					t.Errorf("%s %s: nothing before says what this is about: %q", c.name, x.Rule, w.Detail)
				}
				for _, s := range []string{w.Title, w.Detail, w.Fix} {
					if s == "" || strings.Contains(s, "<no value>") || strings.Contains(strings.ReplaceAll(s, "${{", ""), "{{") && !strings.Contains(s, "GOPROXY ") || strings.Contains(s, "[route.") || strings.Contains(s, "[lint.") {
						t.Errorf("%s %s %s: %q", c.name, x.Rule, lang, s)
					}
				}
			}
		}
	}
}

// TestCases holds that texts decide nothing, and that both languages have the same
// cases, with words for the same parts. Each case is one that a file can have.
func TestCases(t *testing.T) {
	t.Parallel()
	had := map[ID]map[Case]bool{}
	note := func(found []Finding) {
		for _, x := range found {
			for _, k := range x.Cases {
				if had[x.Rule] == nil {
					had[x.Rule] = map[Case]bool{}
				}
				had[x.Rule][k] = true
			}
		}
	}
	for _, c := range corpus(t) {
		_, _, found := readLabelled(t, c)
		note(found)
	}
	script := "export GOPROXY=https://goproxy.acme-works.io\n# gofix-net: ignore[no-such] a reason\ngo mod download\n"
	published := kinds.Read(kinds.Detect("setup.sh", script), "setup.sh", script)
	published.Public = true
	note(Ignore(published, Check(published)))
	parts := func(w Text) [3]bool { return [3]bool{w.Title != "", w.Detail != "", w.Fix != ""} }
	for _, r := range slices.Concat(Rules, []*Rule{Drift, staleIgnore, badIgnore}) {
		en, zh := r.Text.En, r.Text.Zh
		if len(en.When) != len(zh.When) {
			t.Errorf("%s: %d cases in English, %d in Chinese", r.ID, len(en.When), len(zh.When))
		}
		for _, w := range en.When {
			k := w.Case
			if parts(w.Text) != parts(zh.of(k)) {
				t.Errorf("%s, case %s: the languages have words for different parts", r.ID, k)
			}
			if !had[r.ID][k] && r != Drift && os.Getenv("FILES") == "" {
				t.Errorf("%s: no file of the corpus has the case %s", r.ID, k)
			}
		}
		for lang, w := range map[string]Text{"en": en, "zh": zh} {
			if all := fmt.Sprintf("%+v", w); strings.Contains(strings.NewReplacer("{{.", "", `{{"`, "").Replace(all), "{{") {
				t.Errorf("%s, %s: a text decides: give it a case", r.ID, lang)
			}
		}
	}
}

// TestFixIsStable applies every fix of the corpus: the second time nothing is
// left to fix, the file still reads, and what was fixed is not found again.
func TestFixIsStable(t *testing.T) {
	t.Parallel()
	total := 0
	for _, c := range corpus(t) {
		k, f, before := readLabelled(t, c)
		find := func(f *place.File) []Finding { return Ignore(f, Check(f)) }
		once, n := Fix(k, c.path, c.data, find)
		total += n
		if n == 0 && once != c.data {
			t.Errorf("%s: changed without a fix", c.name)
		}
		if twice, again := Fix(k, c.path, once, find); again != 0 || twice != once {
			t.Errorf("%s: the second time fixes %d:\n%s", c.name, again, Diff(c.path, once, twice))
		}
		after := find(kinds.Read(k, c.path, once))
		var trial Trial
		for _, x := range before {
			if trial.Fixable(k, f, x) && count(after, x.Rule) >= count(before, x.Rule) {
				t.Errorf("%s: %s is still there:\n%s", c.name, x.Rule, Diff(c.path, c.data, once))
			}
		}
	}
	t.Logf("%d fixes", total)
	if total == 0 {
		t.Error("nothing was fixed")
	}
}

func count(found []Finding, id ID) int {
	n := 0
	for _, x := range found {
		if x.Rule == id {
			n++
		}
	}
	return n
}
