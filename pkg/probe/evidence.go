package probe

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Evidence is what a probe returns in addition to its symptom. At most one field
// is set. It survives JSON and holds no credential.
type Evidence struct {
	DNS   *DNSEvidence   `json:"dns,omitempty"`
	TCP   *TCPEvidence   `json:"tcp,omitempty"`
	TLS   *TLSEvidence   `json:"tls,omitempty"`
	HTTP  *HTTPEvidence  `json:"http,omitempty"`
	Git   *GitEvidence   `json:"git,omitempty"`
	Proxy *ProxyEvidence `json:"proxy,omitempty"`
	Disk  *DiskEvidence  `json:"disk,omitempty"`
	Roots *RootsEvidence `json:"roots,omitempty"`

	Auth *AuthEvidence `json:"auth,omitempty"`

	Rehearsal *RehearsalEvidence `json:"rehearsal,omitempty"`
}

// RehearsalEvidence is what the real go command did in place of the person's own.
type RehearsalEvidence struct {
	// Command is the person's command, or "" if the project's needs replace it.
	Command string `json:"command,omitempty"`
	// Offline says that nothing could ask the network.
	Offline bool `json:"offline,omitempty"`
	// NeedsNetwork says that offline it failed only because of that.
	NeedsNetwork bool `json:"needsNetwork,omitempty"`
	// Late says that it was still under way when its time was over.
	Late bool `json:"late,omitempty"`
	// Lowered says that the Go release which the project wants was left out.
	Lowered bool `json:"lowered,omitempty"`
	// Step is the step that failed, Output what go said.
	Step   string `json:"step,omitempty"`
	Output string `json:"output,omitempty"`
	// Read are the causes that go's words name, what to deal with first in front.
	Read []Reading `json:"read,omitempty"`
}

// Reading is a cause that the go command's own words name.
type Reading struct {
	Cause  string `json:"cause"`
	Target string `json:"target,omitempty"`
	Module string `json:"module,omitempty"` // PATH or PATH@VERSION
	Line   string `json:"line,omitempty"`   // the first line that says so
}

// DNSEvidence is how one name resolves.
type DNSEvidence struct {
	Host string `json:"host"`
	// Addresses are what the go command would connect to, in its order.
	Addresses []string `json:"addresses,omitempty"`
	// FromHosts says that a hosts file, not a resolver, answered.
	FromHosts bool `json:"fromHosts,omitempty"`
	// Peer is what was met at addresses that no public host can have, in place of
	// a certificate for the name; "" where they were not tried.
	Peer symptom.Symptom `json:"peer,omitempty"`
	// GoMs is how long the go command's own look-up took, 0 where it was not done.
	// GoWaits says that it was still waiting for a resolver that does not answer
	// when another one had given the addresses.
	GoMs    int64 `json:"goMs,omitempty"`
	GoWaits bool  `json:"goWaits,omitempty"`
	// Servers are the configured resolvers, each asked by itself.
	Servers []DNSServer `json:"servers,omitempty"`
}

// DNSServer is what one resolver answered for A and AAAA.
type DNSServer struct {
	Server    string          `json:"server"` // host:port
	RCODE     string          `json:"rcode,omitempty"`
	Transport string          `json:"transport,omitempty"` // "udp", or "tcp" after a truncated answer
	Addresses []string        `json:"addresses,omitempty"`
	Symptom   symptom.Symptom `json:"symptom,omitempty"`
	// Silent is the record type, "A" or "AAAA", that got no answer while the
	// other one gave addresses: every look-up of go's then waits for it.
	Silent string `json:"silent,omitempty"`
	// Reached says that the machine at this address gave a sign of life: an
	// answer, a refused UDP or TCP port 53, or an accepted TCP connection. Where
	// nothing of the kind came, a dead network explains the silence as well.
	Reached bool  `json:"reached,omitempty"`
	Ms      int64 `json:"ms"`
}

// TCPEvidence is what each address of a host did.
type TCPEvidence struct {
	Attempts []TCPAttempt `json:"attempts"`
	// GoWaitsMs is how long every new connection of the go command waits for the first
	// address, which does not answer, before it tries another one.
	GoWaitsMs int64 `json:"goWaitsMs,omitempty"`
}

// TCPAttempt is one connect.
type TCPAttempt struct {
	Address string          `json:"address"`
	Symptom symptom.Symptom `json:"symptom,omitempty"` // "" where it stood, or was given up because another one stood
	GaveUp  bool            `json:"gaveUp,omitempty"`  // ended because another address was faster
	Ms      int64           `json:"ms"`
}

