package cause

import "github.com/gofix-net/gofix-net/pkg/settings"

// system is whose administration the steps for a person are about.
type system struct {
	OS           string
	Distribution settings.Distribution
}

// installRoot is how this system comes to trust a root certificate, in English and
// Chinese. Where the distribution is not known, both common ways are told.
func (s system) installRoot() (en, zh string) {
	const root = "corp.crt"
	command := ""
	switch {
	case s.OS == "darwin":
		command = "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain " + root
	case s.OS == "windows":
		return "As administrator: certutil -addstore Root " + root, "以管理员身份运行：certutil -addstore Root " + root
	case s.Distribution == settings.Debian:
		command = "sudo cp " + root + " /usr/local/share/ca-certificates/ &&\n  sudo update-ca-certificates"
	case s.Distribution == settings.Fedora:
		command = "sudo cp " + root + " /etc/pki/ca-trust/source/anchors/ &&\n  sudo update-ca-trust"
	case s.Distribution == settings.SUSE:
		command = "sudo cp " + root + " /etc/pki/trust/anchors/ &&\n  sudo update-ca-certificates"
	case s.Distribution == settings.Alpine:
		command = "apk add ca-certificates &&\n  cp " + root + " /usr/local/share/ca-certificates/ &&\n  update-ca-certificates"
	case s.Distribution == settings.Arch:
		command = "sudo trust anchor --store " + root
	default:
		return "Debian, Ubuntu: copy it as a .crt file to /usr/local/share/ca-certificates/ and run update-ca-certificates; Fedora: /etc/pki/ca-trust/source/anchors/ and update-ca-trust.",
			"Debian、Ubuntu：以 .crt 文件放入 /usr/local/share/ca-certificates/ 并运行 update-ca-certificates；Fedora：放入 /etc/pki/ca-trust/source/anchors/ 并运行 update-ca-trust。"
	}
	return "On this system:\n  " + command, "在本机上运行：\n  " + command
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
	return "sudo timedatectl set-ntp true"
}
