package cause

import (
	"cmp"
	"path"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// system is whose administration the steps for a person are about.
type system struct {
	OS           string
	Distribution settings.Distribution
	NoSudo       bool
}

func systemOf(f *facts.Facts) system {
	return system{f.Settings.OS, f.Settings.Distribution, f.Settings.NoSudo}
}

// sudo begins a command that root's rights are needed for: where sudo is not installed, as in
// a container image, this is root already.
func (s system) sudo() string { return when(!s.NoSudo, "sudo ") }

// install is the command that installs a package of this Linux, "" where the distribution is
// not known. It asks nothing where there is no sudo, so that it can stand in an image's build.
func (s system) install(name string) string {
	switch s.Distribution {
	case settings.Debian:
		return when(s.NoSudo, "apt-get update && apt-get install -y ", "sudo apt-get install ") + name
	case settings.Fedora:
		return s.sudo() + "dnf install " + when(s.NoSudo, "-y ") + name
	case settings.SUSE:
		return s.sudo() + "zypper " + when(s.NoSudo, "-n ") + "install " + name
	case settings.Alpine:
		return s.sudo() + "apk add " + name
	case settings.Arch:
		return s.sudo() + "pacman -S " + when(s.NoSudo, "--noconfirm ") + name
	}
	return ""
}

// itself says what a loopback address means where a container is likely.
func (s system) itself() step {
	if s.OS != "linux" || !s.NoSudo {
		return step{}
	}
	return step{" In a container, that address is the container itself; the host is host.docker.internal (with Docker on Linux only after --add-host=host.docker.internal:host-gateway).", "在容器中它指容器自身；宿主机是 host.docker.internal（Linux 上的 Docker 需要 --add-host=host.docker.internal:host-gateway）。"}
}

// scriptOf tells of the script by which the system chooses an outbound proxy.
func scriptOf(f *facts.Facts) step {
	at := f.Settings.ProxyScript.String()
	if at == "" {
		return step{}
	}
	return step{
		" This system's settings choose one by a script, " + at + ", which browsers run and go does not: the address stands in it after PROXY.",
		"本机的系统设置由脚本 " + at + " 选择代理，浏览器会执行它，go 不会：代理地址写在脚本中 PROXY 之后。",
	}
}

// outboundVariable is the outbound proxy that a variable names, "" where none does.
func outboundVariable(f *facts.Facts) string {
	return cmp.Or(f.Settings.Variable("https_proxy").String(), f.Settings.Variable("HTTPS_PROXY").String())
}

// setResolver is how this system's name servers are seen and set.
func (s system) setResolver() step {
	switch s.OS {
	case "darwin":
		return step{"On this system: networksetup -getdnsservers Wi-Fi shows those that are set by hand, and networksetup -setdnsservers Wi-Fi ADDRESS changes them.",
			"在本机上：networksetup -getdnsservers Wi-Fi 可查看手动设置的服务器，networksetup -setdnsservers Wi-Fi 地址 可修改。"}
	case "windows":
		return step{"In PowerShell: Get-DnsClientServerAddress shows it, and as administrator Set-DnsClientServerAddress changes it.",
			"在 PowerShell 中：Get-DnsClientServerAddress 可查看，以管理员身份运行 Set-DnsClientServerAddress 可修改。"}
	}
	return step{"On Linux with systemd: resolvectl status shows it, and resolvectl dns LINK ADDRESS changes it; elsewhere edit /etc/resolv.conf. In Docker: --dns ADDRESS, or \"dns\" in /etc/docker/daemon.json.",
		"使用 systemd 的 Linux：resolvectl status 可查看，resolvectl dns 网卡 地址 可修改；其他系统请编辑 /etc/resolv.conf。在 Docker 中使用 --dns 地址，或 /etc/docker/daemon.json 的 \"dns\"。"}
}

// installGit is how git comes onto this system. Where the distribution is not known,
// the common ways are told.
func (s system) installGit() step {
	command := s.install("git")
	switch s.OS {
	case "darwin":
		command = "xcode-select --install"
	case "windows":
		return step{"winget install Git.Git, or https://git-scm.com", "winget install Git.Git，或 https://git-scm.com"}
	}
	if command == "" {
		return step{"Debian, Ubuntu: apt-get install git; Alpine: apk add git; Fedora: dnf install git", "Debian、Ubuntu：apt-get install git；Alpine：apk add git；Fedora：dnf install git"}
	}
	return step{command, command}
}

// setVariable is a line that gives a variable a directory of the user's own: one below the
// home, or where there is none that can be written, one where all may write.
func setVariable(os, name, directory string, noHome bool) string {
	switch {
	case os == "windows":
		return "setx " + name + ` "%LOCALAPPDATA%\` + directory + `" (cmd)` // PowerShell would keep the percent signs
	case noHome:
		return "export " + name + "=/tmp/" + directory
	}
	return "export " + name + `="$HOME/` + directory + `"`
}

// root is the file of a root certificate in the steps.
const root = "corp.crt"

// anchor puts it into a directory from which a program makes the system's bundle.
func (s system) anchor(dir, program string) string {
	return s.sudo() + "cp " + root + " " + dir + " &&\n  " + s.sudo() + program
}

// installRoot is how this system comes to trust a root certificate, in English and
// Chinese. Where the distribution is not known, both common ways are told.
func (s system) installRoot() (en, zh string) {
	command := ""
	switch {
	case s.OS == "darwin":
		command = "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain " + root
	case s.OS == "windows":
		return "Install it as administrator: certutil -addstore Root " + root, "以管理员身份安装：certutil -addstore Root " + root
	case s.Distribution == settings.Debian:
		command = s.anchor("/usr/local/share/ca-certificates/", "update-ca-certificates")
	case s.Distribution == settings.Fedora:
		command = s.anchor("/etc/pki/ca-trust/source/anchors/", "update-ca-trust")
	case s.Distribution == settings.SUSE:
		command = s.anchor("/etc/pki/trust/anchors/", "update-ca-certificates")
	case s.Distribution == settings.Alpine:
		command = s.install("ca-certificates") + " &&\n  " + s.anchor("/usr/local/share/ca-certificates/", "update-ca-certificates")
	case s.Distribution == settings.Arch:
		command = s.sudo() + "trust anchor --store " + root
	default:
		return "Install it. Debian, Ubuntu: copy it as a .crt file to /usr/local/share/ca-certificates/ and run update-ca-certificates; Fedora: /etc/pki/ca-trust/source/anchors/ and update-ca-trust.",
			"安装方法：Debian、Ubuntu 以 .crt 文件放入 /usr/local/share/ca-certificates/ 并运行 update-ca-certificates；Fedora 放入 /etc/pki/ca-trust/source/anchors/ 并运行 update-ca-trust。"
	}
	return "Install it on this system:\n  " + command, "在本机上安装：\n  " + command
}

// trustRoot is how this system comes to trust a root certificate that is there: in a
// keychain of macOS, or in a directory from which Linux makes its bundle.
func (s system) trustRoot(place string) (en, zh string) {
	if s.OS == "darwin" {
		return "In Keychain Access, open the certificate in " + place + ", and choose Trust: Always Trust.", "在“钥匙串访问”中打开 " + place + " 里的该证书，在“信任”中选择“始终信任”。"
	}
	command := s.sudo() + "update-ca-trust"
	if strings.HasPrefix(place, "/usr/") || strings.HasPrefix(place, "/etc/pki/trust/") {
		command = s.sudo() + "update-ca-certificates"
	}
	if strings.HasPrefix(place, "/usr/") && path.Ext(place) != ".crt" {
		return "Rename " + place + ": its name must end in .crt. Then run: " + command, "把 " + place + " 改名：文件名必须以 .crt 结尾。然后运行：" + command
	}
	return "Run: " + command, "运行：" + command
}

// setClock is how this system's clock is set.
func (s system) setClock() string {
	switch {
	case s.OS == "darwin":
		return "sudo sntp -sS time.apple.com"
	case s.OS == "windows":
		return "w32tm /resync"
	case s.Distribution == settings.Alpine:
		return "rc-service chronyd restart"
	}
	return s.sudo() + "timedatectl set-ntp true"
}