// TLSEvidence is the certificate that was shown, also where it was refused.
type TLSEvidence struct {
	Version   string    `json:"version,omitempty"` // "TLS 1.3"
	ALPN      string    `json:"alpn,omitempty"`
	Subject   string    `json:"subject,omitempty"`
	Issuer    string    `json:"issuer,omitempty"`
	Names     []string  `json:"names,omitempty"` // at most 8
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
	// SmallHello is what a ClientHello that fits one segment met, where the
	// usual one stalled or was reset: "ok" or a symptom; "" means not tried.
	SmallHello string `json:"smallHello,omitempty"`
	// Standard says of a certificate that was refused that the authorities at the
	// system's own places would accept it: SSL_CERT_FILE or SSL_CERT_DIR replace them.
	Standard bool `json:"standard,omitempty"`
	// Present is the place of a root certificate on this machine that accepts a
	// certificate that was refused, and that the system was not told to trust: a
	// keychain of macOS by its name, or a file from which Linux makes its bundle.
	Present string `json:"present,omitempty"`
	// Plain is what the same host answers without TLS, asked only where the
	// certificate was refused; nil where nothing came.
	Plain *PlainEvidence `json:"plain,omitempty"`
}

// PlainEvidence is an answer to GET / over plain HTTP.
type PlainEvidence struct {
	Status   int    `json:"status"`
	Location string `json:"location,omitempty"` // where it redirects to
	// Date is the answer's own; zero where it has none. Ahead is by how many
	// seconds it is ahead of this machine's clock.
	Date  time.Time `json:"date,omitzero"`
	Ahead int64     `json:"ahead,omitempty"`
}

// HTTPEvidence is a conversation in the GOPROXY protocol, with a checksum
// database, or about ?go-get=1.
type HTTPEvidence struct {
	// Entry is the base URL without credentials: an entry of GOPROXY as
	// route.Entry.Name gives it, or https://NAME of a checksum database.
	Entry string `json:"entry"`
	// Module is PATH@VERSION of the query, where one was asked about.
	Module string `json:"module,omitempty"`
	// Requests are what was asked, in the order in which it was asked.
	Requests []HTTPRequest `json:"requests,omitempty"`
	// Resolved is the version that a query without one led to.
	Resolved string `json:"resolved,omitempty"`
	// Newest is the highest release that the version list names, where a version
	// was asked about.
	Newest string `json:"newest,omitempty"`
	// Declared is the module path in the go.mod file, where it is another one
	// than was asked for.
	Declared string `json:"declared,omitempty"`
	// VCS and Repository are where a go-import tag leads: "git" and a URL
	// without credentials, or "mod" and a module proxy.
	VCS        string `json:"vcs,omitempty"`
	Repository string `json:"repository,omitempty"`
	// Prefix is the path that the go-import tag is for, "" where the module is in
	// a subdirectory that the tag names: its versions are tagged otherwise.
	Prefix string `json:"prefix,omitempty"`
	// Zip and Mod are the checksums of the version's zip and go.mod file: of
	// what was downloaded, or what the checksum database's record says.
	Zip Sums `json:"zip,omitzero"`
	Mod Sums `json:"mod,omitzero"`
	// BytesPerSecond is measured over the zip's first bytes; 0 where not measured.
	BytesPerSecond int64 `json:"bytesPerSecond,omitempty"`
	// ZipBytes is the size of the whole zip as the server declares it; 0 where it does not.
	ZipBytes int64 `json:"zipBytes,omitempty"`
}

// Sums are the checksum of one file and what go.sum has in its place.
type Sums struct {
	Hash string `json:"hash,omitempty"` // h1:…; "" where the whole was not read
	// GoSum is the checksum in go.sum, where it is another one.
	GoSum string `json:"goSum,omitempty"`
}

// Names of requests in HTTPRequest.Name.
const (
	ReqList         = "list"            // @v/list
	ReqLatest       = "latest"          // @latest
	ReqInfo         = "info"            // @v/V.info
	ReqMod          = "mod"             // @v/V.mod
	ReqZip          = "zip"             // @v/V.zip, the first bytes of it
	ReqSumSupported = "sumdb-supported" // /sumdb/NAME/supported
	ReqSumLatest    = "sumdb-latest"    // /latest, signature verified
	ReqSumLookup    = "sumdb-lookup"    // /lookup/M@V
	ReqGoGet        = "go-get"          // ?go-get=1
	ReqCheck        = "check"           // any other
)

