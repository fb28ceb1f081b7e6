package nettest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// HostileGit returns servers of git's smart HTTP protocol that a go-get page of theirs
// leads to: what they say has no end, or would write on the user's terminal. They serve
// any host, as the HTTP proxy of a client, and the module path example.test/m.
func HostileGit() []Hostile {
	return []Hostile{
		{"git: refs without end", gitServer(endlessRefs, gitSays(1, "\x02no\n"))},
		{"git: progress without end", gitServer(oneRef, gitSays(0, "\x02"+strings.Repeat("counting objects\n", 50)))},
		{"git: dirt as progress", gitServer(oneRef, gitSays(50, "\x02"+Dirt+"\n"))},
		{"git: dirt as the fatal error", gitServer(oneRef, gitSays(1, "\x03"+Dirt+"\n"))},
		{"git: dirt without end", gitServer(oneRef, gitSays(0, "\x02"+Dirt+"\r"))},
		{"git: an error with dirt in place of refs", gitServer(func(w io.Writer) { _, _ = io.WriteString(w, packet("ERR "+Dirt)) }, gitSays(1, "\x02no\n"))},
		{"git: dirt as the name of a ref", gitServer(func(w io.Writer) {
			_, _ = io.WriteString(w, packet(someCommit+" refs/heads/"+Dirt+"\x00side-band-64k shallow\n")+"0000")
		}, gitSays(1, "\x02no\n"))},
		{"git: a packet of nonsense", gitServer(func(w io.Writer) { _, _ = io.WriteString(w, "zzzz"+Dirt) }, gitSays(1, "\x02no\n"))},
	}
}

const someCommit = "0123456789012345678901234567890123456789"

// packet is a text as git's protocol frames it (gitprotocol-common, pkt-line).
func packet(text string) string { return fmt.Sprintf("%04x%s", len(text)+4, text) }

func oneRef(w io.Writer) {
	_, _ = io.WriteString(w, packet(someCommit+" HEAD\x00side-band-64k ofs-delta shallow agent=git/2\n")+packet(someCommit+" refs/tags/v1.0.0\n")+"0000")
}

func endlessRefs(w io.Writer) {
	_, err := io.WriteString(w, packet(someCommit+" HEAD\x00side-band-64k shallow\n"))
	for i := 0; err == nil; i++ {
		var b strings.Builder
		for range 1000 {
			b.WriteString(packet(fmt.Sprintf("%s refs/heads/%0100d\n", someCommit, i)))
		}
		_, err = io.WriteString(w, b.String())
	}
}

// gitSays answers a request for objects with so many packets of a side band, 0 for no
// end of them. It is slow enough that a client's memory, and not its network, is tried.
func gitSays(times int, band string) func(io.Writer) {
	return func(w io.Writer) {
		_, err := io.WriteString(w, packet("NAK\n"))
		for i := 0; err == nil && (times == 0 || i < times); i++ {
			if _, err = io.WriteString(w, packet(band)); i%64 == 63 {
				time.Sleep(time.Millisecond)
			}
		}
	}
}

// gitServer is a page that leads to a repository on the same server, and that repository.
func gitServer(refs, objects func(io.Writer)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodConnect:
			w.WriteHeader(http.StatusBadGateway)
		case r.URL.Query().Get("go-get") == "1":
			_, _ = io.WriteString(w, ImportPage("example.test/m git http://example.test/m.git"))
		case strings.HasSuffix(r.URL.Path, "/info/refs"):
			w.Header().Set("Content-Type", "application/x-git-upload-pack-advertisement")
			_, _ = io.WriteString(w, packet("# service=git-upload-pack\n")+"0000")
			refs(w)
		case strings.HasSuffix(r.URL.Path, "/git-upload-pack"):
			body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
			w.Header().Set("Content-Type", "application/x-git-upload-pack-result")
			if strings.Contains(string(body), "deepen") {
				_, _ = io.WriteString(w, packet("shallow "+someCommit)+"0000")
			}
			if strings.Contains(string(body), "done\n") {
				objects(w)
			}
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
}
