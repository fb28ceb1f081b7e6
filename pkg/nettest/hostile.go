package nettest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Hostile is a server that means harm: to take all time, all memory, to lead
// elsewhere, or to write on the user's terminal.
type Hostile struct {
	Name  string
	Serve http.Handler
}

// Dirt is what a terminal, a layout of text or a CI system would obey: colours, a
// title, a bell, bidirectional and invisible characters, workflow commands.
const Dirt = "\x1b[31m\x1b]0;title\x07\x9b31m\u202e\u200b\u2028\U000e0041\r\n::error::dirt\n::set-output name=a::b\n##[error]dirt ##vso[task.complete]dirt\x00"

// HostileHTTP returns the servers that every command has to outlive.
func HostileHTTP() []Hostile {
	line := strings.ReplaceAll(Dirt, "\r\n", " ")
	return []Hostile{
		{"an endless body", HTTPEndlessBody("text/plain", "v1.0.0\n")},
		{"an endless line", HTTPEndlessBody("text/plain", strings.Repeat("x", 64<<10))},
		{"an endless header", HTTPEndlessHeader()},
		{"a header in drops", HTTPSlowHeader(50 * time.Millisecond)},
		{"a body in drops", HTTPDrip(1<<20, 50*time.Millisecond)},
		{"no answer", HTTPSilent()},
		{"continue for ever", HTTPContinues()},
		{"a gzip bomb", HTTPGzipBomb()},
		{"a zip bomb", HTTPZipBomb()},
		{"redirects in a circle", HTTPRedirectLoop()},
		{"a redirect to a file", HTTPRedirect(http.StatusFound, "file:///etc/passwd")},
		{"a redirect to a metadata service", HTTPRedirect(http.StatusFound, "http://169.254.169.254/latest/meta-data/")},
		{"a redirect with dirt", HTTPAnswer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/" + strings.ReplaceAll(line, "\n", " ") + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")},
		{"dirt in the reason", HTTPAnswer("HTTP/1.1 500 " + strings.ReplaceAll(line, "\n", " ") + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")},
		{"dirt in the body", HTTPStatus(http.StatusForbidden, Dirt)},
		{"dirt in a page", HTTPBody("text/html", "<html><title>"+Dirt+"</title>"+Dirt+"</html>")},
		{"dirt in a version", HTTPBody("application/json", `{"Version":"v1.0.0\u001b[31m\u202e","Time":"2020-01-01T00:00:00Z"}`)},
		{"no HTTP at all", HTTPAnswer(strings.Repeat(Dirt, 100))},
		{"a status of nonsense", HTTPAnswer("HTTP/1.1 99999 x\r\n\r\n")},
		{"a length of nonsense", HTTPAnswer("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx")},
		{"a length that is not kept", HTTPTruncated("x", 1<<40)},
		{"chunks of nonsense", HTTPAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx")},
		{"hangs up", HTTPHangUp()},
	}
}

// HTTPContinues sends interim answers and never a final one. HTTP/1 only.
func HTTPContinues() http.Handler {
	return raw(func(_ net.Conn, w *bufio.Writer) {
		for {
			if _, err := io.WriteString(w, "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"); err != nil {
				return
			}
		}
	})
}

// HTTPZipBomb answers every request with a small zip of files that unpack to a
// gigabyte each, and whose names lead elsewhere.
func HTTPZipBomb() http.Handler {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 4 {
		f, err := z.Create(fmt.Sprintf("../../x%d", i))
		if err != nil {
			panic(err)
		}
		zeros := make([]byte, 1<<20)
		for range 16 {
			if _, err := f.Write(zeros); err != nil {
				panic(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return HTTPBody("application/zip", b.String())
}