// HTTPRequest is one request and how it ended. Symptom "" means that the
// answer was what the protocol promises.
type HTTPRequest struct {
	Name    string          `json:"name"`
	URL     string          `json:"url"`
	Status  int             `json:"status,omitempty"` // of the last answer; 0 where none came
	Symptom symptom.Symptom `json:"symptom,omitempty"`
	// HopSymptom is what the target of a redirect did, where Symptom is
	// http-redirect-failed.
	HopSymptom symptom.Symptom `json:"hopSymptom,omitempty"`
	// FinalHost is the host:port that gave the last answer or failed, where a
	// redirect led elsewhere.
	FinalHost string `json:"finalHost,omitempty"`
	Detail    string `json:"detail,omitempty"`
	// Refusal has the parts of the failure. Reports do not have it.
	Refusal Refusal `json:"-"`
	Bytes   int64   `json:"bytes,omitempty"`
	Ms      int64   `json:"ms"`
	// StartedAt is when it was sent, and FirstByteMs how long the header of the last
	// answer took; zero where none came.
	StartedAt   time.Time `json:"startedAt,omitzero"`
	FirstByteMs int64     `json:"firstByteMs,omitempty"`
	Date        time.Time `json:"date,omitzero"` // the answer's Date header
	// Repeats is how often the request was repeated because such failures often
	// pass, and Passed that the last repeat succeeded.
	Repeats int  `json:"repeats,omitempty"`
	Passed  bool `json:"passed,omitempty"`
	// Connection is which of the connections with the entry the failed request was
	// on, from 1. Requests share them: what ends one in the middle of a request
	// fails every other that is under way on it.
	Connection int `json:"connection,omitempty"`
}

// Lasts reports whether a request went on failing when it was repeated.
func (r *HTTPRequest) Lasts() bool { return r.Repeats > 0 && !r.Passed }

// Request returns the request of that name, or nil where it was not made.
func (e *HTTPEvidence) Request(name string) *HTTPRequest {
	if e == nil {
		return nil
	}
	for i := range e.Requests {
		if e.Requests[i].Name == name {
			return &e.Requests[i]
		}
	}
	return nil
}

// GitEvidence is one run of git ls-remote.
type GitEvidence struct {
	URL       string `json:"url"`                 // as go would pass it
	Rewritten string `json:"rewritten,omitempty"` // after insteadOf, where a rule applies
	RuleKey   string `json:"ruleKey,omitempty"`   // url.X.insteadof
	RuleValue string `json:"ruleValue,omitempty"` // the prefix that is replaced
	Proxy     string `json:"proxy,omitempty"`     // the outbound proxy that git uses
	Code      int    `json:"code"`                // git's exit code, -1 where it was ended at the deadline
	Message   string `json:"message,omitempty"`   // git's decisive line
	// Authorities is the file of certificate authorities that a setting has git
	// trust in place of the system's, "" where none does; NoAuthorities says that
	// git could not use it.
	Authorities   string `json:"authorities,omitempty"`
	NoAuthorities bool   `json:"noAuthorities,omitempty"`
	// HostKeyChanged says that known_hosts has another key for the server.
	HostKeyChanged bool `json:"hostKeyChanged,omitempty"`
	// Stray is the variable of the environment by which the go command's own use
	// of git fails, though git by itself gets at the repository.
	Stray string `json:"stray,omitempty"`
	// Has and Missing are the modules asked about, as PATH@VERSION, whose tag or
	// branch the repository has and has not. A commit is in neither.
	Has     []string `json:"has,omitempty"`
	Missing []string `json:"missing,omitempty"`
	// Anonymous says that the repository answers to who has no credential: it is public.
	Anonymous bool `json:"anonymous,omitempty"`
	// Helpers are the credential helpers that git asked, in its order.
	Helpers []GitHelper `json:"helpers,omitempty"`
	// SSH is what ssh says of its keys, where the server refused all of them.
	SSH *SSHEvidence `json:"ssh,omitempty"`
}

// GitHelper is a program that git asked for a login.
type GitHelper struct {
	Setting string      `json:"setting"`           // of git, or the variable, that names it
	File    string      `json:"file,omitempty"`    // where it is set
	Program string      `json:"program,omitempty"` // its name, "" for a function of the shell
	State   HelperState `json:"state"`
	Code    int         `json:"code,omitempty"` // its exit code
}

// HelperState is what became of a credential helper.
type HelperState string

// The states.
const (
	HelperHangs    HelperState = "hangs"    // it had not ended when git's time was over
	HelperMissing  HelperState = "missing"  // it could not be started
	HelperFails    HelperState = "fails"    // it ended with Code
	HelperSilent   HelperState = "silent"   // it ended well, and gave git nothing
	HelperRejected HelperState = "rejected" // it gave a login that the server refused
	// Of commands of GOAUTH alone:
	HelperUnreadable HelperState = "unreadable" // it ended well, and go cannot read what it printed
	HelperGave       HelperState = "gave"       // it gave a login
)

