package netlab

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Scenario is one broken (or healthy) machine, as a txtar file declares it.
// Its comment is the story in a sentence. Its sections:
//
//	faults     one per line, see ParseFault
//	osenv      KEY=value lines of the operating system's environment
//	goenv      the GOENV file
//	gitconfig  ~/.gitconfig
//	hosts      lines added to the hosts file
//	resolv     the lines of resolv.conf: nameserver ADDRESS, options …
//	disk       directories that are full or read-only: DIRECTORY full, DIRECTORY read-only
//	links      symbolic links: NAME -> TARGET, both below the lab's directory
//	tracked    files that a git work tree has: DIRECTORY FILE, FILE below DIRECTORY
//	warm       go commands that fill the module cache before anything is broken, one per line
//	command    what must fail, as words separated by blanks; go mod download by default.
//	           gofix-net is told a command that is named here
//	expect     what gofix-net has to find and do, see Expectation
//	home/FILE  any other file below HOME
//	work/FILE  a file of the working directory; work/go.mod that requires rsc.io/quote by default,
//	           an empty one is none
type Scenario struct {
	Story   string
	Faults  []string
	OSEnv   []string
	Hosts   string
	Resolv  string            // resolv.conf; "" is the lab's
	Disk    []string          // DIRECTORY full, DIRECTORY read-only; below the lab's directory
	Files   map[string]string // below the lab's directory: home/…, work/…
	Links   []string          // NAME -> TARGET
	Tracked []string          // DIRECTORY FILE
	Warm    []string
	Command []string
	// Named says that gofix-net is told the command.
	Named  bool
	Expect Expectation
}

// Expectation is the section "expect", one word and its value per line.
type Expectation struct {
	Before  string   // before: fails (default), hangs or works
	Says    []string // says: a text that the command prints before; repeatable
	Verdict string   // verdict: healthy, degraded or broken
	Cause   string   // cause: of the primary finding; none for no finding at all
	Also    []string // also: a cause that is found in addition; repeatable
	Not     []string // not: a cause that must not be found; repeatable
	Symptom string   // symptom: of the primary finding; "" is any
	After   string   // after: works, unchanged where nothing may be written, or partly where Helps does and the command does not
	Helps   []string // helps: a module, PATH@VERSION, that downloads afterwards; repeatable
	Doctor  int      // doctor: exit code; by default 1 where broken, else 0
	Apply   int      // apply: exit code; by default 1 where broken and unchanged, else 0
	Seconds int      // seconds: what doctor may take at most; 20 by default
	Wrote   []string // wrote: a line that the GOENV file or ~/.gitconfig holds after apply; repeatable
	Advises []string // advises: a text in the steps for a person that doctor shows; repeatable
	Rejects []string // rejects: KEY=VALUE that doctor says is never written; repeatable
	Agrees  []string // agrees: a file below the lab's directory that apply is told to change; repeatable
	Private []string // private: a text that gofix-net may ask no public host for that the command did not ask; repeatable
}

// defaultModule is the project of a scenario that declares none.
const defaultModule = "module example.com/app\n\ngo 1.20\n\nrequire rsc.io/quote v1.5.2\n"

// EmptyScenario is a healthy machine with the default project.
func EmptyScenario() *Scenario {
	return &Scenario{Files: map[string]string{"work/go.mod": defaultModule}, Command: []string{"go", "mod", "download"}}
}

// ParseScenario reads a scenario. Unknown sections and words are errors.
func ParseScenario(data []byte) (*Scenario, error) {
	for line := range strings.Lines(string(data)) {
		if strings.TrimSpace(line) == "-- --" {
			return nil, errors.New("scenario: a section without a name") // txtar.Parse panics, go-internal v1.16.0
		}
	}
	a := txtar.Parse(data)
	s := EmptyScenario()
	s.Story = strings.TrimSpace(string(a.Comment))
	if s.Story == "" {
		return nil, errors.New("scenario: the story is missing (a comment before the first section)")
	}
	expected := false
	for _, f := range a.Files {
		if err := s.section(f.Name, string(f.Data)); err != nil {
			return nil, fmt.Errorf("scenario, section %s: %w", f.Name, err)
		}
		expected = expected || f.Name == "expect"
	}
	if !expected {
		return nil, errors.New("scenario: the section expect is missing")
	}
	return s, s.Expect.check()
}

