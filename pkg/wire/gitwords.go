package wire

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// gitShape is a wording of git, curl or ssh and what it means. Nothing but
// words exists here: git's exit code is 128 for all of them.
type gitShape struct {
	symptom symptom.Symptom
	// words are parts of a line, in lower case; any of them will do.
	words []string
}

// gitShapes are the wordings of git 2.39 to 2.47 with libcurl 7.88 to 8.11
// (GnuTLS, OpenSSL, schannel, Secure Transport) and OpenSSH 9, under LC_ALL=C.
// The first row that has a line decides: the more specific line comes before one
// that follows from it.
var gitShapes = []gitShape{
	{symptom.VCSHostKey, []string{"host key verification failed", "remote host identification has changed", "host key is known for"}},
	{symptom.VCSProtocol, []string{"' not allowed", "protocol is not allowed"}}, // transport 'https' not allowed
	{symptom.HTTP407, []string{"tunnel failed, response 407", "http code 407 from proxy", "requested url returned error: 407"}},
	{symptom.OutboundProxyFailed, []string{
		"connect tunnel failed", "could not resolve proxy", "from proxy after connect", "proxy connect aborted", "socks4", "socks5",
		"unsupported proxy", "port number was not a decimal number between 0 and 65535",
	}},
	{symptom.DNSTimeout, []string{"resolving timed out"}},
	{symptom.DNSServFail, []string{"temporary failure in name resolution"}},
	{symptom.DNSNXDomain, []string{"could not resolve host", "name or service not known", "nodename nor servname", "no such host is known"}},
	{symptom.TCPDenied, []string{"immediate connect fail for", ": operation not permitted"}},
	{symptom.TCPUnreachable, []string{"no route to host", "network is unreachable"}},
	{symptom.TCPTimeout, []string{"connection timed out", "operation timed out\n", "failed to connect to timed out"}},
	{symptom.TCPRefused, []string{"connection refused", "couldn't connect to server", "could not connect to server"}},
	{symptom.TLSExpired, []string{"certificate has expired", "cert_has_expired", "sec_e_cert_expired"}},
	{symptom.TLSNotYetValid, []string{"certificate is not yet valid"}},
	{symptom.TLSNameMismatch, []string{
		"does not match target host name", "no alternative certificate subject name matches", "sec_e_wrong_principal",
	}},
	{symptom.TLSUnknownAuthority, []string{
		"server certificate verification failed", "unable to get local issuer certificate", "self-signed certificate",
		"self signed certificate", "unable to get issuer certificate", "sec_e_untrusted_root", "unable to verify the first certificate",
	}},
	{symptom.TLSUnknownAuthority, unusableAuthorities},
	{symptom.TLSTimeout, []string{"ssl connection timeout"}},
	{symptom.TLSReset, []string{
		"tls connection was non-properly terminated", "gnutls_handshake() failed: error in the pull function",
		"ssl_connect: connection reset", "ssl_connect: ssl_error_syscall", "unknown ssl protocol error", "unexpected eof while reading",
	}},
	{symptom.TLSProtocol, []string{
		"gnutls_handshake() failed", "wrong version number", "unsupported protocol", "tlsv1 alert", "sslv3 alert", "sec_e_illegal_message",
		"handshake failure", "packet length too long", "sec_e_invalid_token",
	}},
	{symptom.VCSAuth, []string{
		"could not read username", "could not read password", "authentication failed", "permission denied (", "terminal prompts disabled",
		"invalid username or", "too many authentication failures", "http basic: access denied",
	}},
	{symptom.HTTPTimeout, []string{"operation too slow", "operation timed out after"}},
	{symptom.HTTPNotProxy, []string{
		"not valid: is this a git repository", "unable to update url base from redirection", "invalid server response",
		"bad line length character", "protocol error:", "unknown packet", "number of redirects hit maximum", "maximum (20) redirects",
		"error while processing content unencoding",
	}},
	{symptom.HTTPReset, []string{
		"empty reply from server", "connection reset by peer", "connection was reset", "recv failure", "send failure", "gnutls recv error",
		"ssl_read", "was not closed cleanly", "http2 framing", "connection closed by", "kex_exchange_identification",
	}},
	{symptom.HTTPTruncated, []string{
		"transfer closed with", "early eof", "unexpected disconnect", "hung up unexpectedly", "end of file while reading", "expected flush",
	}},
	{symptom.HTTP404, []string{
		"repository not found", "does not appear to be a git repository", "access denied or repository not exported",
		"could not be found or you don't have permission",
	}},
}