// AuthEvidence is what the commands of GOAUTH do.
type AuthEvidence struct {
	Commands []AuthCommand `json:"commands,omitempty"`
}

// AuthCommand is a command of GOAUTH that was run. Nothing that it printed is in it but
// what it has logins for.
type AuthCommand struct {
	Source string      `json:"source"` // as GOAUTH has it
	State  HelperState `json:"state"`
	Code   int         `json:"code,omitempty"` // its exit code
	For    []string    `json:"for,omitempty"`  // the prefixes of URLs, without a scheme
}

// SSHEvidence is what OpenSSH says of its keys. It names files and holds no key.
type SSHEvidence struct {
	// Announced says that SSH_AUTH_SOCK names an agent; AgentError is why it does not
	// answer, "" where it does; AgentEmpty says that it has no key.
	Announced  bool   `json:"announced,omitempty"`
	AgentError string `json:"agentError,omitempty"`
	AgentEmpty bool   `json:"agentEmpty,omitempty"`
	// Offered are the keys that the server was shown. Locked are those of them that it
	// would take and ssh could not use, as they have a passphrase. Open are key files
	// that ssh does not use since other users may read them.
	Offered []string `json:"offered,omitempty"`
	Locked  []string `json:"locked,omitempty"`
	Open    []string `json:"open,omitempty"`
	// Gone are key files that the user's configuration of ssh names and that are not
	// there. TooMany says that the server hung up before all keys were offered.
	Gone    []string `json:"gone,omitempty"`
	TooMany bool     `json:"tooMany,omitempty"`
}

// ProxyEvidence is an outbound proxy that was tried.
type ProxyEvidence struct {
	URL      string `json:"url"`
	Variable string `json:"variable"` // the variable or git setting that names it
	Client   Client `json:"client"`
	Asked    string `json:"asked"` // the host:port that a tunnel was asked for
	Status   int    `json:"status,omitempty"`
}

// DiskEvidence is the state of something that the go command keeps in files.
type DiskEvidence struct {
	// Path is the directory or file that was looked at; "" where the settings
	// name none.
	Path string `json:"path"`
	// State is what is wrong with it; "" where nothing is.
	State DiskState `json:"state,omitempty"`
	// Needed says that the go command has to write there for what is asked about.
	Needed bool `json:"needed,omitempty"`
	// Damaged are files that the go command would use and fail on.
	Damaged []DamagedFile `json:"damaged,omitempty"`
	// Verified says of a record of the checksum database that it is there and
	// proves by its signatures that the database has the module.
	Verified bool `json:"verified,omitempty"`
	// Missing is how many modules of the project at hand the module cache lacks, where
	// they were counted.
	Missing int `json:"missing,omitempty"`
}

// DiskState is what is wrong with a place on the disk.
type DiskState string

// The states.
const (
	DiskUnset      DiskState = "unset"      // no setting says where it is, and there is no home
	DiskRelative   DiskState = "relative"   // the setting is not an absolute path
	DiskUnwritable DiskState = "unwritable" // no permission
	DiskReadOnly   DiskState = "read-only"  // a read-only file system
	DiskBlocked    DiskState = "blocked"    // a file stands where a directory has to be, or a directory where a file has to be
	DiskFull       DiskState = "full"       // no room, or no free inode
	DiskDamaged    DiskState = "damaged"    // files that are there are not what they should be
)

// DamagedFile is a file that fails the go command.
type DamagedFile struct {
	Path string `json:"path"`
	What string `json:"what"`           // why, for people, in English
	Have string `json:"have,omitempty"` // the file's checksum (h1:…), where it differs from
	Want string `json:"want,omitempty"` // the one that go.sum has
}

// RootsEvidence is where the go command finds certificate authorities.
type RootsEvidence struct {
	// Usable is how many certificates were found. Counting ends at the first
	// file and directory that has some.
	Usable int `json:"usable"`
	// File and Dir are SSL_CERT_FILE and SSL_CERT_DIR where they are set.
	File string `json:"file,omitempty"`
	Dir  string `json:"dir,omitempty"`
	// Looked are the files and directories that were looked at, in order, and
	// what was found in each.
	Looked []RootsPlace `json:"looked,omitempty"`
}

// RootsPlace is one file or directory of certificate authorities.
type RootsPlace struct {
	Path  string `json:"path"`
	Found int    `json:"found"`
	Error string `json:"error,omitempty"`
}
