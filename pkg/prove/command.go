package prove

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// ErrNotGo means that a command is none of the go command's: what it would
// download cannot be told without running it.
var ErrNotGo = tell.New("only a go command can be examined; for another program use gofix-net run -- COMMAND")

// Step is one run of the real go command in place of the person's own: it loads and
// downloads what that would, and executes nothing of the project.
type Step struct {
	// Args follow "go", without the flags that lead to the scratch copies.
	Args []string
	// Dir is where the person would run it: relative to the working directory, ""
	// for that directory itself.
	Dir string
	// Where says in what it runs.
	Where Where
	// Flags says that it asks whether go accepts the flags, and nothing else.
	Flags bool
}

// Where is what a step runs in.
type Where int

// The places of a step.
const (
	InProject Where = iota // the current project, with copies of its go.mod and go.sum
	InEmpty                // an empty module, as for go install PATH@VERSION
	InModules              // copies of the go.mod files of a whole workspace, which it may write
	InNothing              // wherever it is: nothing of a project matters
)

// String is the step as a command line.
func (s Step) String() string { return "go " + strings.Join(s.Args, " ") }

// DefaultSteps are what a project has to be able to do: fetch its modules and load
// its packages, tests included. dirs are the directories of its modules relative to
// where it is run; a project whose vendor directory is complete fetches nothing.
func DefaultSteps(dirs []string, vendored bool) []Step {
	patterns := []string{}
	for _, d := range dirs {
		patterns = append(patterns, "./"+path.Join(filepath.ToSlash(d), "..."))
	}
	load := Step{Args: append([]string{"list", "-buildvcs=false", "-deps", "-test"}, patterns...)}
	if vendored {
		return []Step{load}
	}
	return []Step{{Args: []string{"mod", "download"}}, load}
}

// Steps returns the steps that represent a go command: command is the whole of it, "go"
// first. Nothing is executed by them: builds, tests and generators are examined by
// the packages that they load and the modules that they download. The error says
// that it cannot be examined.
func Steps(command []string) ([]Step, error) {
	if len(command) == 0 || !isGo(command[0]) {
		return nil, ErrNotGo
	}
	dir, words := cutChdir(command[1:])
	if len(words) == 0 {
		return []Step{{Args: []string{"version"}, Dir: dir, Where: InNothing}}, nil
	}
	inner, rest := cutChdir(words[1:])
	steps := append(checkFlags(words[0], rest), stepsOf(words[0], rest)...)
	for i := range steps {
		steps[i].Dir = path.Join(dir, inner)
		steps[i].Args = without(steps[i].Args, "x") // what go does would bury what it says
	}
	return steps, nil
}

// isGo reports whether a program is the go command by its name: go, go.exe, or one
// of the downloaded releases such as go1.25.3.
func isGo(program string) bool {
	name := strings.TrimSuffix(path.Base(filepath.ToSlash(program)), ".exe")
	rest, ok := strings.CutPrefix(name, "go")
	return ok && (rest == "" || strings.Trim(rest, "0123456789.rcbeta") == "")
}

// cutChdir takes the flag -C from the front, the only place where the go command allows it.
func cutChdir(words []string) (dir string, rest []string) {
	if len(words) == 0 {
		return "", words
	}
	name, value, joined := strings.Cut(strings.Replace(words[0], "--", "-", 1), "=")
	switch {
	case name == "-C" && joined:
		return value, words[1:]
	case name == "-C" && len(words) > 1:
		return words[1], words[2:]
	}
	return "", words
}

// Dir returns the directory in which a go command works if the shell is in
// dir: -C leads elsewhere.
func Dir(command []string, dir string) string {
	if len(command) == 0 {
		return dir
	}
	first, words := cutChdir(command[1:])
	dir = under(dir, first)
	if len(words) == 0 {
		return dir
	}
	second, _ := cutChdir(words[1:])
	return under(dir, second)
}

// under is a directory seen from another one.
func under(dir, other string) string {
	other = filepath.FromSlash(other)
	switch {
	case other == "":
		return dir
	case filepath.IsAbs(other) || dir == "":
		return other
	}
	return filepath.Join(dir, other)
}

