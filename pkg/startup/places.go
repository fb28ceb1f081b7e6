package startup

import (
	"cmp"
	"path/filepath"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// source is a file to read, or all files of a directory that match.
type source struct {
	path  string // the last part may be a pattern
	shell Shell
	login bool // read when the session begins, not by each shell
	parse func(text string, s scope) found
}

func ofShell(variant syntax.LangVariant) func(string, scope) found {
	return func(text string, s scope) found { return parsePosix(text, s, variant) }
}

// sources returns the files that set variables on this system, in the order in
// which they are read. A shell that is not installed has none.
func sources(m *host.Machine, home string) []source {
	config := m.Getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	var out []source
	if m.OS != "windows" {
		out = append(out, systemFiles()...)
	}
	if m.OS == "darwin" {
		out = append(out, source{"/Library/LaunchAgents/*.plist", Launchd, true, parseLaunchd})
	}
	if home == "" {
		return out
	}
	out = append(out, sessionFiles(home, config)...)
	out = append(out, posixFiles(m, home)...)
	out = append(out, otherShells(home, config)...)
	return append(out, powerShellProfiles(m, home, config)...)
}

func systemFiles() []source {
	sh, bash, zsh := ofShell(syntax.LangBash), ofShell(syntax.LangBash), ofShell(syntax.LangZsh)
	return []source{
		{"/etc/environment", PAM, true, parseEnvironment},
		{"/etc/security/pam_env.conf", PAM, true, parsePAM},
		{"/etc/environment.d/*.conf", Systemd, true, parseEnvironmentD},
		{"/usr/local/lib/environment.d/*.conf", Systemd, true, parseEnvironmentD},
		{"/etc/profile", Posix, false, sh},
		{"/etc/profile.d/*.sh", Posix, false, sh},
		{"/etc/bash.bashrc", Bash, false, bash},
		{"/etc/bashrc", Bash, false, bash},
		{"/etc/bash/bashrc", Bash, false, bash},
		{"/etc/zsh/zshenv", Zsh, false, zsh},
		{"/etc/zsh/zprofile", Zsh, false, zsh},
		{"/etc/zsh/zshrc", Zsh, false, zsh},
		{"/etc/zsh/zlogin", Zsh, false, zsh},
		{"/etc/zshenv", Zsh, false, zsh},
		{"/etc/zprofile", Zsh, false, zsh},
		{"/etc/zshrc", Zsh, false, zsh},
		{"/etc/zlogin", Zsh, false, zsh},
		{"/etc/fish/config.fish", Fish, false, parseFish},
		{"/etc/fish/conf.d/*.fish", Fish, false, parseFish},
		{"/etc/csh.cshrc", Csh, false, parseCsh},
		{"/etc/csh.login", Csh, false, parseCsh},
		{"/etc/profile.d/*.csh", Csh, false, parseCsh},
	}
}

func sessionFiles(home, config string) []source {
	return []source{
		{filepath.Join(home, ".pam_environment"), PAM, true, parsePAM},
		{filepath.Join(config, "environment.d", "*.conf"), Systemd, true, parseEnvironmentD},
		{filepath.Join(home, "Library", "LaunchAgents", "*.plist"), Launchd, true, parseLaunchd},
	}
}

// posixFiles are those of sh, bash and zsh. BASH_ENV and ENV name files that
// shells read that are not interactive, or are plain sh.
func posixFiles(m *host.Machine, home string) []source {
	var out []source
	add := func(shell Shell, variant syntax.LangVariant, paths ...string) {
		for _, p := range paths {
			out = append(out, source{p, shell, false, ofShell(variant)})
		}
	}
	add(Posix, syntax.LangBash, filepath.Join(home, ".profile"))
	for _, name := range []string{".bash_profile", ".bash_login", ".bashrc", ".bash_aliases", ".bashrc.d/*"} {
		add(Bash, syntax.LangBash, filepath.Join(home, name))
	}
	for _, name := range []string{"BASH_ENV", "ENV"} {
		if file := m.Getenv(name); filepath.IsAbs(file) {
			add(Posix, syntax.LangBash, file)
		}
	}
	dirs := []string{home}
	if dot := m.Getenv("ZDOTDIR"); filepath.IsAbs(dot) && filepath.Clean(dot) != filepath.Clean(home) {
		dirs = append(dirs, dot)
	}
	for _, dir := range dirs {
		for _, name := range []string{".zshenv", ".zprofile", ".zshrc", ".zlogin"} {
			add(Zsh, syntax.LangZsh, filepath.Join(dir, name))
		}
	}
	add(Zsh, syntax.LangZsh, filepath.Join(home, ".oh-my-zsh", "custom", "*.zsh"))
	return out
}

func otherShells(home, config string) []source {
	return []source{
		{filepath.Join(config, "fish", "conf.d", "*.fish"), Fish, false, parseFish},
		{filepath.Join(config, "fish", "config.fish"), Fish, false, parseFish},
		{filepath.Join(config, "fish", "fish_variables"), Fish, false, parseFishVariables},
		{filepath.Join(home, ".cshrc"), Csh, false, parseCsh},
		{filepath.Join(home, ".tcshrc"), Csh, false, parseCsh},
		{filepath.Join(home, ".login"), Csh, false, parseCsh},
	}
}

// powerShellProfiles are of all hosts and of the console, of PowerShell and of
// the older Windows PowerShell; those of all users, beside the program ($PSHOME), are
// read first. The documents may have been moved, most often to OneDrive.
func powerShellProfiles(m *host.Machine, home, config string) []source {
	dirs := []string{"/opt/microsoft/powershell/7", filepath.Join(config, "powershell")}
	if m.OS == "darwin" {
		dirs[0] = "/usr/local/microsoft/powershell/7"
	}
	if m.OS == "windows" {
		folders := []string{filepath.Join(home, "Documents")}
		if drive := m.Getenv("OneDrive"); drive != "" {
			folders = append(folders, filepath.Join(drive, "Documents"))
		}
		if moved := documents(); moved != "" && !slices.Contains(folders, moved) {
			folders = append(folders, moved)
		}
		dirs = []string{
			filepath.Join(cmp.Or(m.Getenv("ProgramFiles"), `C:\Program Files`), "PowerShell", "7"),
			filepath.Join(cmp.Or(m.Getenv("SystemRoot"), `C:\Windows`), "System32", "WindowsPowerShell", "v1.0"),
		}
		for _, d := range folders {
			dirs = append(dirs, filepath.Join(d, "PowerShell"), filepath.Join(d, "WindowsPowerShell"))
		}
	}
	var out []source
	for _, d := range dirs {
		for _, name := range []string{"profile.ps1", "Microsoft.PowerShell_profile.ps1"} {
			out = append(out, source{filepath.Join(d, name), PowerShell, false, parsePowerShell})
		}
	}
	return out
}
