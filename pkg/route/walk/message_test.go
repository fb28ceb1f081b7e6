package walk

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestGoSpeaksAsItsSystemDoes: on Windows go prints what Windows says, in its language.
func TestGoSpeaksAsItsSystemDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ system, want string }{
		{"", "dial tcp 192.0.2.1:443: connect: connection refused"},
		{"connectex: No connection could be made because the target machine actively refused it.", "dial tcp 192.0.2.1:443: connectex: No connection could be made because the target machine actively refused it."},
		{"connectex: 由于目标计算机积极拒绝，无法连接。", "dial tcp 192.0.2.1:443: connectex: 由于目标计算机积极拒绝，无法连接。"},
	} {
		h := Hop{Request: Request{URL: "https://proxy.example.com/m/@v/list"}}
		h.Answer = Answer{State: Bad, Symptom: symptom.TCPRefused, Refusal: probe.Refusal{Address: "192.0.2.1:443", System: c.system}}
		if got := transportTail(h); got != c.want {
			t.Errorf("%s: %s", c.system, got)
		}
	}
}

// TestGitCommandOfEachGo: how go asks git for a repository's references, as the sources
// of these releases have it (cmd/go/internal/modfetch/codehost/git.go).
func TestGitCommandOfEachGo(t *testing.T) {
	t.Parallel()
	const url = "https://git.example.com/m"
	for release, want := range map[string]string{
		"go1.23.12": "git ls-remote -q origin", "go1.24.12": "git ls-remote -q origin", "go1.24.13": "git ls-remote -q --end-of-options origin",
		"go1.25.0": "git ls-remote -q " + url, "go1.25.5": "git ls-remote -q " + url, "go1.25.6": "git ls-remote -q --end-of-options " + url,
		"go1.26.8": "git ls-remote -q --end-of-options " + url, "": "git ls-remote -q --end-of-options " + url,
	} {
		h := Hop{Request: Request{Unrewritten: url}, Answer: Answer{State: Bad, Symptom: symptom.VCSAuth, Detail: "no"}}
		if got := gitTail(&route.Config{GoVersion: release}, h); !strings.Contains(got, ": "+want+" in …") {
			t.Errorf("%s: %s", release, got)
		}
	}
}

// TestBrokenConnectionInGosWords: of a connection that breaks during the handshake or
// before the answer, net/http shows the error of the read, and EOF only where it was that.
func TestBrokenConnectionInGosWords(t *testing.T) {
	t.Parallel()
	remote := &net.TCPAddr{IP: net.IPv4(203, 0, 113, 10), Port: 443}
	local := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 40912}
	for err, want := range map[error]string{
		&net.OpError{Op: "read", Net: "tcp", Source: local, Addr: remote, Err: os.NewSyscallError("read", syscall.ECONNRESET)}: "read tcp 192.0.2.1:40912->203.0.113.10:443: read: connection reset by peer",
		io.EOF: "EOF",
	} {
		for _, s := range []symptom.Symptom{symptom.TLSReset, symptom.HTTPReset} {
			h := Hop{Request: Request{URL: "https://p.example/m/@v/list"}}
			h.Answer = Answer{State: Bad, Symptom: s, Refusal: probe.RefusalOf(fmt.Errorf("handshake: %w", err))}
			if got := transportTail(h); got != want {
				t.Errorf("%s, %v: %q, want %q", s, err, got, want)
			}
		}
	}
}
