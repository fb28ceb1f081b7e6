package wire

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestClassifyGit has a text for every row. Those of git 2.39.5 with libcurl
// 7.88 and GnuTLS, and of OpenSSH 9.2, come from experiments (marked); the
// others from the sources of libcurl, git and OpenSSH.
func TestClassifyGit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, stderr string
		want         symptom.Symptom
		line         string // "" is not compared
	}{
		{"name unknown (tried)", "fatal: unable to access 'https://nowhere.invalid/x/': Could not resolve host: nowhere.invalid\n", symptom.DNSNXDomain,
			"fatal: unable to access 'https://nowhere.invalid/x/': Could not resolve host: nowhere.invalid"},
		{"name unknown to ssh", "ssh: Could not resolve hostname nowhere.invalid: Name or service not known\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n",
			symptom.DNSNXDomain, "ssh: Could not resolve hostname nowhere.invalid: Name or service not known"},
		{"resolver of ssh is down", "ssh: Could not resolve hostname github.com: Temporary failure in name resolution\n", symptom.DNSServFail, ""},
		{"name resolution too slow", "fatal: unable to access 'https://h/': Resolving timed out after 5000 milliseconds\n", symptom.DNSTimeout, ""},
		{"refused (tried)", "fatal: unable to access 'https://127.0.0.1:1/x/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server\n", symptom.TCPRefused, ""},
		{"refused, curl 8", "fatal: unable to access 'https://h/': Failed to connect to h port 443 after 12 ms: Could not connect to server\n", symptom.TCPRefused, ""},
		{"refused, curl before 7.86", "fatal: unable to access 'https://h/': Failed to connect to h port 443: Connection refused\n", symptom.TCPRefused, ""},
		{"dropped (tried)", "fatal: unable to access 'https://192.0.2.1/x/': Failed to connect to 192.0.2.1 port 443 after 134876 ms: Couldn't connect to server\n", symptom.TCPTimeout, ""},
		{"dropped, on Windows", "fatal: unable to access 'https://github.com/x/': Failed to connect to github.com port 443 after 21043 ms: Couldn't connect to server\n", symptom.TCPTimeout, ""},
		{"dropped, curl before 7.86", "fatal: unable to access 'https://h/': Failed to connect to h port 443: Connection timed out\n", symptom.TCPTimeout, ""},
		{"no route for ssh", "ssh: connect to host 192.0.2.1 port 22: Network is unreachable\n", symptom.TCPUnreachable, ""},
		{"git:// refused (tried)", "fatal: unable to connect to 127.0.0.1:\n127.0.0.1[0: 127.0.0.1]: errno=Connection refused\n", symptom.TCPRefused, ""},
		{"ssh dropped", "ssh: connect to host github.com port 22: Connection timed out\nfatal: Could not read from remote repository.\n", symptom.TCPTimeout, ""},
		{"firewall of this machine", "ssh: connect to host github.com port 22: Operation not permitted\n", symptom.TCPDenied, ""},
		{"authority unknown (tried)", "fatal: unable to access 'https://h/': server certificate verification failed. CAfile: none CRLfile: none\n", symptom.TLSUnknownAuthority, ""},
		{"authority unknown, OpenSSL", "fatal: unable to access 'https://h/': SSL certificate problem: unable to get local issuer certificate\n", symptom.TLSUnknownAuthority, ""},
		{"self-signed, OpenSSL 3", "fatal: unable to access 'https://h/': SSL certificate problem: self-signed certificate in certificate chain\n", symptom.TLSUnknownAuthority, ""},
		{"authority unknown, schannel", "fatal: unable to access 'https://h/': schannel: SEC_E_UNTRUSTED_ROOT (0x80090325) - The certificate chain was issued by an authority that is not trusted.\n", symptom.TLSUnknownAuthority, ""},
		{"CA file missing (tried)", "fatal: unable to access 'https://h/': Problem with the SSL CA cert (path? access rights?)\n", symptom.TLSUnknownAuthority, ""},
		{"CA file missing, OpenSSL", "fatal: unable to access 'https://h/': error setting certificate verify locations:  CAfile: /x CApath: none\n", symptom.TLSUnknownAuthority, ""},
		{"expired, OpenSSL", "fatal: unable to access 'https://h/': SSL certificate problem: certificate has expired\n", symptom.TLSExpired, ""},
		{"not yet valid, OpenSSL", "fatal: unable to access 'https://h/': SSL certificate problem: certificate is not yet valid\n", symptom.TLSNotYetValid, ""},
		{"other name (tried)", "fatal: unable to access 'https://h/': SSL: certificate subject name (wrong.test) does not match target host name 'h'\n", symptom.TLSNameMismatch, ""},
		{"other name, OpenSSL", "fatal: unable to access 'https://h/': SSL: no alternative certificate subject name matches target host name 'h'\n", symptom.TLSNameMismatch, ""},
		{"handshake broken (tried)", "fatal: unable to access 'https://h/': gnutls_handshake() failed: The TLS connection was non-properly terminated.\n", symptom.TLSReset, ""},
		{"handshake reset, OpenSSL", "fatal: unable to access 'https://h/': OpenSSL SSL_connect: Connection reset by peer in connection to h:443\n", symptom.TLSReset, ""},
		{"handshake cut, OpenSSL 1.1", "fatal: unable to access 'https://h/': OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to h:443\n", symptom.TLSReset, ""},
		{"not TLS (tried)", "fatal: unable to access 'https://h/': gnutls_handshake() failed: An unexpected TLS packet was received.\n", symptom.TLSProtocol, ""},
		{"not TLS, OpenSSL", "fatal: unable to access 'https://h/': error:1408F10B:SSL routines:ssl3_get_record:wrong version number\n", symptom.TLSProtocol, ""},
		{"handshake stalled (tried)", "fatal: unable to access 'https://h/': SSL connection timeout\n", symptom.TLSTimeout, ""},
		{"closed without an answer (tried)", "fatal: unable to access 'https://h/': Empty reply from server\n", symptom.HTTPReset, ""},
		{"reset (tried)", "fatal: unable to access 'https://h/': Recv failure: Connection reset by peer\n", symptom.HTTPReset, ""},
		{"HTTP/2 broken", "error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)\nfatal: expected flush after ref listing\n", symptom.HTTPReset, ""},
		{"ssh server hangs up", "kex_exchange_identification: Connection closed by remote host\nConnection closed by 192.0.2.1 port 22\nfatal: Could not read from remote repository.\n", symptom.HTTPReset, ""},
		{"not packed as the header says (tried)", "fatal: unable to access 'https://h/': Error while processing content unencoding: incorrect header check\n", symptom.HTTPNotProxy, ""},
		{"ended early", "fatal: the remote end hung up unexpectedly\n", symptom.HTTPTruncated, ""},
		{"too slow", "error: RPC failed; curl 28 Operation too slow. Less than 1000 bytes/sec transferred the last 10 seconds\n", symptom.HTTPTimeout, ""},
		{"403 (tried)", "fatal: unable to access 'https://h/x/': The requested URL returned error: 403\n", symptom.HTTP403, ""},
		{"503 (tried)", "fatal: unable to access 'https://h/x/': The requested URL returned error: 503\n", symptom.HTTP5xx, ""},
		{"429", "fatal: unable to access 'https://h/x/': The requested URL returned error: 429\n", symptom.HTTP429, ""},
		{"not found (tried)", "fatal: repository 'https://h/x/' not found\n", symptom.HTTP404, ""},
		{"not found, GitHub by ssh", "ERROR: Repository not found.\nfatal: Could not read from remote repository.\n", symptom.HTTP404, ""},
		{"not found, git daemon", "fatal: remote error: access denied or repository not exported: /x\n", symptom.HTTP404, ""},
		{"a page (tried)", "fatal: https://h/x/info/refs not valid: is this a git repository?\n", symptom.HTTPNotProxy, ""},
		{"a redirect that is no repository (tried)", "fatal: unable to update url base from redirection:\n  asked for: https://h/x/info/refs?service=git-upload-pack\n   redirect: https://login.example.com/\n", symptom.HTTPNotProxy, ""},
		{"credentials wanted (tried)", "fatal: could not read Username for 'https://github.com': terminal prompts disabled\n", symptom.VCSAuth, ""},
		{"credentials refused", "remote: Invalid username or token. Password authentication is not supported for Git operations.\nfatal: Authentication failed for 'https://github.com/x/'\n", symptom.VCSAuth, ""},
		{"ssh key refused (tried)", "git@127.0.0.1: Permission denied (publickey).\nfatal: Could not read from remote repository.\n", symptom.VCSAuth, "git@127.0.0.1: Permission denied (publickey)."},
		{"host key unknown (tried)", "No ED25519 host key is known for github.com and you have requested strict checking.\nHost key verification failed.\nfatal: Could not read from remote repository.\n", symptom.VCSHostKey, ""},
		{"host key changed", "@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@\nHost key verification failed.\n", symptom.VCSHostKey, ""},
		{"protocol forbidden (tried)", "fatal: transport 'https' not allowed\n", symptom.VCSProtocol, ""},
		{"tunnel refused (tried)", "fatal: unable to access 'https://h/': CONNECT tunnel failed, response 403\n", symptom.OutboundProxyFailed, ""},
		{"tunnel wants credentials (tried)", "fatal: unable to access 'https://h/': CONNECT tunnel failed, response 407\n", symptom.HTTP407, ""},
		{"tunnel wants credentials, curl before 7.86", "fatal: unable to access 'https://h/': Received HTTP code 407 from proxy after CONNECT\n", symptom.HTTP407, ""},
		{"name of the proxy unknown (tried)", "fatal: unable to access 'https://h/': Could not resolve proxy: gate.invalid\n", symptom.OutboundProxyFailed, ""},
		{"SOCKS refused", "fatal: unable to access 'https://h/': Can't complete SOCKS5 connection to h. (2)\n", symptom.OutboundProxyFailed, ""},
		{"a warning decides nothing", "warning: connection refused is what this says\nfatal: something new\n", symptom.Unknown, "fatal: something new"},
		{"ssh's own line (tried)", "/h/.ssh/config: line 2: Bad configuration option: usr\n/h/.ssh/config: terminating, 1 bad configuration options\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n", symptom.Unknown, "/h/.ssh/config: line 2: Bad configuration option: usr"},
		{"no ssh (tried)", "fatal: cannot run /opt/none/ssh: No such file or directory\nfatal: unable to fork\n", symptom.Unknown, "fatal: cannot run /opt/none/ssh: No such file or directory"},
		{"only lines that say nothing", "fatal: Could not read from remote repository.\n", symptom.Unknown, "fatal: Could not read from remote repository."},
		{"nothing", "", symptom.Unknown, ""},
	} {
		s, line := ClassifyGit(c.stderr)
		if s != c.want || (c.line != "" && line != c.line) {
			t.Errorf("%s: %q by %q, want %q", c.name, s, line, c.want)
		}
	}
}

func FuzzClassifyGit(f *testing.F) {
	f.Add("fatal: unable to access 'https://h/': Failed to connect to h port 443 after 99999999999999999999 ms: x")
	f.Add("fatal: The requested URL returned error: 999\n")
	f.Add("\r\n\r\nremote: x")
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := ClassifyGit(text)
		if s == "" {
			t.Errorf("%q has no symptom", text)
		}
	})
}
