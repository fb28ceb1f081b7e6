package emit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/template"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	dockershell "github.com/moby/buildkit/frontend/dockerfile/shell"
	yaml "go.yaml.in/yaml/v3"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/lint"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// states is how many states each target is tried with.
const states = 500

// random returns a state with values made of what is hard to quote.
func random(r *rand.Rand) *emit.State {
	s := &emit.State{GoVersion: "1.26", Git: r.IntN(2) == 0, Secret: r.IntN(2) == 0}
	for _, name := range []string{"GOPROXY", "GOPRIVATE", "GOSUMDB", "GOFLAGS"} {
		if name == "GOPROXY" || r.IntN(2) == 0 {
			s.Values = append(s.Values, emit.Value{Name: name, Text: hard(r)})
		}
	}
	return s
}

// parts are what values are put together from.
var parts = []string{
	"https://proxy.example", "|", ",", "direct", "'", `"`, "$", "$$", "${GOPROXY}", "$(id)", "%", "%%", "%PATH%", `\`, `\n`, "\r", " ", "`id`", "#", ":", "!", "{", "}", "{{ x }}",
	"}}", "${{ x }}", "<<", ">>", "&", ";", "*", "?", "~", "-", "=", "世界", "‘", "\t", "@", "^", "[", "]", "%{x}", "//",
}

func hard(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("h")
	for range r.IntN(8) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

// readers are the real reader of each format, or one of its rules where the real one
// is no library. Each returns the variables that a build has, with nothing set by its
// user.
var readers = map[string]func(t *testing.T, text string) map[string]string{
	"dockerfile":   readDockerfile,
	"compose":      readCompose,
	"athens":       readAthens,
	"github":       readWorkflow,
	"gitea":        readWorkflow,
	"gitlab":       readGitlab,
	"circleci":     func(t *testing.T, text string) map[string]string { return byParameter(load(t, text)["parameters"]) },
	"azure":        func(t *testing.T, text string) map[string]string { return byName(load(t, text)["parameters"]) },
	"tekton":       func(t *testing.T, text string) map[string]string { return byName(at(load(t, text), "spec", "params")) },
	"kubernetes":   func(t *testing.T, text string) map[string]string { return texts(load(t, text)["data"]) },
	"ansible":      readAnsible,
	"renovate":     readRenovate,
	"devcontainer": readDevcontainer,
	"vscode":       func(t *testing.T, text string) map[string]string { return texts(object(t, text)["go.toolsEnvVars"]) },
	"jenkins":      readJenkins,
	"bake":         readBake,
	"powershell":   readPowershell,
	"cmd":          readCmd,
	"systemd":      readSystemd,
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable
			written := 0
			for range states {
				s := random(r)
				text, err := emit.Lookup(name).Write(s, "en")
				var unable *emit.CannotError
				if errors.As(err, &unable) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				written++
				same(t, s, text, read(t, text))
			}
			if written < states/8 {
				t.Errorf("only %d of %d states could be written", written, states)
			}
		})
	}
}

// same compares what was read with the state.
func same(t *testing.T, s *emit.State, text string, got map[string]string) {
	t.Helper()
	for _, v := range s.Values {
		if got[v.Name] != v.Text {
			t.Fatalf("%s is read as %q, want %q, from\n%s", v.Name, got[v.Name], v.Text, text)
		}
	}
}

func readDockerfile(t *testing.T, text string) map[string]string {
	t.Helper()
	ast, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	stages, _, err := instructions.Parse(ast.AST, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	lex, out := dockershell.NewLex(ast.EscapeToken), map[string]string{}
	for _, c := range stages[0].Commands {
		arg, ok := c.(*instructions.ArgCommand)
		if !ok {
			continue
		}
		for _, a := range arg.Args {
			value, _, err := lex.ProcessWord(*a.Value, dockershell.EnvsFromSlice(nil))
			if err != nil {
				t.Fatal(err)
			}
			out[a.Key] = value
		}
	}
	return out
}

func unset(string) (string, bool) { return "", false }

func interpolated(t *testing.T, text string) string {
	t.Helper()
	out, err := template.Substitute(text, unset)
	if err != nil {
		t.Fatalf("%v: %q", err, text)
	}
	return out
}

func readCompose(t *testing.T, text string) map[string]string {
	t.Helper()
	app := at(load(t, text), "services", "app")
	env, args := texts(at(app, "environment")), texts(at(app, "build", "args"))
	for name := range env {
		env[name], args[name] = interpolated(t, env[name]), interpolated(t, args[name])
		if env[name] != args[name] {
			t.Errorf("%s differs between build and environment", name)
		}
	}
	return env
}

// readAthens reads the list as Athens does: semicolons between NAME=value.
func readAthens(t *testing.T, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	list := texts(at(load(t, text), "services", "athens", "environment"))["ATHENS_GO_BINARY_ENV_VARS"]
	for _, pair := range strings.Split(interpolated(t, list), ";") {
		name, value, _ := strings.Cut(pair, "=")
		out[name] = value
	}
	return out
}

// readWorkflow evaluates ${{ vars.NAME || 'text' }} for a repository without variables.
func readWorkflow(t *testing.T, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, value := range texts(at(load(t, text), "jobs", "download", "env")) {
		rest, ok := strings.CutPrefix(value, "${{ vars."+name+" || '")
		rest, end := strings.CutSuffix(rest, "' }}")
		if !ok || !end || strings.Contains(strings.ReplaceAll(rest, "''", ""), "'") {
			t.Fatalf("no expression: %s", value)
		}
		out[name] = strings.ReplaceAll(rest, "''", "'")
	}
	return out
}

func readGitlab(t *testing.T, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, v := range load(t, text)["variables"].(map[string]any) {
		out[name] = fmt.Sprint(at(v, "value"))
		if strings.Contains(out[name], "$") && at(v, "expand") != false {
			t.Errorf("%s would be expanded", name)
		}
	}
	return out
}

func readAnsible(t *testing.T, text string) map[string]string {
	t.Helper()
	var plays []struct{ Vars map[string]yaml.Node }
	if err := yaml.Unmarshal([]byte(text), &plays); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	out := map[string]string{}
	for name, node := range plays[0].Vars {
		if strings.Contains(node.Value, "{") && node.Tag != "!unsafe" {
			t.Errorf("Jinja would read %s", node.Value)
		}
		out[strings.ToUpper(name)] = node.Value
	}
	return out
}

func readRenovate(t *testing.T, text string) map[string]string {
	t.Helper()
	return texts(object(t, text)["env"])
}

func readDevcontainer(t *testing.T, text string) map[string]string {
	t.Helper()
	out, o := map[string]string{}, object(t, text)
	for _, word := range o["onCreateCommand"].([]any)[3:] {
		name, value, _ := strings.Cut(word.(string), "=")
		out[name] = value
		if at(o, "containerEnv", name) != "${localEnv:"+name+"}" {
			t.Errorf("%s of the user's machine is not taken", name)
		}
	}
	return out
}

// readJenkins reads the strings of Groovy: no expression is in single quotes.
func readJenkins(t *testing.T, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		name, rest, ok := strings.Cut(strings.TrimLeft(line, " "), " = \"${env.")
		if !ok {
			continue
		}
		rest, begins := strings.CutPrefix(rest, name+" ?: '")
		rest, ends := strings.CutSuffix(rest, `'}"`)
		if !begins || !ends {
			t.Fatalf("not as expected: %s", line)
		}
		quoted := `"` + strings.NewReplacer(`\\`, `\\`, `\'`, `'`, `"`, `\"`, "\t", `\t`).Replace(rest) + `"`
		value, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%v: %s", err, quoted)
		}
		out[name] = value
	}
	return out
}