// Named returns the arguments of a go command that name modules or packages to be
// fetched, each with its @VERSION if it has one, and whether the command needs
// nothing else of the project in whose directory it runs.
func Named(command []string) (arguments []string, alone bool) {
	if len(command) == 0 || !isGo(command[0]) {
		return nil, false
	}
	_, words := cutChdir(command[1:])
	if len(words) == 0 {
		return nil, false
	}
	_, rest := cutChdir(words[1:])
	sub := words[0]
	if sub == "mod" && len(rest) > 0 {
		sub, rest = "mod "+rest[0], rest[1:]
	}
	f := split(rest)
	switch sub {
	case "run":
		f.packages = program(f.packages)
	case "install", "get", "mod download":
	case "list":
		if !slices.Contains(rest, "-m") {
			return nil, false
		}
	default:
		return nil, false
	}
	alone = sub != "get" && sub != "list" && len(f.packages) > 0
	for _, p := range f.packages {
		name, version, versioned := strings.Cut(p, "@")
		alone = alone && versioned
		first, _, _ := strings.Cut(name, "/")
		if strings.Contains(first, ".") && !strings.HasPrefix(p, ".") && !strings.Contains(name, "...") && !strings.HasSuffix(name, ".go") && version != "none" {
			arguments = append(arguments, p)
		}
	}
	return arguments, alone && len(arguments) > 0
}

// Newest reports whether a go command asks for the newest versions of what the project
// requires.
func Newest(command []string) bool {
	if len(command) == 0 || !isGo(command[0]) {
		return false
	}
	_, words := cutChdir(command[1:])
	has := func(names ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			name, _, _ := strings.Cut(strings.TrimLeft(w, "-"), "=")
			return strings.HasPrefix(w, "-") && slices.Contains(names, name)
		})
	}
	switch {
	case len(words) == 0:
		return false
	case words[0] == "get":
		return has("u")
	}
	return words[0] == "list" && has("m") && has("u", "versions")
}

func stepsOf(sub string, words []string) []Step {
	switch sub {
	case "build", "generate", "fix", "doc":
		f := split(words)
		return []Step{load(f, false)}
	case "test", "vet":
		f := split(words)
		return []Step{load(f, true)}
	case "run":
		f := split(words)
		f.packages = program(f.packages)
		return loadOrFetch(f)
	case "install":
		return loadOrFetch(split(words))
	case "tool":
		if f := split(words); len(f.packages) > 0 && !slices.Contains(distributed, f.packages[0]) {
			return []Step{{Args: []string{"list", "-buildvcs=false", "-deps", "tool"}}}
		}
	case "list":
		return []Step{{Args: append([]string{"list", "-buildvcs=false"}, without(words, "export", "compiled", "toolexec", "buildvcs")...)}}
	case "get":
		return []Step{{Args: append([]string{"get"}, without(words, "toolexec", "exec", "d")...)}}
	case "mod":
		return modSteps(words)
	case "work":
		if len(words) > 0 && words[0] == "sync" {
			return []Step{{Args: append([]string{"work"}, words...), Where: InModules}}
		}
		if len(words) > 0 && words[0] == "vendor" {
			return []Step{{Args: append([]string{"work"}, without(words, "o")...), Where: InModules}}
		}
		return DefaultSteps([]string{"."}, false)[:1]
	}
	// env, version, clean, fmt and the like fetch nothing but a toolchain.
	return []Step{{Args: []string{"version"}, Where: InNothing}}
}

// distributed are the tools that come with a release of Go, or that go builds of its own
// source: go tool looks for them first (cmd/go/internal/tool, Go 1.21 to 1.27).
var distributed = []string{
	"addr2line", "api", "asm", "buildid", "cgo", "compile", "covdata", "cover", "dist", "distpack", "doc", "fix", "link", "nm",
	"objdump", "pack", "pprof", "preprofile", "test2json", "trace", "vet",
}

// modSteps are the steps of go mod. What only reads or edits files downloads what
// the module graph needs.
func modSteps(words []string) []Step {
	if len(words) == 0 {
		return []Step{{Args: []string{"version"}, Where: InNothing}}
	}
	switch words[0] {
	case "download", "tidy", "graph", "why":
		return []Step{{Args: append([]string{"mod"}, words...)}}
	case "vendor":
		return []Step{{Args: append([]string{"mod", "vendor"}, without(words[1:], "o")...)}}
	case "init", "edit":
		return []Step{{Args: []string{"version"}, Where: InNothing}}
	}
	return []Step{{Args: []string{"mod", "download"}}}
}

