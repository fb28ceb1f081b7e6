package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/lint"
	files "github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/compose"
	"github.com/gofix-net/gofix-net/pkg/place/dockerfile"
	"github.com/gofix-net/gofix-net/pkg/place/envfile"
	"github.com/gofix-net/gofix-net/pkg/place/github"
	filekinds "github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// asKind is a kind of file that --as takes an environment from.
type asKind struct {
	name, part string     // part is what a file of the kind consists of
	kind       files.ID   // "" where the file decides
	role       files.Role // of the parts: a file without one is of another kind; "" for any file
	files      []string   // where such files are, below the working directory
}

func asKinds() []asKind {
	return []asKind{
		{"dockerfile", "STAGE", dockerfile.Kind.ID, files.Stage, []string{"Dockerfile", "Containerfile", "dockerfile"}},
		{"compose", "SERVICE", compose.Kind.ID, files.Service, []string{"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"}},
		{"github", "JOB", github.Kind.ID, files.Job, []string{".github/workflows"}},
		{"env-file", "FILE", "", "", nil},
	}
}

// asForms are the forms of the flag, for people.
func asForms() string {
	var out []string
	for _, k := range asKinds() {
		out = append(out, k.name+":"+k.part)
	}
	return strings.Join(out, ", ")
}

// described is an environment that a file describes, to be judged in place of this
// machine's.
type described struct {
	file string
	env  lint.Environment
}

// readAs finds what --as names: KIND:NAME, or KIND:FILE:NAME.
func (p *Program) readAs(value string) (*described, error) {
	name, rest, _ := strings.Cut(value, ":")
	i := slices.IndexFunc(asKinds(), func(k asKind) bool { return k.name == name })
	if i < 0 {
		return nil, usage("usage.as.form", "value", value, "forms", asForms())
	}
	k := asKinds()[i]
	paths, part := k.files, rest
	if file, behind, given := cutFile(rest); k.files == nil {
		if _, err := p.Machine.Stat(rest); err != nil {
			return nil, usageOf("--as "+value, err)
		}
		paths, part = []string{rest}, ""
	} else if given {
		paths, part = []string{file}, behind
	}
	var seen, parts []string
	right := k.role == "" // whether any file was of the kind
	for _, file := range p.filesAt(paths) {
		list, err := p.environmentsIn(file, k)
		if err != nil {
			return nil, usageOf("--as "+value, err)
		}
		seen, right = append(seen, file), right || len(list) > 0
		if e, ok := lint.In(list, part); ok {
			return &described{file, e}, nil
		}
		for _, e := range list {
			if e.Name != "" {
				parts = append(parts, e.Name)
			}
		}
	}
	switch {
	case len(seen) == 0:
		return nil, usage("usage.as.file", "value", value, "files", strings.Join(paths, ", "))
	case !right:
		return nil, usage("usage.as.not."+k.name, "file", strings.Join(seen, ", "))
	case len(parts) == 0:
		return nil, usage("usage.as.unnamed", "name", part, "file", strings.Join(seen, ", "))
	}
	return nil, usage("usage.as.part", "name", part, "file", strings.Join(seen, ", "), "parts", strings.Join(parts, ", "))
}

// cutFile separates a file from the name behind it; the name of a stage or job has
// neither a slash nor a point.
func cutFile(rest string) (file, name string, ok bool) {
	i := strings.LastIndexByte(rest, ':')
	if i < 0 {
		return rest, "", strings.ContainsAny(rest, `/\.`)
	}
	return rest[:i], rest[i+1:], true
}

// filesAt returns the files of these names that exist; for a directory, its YAML files.
func (p *Program) filesAt(names []string) []string {
	var out []string
	for _, name := range names {
		info, err := p.Machine.Stat(name)
		switch {
		case err != nil:
		case info.IsDir():
			entries, err := p.Machine.ReadDir(name)
			if err != nil {
				continue
			}
			for _, e := range entries {
				if files.IsYAML(e.Name()) {
					out = append(out, filepath.Join(name, e.Name()))
				}
			}
		default:
			out = append(out, name)
		}
	}
	return out
}

// environmentsIn reads the environments of one file.
func (p *Program) environmentsIn(file string, as asKind) ([]lint.Environment, error) {
	data, cut, err := p.Machine.ReadFile(file, maxLintFile)
	if err != nil {
		return nil, err
	}
	if cut {
		return nil, tell.Errorf("%s: %w", file, errTooLarge)
	}
	k := filekinds.Lookup(as.kind)
	if as.kind == "" {
		k = filekinds.Detect(file, string(data))
	}
	if k == nil {
		k = &envfile.Kind // no name says what it is: docker run --env-file takes any
	}
	read := filekinds.Read(k, file, string(data))
	if as.role != "" && !slices.ContainsFunc(read.Scopes, func(s files.Scope) bool { return s.Role == as.role }) {
		return nil, nil
	}
	return lint.Environments(read), nil
}

// machine is this machine as that environment sees it: its own settings and home,
// this machine's programs and network. remove takes the home away again.
func (d *described) machine(m *host.Machine) (as *host.Machine, remove func(), err error) {
	home, remove, err := m.TempDir("gofix-net-as-")
	if err != nil {
		return nil, nil, tell.Errorf("could not make a temporary home directory for %s: %w", d.file, err)
	}
	environ := []string{"HOME=" + home, "USERPROFILE=" + home, "LOCALAPPDATA=" + home, "APPDATA=" + home, "GIT_CONFIG_NOSYSTEM=1"}
	for _, keep := range []string{"PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PATHEXT", "LANG", "TERM"} {
		if v := m.Getenv(keep); v != "" {
			environ = append(environ, keep+"="+v)
		}
	}
	return m.With(append(environ, d.env.Environ()...), home), remove, nil
}

// title names the environment: "stage build of Dockerfile" without the kind's word.
func (d *described) title() string {
	if d.env.Name == "" {
		return d.file
	}
	return d.file + ":" + d.env.Name
}

// say writes to standard error which machine the verdict is about, which values it
// follows from, and what cannot be known from this machine.
func (d *described) say(p *Program, texts *i18n.Texts) {
	sheet := formats.NewSheet(p.display(p.Err, texts))
	prose := func(id string, args map[string]string) { sheet.Prose(0, "", texts.T(id, args), formats.Plain) }
	prose("doctor.as", map[string]string{"what": printable(d.title())})
	for _, v := range d.env.Lines() {
		sheet.Line(2, fmt.Sprintf("%s:%d  %s=%s", printable(d.file), v.Line, printable(v.Name), printable(foreign.Redact(v.Value.String()))))
	}
	if len(d.env.Lines()) == 0 {
		sheet.Line(2, texts.T("doctor.as.nothing", nil))
	}
	if len(d.env.Unknown) > 0 {
		prose("doctor.as.unknown", map[string]string{"names": printable(strings.Join(d.env.Unknown, ", "))})
	}
	prose("doctor.as.limits", map[string]string{"image": printable(d.env.Image)})
	_ = sheet.Write(p.Err) // what cannot be written there cannot be told either
}

// ofFile leaves out what is about variables of this user's shells: those of the
// file are where the file says.
func ofFile(list []cause.Finding) []cause.Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f cause.Finding) bool { return f.Cause == cause.EnvShadowsGoenv })
}
