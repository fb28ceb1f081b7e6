package plan

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

const insteadOf = "url.https://m.example.com/.insteadof"

func val(s string) *settings.Value { v := settings.Value(s); return &v }

func layer(k settings.Key, v string, o settings.Origin, file string) settings.Setting {
	return settings.Setting{Key: k, Value: settings.Value(v), Origin: o, File: file}
}

func snapshot(l ...settings.Setting) *settings.Snapshot {
	return &settings.Snapshot{Layers: l, Git: settings.GitTool{GlobalFile: "/h/.gitconfig"}}
}

func commands(p Plan) []string {
	var out []string
	for _, c := range p.Changes {
		out = append(out, c.ID()+": "+c.CommandText())
	}
	return out
}

func TestDiff(t *testing.T) {
	t.Parallel()
	goproxy, rule := settings.Go("GOPROXY"), settings.Git(insteadOf)
	tests := []struct {
		name  string
		s     *settings.Snapshot
		wants []profile.Want
		want  []string
	}{
		{"nothing written yet", snapshot(layer(goproxy, "direct", settings.Default, "")),
			[]profile.Want{{Key: goproxy, Value: val("https://a.example.com|direct")}},
			[]string{"goproxy: go env -w 'GOPROXY=https://a.example.com|direct'"}},
		{"another value in the file, under a variable", snapshot(layer(goproxy, "off", settings.OSEnv, ""), layer(goproxy, "direct", settings.GoenvFile, "/e")),
			[]profile.Want{{Key: goproxy, Value: val("off")}},
			[]string{"goproxy: go env -w GOPROXY=off"}},
		{"wanted already", snapshot(layer(goproxy, "direct", settings.GoenvFile, "/e")), []profile.Want{{Key: goproxy, Value: val("direct")}}, nil},
		{"empty is not absent", snapshot(layer(goproxy, "", settings.GoenvFile, "/e")), []profile.Want{{Key: goproxy}}, []string{"goproxy: go env -u GOPROXY"}},
		{"a line that no go command reads", snapshot(layer(settings.Go("GO_PROXY"), "x", settings.GoenvFile, "/e")), []profile.Want{{Key: settings.Go("GO_PROXY")}}, []string{"go-proxy: go env -u GO_PROXY"}},
		{"absent and unwanted", snapshot(), []profile.Want{{Key: goproxy}}, nil},
		{"a git value beside another", snapshot(layer(rule, "https://x.example.com/", settings.GitGlobal, "/h/.gitconfig")),
			[]profile.Want{{Key: rule, Value: val("https://github.com/")}},
			[]string{"git-url-https-m-example-com-insteadof: git config --global --add url.https://m.example.com/.insteadof https://github.com/"}},
		{"one of several git values goes, once though it stands there twice", snapshot(
			layer(rule, "https://a.example.com/", settings.GitGlobal, "/h/.gitconfig"), layer(rule, "https://b.example.com/", settings.GitGlobal, "/h/.gitconfig"),
			layer(rule, "https://a.example.com/", settings.GitGlobal, "/h/.gitconfig")),
			[]profile.Want{{Key: rule, Remove: val("https://a.example.com/")}},
			[]string{"git-url-https-m-example-com-insteadof: git config --global --fixed-value --unset-all url.https://m.example.com/.insteadof https://a.example.com/"}},
		{"all values of a git key go, each from its file", snapshot(
			layer(rule, "https://a.example.com/", settings.GitGlobal, "/h/.gitconfig"), layer(rule, "https://b.example.com/", settings.GitGlobal, "/h/my inc")),
			[]profile.Want{{Key: rule}},
			[]string{
				"git-url-https-m-example-com-insteadof: git config --global --fixed-value --unset-all url.https://m.example.com/.insteadof https://a.example.com/",
				"git-url-https-m-example-com-insteadof-2: git config --file '/h/my inc' --fixed-value --unset-all url.https://m.example.com/.insteadof https://b.example.com/"}},
		{"a value of the system's file, named with the file", snapshot(layer(rule, "https://a.example.com/", settings.GitSystem, "/etc/gitconfig")),
			[]profile.Want{{Key: rule, Remove: val("https://a.example.com/"), File: "/etc/gitconfig"}},
			[]string{"git-url-https-m-example-com-insteadof: git config --file /etc/gitconfig --fixed-value --unset-all url.https://m.example.com/.insteadof https://a.example.com/"}},
		{"a git key with one value is replaced", snapshot(layer(settings.Git("http.proxy"), "http://old.example.com", settings.GitGlobal, "/h/.gitconfig")),
			[]profile.Want{{Key: settings.Git("http.proxy"), Value: val("http://u:geheim@new.example.com")}},
			[]string{"git-http-proxy: git config --global --fixed-value --unset-all http.proxy http://old.example.com",
				"git-http-proxy-2: git config --global --add http.proxy http://xxxxx@new.example.com"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Diff(tt.s, &profile.Profile{Wants: tt.wants})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, commands(p)); d != "" {
				t.Errorf("commands differ (-want +got):\n%s", d)
			}
		})
	}
}