func (s *Scenario) section(name, text string) (err error) {
	switch name {
	case "faults":
		s.Faults = lines(text)
		_, err = ParseFaults(text)
	case "osenv":
		s.OSEnv = lines(text)
	case "goenv":
		s.Files["home/.config/go/env"] = text
	case "gitconfig":
		s.Files["home/.gitconfig"] = text
	case "hosts":
		s.Hosts = text
	case "resolv":
		s.Resolv = text
	case "disk":
		s.Disk = lines(text)
	case "links":
		s.Links = lines(text)
	case "tracked":
		s.Tracked = lines(text)
	case "command":
		s.Command, s.Named = strings.Fields(text), true
	case "warm":
		s.Warm = lines(text)
	case "expect":
		s.Expect, err = parseExpectation(text)
	default:
		if !strings.HasPrefix(name, "home/") && !strings.HasPrefix(name, "work/") || slices.Contains(strings.Split(name, "/"), "..") {
			return errors.New("unknown section")
		}
		s.Files[name] = text
	}
	return err
}

func parseExpectation(text string) (Expectation, error) {
	e := Expectation{Before: "fails", Doctor: -1, Apply: -1, Seconds: 20}
	words := map[string]*string{"before": &e.Before, "verdict": &e.Verdict, "cause": &e.Cause, "symptom": &e.Symptom, "after": &e.After}
	lists := map[string]*[]string{"says": &e.Says, "also": &e.Also, "not": &e.Not, "private": &e.Private, "helps": &e.Helps, "wrote": &e.Wrote, "advises": &e.Advises, "rejects": &e.Rejects, "agrees": &e.Agrees}
	numbers := map[string]*int{"doctor": &e.Doctor, "apply": &e.Apply, "seconds": &e.Seconds}
	for _, line := range lines(text) {
		key, value, _ := strings.Cut(line, " ")
		value = strings.TrimSpace(value)
		switch {
		case value == "":
			return e, fmt.Errorf("%q has no value", key)
		case words[key] != nil:
			*words[key] = value
		case lists[key] != nil:
			*lists[key] = append(*lists[key], value)
		case numbers[key] != nil:
			n, err := strconv.Atoi(value)
			if err != nil {
				return e, fmt.Errorf("%s: %w", key, err)
			}
			*numbers[key] = n
		default:
			return e, fmt.Errorf("unknown word %q", key)
		}
	}
	e.defaults()
	return e, nil
}

// defaults derives the exit codes from the contract.
func (e *Expectation) defaults() {
	broken := e.Verdict == "broken"
	if e.Doctor < 0 {
		e.Doctor = map[bool]int{true: 1, false: 0}[broken]
	}
	if e.Apply < 0 {
		e.Apply = map[bool]int{true: 1, false: 0}[broken && e.After != "works"]
	}
}

func (e *Expectation) check() error {
	for _, c := range []struct {
		name, value string
		allowed     []string
	}{
		{"before", e.Before, []string{"fails", "hangs", "works"}},
		{"verdict", e.Verdict, []string{"healthy", "degraded", "broken"}},
		{"after", e.After, []string{"works", "unchanged", "partly"}},
	} {
		if !slices.Contains(c.allowed, c.value) {
			return fmt.Errorf("scenario, section expect: %s is %q, must be one of %v", c.name, c.value, c.allowed)
		}
	}
	if (e.After == "partly") != (len(e.Helps) > 0) {
		return errors.New("scenario, section expect: helps names what downloads after a repair that is partly one")
	}
	if e.Cause == "" {
		return errors.New("scenario, section expect: cause is missing (none where nothing may be found)")
	}
	if e.Before != "works" && e.Verdict != "broken" {
		return errors.New("scenario, section expect: a command that does not work is broken, not " + e.Verdict)
	}
	return nil
}

// lines returns the lines of text that are neither blank nor comments.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}