// unusableAuthorities are the wordings of libcurl for a file of certificate
// authorities that is not there, not readable, or holds none.
var unusableAuthorities = []string{"problem with the ssl ca cert", "error setting certificate", "error adding trust anchors"}

// NoAuthorities reports whether git says so of the certificate authorities that
// it was given.
func NoAuthorities(line string) bool {
	line = strings.ToLower(line)
	return slices.ContainsFunc(unusableAuthorities, func(words string) bool { return strings.Contains(line, words) })
}

var (
	gitStatus   = lazyre.New(`requested url returned error: (\d{3})`)
	gitNotFound = lazyre.New(`repository '.*' not found`)
	// curl 7.86 and later give the time and no longer the reason.
	gitConnect = lazyre.New(`failed to connect to \S+ port \d+ after (\d+) ms`)
)

// slowConnect is the time, in milliseconds, from which a failed connect was
// not refused but dropped: systems give up after 20 s (Windows) to 135 s.
const slowConnect = 10_000

// ClassifyGit returns what git's standard error says and the line that says
// so; [symptom.Unknown] and the last fatal line where no wording is known.
func ClassifyGit(stderr string) (symptom.Symptom, string) {
	lines := gitLines(stderr)
	for _, line := range lines {
		if s := gitNumber(strings.ToLower(line)); s != "" {
			return s, line
		}
	}
	for _, shape := range gitShapes {
		for _, line := range lines {
			low := strings.ToLower(line) + "\n"
			for _, words := range shape.words {
				if strings.Contains(low, words) {
					return shape.symptom, line
				}
			}
		}
	}
	return symptom.Unknown, lastLine(lines)
}

// gitNumber reads the shapes that carry a number or a name.
func gitNumber(low string) symptom.Symptom {
	if m := gitStatus.FindStringSubmatch(low); m != nil {
		code, _ := strconv.Atoi(m[1])
		return symptom.FromStatus(code)
	}
	if m := gitConnect.FindStringSubmatch(low); m != nil {
		ms, err := strconv.Atoi(m[1])
		if (err != nil || ms >= slowConnect) && !strings.Contains(low, "refused") {
			return symptom.TCPTimeout
		}
	}
	if gitNotFound.MatchString(low) {
		return symptom.HTTP404
	}
	return ""
}

// maxGitLines bounds the lines of a server's message that are examined.
const maxGitLines = 200

func gitLines(stderr string) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(stderr, "\r", "\n"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "warning:") {
			continue
		}
		if lines = append(lines, line); len(lines) == maxGitLines {
			break
		}
	}
	return lines
}

// emptyLines are the wordings of git and ssh that say only that the lines before them,
// which name the reason, were fatal.
var emptyLines = []string{"could not read from remote repository", "make sure you have the correct access", "and the repository exists", "unable to fork", ": terminating, "}

// lastLine returns the last fatal line, else the last one; of lines that say nothing by
// themselves only where there is no other.
func lastLine(lines []string) string {
	telling := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		low := strings.ToLower(line)
		return slices.ContainsFunc(emptyLines, func(words string) bool { return strings.Contains(low, words) })
	})
	if len(telling) == 0 {
		telling = lines
	}
	last := ""
	for _, line := range telling {
		if strings.HasPrefix(line, "fatal:") || !strings.HasPrefix(last, "fatal:") {
			last = line
		}
	}
	return last
}
