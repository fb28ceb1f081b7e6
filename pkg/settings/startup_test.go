package settings

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/startup"
)

func TestVariablesAreTracedToTheirLine(t *testing.T) {
	t.Parallel()
	httpsProxy := lowerCase("https_proxy")
	for _, row := range []struct {
		story string
		env   []string
		files map[string]string
		key   Key
		want  string // FILE:LINE below the home, "" where not known
	}{
		{"a go variable", []string{"GOPROXY=https://goproxy.example"}, map[string]string{".bashrc": "# x\nexport GOPROXY=https://goproxy.example\n"}, Go("GOPROXY"), ".bashrc:2"},
		{"a variable that no tool writes", []string{"https_proxy=http://127.0.0.1:7890"}, map[string]string{".profile": "export https_proxy=http://127.0.0.1:7890\n"}, Variable(httpsProxy), ".profile:1"},
		{"a name that go never read", []string{"GOCACHEPROXY=x"}, map[string]string{".zshrc": "export GOCACHEPROXY=x\n"}, Go("GOCACHEPROXY"), ".zshrc:1"},
		{"another value", []string{"GOPROXY=direct"}, map[string]string{".bashrc": "export GOPROXY=https://goproxy.example\n"}, Go("GOPROXY"), ""},
		{"two files say the same", []string{"GOPROXY=direct"}, map[string]string{".bashrc": "export GOPROXY=direct\n", ".zshrc": "export GOPROXY=direct\n"}, Go("GOPROXY"), ""},
		{"the later one wins", []string{"GOPROXY=direct"}, map[string]string{".profile": "export GOPROXY=off\n", ".bashrc": "export GOPROXY=direct\n"}, Go("GOPROXY"), ".bashrc:1"},
		{"what a function gives when it is called", []string{"GOPROXY=direct"}, map[string]string{".bashrc": "on() { export GOPROXY=direct; }\n"}, Go("GOPROXY"), ""},
		{"what is computed", []string{"GOPROXY=direct"}, map[string]string{".bashrc": "export GOPROXY=$X\n"}, Go("GOPROXY"), ""},
		{"it is not in the environment", nil, map[string]string{".bashrc": "export GOSUMDB=off\n"}, Go("GOSUMDB"), ""},
	} {
		t.Run(row.story, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			b.set(row.env...)
			for name, text := range row.files {
				b.write("$HOME/"+name, text)
			}
			l := b.read().In(row.key, OSEnv)
			got := ""
			if l.File != "" {
				file, err := filepath.Rel(b.home, l.File)
				if err != nil {
					t.Fatal(err)
				}
				got = fmt.Sprintf("%s:%d", filepath.ToSlash(file), l.Line)
			}
			want(t, "place", got, row.want)
		})
	}
}

// lowerCase is the name that a variable of lower case has: on Windows that of the other.
func lowerCase(name string) string {
	if runtime.GOOS == "windows" {
		return strings.ToUpper(name)
	}
	return name
}

func TestStartupFilesShowNoCredential(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write("$HOME/.bashrc", strings.Join([]string{
		`export HTTPS_PROXY='http://user:hunter2@proxy.example:3128'`,
		`export https_proxy="http://user:"'hunter2'"@proxy.example:3128" # hunter2`,
		`export GOPROXY="https://user:$(echo hunter2)@proxy.example"`,
		`export ALL_PROXY=http://user:'hunter2 @x'@proxy.example:3128`,
		`export GOPRIVATE=a.example OTHER_PASSWORD=hunter2`,
		`export GO_TOKEN=hunter2`,
	}, "\n"))
	b.set("GO_TOKEN=hunter2")
	s := b.read()
	var got []string
	for _, d := range s.Startup {
		if strings.HasPrefix(d.File, b.home) {
			got = append(got, fmt.Sprintf("%d %s %s", d.Line, d.Kind, d.Text))
		}
	}
	lower := lowerCase("https_proxy")
	want := []string{
		"1 line HTTPS_PROXY=http://xxxxx@proxy.example:3128",
		"2 line " + lower + "=http://xxxxx@proxy.example:3128",
		"3 line GOPROXY=xxxxx",
		"4 line ALL_PROXY=http://xxxxx@proxy.example:3128",
		"5 part GOPRIVATE=a.example",
		"6 line GO_TOKEN=xxxxx",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	if text := fmt.Sprintf("%v %+v %#v", s.Startup, s.Startup, s.Startup); strings.Contains(text, "hunter2") {
		t.Error("a credential is shown:", text)
	}
}

func TestSetBy(t *testing.T) {
	t.Parallel()
	at := func(line int, value Value, literal bool, function string) Definition {
		return Definition{Place: startup.Place{Name: "GOPROXY", Line: line, Literal: literal, Function: function}, Value: value}
	}
	for _, row := range []struct {
		story string
		all   []Definition
		want  []int // lines
		sure  bool
	}{
		{"none", nil, nil, false},
		{"the same value twice", []Definition{at(1, "direct", true, ""), at(2, "off", true, ""), at(3, "direct", true, "")}, []int{1, 3}, true},
		{"the same value before what may be", []Definition{at(1, "$X", false, ""), at(2, "direct", true, "")}, []int{2}, true},
		{"only what may be", []Definition{at(1, "$X", false, ""), at(2, "off", true, ""), at(3, "direct", true, "on"), at(4, "off", true, "on")}, []int{1, 3}, false},
	} {
		t.Run(row.story, func(t *testing.T) {
			t.Parallel()
			by, sure := (&Snapshot{Startup: row.all}).SetBy("GOPROXY", "direct")
			var lines []int
			for _, d := range by {
				lines = append(lines, d.Line)
			}
			if !slices.Equal(lines, row.want) || sure != row.sure {
				t.Errorf("got %v %v, want %v %v", lines, sure, row.want, row.sure)
			}
		})
	}
}
