// Package learn makes the secrets of a machine known to those who guard what the
// program writes: from the environment and the usual files at once, and from other
// files, from go and from git whenever the program reads them.
package learn

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// From returns a machine that does what m does. Each secret that is read through it
// becomes known to secrets. quoted is to be called with words of servers that another run
// of go or git was told, before they are shown: it asks GOAUTH's commands and git's
// helpers for the credentials that the servers may have repeated.
func From(m *host.Machine, secrets *foreign.Secrets) (learned *host.Machine, quoted func(ctx context.Context, words string)) {
	l := &learner{m: m, secrets: secrets}
	return l.machine(), l.quoted
}

type learner struct {
	m       *host.Machine
	secrets *foreign.Secrets

	mu       sync.Mutex
	goauth   []string // commands
	helpers  bool     // git has a credential helper
	asked    map[string]bool
	includes map[string]bool // files of git that were read because others include them
}

// largestSecretFile is how much of a file is searched for secrets.
const largestSecretFile = 16 << 20

func (l *learner) machine() *host.Machine {
	for _, e := range l.m.Environ() {
		name, value, _ := strings.Cut(e, "=")
		l.setting(strings.ToLower(name), value)
		l.secrets.Variable(name, value)
	}
	l.home()
	m := *l.m
	m.ReadFile = func(name string, limit int64) ([]byte, bool, error) {
		data, cut, err := l.m.ReadFile(name, limit)
		if err == nil && l.telling(name) {
			l.file(name, data)
		}
		return data, cut, err
	}
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		out, err := l.m.Run(ctx, c)
		l.ran(ctx, c, out)
		return out, err
	}
	m.Attach = l.attach
	return &m
}

// home reads the files that usually hold secrets. It is quick, and it serves the
// commands that read no settings.
func (l *learner) home() {
	dir, err := l.m.HomeDir()
	if err != nil {
		return
	}
	files := []string{l.m.Getenv("NETRC"), l.m.Getenv("GOENV")}
	for _, name := range []string{".netrc", "_netrc", ".git-credentials", ".gitconfig", ".config/git/config", ".config/git/credentials", ".config/go/env", "Library/Application Support/go/env", "AppData/Roaming/go/env"} {
		files = append(files, filepath.Join(dir, filepath.FromSlash(name)))
	}
	for _, name := range files {
		if !filepath.IsAbs(name) {
			continue
		}
		if data, _, err := l.m.ReadFile(name, largestSecretFile); err == nil {
			l.file(name, data)
		}
	}
}

// telling reports whether a file may hold secrets. Module files and caches do not.
func (l *learner) telling(name string) bool {
	base := strings.ToLower(filepath.Base(name))
	return slices.Contains([]string{"env", "config", "credentials", ".git-credentials"}, base) || strings.Contains(base, "netrc") || strings.Contains(base, "gitconfig") ||
		name == l.m.Getenv("NETRC") || name == l.m.Getenv("GOENV")
}

func (l *learner) file(name string, data []byte) {
	if strings.Contains(strings.ToLower(filepath.Base(name)), "netrc") || name == l.m.Getenv("NETRC") {
		l.secrets.Netrc(string(data))
		return
	}
	for line := range strings.Lines(string(data)) {
		setting, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		setting, value = strings.ToLower(strings.TrimSpace(setting)), strings.TrimSpace(value)
		if setting == "path" {
			l.included(filepath.Dir(name), value)
		}
		l.setting(setting, value)
		l.secrets.Learn(strings.TrimSpace(line))
	}
}

// maxIncluded is how many files that others of git include are read.
const maxIncluded = 100

// included reads a file that one of git's names, once: relative to dir, or to the home.
func (l *learner) included(dir, name string) {
	name = l.path(dir, name)
	l.mu.Lock()
	known := name == "" || l.includes[name] || len(l.includes) == maxIncluded
	if !known {
		if l.includes == nil {
			l.includes = map[string]bool{}
		}
		l.includes[name] = true
	}
	l.mu.Unlock()
	if known {
		return
	}
	if data, _, err := l.m.ReadFile(name, largestSecretFile); err == nil {
		l.file(name, data)
	}
}

