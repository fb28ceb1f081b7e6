package foreign

import (
	"encoding/base64"
	"slices"
	"strings"
	"sync"
)

// Secrets are those that a run knows: from the environment, netrc, settings, and
// what credential helpers answered. Their texts are masked wherever they get into
// an output, in whatever form. The zero value knows none. It is safe for
// concurrent use.
type Secrets struct {
	mu    sync.RWMutex
	known map[string]bool
	index index
}

const (
	// least is the length from which a text is worth masking: a shorter one is no
	// secret, and stands in every other word.
	least = 4
	// gram is how many bytes of a secret are looked up at once.
	gram = 8
)

// Add makes a secret known. A password of "token" or "error" is not kept: the
// gaps that it leaves in ordinary text would show what it is.
func (s *Secrets) Add(secret string) {
	secret = strings.TrimSpace(secret)
	if len(secret) < least || harmlessValue(secret) || slices.Contains(common, strings.ToLower(secret)) {
		return
	}
	if strings.ContainsAny(secret, "\r\n") { // a private key
		for line := range strings.FieldsFuncSeq(secret, func(r rune) bool { return r == '\r' || r == '\n' }) {
			if line = strings.TrimSpace(line); len(line) >= 2*gram && !strings.HasPrefix(line, "-----") {
				s.Add(line)
			}
		}
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]bool{}
	}
	if !s.known[secret] {
		s.known[secret] = true
		s.index.add(secret)
		s.index.addPacked(secret)
	}
}

// common are words that are never masked, even where one was set as a password: they occur
// in every report.
var common = []string{
	"admin", "auth", "basic", "bearer", "broken", "cookie", "default", "degraded", "direct", "error", "github", "gitlab", "golang", "goproxy", "guest", "healthy",
	"helper", "host", "http", "https", "info", "login", "mirror", "module", "modules", "netrc", "oauth2", "pass", "password", "private", "proxy", "public",
	"root", "secret", "skip", "store", "test", "text", "token", "unknown", "user", "username", "value", "warning", "x-access-token", "x-oauth-basic",
}

// Learn makes the secrets in a text known: whatever [Redact] would mask in it, and
// what that is made of.
func (s *Secrets) Learn(text string) {
	for _, x := range find(text) {
		s.Credential(text[x.from:x.to])
	}
}

// Credential makes a credential and its parts known: user:password, the value of
// an Authorization header, either in escapes.
func (s *Secrets) Credential(text string) {
	text = strings.TrimSpace(text)
	if scheme, value, ok := strings.Cut(text, " "); ok && slices.Contains([]string{"basic", "bearer", "token", "negotiate", "digest", "ntlm"}, strings.ToLower(scheme)) {
		text = strings.TrimSpace(value)
	}
	if plain, ok := unescaped(text); ok {
		s.Credential(plain)
	}
	if decoded, err := base64.StdEncoding.DecodeString(text); err == nil && len(text) >= gram && printable(decoded) && strings.Contains(string(decoded), ":") {
		s.Credential(string(decoded))
	}
	user, behind, found := strings.Cut(text, ":")
	if !found || behind == "" {
		s.Add(strings.TrimSuffix(text, ":"))
		return
	}
	s.Add(behind)
	if behind == "x-oauth-basic" || looksSecret(user) && len(user) >= 16 {
		s.Add(user)
	}
}

// Variable makes the secret in a variable of the environment known.
func (s *Secrets) Variable(name, value string) {
	place := strings.HasPrefix(value, "/") && !strings.ContainsAny(value, "+=") || strings.HasPrefix(value, "~") || strings.HasPrefix(value, `C:\`)
	if SecretName(name) && !place && !harmlessValue(value) && !slices.Contains([]string{"PWD", "OLDPWD"}, strings.ToUpper(name)) {
		s.Credential(value)
		return
	}
	s.Learn(value)
}

// Netrc makes the logins and passwords of a netrc file known: those too that go does not
// send, in macros, under default, or in a file with mistakes, since they must not be shown.
func (s *Secrets) Netrc(text string) {
	fields := strings.Fields(text)
	for i := 0; i+1 < len(fields); i++ {
		switch fields[i] {
		case "password", "account":
			s.Add(strings.Trim(fields[i+1], `"`))
		case "login":
			if looksSecret(fields[i+1]) && len(fields[i+1]) >= 16 {
				s.Add(fields[i+1])
			}
		}
	}
}

// Mask masks the known secrets in text: plain, in percent escapes, in those of
// JSON, Go, git, mail, HTML and XML, in hexadecimal and base64 at any alignment, in
// capitals, parted by what has no width or by ends of lines, several of
// these upon each other, and the larger part of one. Text without any is returned
// unchanged.
func (s *Secrets) Mask(text string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.known) == 0 || text == "" {
		return text
	}
	return mask(text, merge(s.search(text, depth, false)))
}
