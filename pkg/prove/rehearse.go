package prove

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/tell"

	"golang.org/x/mod/modfile"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Rehearsal is what the real go did in place of a person's command.
type Rehearsal struct {
	// Tried tells whether it was run at all; the others mean nothing without it.
	Tried bool
	// OK says that every step ended well: the command would not fail of modules.
	OK bool
	// Late says that it was still under way when its time or memory was used up, or when it had
	// downloaded as much as it may.
	Late bool
	// NeedsNetwork says of a rehearsal offline that it failed only because it may
	// not ask the network.
	NeedsNetwork bool
	// Lowered says that the toolchain which the project wants was left out: it is
	// not on this machine, and a check does not download a hundred megabytes.
	Lowered bool
	// Step is the step that failed, as a command line.
	Step string
	// Output is what go said to it, without credentials, and with the person's own
	// paths in place of the copies'.
	Output string
	Took   time.Duration
	// Err is why it could not be tried.
	Err error
}

// Rehearsing says what to rehearse.
type Rehearsing struct {
	Steps []Step
	// Dir is the directory in which the person would run the command.
	Dir string
	// Offline lets nothing ask the network.
	Offline bool
	// Toolchain is the Go release that is fetched before anything else, such as
	// go1.27.1; "" where the local one serves.
	Toolchain string
	// MaxBytes is how much it may download; 0 means no bound.
	MaxBytes int64
}

// closed is where nothing listens: port 1 of this machine (tcpmux, which is not
// in use). The requests of an offline rehearsal end there. GOPROXY=off would not do:
// go list -m -u and its like take "off" for "there is nothing newer".
const closed = "http://127.0.0.1:1"

// Rehearse runs the steps under the settings that p would leave, in copies of the
// project's go.mod and go.sum and with what this machine's module cache has. The
// packages are read where they are. Nothing of the person's is written, and nothing
// of the project is executed.
func Rehearse(ctx context.Context, m *host.Machine, s *settings.Snapshot, p plan.Plan, o Rehearsing) Rehearsal {
	var r Rehearsal
	if s.Go.Path == "" {
		r.Err = tell.New("there is no go command")
		return r
	}
	start := m.Now()
	dir, remove, err := m.TempDir("gofix-net-rehearsal-")
	if err != nil {
		r.Err = scratchErr(err)
		return r
	}
	defer remove()
	sc := &scratch{dir: dir, m: m, s: s}
	if err := sc.rehearsal(ctx, p, o); err != nil {
		r.Err = scratchErr(err)
		return r
	}
	r.Lowered = sc.lowered
	ctx, stop := sc.bounded(ctx, o.MaxBytes)
	defer stop()
	for _, step := range o.Steps {
		if !sc.step(ctx, step, o, &r) {
			break
		}
	}
	r.OK = r.Tried && r.Step == ""
	r.Took = m.Now().Sub(start)
	return r
}

// rehearsal makes the copies: unlike those of a proof they keep what the project
// says of its Go release, and what the module cache has counts.
func (sc *scratch) rehearsal(ctx context.Context, p plan.Plan, o Rehearsing) error {
	sc.env = append(undisturbed(sc.s),
		"GOMODCACHE="+sc.path("mod"), "GOPATH="+sc.path("gopath"), "GOCACHE="+sc.path("cache"),
		// An index of packages is not worth making for one run.
		"GODEBUG="+strings.TrimPrefix(sc.m.Getenv("GODEBUG")+",goindex=0", ","),
		"GOPACKAGESDRIVER=off",
	)
	sc.env = append(sc.env, harmless(sc.s, p)...)
	if o.Offline {
		sc.env = append(sc.env, "GOPROXY="+closed, "GONOPROXY=none", "HTTP_PROXY="+closed, "HTTPS_PROXY="+closed, "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
			"GOSUMDB="+sc.closedSumDB())
	}
	if err := sc.sumdbState(ctx); err != nil {
		return err
	}
	if err := sc.goenv(ctx, p); err != nil {
		return err
	}
	if err := sc.gitConfig(ctx, p); err != nil {
		return err
	}
	if err := sc.cached(ctx); err != nil {
		return err
	}
	sc.lowered = o.Toolchain != "" && !sc.cachedToolchain(o.Toolchain)
	if sc.lowered {
		sc.env = append(sc.env, "GOTOOLCHAIN=local")
	}
	return nil
}