// path is where a file is that a setting of git names, "" where that is not known.
func (l *learner) path(dir, name string) string {
	name = strings.Trim(name, `"`)
	if behind, ok := strings.CutPrefix(name, "~/"); ok {
		home, err := l.m.HomeDir()
		if err != nil {
			return ""
		}
		return filepath.Join(home, behind)
	}
	if !filepath.IsAbs(name) && dir != "" && name != "" {
		name = filepath.Join(dir, name)
	}
	if !filepath.IsAbs(name) {
		return ""
	}
	return name
}

// stored is the file of git's helper store, if it is another than the usual one.
var stored = lazyre.New(`^"?store\s+--file[= ]\s*["']?([^"']+)`)

// kept reads a file of credentials that a setting of git names.
func (l *learner) kept(name, value string) {
	file := value
	if m := stored.FindStringSubmatch(value); m != nil {
		file = m[1]
	} else if !strings.HasSuffix(name, "cookiefile") {
		return
	}
	data, _, err := l.m.ReadFile(l.path("", file), largestSecretFile)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(data)) {
		l.secrets.Learn(strings.TrimSpace(line))
		// A jar of cookies has seven columns, and the value is the last one.
		if columns := strings.Split(strings.TrimSpace(line), "\t"); len(columns) == 7 {
			l.secrets.Credential(columns[6])
		}
	}
}

// setting learns from one setting of which the name is known.
func (l *learner) setting(name, value string) {
	switch {
	case strings.HasSuffix(name, "extraheader"):
		if _, credential, ok := strings.Cut(value, ":"); ok {
			l.secrets.Credential(credential)
		}
	case name == "goauth":
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, source := range settings.AuthSources(value) {
			if source.Kind == settings.AuthCommand && !slices.Contains(l.goauth, source.Text) {
				l.goauth = append(l.goauth, source.Text)
			}
		}
	case strings.HasSuffix(name, ".helper"), name == "helper", strings.HasSuffix(name, "askpass"):
		l.mu.Lock()
		l.helpers = l.helpers || value != ""
		l.mu.Unlock()
		l.secrets.Learn(value)
		l.kept(name, value)
	case strings.HasSuffix(name, "cookiefile"):
		l.kept(name, value)
	default:
		l.secrets.Learn(value)
	}
}

// ran learns from what go and git say of their settings. After a request that failed,
// it also asks the credential helpers that go or git has asked: the server got a
// credential, and may have repeated it in its answer.
func (l *learner) ran(ctx context.Context, c host.Command, out host.Output) {
	if len(c.Args) == 0 {
		return
	}
	program := strings.TrimSuffix(filepath.Base(c.Args[0]), ".exe")
	switch {
	case out.Code == 0 && l.logsIn(c.Args):
		l.answer(string(out.Stdout))
	case program == "git" && slices.Contains(c.Args, "config"):
		for entry := range strings.SplitSeq(string(out.Stdout), "\x00") {
			name, value, _ := strings.Cut(entry, "\n")
			l.setting(strings.ToLower(name), value)
			l.secrets.Learn(name)
		}
	case program == "go" && slices.Contains(c.Args, "env"):
		var all map[string]any
		if json.Unmarshal(out.Stdout, &all) != nil {
			l.secrets.Learn(string(out.Stdout))
			return
		}
		for name, value := range all {
			if text, ok := value.(string); ok {
				l.setting(strings.ToLower(name), text)
			}
		}
	case out.Code != 0 && len(out.Stderr)+len(out.Stdout) > 0 && (program == "git" || program == "go"):
		l.ask(ctx, program == "go", c, append(slices.Clone(c.Args), repositories(string(out.Stderr)+string(out.Stdout))...))
	}
}

// logsIn reports whether a command gives logins: git's for its helpers, or one of GOAUTH,
// which go runs as it is and with a URL more.
func (l *learner) logsIn(args []string) bool {
	commands, _ := l.sources()
	return slices.Equal(args, []string{"git", "credential", "fill"}) || slices.ContainsFunc(commands, func(source string) bool {
		words, err := settings.SplitQuoted(source)
		return err == nil && len(words) > 0 && slices.Equal(words, args[:min(len(words), len(args))])
	})
}

// attach runs the command of a person and learns what that has just been told, where it
// failed: its output can hold what a server sent back.
func (l *learner) attach(a host.Attachment) (host.Ended, error) {
	said := explain.NewRecent(askedOutput)
	if a.Copy != nil {
		a.Copy = io.MultiWriter(a.Copy, said)
	}
	ended, err := l.m.Attach(a)
	if err == nil && ended.Code != 0 && !ended.Interrupted {
		text := string(said.Bytes())
		if strings.Contains(text, "://") {
			l.quoted(context.Background(), text)
		}
	}
	return ended, err
}

