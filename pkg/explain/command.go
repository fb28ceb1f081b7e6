package explain

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// commandLine is a command as a shell's prompt, "set -x", a Dockerfile or a CI system
// shows it. "# " alone is no prompt: the go command begins lines so.
var commandLine = lazyre.New(`^\s*(?:` + strings.Join([]string{
	`[^\s$%>]*[$❯➜] `,                   // $, ~/src$
	`\[?[\w.-]+@[\w.-]+[^$#%>]*[$#%>] `, // user@host:~/src#
	`[\w.-]{2,}% `,                      // csh
	`(?:PS )?[A-Za-z]:\\[^>]*> ?`,       // Windows
	`\++ `,                              // set -x
	`(?:Step \d+/\d+ : |\[[^\]]+\] )?RUN (?:--\S+ )*`,
	`(?:##\[group\]|##\[command\]|\[command\])?Run `,
	`##\[command\]|\[command\]`,
	`\[Container\] \S+ \S+ Running command `, // CodeBuild
}, "|") + `)(\S.*)$`)

// maxCommand is how much of a line is looked at for a command.
const maxCommand = 400

// neutral are programs that tell nothing of whose git follows: a shell, a build tool,
// what runs or fetches anything. git and go themselves are on the one side or the other.
var neutral = []string{
	"sh", "bash", "zsh", "dash", "cmd", "cmd.exe", "powershell", "pwsh", "make", "gmake", "mage", "task", "just", "ninja", "bazel", "bazelisk",
	"cd", "export", "set", "echo", "cat", "ls", "env", "pwd", "mkdir", "rm", "cp", "mv", "chmod", "chown", "source", ".", "test", "time", "exec", "eval", "if", "for", "while", "then", "true", "exit",
	"docker", "docker-compose", "podman", "buildah", "nerdctl", "ssh", "scp", "ping", "nslookup", "dig", "telnet", "openssl", "curl", "wget", "apk", "apt", "apt-get", "yum", "dnf", "sudo",
	"dep", "glide", "govendor", "xcaddy", "ko", "hugo", "wails", "tinygo", "protoc", "buf", "kubebuilder", "operator-sdk", "skaffold",
}

// launchers stand in front of a command without being it.
var launchers = []string{"sudo", "env", "time", "exec", "command", "nohup", "then", "do", "&&", "-E", "-x"}

// runner is what the command line text runs, as far as it tells whose git follows.
type runner int

const (
	runsUnknown runner = iota // no command line, or one that tells nothing
	runsOurs                  // go, git
	runsForeign               // another program
)

// runnerOf tells what a line of a log runs, of several commands in it go before git
// before another.
func runnerOf(text string) runner {
	_, by := commandOf(text)
	return by
}

// commandOf is the command that a line shows, "" if none, and what it runs.
func commandOf(text string) (command string, by runner) {
	text = text[:min(len(text), maxCommand)]
	m := find(commandLine, text, "$ ", "❯ ", "➜ ", "% ", "> ", `:\`, "+ ", "RUN ", "Run ", "Running command ", "[command]", "# ")
	if m == nil {
		m = find(shellCommand, text, "sh -")
	}
	if m == nil {
		return "", runsUnknown
	}
	command = m[0][1]
	for _, part := range strings.FieldsFunc(command, func(r rune) bool { return strings.ContainsRune(";&|", r) }) {
		switch program := programOf(part); {
		case program == "", slices.Contains(neutral, program), strings.HasSuffix(program, ".sh"):
		case strings.HasPrefix(program, "go"), program == "git":
			return command, runsOurs
		default:
			by = runsForeign
		}
	}
	return command, by
}

// programOf is the name of the program that a command runs, "" where it is none or is
// a file of the project.
func programOf(command string) string {
	for _, word := range strings.Fields(command) {
		if slices.Contains(launchers, word) || strings.Contains(word, "=") {
			continue
		}
		if strings.HasPrefix(word, "./") || strings.HasPrefix(word, "-") || !programName.MatchString(word) {
			return ""
		}
		return word[strings.LastIndexAny(word, `/\`)+1:]
	}
	return ""
}

// programName keeps prose and signs out: what follows "+ " in a list of changes.
var programName = lazyre.New(`^[A-Za-z/~.\\][\w./\\:~+-]*$`)