// lines reads NAME and text of each line that a pattern matches.
func lines(text, pattern string, decode func(string) string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		out[m[1]] = decode(m[2])
	}
	return out
}

// unescaped reads a string with the escapes of C.
func unescaped(text string) string {
	out, err := strconv.Unquote(`"` + text + `"`)
	if err != nil {
		return "not a string: " + err.Error()
	}
	return out
}

func readBake(_ *testing.T, text string) map[string]string {
	return lines(text, `(?m)^variable "(\w+)" \{\n  default = "(.*)"\n\}`, func(s string) string {
		return strings.NewReplacer("$${", "${", "%%{", "%{").Replace(unescaped(s))
	})
}

func readPowershell(_ *testing.T, text string) map[string]string {
	return lines(text, `(?m)^if \(-not \$env:\w+\) \{ \$env:(\w+) = '(.*)' \}$`, func(s string) string {
		return strings.NewReplacer("''", "'", "‘‘", "‘").Replace(s)
	})
}

func readCmd(_ *testing.T, text string) map[string]string {
	return lines(text, `(?m)^if not defined \w+ set "(\w+)=([^"]*)"$`, func(s string) string { return strings.ReplaceAll(s, "%%", "%") })
}

func readSystemd(_ *testing.T, text string) map[string]string {
	return lines(text, `(?m)^Environment="(\w+)=(.*)"$`, func(s string) string { return strings.ReplaceAll(unescaped(s), "%%", "%") })
}

func load(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := yaml.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return out
}

// object reads JSON below lines of comments.
func object(t *testing.T, text string) map[string]any {
	t.Helper()
	for strings.HasPrefix(text, "//") {
		_, text, _ = strings.Cut(text, "\n")
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return out
}

func at(v any, keys ...string) any {
	for _, k := range keys {
		m, _ := v.(map[string]any)
		v = m[k]
	}
	return v
}

func texts(v any) map[string]string {
	out := map[string]string{}
	m, _ := v.(map[string]any)
	for name, x := range m {
		out[name] = fmt.Sprint(x)
	}
	return out
}

func byParameter(v any) map[string]string {
	out := map[string]string{}
	m, _ := v.(map[string]any)
	for name, x := range m {
		out[strings.ToUpper(name)] = fmt.Sprint(at(x, "default"))
	}
	return out
}

func byName(v any) map[string]string {
	out := map[string]string{}
	list, _ := v.([]any)
	for _, x := range list {
		out[strings.ToUpper(fmt.Sprint(at(x, "name")))] = fmt.Sprint(at(x, "default"))
	}
	return out
}

// TestLintFindsNothing has lint read what emit writes, for values of all regions.
func TestLintFindsNothing(t *testing.T) {
	t.Parallel()
	for _, proxy := range []string{"https://goproxy.cn|https://mirrors.aliyun.com/goproxy/,direct", "https://proxy.golang.org,direct", "direct", "https://proxy.corp.example/go,direct"} {
		for _, target := range emit.Targets {
			s := emit.Wanted(snapshot("GOPROXY", proxy, "GOPRIVATE", "git.corp.example"), nil)
			text, err := target.Write(s, "zh")
			if errors.Is(err, emit.ErrNoProxy) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			k := kinds.Detect(target.Path, text)
			if k == nil {
				t.Logf("%s: %s is of no kind", target.Name, target.Path)
				continue
			}
			f := kinds.Read(k, target.Path, text)
			for _, p := range f.Problems {
				t.Errorf("%s: %s %s", target.Name, p.ID, p.Detail)
			}
			for _, x := range lint.Check(f) {
				t.Errorf("%s with %s: %s at %q", target.Name, proxy, x.Rule, f.Of(x.Span))
			}
		}
	}
}