func TestContradiction(t *testing.T) {
	t.Parallel()
	for _, wants := range [][]profile.Want{
		{{Key: settings.Go("GOPROXY"), Value: val("direct")}, {Key: settings.Go("GOPROXY"), Value: val("off")}},
		{{Key: settings.Git(insteadOf), Value: val("a")}, {Key: settings.Git(insteadOf), Remove: val("a")}},
		{{Key: settings.Variable("HTTPS_PROXY")}},
		{{Key: settings.Go("GOROOT"), Value: val("/x")}},
	} {
		if p, err := Diff(snapshot(), &profile.Profile{Wants: wants}); err == nil {
			t.Errorf("%v: no error, plan %v", wants, commands(p))
		}
	}
}

func TestNoCredentialIsShown(t *testing.T) {
	t.Parallel()
	s := snapshot(layer(settings.Git("url.https://tok3n@h.example.com/.insteadof"), "https://github.com/", settings.GitGlobal, "/h/.gitconfig"))
	p, err := Diff(s, &profile.Profile{Wants: []profile.Want{
		{Key: settings.Go("GOPROXY"), Value: val("https://u:geheim@a.example.com,direct")},
		{Key: settings.Git("url.https://tok3n@h.example.com/.insteadof")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	shown := string(data) + strings.Join(commands(p), "\n")
	for _, secret := range []string{"geheim", "tok3n"} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown: %s", secret, shown)
		}
	}
	if got := p.Changes[0].Command(); !slices.Contains(got, "GOPROXY=https://u:geheim@a.example.com,direct") {
		t.Errorf("the command to run has no credential: %d args", len(got))
	}
	if !strings.Contains(string(data), `"from":null`) {
		t.Errorf("absence is not null: %s", data)
	}
}

func TestShellLine(t *testing.T) {
	t.Parallel()
	args := []string{"go", "env", "-w", "GOPROXY=https://a.example.com|direct", "it's"}
	if got, want := ShellLine("linux", args), `go env -w 'GOPROXY=https://a.example.com|direct' 'it'\''s'`; got != want {
		t.Errorf("posix: %s, want %s", got, want)
	}
	if got, want := ShellLine("windows", args), `go env -w "GOPROXY=https://a.example.com|direct" "it's"`; got != want {
		t.Errorf("windows: %s, want %s", got, want)
	}
}

// carryOut does to a snapshot what the commands of a plan do to the files.
func carryOut(s *settings.Snapshot, p Plan) *settings.Snapshot {
	out := *s
	out.Layers = slices.Clone(s.Layers)
	for _, c := range p.Changes {
		file, origin := c.File, settings.GoenvFile
		if c.Key.Tool == settings.GitConfig {
			origin = settings.GitGlobal
			if file == "" {
				file = s.Git.GlobalFile
			}
		}
		if c.From != nil {
			out.Layers = slices.DeleteFunc(out.Layers, func(l settings.Setting) bool {
				return l.Key == c.Key && l.Value == *c.From && l.Origin == origin && (origin == settings.GoenvFile || l.File == file)
			})
		}
		if c.To != nil {
			out.Layers = append(out.Layers, layer(c.Key, c.To.Reveal(), origin, file))
		}
	}
	return &out
}

func TestIdempotentAndInvertible(t *testing.T) {
	t.Parallel()
	keys := []settings.Key{settings.Go("GOPROXY"), settings.Go("GOPRIVATE"), settings.Go("GOTOOLCHAIN"), settings.Git(insteadOf), settings.Git("http.proxy"), settings.Git("url.ssh://h/.insteadof")}
	values := []string{"a.example.com", "b.example.com", "c.example.com"}
	files := []string{"/h/.gitconfig", "/h/inc"}
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := snapshot()
		for range r.IntN(8) {
			k, v := keys[r.IntN(len(keys))], values[r.IntN(len(values))]
			if k.Tool == settings.GitConfig {
				s.Layers = append(s.Layers, layer(k, v, settings.GitGlobal, files[r.IntN(2)]))
			} else if !s.In(k, settings.GoenvFile).Set() {
				s.Layers = append(s.Layers, layer(k, v, settings.GoenvFile, "/e"))
			}
		}
		p := &profile.Profile{Name: "random"}
		for _, k := range keys {
			w := profile.Want{Key: k}
			switch r.IntN(4) {
			case 0:
				continue
			case 1:
				w.Value = val(values[r.IntN(len(values))])
			case 2:
				if k.Tool == settings.GitConfig {
					w.Remove = val(values[r.IntN(len(values))])
				}
			}
			p.Wants = append(p.Wants, w)
		}
		first, err := Diff(s, p)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		after := carryOut(s, first)
		second, err := Diff(after, p)
		if err != nil || !second.Empty() {
			t.Fatalf("seed %d: a second time %v, %v", seed, commands(second), err)
		}
		ids := map[string]bool{}
		for _, c := range first.Changes {
			if ids[c.ID()] {
				t.Fatalf("seed %d: id %s twice", seed, c.ID())
			}
			ids[c.ID()] = true
		}
		back := carryOut(after, first.Inverse())
		for _, k := range keys {
			if was, is := distinct(s, k), distinct(back, k); !slices.Equal(was, is) {
				t.Fatalf("seed %d: %s was %v, is %v", seed, k, was, is)
			}
		}
	}
}

// distinct returns the values of k per file, sorted: order and repetition are
// what restoring bytes is for.
func distinct(s *settings.Snapshot, k settings.Key) []string {
	var out []string
	for _, l := range s.All(k) {
		out = append(out, l.File+" "+l.Value.Reveal())
	}
	for i := range out {
		out[i] = strings.TrimPrefix(strings.TrimPrefix(out[i], "/e"), " ")
	}
	slices.Sort(out)
	return slices.Compact(out)
}