// closedSumDB is GOSUMDB with the same database at a place where nothing answers: go
// would ask the database even where GOPROXY is off. A value that go does not accept
// stays, so that it says so.
func (sc *scratch) closedSumDB() string {
	fields := strings.Fields(sc.s.Get("GOSUMDB").Reveal())
	switch {
	case len(fields) == 0, len(fields) > 2:
		return sc.s.Get("GOSUMDB").Reveal()
	case len(fields) == 1 && fields[0] == "off":
		return "off"
	case fields[0] == known.SumGolangCN: // go knows it only as the whole value
		return known.SumGolangOrg + " " + closed
	}
	return fields[0] + " " + closed
}

// step runs one step and reports whether the next may follow.
func (sc *scratch) step(ctx context.Context, step Step, o Rehearsing, r *Rehearsal) bool {
	place, err := sc.place(step, o)
	if err != nil {
		r.Err = scratchErr(err)
		return false
	}
	out, err := sc.m.Run(ctx, host.Command{
		Args: append([]string{sc.s.Go.Path}, withFlags(place.args, place.flags)...),
		Dir:  place.dir, Env: slices.Concat(sc.env, place.env),
	})
	switch {
	case ctx.Err() != nil:
		r.Tried, r.Late, r.Step = true, true, step.String()
		r.Output = sc.said(out, place.dir)
		return false
	case errors.Is(err, host.ErrGrown):
		r.Tried, r.Late, r.Step, r.Output = true, true, step.String(), err.Error()
		return false
	case err != nil:
		r.Err = err
		return false
	}
	if step.Flags && !refusesFlags(string(out.Stderr)) {
		return true
	}
	r.Tried = true
	if out.Code == 0 {
		return true
	}
	r.Step, r.Output = step.String(), sc.said(out, place.dir)
	r.NeedsNetwork = o.Offline && asksNetwork(string(out.Stderr))
	return false
}

// said is what go printed in dir, as the person would read it. go shortens a path to a
// relative one.
func (sc *scratch) said(out host.Output, dir string) string {
	text := strings.TrimSpace(string(out.Stderr))
	if text == "" {
		text = strings.TrimSpace(string(out.Stdout))
	}
	mod := sc.s.Module
	pairs := []string{
		sc.path("mod"), sc.s.Get("GOMODCACHE").Reveal(), sc.path("go.work"), mod.GoWork,
		sc.path("go.mod"), mod.GoMod, sc.path("go.sum"), filepath.Join(filepath.Dir(mod.GoMod), "go.sum"),
	}
	for name, original := range sc.modules {
		pairs = append(pairs, sc.path(name), original)
	}
	const up, slash = "..", string(filepath.Separator)
	if relative, err := filepath.Rel(dir, sc.path("mod")); err == nil && strings.HasPrefix(relative, up) {
		pairs = append([]string{relative + slash, sc.s.Get("GOMODCACHE").Reveal() + slash}, pairs...)
	}
	pairs = append(pairs, sc.dir+string(filepath.Separator), "")
	return foreign.Redact(tail(strings.NewReplacer(pairs...).Replace(text), 8000))
}

// asksNetwork reports whether go stopped because what it asked ended at the closed
// port.
func asksNetwork(text string) bool {
	return strings.Contains(text, strings.TrimPrefix(closed, "http://")) || strings.Contains(text, "toolchain not available")
}

// place is where and with which flags a step runs.
type place struct {
	args, flags, env []string
	dir              string
}

func (sc *scratch) place(step Step, o Rehearsing) (place, error) {
	args, modfile := cutModfile(step.Args)
	at := place{args: args, dir: under(o.Dir, step.Dir)}
	switch step.Where {
	case InEmpty:
		return sc.emptyModule(at)
	case InNothing:
		return at, nil
	case InModules:
		return sc.modulesOf(at)
	}
	mod := sc.s.Module
	switch {
	case mod.GoWork != "" && writesModules(step):
		at.args = step.Args
		return sc.modulesOf(at)
	case mod.GoWork != "":
		at.args = step.Args // -modfile is an error in a workspace, which go is to say
		return at, sc.copyWorkspace(mod.GoWork, &at)
	case mod.GoMod != "":
		return at, sc.copyModule(cmpOr(sc.otherModfile(modfile, at.dir), mod.GoMod), &at)
	}
	at.args = step.Args
	return at, nil
}

// withFlags puts flags behind the words of the subcommand.
func withFlags(args, flags []string) []string {
	n := 1
	if len(args) > 1 && (args[0] == "mod" || args[0] == "work") {
		n = 2
	}
	return slices.Concat(args[:n], flags, args[n:])
}

// cutModfile takes the flag -modfile out of a step.
func cutModfile(args []string) (rest []string, file string) {
	for i := 0; i < len(args); i++ {
		name, value, joined := strings.Cut(strings.Replace(args[i], "--", "-", 1), "=")
		switch {
		case name == "-modfile" && joined:
			file = value
		case name == "-modfile" && i+1 < len(args):
			i++
			file = args[i]
		default:
			rest = append(rest, args[i])
		}
	}
	return rest, file
}

