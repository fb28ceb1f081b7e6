package explain

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/lazy"
)

// triggerFilter returns the search for them, which is made once.
var triggerFilter = lazy.Value[*read.Filter]{Make: func() *read.Filter { return read.NewFilter(triggerWords()) }}

// isHot reports whether a text holds a trigger.
func isHot(text string) bool { return triggerFilter.Get().Has([]byte(text)) }

// triggerWords are all words that the scan looks for: the list below and the
// words of the statements.
func triggerWords() []string {
	words := slices.Clone(triggers)
	for _, s := range statements {
		if len(s.words) >= 8 {
			words = append(words, s.words)
		}
	}
	return words
}

// triggers are the words without which no line can matter: the fast scan looks
// for nothing else, and only the neighbourhood of a hit is ever parsed. None is
// shorter than eight bytes, because the scan steps by the shortest one, and
// each is rare in a log in which nothing is wrong ("go: downloading" is
// deliberately absent). They are case-sensitive: go, ssh and curl are not
// translated, and git keeps the words listed here in most languages.
var triggers = []string{
	// Requests and answers of the go command.
	`Get "http`, `Get \"http`, `Get \\\"h`, `Get “http`, `Get ”http`, `Get &quot;h`, `Get &#34;h`, `read &quot;h`, `read &#34;h`, `Get https:`, `Get http:`, `Head "http`, `Head https:`, `reading http`, `reading file:`, `read "http`, `read \"http`,
	`unexpected status`, `/@v/list`, `wsarecv: `, `connectex: `, `response from proxy`, `?go-get=1`, `server response:`, `not found: `, `http: server gave`, `net/http: `, `stream error: `, `looking for beginning of value`, `stopped after `, `: wget: `, `wget http`, `wget -`, `://proxy.golang.org`, `://sum.golang.org`, `://goproxy.`,
	`unexpected EOF`, `gzip: invalid`, `dial tcp`, `dial udp`, `read tcp `, `write tcp `, `proxyconnect`, `socks connect`, `no such host`,
	`x509: certificate`, `x509: failed`, `x509: cannot`, `tls: failed`, `server misbehaving`, `server sent GOAWAY`,
	// What go says about modules, checksums and versions.
	`verifying `, `checksum mismatch`, `checksum missing`, `SECURITY ERROR`, `unknown revision`, `invalid version`, `invalid go version`, `no matching versions`,
	`invalid pseudo-version`, `unrecognized import path`, `.com import path`, `import path does not`, `version control suffix`, `parsing go.mod`, `malformed go.sum`,
	`declares its path`, `unexpected module path`, `should be v0 or v1`, `not contain package`, `cannot find module`, `malformed module path`, `malformed import path`,
	`toolchain not available`, `golang.org/toolchain`, `requires go `, `unknown directive`, `unknown block type`, `invalid toolchain`, `language version but not`,
	`GOTOOLCHAIN`, `download go1.`, `import lookup disabled`, `inconsistent vendoring`, `path@version syntax`, `case-insensitive import`,
	`not a valid zip`, `unexpected ziphash`, `has been modified`, `corrupt input`, `unexpected NUL`, `zip: checksum error`, `malformed note`, `inconsistent tile`,
	`is not in GOROOT`, `is not in std`, `cannot find package`, `missing dot in first`, `no verifiable signatures`, `malformed record`, `errors parsing`, `get -insecure`, `-insecure `,
	// Settings, named in errors or printed.
	`GOPROXY=`, `GOPROXY `, `GOPROXY: `, `GOSUMDB=`, `GOSUMDB `, `GOSUMDB: `, `missing GOSUMDB`, `GOVCS disallows`, `in GOVCS`, `invalid GOWORK`, `GOFLAGS=`, `$GOFLAGS`, `GO111MODULE`,
	`GOINSECURE`, `go env config`, `go command variable`, `does not override`, `GONOSUMDB`, `GONOPROXY`, `GOPRIVATE`, `GONOSUMCHECK`, `GOCACHEPROXY`, `go: GOAUTH`, `GOAUTH command`, ` GOFIPS140`, `GOCACHEPROG `,
	`http.proxy`, `https.proxy`, `sslverify`, `sslVerify`, `SSL_NO_VERIFY`, `ttps_proxy`, `TTPS_PROXY`, `HTTP_PROXY`, `http_proxy`, `ALL_PROXY`, `all_proxy`,
	`insteadof`, `insteadOf`,
	// The disk.
	`: permission denied`, `Access is denied`, `no space left`, `not enough space`, `quota exceeded`, `read-only file system`, `create cache directory`, `module cache`, `go.mod cache`, `stat cache`,
	`GOMODCACHE`, `pkg/sumdb`, `pkg/mod/cache`, `pkg\mod\cache`, `pkg\\mod\\cache`, `\cache\download\`, `used by another process`,
	// git, ssh, curl and the other version control systems.
	`fatal: unable`, `fatal: could not`, `fatal: Could not`, `fatal: repository`, `fatal: remote`, `fatal: the remote`, `fatal: The remote`, `fatal: Authentication`,
	`fatal: protocol`, `fatal: transport`, `fatal: unsafe`, `fatal: detected`, `fatal: read error`, `fatal: fetch-pack`, `fatal: No such remote`, `fatal: '`,
	`无法访问`, `无法读取`, `unable to access '`, `exit status 128`, `RPC failed`, `early EOF`, `not resolve`, `executable file not found`, ` command. See http`,
	`go: not found`, `: go: No such`, `'go' is not recognized`, `not found: go`, `‘go’: No such`, `nknown command`, `git: not found`, `git: command not found`, `ssh: connect to`, `ssh: Could`, `Host key verification`, `host key for`, `host key is known`, `HOST IDENTIFICATION`,
	`Permission denied (`, `kex_exchange`, `curl: (`, `after CONNECT`, `CONNECT tunnel`, `Repository not found`, `repository not found`, `HTTP Basic: Access`,
	`ailed to connect to `, `cannot run ssh`, `while accessing http`, `Unable to negotiate`, `authenticity of host`, `loose object`, `ot be found or you`, `unauthenticated git protocol`, `git clone `, `Cloning into`,
}
