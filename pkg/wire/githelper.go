package wire

import (
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxTrace bounds what is read of git's own trace, in bytes.
const maxTrace = 1 << 20

// TraceFile is where git writes in a scratch directory what programs it starts.
func TraceFile(dir string) string { return filepath.Join(dir, "trace") }

// HelpersAsked tells which credential helpers git started, and what became of them,
// from git's trace of events (Documentation/technical/api-trace2, git 2.22): nothing is
// asked a second time. An older git writes no trace.
func HelpersAsked(env *probe.Env, dir string) []probe.GitHelper {
	if env.ReadFile == nil {
		return nil
	}
	data, err := host.Whole(env.ReadFile, TraceFile(dir), maxTrace)
	if err != nil {
		return nil
	}
	return readHelpers(string(data), env.Settings)
}

// child is one program that git started.
type child struct {
	id     string // of the process that started it, and its number there
	argv   []string
	ended  bool
	code   int
	parent string
}

// readHelpers reads a trace of git.
func readHelpers(trace string, s *settings.Snapshot) []probe.GitHelper {
	var children []*child
	for line := range strings.SplitSeq(trace, "\n") {
		var e struct {
			Event, SID string
			ChildID    int `json:"child_id"`
			Argv       []string
			Code       int
		}
		if json.Unmarshal([]byte(line), &e) != nil || e.Event != "child_start" && e.Event != "child_exit" {
			continue // an event of another kind, or the last line of a git that was ended
		}
		id := e.SID + "#" + strconv.Itoa(e.ChildID)
		if e.Event == "child_start" {
			children = append(children, &child{id: id, argv: e.Argv, parent: e.SID})
			continue
		}
		for _, c := range children {
			if c.id == id && !c.ended {
				c.ended, c.code = true, e.Code
			}
		}
	}
	return helpersOf(children, s)
}

func helpersOf(children []*child, s *settings.Snapshot) []probe.GitHelper {
	var out []probe.GitHelper
	for _, c := range children {
		if len(c.argv) == 1 {
			c.argv = []string{operation(c.argv[0])}
		}
		if len(c.argv) != 1 {
			if name := askpassOf(c.argv, s); name != "" {
				out = append(out, probe.GitHelper{Setting: name, State: stateOf(c), Code: c.code})
			}
			continue
		}
		program, get := strings.CutSuffix(c.argv[0], " get")
		if !get {
			if of, erase := strings.CutSuffix(c.argv[0], " erase"); erase {
				rejected(out, of)
			}
			continue
		}
		h := probe.GitHelper{Program: program, State: stateOf(c), Code: c.code}
		if unknown := unstarted(children, c); unknown && h.State == probe.HelperFails {
			h.State = probe.HelperMissing
		}
		h.Setting, h.File = helperSetting(program, s)
		out = append(out, h)
	}
	out = eachOnce(out)
	for i := range out { // the whole text of a shell helper may hold what it prints
		out[i].Program = foreign.Redact(shortProgram(out[i].Program))
	}
	return out
}

// operation is the command of a helper with what git wants of it, without the shell
// function by which it is only asked.
func operation(command string) string {
	for _, o := range []string{" get", " erase", " store"} {
		if of, ok := strings.CutSuffix(command, o); ok {
			return settings.HelperCommand(of) + o
		}
	}
	return command
}

// eachOnce joins the questions to one helper, which git may ask for each of its requests:
// what it has to say counts, not that it gave nothing another time.
func eachOnce(list []probe.GitHelper) []probe.GitHelper {
	var out []probe.GitHelper
	for _, h := range list {
		i := slices.IndexFunc(out, func(o probe.GitHelper) bool {
			return o.Program == h.Program && o.Setting == h.Setting && o.File == h.File
		})
		switch {
		case i < 0:
			out = append(out, h)
		case out[i].State == probe.HelperSilent:
			out[i] = h
		}
	}
	return out
}

func stateOf(c *child) probe.HelperState {
	switch {
	case !c.ended:
		return probe.HelperHangs
	case c.code == 127 || c.code == -1: // the shell's, and git's for a program that it cannot start
		return probe.HelperMissing
	case c.code != 0:
		return probe.HelperFails
	}
	return probe.HelperSilent
}

// unstarted reports whether the git that a helper is a subcommand of could not start it.
func unstarted(children []*child, helper *child) bool {
	name, ok := strings.CutPrefix(helper.argv[0], "git credential-")
	if !ok {
		return false
	}
	name, _, _ = strings.Cut(name, " ")
	for _, c := range children {
		if strings.HasPrefix(c.parent, helper.parent+"/") && len(c.argv) > 0 && c.argv[0] == "git-credential-"+name && c.ended && c.code == -1 {
			return true
		}
	}
	return false
}

// rejected notes that git took back what a helper had given: the server refused it.
func rejected(list []probe.GitHelper, program string) {
	for i := range list {
		if list[i].Program == program && list[i].State == probe.HelperSilent {
			list[i].State = probe.HelperRejected
		}
	}
}

// helperSetting is the setting that names a helper, as git makes a command of it
// (credential.c): "!" before a shell command, an absolute path, or a subcommand.
func helperSetting(program string, s *settings.Snapshot) (key, file string) {
	for _, l := range s.Layers {
		if !l.Key.IsCredentialHelper() {
			continue
		}
		value := l.Value.Reveal()
		if value != "" && (program == strings.TrimPrefix(value, "!") || program == value || program == "git credential-"+value) {
			return l.Key.Name, l.File
		}
	}
	return "credential.helper", ""
}

// askpassOf is the setting by which git asks a program for a login, "" where argv is no
// such question.
func askpassOf(argv []string, s *settings.Snapshot) string {
	if len(argv) != 2 || !strings.HasPrefix(argv[1], "Username for ") && !strings.HasPrefix(argv[1], "Password for ") {
		return ""
	}
	for _, l := range s.Layers {
		switch l.Key.Name {
		case "GIT_ASKPASS", "SSH_ASKPASS", "core.askpass":
			if l.Value.Reveal() == argv[0] {
				return l.Key.Name
			}
		}
	}
	return "" // the one by which runGit keeps ssh from asking
}

// shortProgram is the name of a helper for people: a shell helper is told by its first word.
func shortProgram(command string) string {
	words := strings.Fields(command)
	switch {
	case len(words) == 0:
		return ""
	case strings.HasPrefix(command, "git credential-"):
		return strings.TrimPrefix(words[1], "credential-")
	case strings.HasSuffix(words[0], "()") || strings.ContainsAny(words[0], "{}();$`\"'="):
		return "" // a function of the shell has no name that a person knows
	case len(words) == 1:
		return command
	}
	return path.Base(filepath.ToSlash(words[0]))
}