// checkFlags is the step that asks whether go accepts the flags of a command that
// compiles or runs: by -n, which does neither, and for a package that needs nothing.
func checkFlags(sub string, words []string) []Step {
	switch sub {
	case "build", "test", "vet", "run", "install", "generate":
	default:
		return nil
	}
	f := split(words)
	every := without(f.every, "toolexec", "exec", "vettool", "o", "c", "i", "x", "C", "coverprofile", "outputdir", "trace",
		"blockprofile", "cpuprofile", "memprofile", "mutexprofile", "artifacts")
	if len(every) == 0 || slices.ContainsFunc(f.packages, func(p string) bool { return strings.Contains(p, "@") }) {
		return nil
	}
	return []Step{{Args: slices.Concat([]string{sub, "-n"}, every, []string{"unsafe"}), Flags: true}}
}

// load is the step that loads the packages of a command.
func load(f flagged, tests bool) Step {
	args := append([]string{"list", "-buildvcs=false", "-deps"}, f.flags...)
	if tests {
		args = append(args, "-test")
	}
	return Step{Args: append(args, f.packages...)}
}

// loadOrFetch loads packages of the project, or fetches those that are named with a
// version, which have nothing to do with it.
func loadOrFetch(f flagged) []Step {
	var steps []Step
	var own, bare []string
	for _, p := range f.packages {
		name, _, versioned := strings.Cut(p, "@")
		if !versioned {
			own = append(own, p)
			continue
		}
		bare = append(bare, name)
		steps = append(steps, Step{Args: []string{"get", p}, Where: InEmpty})
	}
	if len(bare) > 0 {
		steps = append(steps, Step{Args: append([]string{"list", "-buildvcs=false", "-deps"}, bare...), Where: InEmpty})
	}
	if len(own) > 0 || len(bare) == 0 {
		f.packages = own
		steps = append(steps, load(f, false))
	}
	return steps
}

// program is what go run runs: the files, or one package, that its arguments begin
// with; what follows belongs to the program.
func program(words []string) []string {
	n := 0
	for n < len(words) && strings.HasSuffix(words[n], ".go") {
		n++
	}
	return words[:max(n, min(1, len(words)))]
}

// flagged are the words of a build command.
type flagged struct {
	flags    []string // those that decide what is loaded
	every    []string // all of them, each with its value in one word
	packages []string
}

// loading reports whether a build flag counts: decides which packages and modules are
// loaded, and whether a value follows it.
func loading(flag string) (value, counts bool) {
	switch flag {
	case "mod", "modfile", "overlay", "tags", "compiler", "installsuffix":
		return true, true
	case "race", "msan", "asan", "modcacherw":
		return false, true
	}
	return false, false
}

// valued are the other flags of build, test and run that take a value (go help
// build, go help testflag, Go 1.26).
var valued = []string{
	"p", "o", "covermode", "coverpkg", "asmflags", "buildmode", "gccgoflags", "gcflags", "ldflags", "pgo", "pkgdir", "toolexec", "exec",
	"run", "skip", "bench", "benchtime", "blockprofile", "blockprofilerate", "count", "coverprofile", "cpu", "cpuprofile", "fuzz",
	"fuzztime", "fuzzminimizetime", "list", "memprofile", "memprofilerate", "mutexprofile", "mutexprofilefraction", "outputdir",
	"parallel", "shuffle", "timeout", "trace", "vet", "vettool", "artifacts",
}

// split parts the words of a build command into the flags that count and the
// packages; -args ends both.
func split(words []string) flagged {
	var f flagged
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w == "-args" || w == "--args" {
			break
		}
		if !strings.HasPrefix(w, "-") || w == "-" {
			f.packages = append(f.packages, w)
			continue
		}
		name, _, joined := strings.Cut(strings.TrimLeft(w, "-"), "=")
		value, counts := loading(name)
		takes := value || slices.Contains(valued, name)
		if counts {
			f.flags = append(f.flags, w)
		}
		if takes && !joined && i+1 < len(words) {
			i++
			w += "=" + words[i]
			if counts {
				f.flags = append(f.flags, words[i])
			}
		}
		f.every = append(f.every, w)
	}
	return f
}

// without drops flags by name, with their values where those are separate.
func without(words []string, names ...string) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		name, _, joined := strings.Cut(strings.TrimLeft(words[i], "-"), "=")
		if !strings.HasPrefix(words[i], "-") || !slices.Contains(names, name) {
			out = append(out, words[i])
			continue
		}
		if !joined && slices.Contains(valued, name) {
			i++
		}
	}
	return out
}
