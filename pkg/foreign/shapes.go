package foreign

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

var (
	// bearer is scheme and credentials of an Authorization header that stands alone.
	bearer = lazyre.New(`(?i)^(?:bearer|basic|token|negotiate|ntlm)\s+([a-z0-9+/._~-]{8,}=*)`)
	// netrc are the words of a netrc file in any order, each with what follows it.
	netrc = lazyre.New(`\b(login|password|account)[ \t]+("(?:[^"\\]|\\.)*"|\S+)`)
	// netrcLine is one of them that has a line for itself.
	netrcLine = lazyre.New(`(?m)^[ \t]*(?:login|password|account)[ \t]+("(?:[^"\\\n]|\\.)*"|[^\s:]+)[ \t\r]*$`)
	// stamp is the linker's -X pkg.name=value, by which builds put keys into programs.
	stamp = lazyre.New(`-X[ =]+["']?[^\s"'=]+=([^\s"']+)`)
	// curlUser is curl's -u user:password.
	curlUser = lazyre.New(`(?:^|[\s"'\[])(?:-u[ =]?|--user[ =]|--proxy-user[ =]|-U[ =]?)(\\?"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"':]+:\S+)`)
	// loginFlag is the -p of the commands that take a password by it.
	loginFlag = lazyre.New(`\b(?:sshpass|(?:mysql|mariadb)\w*\b[^\n]*?|(?:docker|podman|nerdctl|helm registry|buildah|skopeo|oras|crane auth|az|oc)\b[^\n]*?\blogin\b[^\n]*?)\s+-p[ =]?(\\?"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';]+)`)
	// echo is a program that answers with a fixed secret, as core.askPass may be.
	echo = lazyre.New(`\b(?:echo|printf)\s+(?:-\w+\s+)*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s;|&'"]+)`)
	// pem is a private key, as far as the text has it.
	pem = lazyre.New(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z)`)
	// parameter is a parameter of a query without its URL.
	parameter = lazyre.New(`(?i)[?&](?:sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-signature|code|key)=([^\s&"'#]*[^\s&"'#:;.)>\]])`)
	// token are the shapes of well-known access tokens, wherever they stand.
	token = lazyre.New(`^(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|gl[a-z]{2,5}-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|` +
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

// base64URL are the digits of base64 in URLs and in the parts of a JWT.
const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// schemes are those of an Authorization header.
var schemes = []string{"bearer", "basic", "token", "negotiate", "ntlm"}

// shapes finds what is secret by its looks.
func (f *finder) shapes() {
	noJWT := 0 // none begins before
	for i := 0; i < len(f.text); i++ {
		if i > 0 && inWord(f.text[i-1]) {
			continue
		}
		// Prose has neither digits nor padding: "basic authentication".
		if hasAnyPrefix(f.text[i:], schemes) {
			if m := bearer.FindStringSubmatchIndex(f.text[i:]); m != nil {
				if strings.ContainsAny(f.text[i+m[2]:i+m[3]], "0123456789=") {
					f.add(i+m[2], i+m[3])
				}
			}
		}
		if !mayBeToken(f.text[i:]) || f.text[i] == 'e' && i < noJWT {
			continue
		}
		m := token.FindStringIndex(f.text[i:])
		switch {
		case m != nil:
			f.add(i, i+m[1])
			i += m[1] - 1
		case f.text[i] == 'e':
			// Its first part ends at a byte where that of none within it goes on:
			// looked for once, or a text of nothing but beginnings takes quadratic time.
			noJWT = i + len(f.text[i:]) - len(strings.TrimLeft(f.text[i:], base64URL))
		}
	}
	if strings.Contains(f.text, "PRIVATE KEY") {
		f.groups(pem)
	}
	if strings.ContainsAny(f.text, "?&") {
		f.groups(parameter)
	}
}

// inWord reports whether a byte is one of a word, as \b has it.
func inWord(c byte) bool { return c < 0x80 && wordByte(c) || c == '_' }

// mayBeToken reports whether a word begins as one of the shapes of token does: most
// do not, and the pattern is slow.
func mayBeToken(word string) bool {
	if len(word) < 14 {
		return false
	}
	switch word[0] {
	case 'g':
		return strings.HasPrefix(word, "gl") || strings.HasPrefix(word, "github_pat_") || word[1] == 'h' && word[3] == '_'
	case 'x':
		return strings.HasPrefix(word, "xox") || strings.HasPrefix(word, "xapp-")
	case 'A':
		return strings.HasPrefix(word, "AKIA") || strings.HasPrefix(word, "ASIA") || strings.HasPrefix(word, "AIza") || strings.HasPrefix(word, "AT") || strings.HasPrefix(word, "AKCp")
	case 'e':
		return strings.HasPrefix(word, "eyJ")
	case 'n':
		return strings.HasPrefix(word, "npm_")
	case 'p':
		return strings.HasPrefix(word, "pypi-")
	case 'd':
		return strings.HasPrefix(word, "dckr_") || strings.HasPrefix(word, "do") && strings.HasPrefix(word[3:], "_v1_")
	case 'h':
		return word[1] == 'v' && word[3] == '.'
	case 's', 'r':
		return strings.HasPrefix(word[1:], "k_") || strings.HasPrefix(word, "sk-") || strings.HasPrefix(word, "rubygems_")
	case 'y':
		return strings.HasPrefix(word, "ya29.")
	case 'S':
		return strings.HasPrefix(word, "SG.")
	case 'c':
		return strings.HasPrefix(word, "cio") || strings.HasPrefix(word, "cmVmd")
	}
	return false
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