// quoted asks for the credentials that go or git may have sent to those who said words.
func (l *learner) quoted(ctx context.Context, words string) {
	if dir, err := l.m.Getwd(); err == nil {
		l.ask(ctx, true, host.Command{Dir: dir}, repositories(words))
	}
}

// askedOutput is how much of the end of an output is searched for repositories, in bytes.
const askedOutput = 64 << 10

// maxRepositories bounds the repositories for which helpers are asked.
const maxRepositories = 8

// repository is one that git was refused at, as git and go tell of it.
var repository = lazyre.New(`(?:fatal: |git )[^\n]{0,400}?(https?://[^\s'"\\<>]+)`)

func repositories(text string) []string {
	var out []string
	for _, m := range repository.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(out, m[1]) && len(out) < maxRepositories {
			out = append(out, m[1])
		}
	}
	return out
}

// askTime bounds the questions to the helpers that follow a failure.
const askTime = 5 * time.Second

// ask puts to the helpers what go or git has just asked them. It never makes a dialog
// appear a second time.
func (l *learner) ask(ctx context.Context, goauth bool, c host.Command, targets []string) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	commands, helpers := l.sources()
	if goauth {
		for _, command := range l.once(commands) {
			words, err := settings.SplitQuoted(command)
			if err != nil || len(words) == 0 {
				continue
			}
			if out, err := l.m.Run(ctx, host.Command{Args: words, Dir: c.Dir, Env: c.Env}); err == nil {
				l.answer(string(out.Stdout))
			}
		}
	}
	for _, target := range targets {
		u, err := url.Parse(target)
		if err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http") || len(l.once([]string{u.Scheme + u.Host})) == 0 {
			continue
		}
		if helpers = helpers || l.hasHelper(ctx, c); !helpers {
			return
		}
		question := "protocol=" + u.Scheme + "\nhost=" + u.Host + "\npath=" + strings.Trim(u.Path, "/") + "\n\n"
		out, err := l.m.Run(ctx, host.Command{Args: []string{"git", "credential", "fill"}, Dir: c.Dir, Env: append(slices.Clone(c.Env), "GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never", "SSH_ASKPASS"), Stdin: strings.NewReader(question)})
		if err == nil {
			l.answer(string(out.Stdout))
		}
	}
}

// hasHelper asks git whether it has one: some commands never read git's settings.
func (l *learner) hasHelper(ctx context.Context, c host.Command) bool {
	out, err := l.m.Run(ctx, host.Command{Args: []string{"git", "config", "--null", "--get-regexp", `(\.helper|askpass)$`}, Dir: c.Dir, Env: c.Env})
	return err == nil && len(out.Stdout) > 0
}

// sources are the commands of GOAUTH, and whether git has somebody to ask.
func (l *learner) sources() (goauth []string, helpers bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.goauth), l.helpers
}

// once returns those that were not asked before.
func (l *learner) once(questions []string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, q := range questions {
		if !l.asked[q] {
			out = append(out, q)
			if l.asked == nil {
				l.asked = map[string]bool{}
			}
			l.asked[q] = true
		}
	}
	return out
}

// answer learns from a helper: lines of NAME=value, as git's answer, or headers, as
// those of GOAUTH do. A line that is a single word is what a program prints that knows
// nothing of these forms, such as cat of a file with a token.
func (l *learner) answer(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if value, ok := strings.CutPrefix(line, "password="); ok {
			l.secrets.Credential(value)
			continue
		}
		name, value, header := strings.Cut(line, ":")
		switch {
		case header && !strings.Contains(name, "/") && !strings.HasPrefix(value, "//"):
			l.secrets.Credential(value)
		case !header && !strings.ContainsAny(line, " \t") && !attribute.MatchString(line):
			l.secrets.Credential(line)
		}
	}
}

// attribute is a line of git's credential protocol that is no secret.
var attribute = lazyre.New(`^(?:protocol|host|path|username|url|quit|wwwauth\[\]|capability\[\]|state\[\]|authtype|ephemeral|continue|password_expiry_utc)=`)