// otherModfile is the file that -modfile names, of the command or of GOFLAGS, "" for
// none.
func (sc *scratch) otherModfile(file, dir string) string {
	if file == "" {
		_, file = cutModfile(strings.Fields(sc.s.Get("GOFLAGS").Reveal()))
	}
	if file == "" || filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(dir, file)
}

// copyModule lets go use copies of a go.mod and its go.sum.
func (sc *scratch) copyModule(gomod string, at *place) error {
	data, err := host.Whole(sc.m.ReadFile, gomod, host.MaxGoMod)
	if err != nil { // go says what is wrong with it
		if gomod != sc.s.Module.GoMod {
			at.flags = append(at.flags, "-modfile="+gomod)
		}
		return nil
	}
	if sc.lowered {
		if f, err := modfile.Parse(gomod, data, nil); err == nil && sc.newer(f.Go, f.Toolchain) {
			if data, err = lower(f, sc.s.Go.Version); err != nil {
				return err
			}
		}
	}
	if err := sc.write("go.mod", data); err != nil {
		return err
	}
	if err := sc.copyFile(strings.TrimSuffix(gomod, ".mod")+".sum", "go.sum", host.MaxGoSum); err != nil {
		return err
	}
	at.flags = append(at.flags, "-modfile="+sc.path("go.mod"))
	if len(at.args) > 1 && at.args[0] == "mod" && at.args[1] == "vendor" {
		at.flags = append(at.flags, "-o", sc.path("vendored"))
	}
	return nil
}

// copyWorkspace lets go use a copy of go.work. The go.mod files of its modules
// are read where they are: what writes those runs in copies of them, see modulesOf.
func (sc *scratch) copyWorkspace(gowork string, at *place) error {
	data, err := host.Whole(sc.m.ReadFile, gowork, host.MaxGoMod)
	if err != nil {
		return nil
	}
	f, err := modfile.ParseWork(gowork, data, nil)
	if err != nil {
		return nil // go says what is wrong with it
	}
	dir := filepath.Dir(gowork)
	if err := absolute(f, dir); err != nil {
		return err
	}
	if sc.lowered {
		f.DropToolchainStmt()
		if sc.newer(f.Go, nil) {
			if err := f.AddGoStmt(goLine(sc.s.Go.Version)); err != nil {
				return err
			}
		}
	}
	f.Cleanup()
	if err := sc.write("go.work", modfile.Format(f.Syntax)); err != nil {
		return err
	}
	if err := sc.copyFile(gowork+".sum", "go.work.sum", host.MaxGoSum); err != nil {
		return err
	}
	if _, err := sc.m.Stat(filepath.Join(dir, "vendor")); err == nil {
		sc.link(filepath.Join(dir, "vendor"), "vendor")
	}
	at.env = append(at.env, "GOWORK="+sc.path("go.work"))
	return nil
}

// absolute makes the relative paths of a go.work absolute: dir is where it stands.
func absolute(f *modfile.WorkFile, dir string) error {
	for _, u := range slices.Clone(f.Use) {
		if old := u.Path; !filepath.IsAbs(old) {
			if err := errors.Join(f.DropUse(old), f.AddUse(filepath.ToSlash(filepath.Join(dir, old)), u.ModulePath)); err != nil {
				return err
			}
		}
	}
	for _, r := range slices.Clone(f.Replace) {
		if r.New.Version == "" && !filepath.IsAbs(r.New.Path) {
			if err := f.AddReplace(r.Old.Path, r.Old.Version, filepath.ToSlash(filepath.Join(dir, r.New.Path)), ""); err != nil {
				return err
			}
		}
	}
	f.Cleanup()
	return nil
}

// emptyModule is a module of its own, in which packages are fetched by version.
func (sc *scratch) emptyModule(at place) (place, error) {
	at.dir = sc.path("empty")
	at.env = append(at.env, "GOWORK=off")
	at.flags = []string{"-modfile=" + filepath.Join(at.dir, "go.mod")}
	if err := os.MkdirAll(at.dir, 0o700); err != nil {
		return at, err
	}
	if _, err := sc.m.Stat(filepath.Join(at.dir, "go.mod")); err == nil {
		return at, nil // an earlier step has made it
	}
	release, _, _ := strings.Cut(strings.TrimPrefix(sc.s.Go.Version, "go"), " ")
	return at, sc.write(filepath.Join("empty", "go.mod"), fmt.Appendf(nil, "module empty.invalid\n\ngo %s\n", release))
}
