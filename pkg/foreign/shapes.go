package foreign

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// bearer is scheme and credentials of an Authorization header that stands alone.
	bearer = regexp.MustCompile(`(?i)\b(?:bearer|basic|token|negotiate|ntlm)\s+([a-z0-9+/._~-]{8,}=*)`)
	// netrc are the words of a netrc file in any order, each with what follows it.
	netrc = regexp.MustCompile(`\b(login|password|account)[ \t]+("(?:[^"\\]|\\.)*"|\S+)`)
	// netrcLine is one of them that has a line for itself.
	netrcLine = regexp.MustCompile(`(?m)^[ \t]*(?:login|password|account)[ \t]+("(?:[^"\\\n]|\\.)*"|[^\s:]+)[ \t\r]*$`)
	// stamp is the linker's -X pkg.name=value, by which builds put keys into programs.
	stamp = regexp.MustCompile(`-X[ =]+["']?[^\s"'=]+=([^\s"']+)`)
	// curlUser is curl's -u user:password.
	curlUser = regexp.MustCompile(`(?:^|[\s"'\[])(?:-u[ =]?|--user[ =]|--proxy-user[ =]|-U[ =]?)(\\?"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"':]+:\S+)`)
	// loginFlag is the -p of the commands that take a password by it.
	loginFlag = regexp.MustCompile(`\b(?:sshpass|(?:mysql|mariadb)\w*\b[^\n]*?|(?:docker|podman|nerdctl|helm registry|buildah|skopeo|oras|crane auth|az|oc)\b[^\n]*?\blogin\b[^\n]*?)\s+-p[ =]?(\\?"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';]+)`)
	// echo is a program that answers with a fixed secret, as core.askPass may be.
	echo = regexp.MustCompile(`\b(?:echo|printf)\s+(?:-\w+\s+)*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s;|&'"]+)`)
	// pem is a private key, as far as the text has it.
	pem = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z)`)
	// parameter is a parameter of a query without its URL.
	parameter = regexp.MustCompile(`(?i)[?&](?:sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-signature|code|key)=([^\s&"'#]*[^\s&"'#:;.)>\]])`)
	// token are the shapes of well-known access tokens, wherever they stand.
	token = regexp.MustCompile(`\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|gl[a-z]{2,5}-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|` +
		`eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?|npm_[A-Za-z0-9]{20,}|pypi-[A-Za-z0-9_-]{20,}|dckr_[a-z]+_[A-Za-z0-9_-]{16,}|hv[sbr]\.[A-Za-z0-9_-]{16,}|` +
		`[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{20,}|AIza[0-9A-Za-z_-]{30,}|ya29\.[0-9A-Za-z_-]{20,}|AT[ABC]TT?3?[A-Za-z0-9_=-]{24,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|` +
		`do[opr]_v1_[a-f0-9]{32,}|rubygems_[a-f0-9]{32,}|cio[A-Za-z0-9]{32}|AKCp[A-Za-z0-9]{20,}|cmVmd[A-Za-z0-9]{40,})`)
)

// prose are words that follow "login", "password" or "account" in a sentence.
var prose = []string{"a", "an", "and", "are", "at", "by", "for", "from", "has", "in", "into", "is", "it", "its", "not", "of", "on", "or", "required", "that", "the", "to", "was", "with"}

// commands finds what commands and their files hold.
func (f *finder) commands() {
	if strings.Contains(f.text, "-X") {
		f.groups(stamp)
	}
	if strings.Contains(f.text, "-u") || strings.Contains(f.text, "-U") {
		for _, m := range curlUser.FindAllStringSubmatchIndex(f.text, -1) {
			if v := strings.Trim(f.text[m[2]:m[3]], `\"'`); strings.Contains(v, ":") && strings.Trim(v, "0123456789:") != "" {
				f.unquoted(m[2], m[3])
			}
		}
	}
	if strings.Contains(f.text, " -p") {
		f.groups(loginFlag)
	}
	if strings.Contains(f.text, "login") || strings.Contains(f.text, "password") || strings.Contains(f.text, "account") {
		f.netrc()
	}
	if t := strings.TrimSpace(f.text); strings.HasPrefix(t, "!") || strings.HasPrefix(t, "echo ") || strings.HasPrefix(t, "printf ") {
		for _, m := range echo.FindAllStringSubmatchIndex(f.text, -1) {
			if v := f.text[m[2]:m[3]]; !strings.Contains(v, "=") && !strings.Contains(v, "%s") {
				f.unquoted(m[2], m[3])
			}
		}
	}
}

// netrc finds the words of a netrc file: any of them where two are together, or
// with a machine, and one that has a line for itself.
func (f *finder) netrc() {
	at := 0
	for line := range strings.Lines(f.text) {
		found := netrc.FindAllStringSubmatchIndex(line, -1)
		machine := strings.Contains(line, "machine ") || strings.Contains(line, "default ")
		if len(found) > 1 || len(found) == 1 && machine {
			for _, m := range found {
				if !slices.Contains(prose, strings.Trim(line[m[4]:m[5]], ",.;:")) {
					f.unquoted(at+m[4], at+m[5])
				}
			}
		}
		at += len(line)
	}
	f.groups(netrcLine)
}

// shapes finds what is secret by its looks.
func (f *finder) shapes() {
	// Prose has neither digits nor padding: "basic authentication".
	for _, m := range bearer.FindAllStringSubmatchIndex(f.text, -1) {
		if strings.ContainsAny(f.text[m[2]:m[3]], "0123456789=") {
			f.add(m[2], m[3])
		}
	}
	if strings.Contains(f.text, "PRIVATE KEY") {
		f.groups(pem)
	}
	if strings.ContainsAny(f.text, "?&") {
		f.groups(parameter)
	}
	for _, m := range token.FindAllStringIndex(f.text, -1) {
		f.add(m[0], m[1])
	}
}

// groups notes the first group of each match.
func (f *finder) groups(pattern interface {
	FindAllStringSubmatchIndex(string, int) [][]int
}) {
	for _, m := range pattern.FindAllStringSubmatchIndex(f.text, -1) {
		f.unquoted(m[2], m[3])
	}
}

// unquoted notes a secret without the quotes around it.
func (f *finder) unquoted(from, to int) {
	v := f.text[from:to]
	if strings.HasPrefix(v, `\"`) {
		from, v = from+1, v[1:]
	}
	if n := len(v); n >= 2 && (v[0] == '"' || v[0] == '\'') && v[n-1] == v[0] {
		from, to = from+1, to-1
	}
	f.add(from, to)
}
