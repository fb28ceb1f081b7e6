package nettest

import (
	"bufio"
	"compress/gzip"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// The functions of this file return handlers with exactly one fault each. A
// handler that never ends by itself ends with its request.

// HTTPStatus answers with a status and a plain text.
func HTTPStatus(code int, text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(code)
		if code >= 200 && code != http.StatusNoContent && code != http.StatusNotModified {
			_, _ = io.WriteString(w, text)
		}
	})
}

// HTTPBody answers 200 with a body.
func HTTPBody(contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = io.WriteString(w, body)
	})
}

// HTTPLoginPage answers everything as a captive portal does: 200 and a page.
func HTTPLoginPage() http.Handler {
	return HTTPBody("text/html; charset=utf-8", "<!DOCTYPE html>\n<html><head><title>Welcome to the guest network</title></head>\n<body>Please sign in.</body></html>\n")
}

// HTTPSilent takes the request and never answers.
func HTTPSilent() http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// HTTPStalledBody promises length bytes, sends the first ones and no more.
func HTTPStalledBody(first string, length int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(length))
		_, _ = io.WriteString(w, first)
		flush(w)
		<-r.Context().Done()
	})
}

// HTTPDrip sends a body of zeros, one byte per period.
func HTTPDrip(length int, period time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(length))
		tick := time.NewTicker(period)
		defer tick.Stop()
		for range length {
			if _, err := w.Write([]byte{0}); err != nil {
				return
			}
			flush(w)
			select {
			case <-tick.C:
			case <-r.Context().Done():
				return
			}
		}
	})
}

// HTTPTruncated promises more than it sends, and closes.
func HTTPTruncated(body string, length int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(length))
		_, _ = io.WriteString(w, body)
		flush(w)
		panic(http.ErrAbortHandler)
	})
}

// HTTPHangUp closes the connection (HTTP/1) or resets the stream (HTTP/2) without
// an answer.
func HTTPHangUp() http.Handler {
	return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// HTTPResetBody sends a part of the body and resets the connection. HTTP/1 only.
func HTTPResetBody(body string, length int) http.Handler {
	return raw(func(c net.Conn, w *bufio.Writer) {
		fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", length, body)
		_ = w.Flush()
		time.Sleep(50 * time.Millisecond) // a reset discards what was not yet read
		if secure, ok := c.(*tls.Conn); ok {
			c = secure.NetConn() // closed here, or a close notice goes before the reset
		}
		if t, ok := c.(*net.TCPConn); ok {
			_ = t.SetLinger(0)
			_ = t.Close()
		}
	})
}

// HTTPAnswer answers with exactly that text in place of HTTP. HTTP/1 only.
func HTTPAnswer(text string) http.Handler {
	return raw(func(_ net.Conn, w *bufio.Writer) {
		_, _ = io.WriteString(w, text)
		_ = w.Flush()
	})
}

// HTTPEndlessHeader sends header lines until the client has enough. HTTP/1 only.
func HTTPEndlessHeader() http.Handler {
	return raw(func(_ net.Conn, w *bufio.Writer) {
		_, _ = io.WriteString(w, "HTTP/1.1 200 OK\r\n")
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(w, "X-Line-%d: %0200d\r\n", i, i); err != nil {
				return
			}
		}
	})
}

// HTTPSlowHeader sends header lines, one per period, without end. HTTP/1 only.
func HTTPSlowHeader(period time.Duration) http.Handler {
	return raw(func(_ net.Conn, w *bufio.Writer) {
		_, _ = io.WriteString(w, "HTTP/1.1 200 OK\r\n")
		for i := 0; ; i++ {
			_, _ = fmt.Fprintf(w, "X-Line-%d: x\r\n", i)
			if w.Flush() != nil {
				return
			}
			time.Sleep(period)
		}
	})
}

// HTTPEndlessBody sends a body that never ends, as fast as it is read.
func HTTPEndlessBody(contentType, line string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, line); err != nil {
				return
			}
		}
	})
}

// HTTPGzip compresses what h answers, whether or not that was asked for.
func HTTPGzip(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		z := gzip.NewWriter(w)
		h.ServeHTTP(gzipped{w, z}, r)
		_ = z.Close()
	})
}

type gzipped struct {
	http.ResponseWriter
	zip *gzip.Writer
}

func (g gzipped) WriteHeader(code int) {
	g.Header().Del("Content-Length")
	g.Header().Set("Content-Encoding", "gzip")
	g.ResponseWriter.WriteHeader(code)
}

func (g gzipped) Write(p []byte) (int, error) { return g.zip.Write(p) }

// HTTPGzipBomb sends zeros that unpack to a thousand times their size, without end.
func HTTPGzipBomb() http.Handler {
	return HTTPGzip(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		zeros := make([]byte, 1<<20)
		for r.Context().Err() == nil {
			if _, err := w.Write(zeros); err != nil {
				return
			}
		}
	}))
}

// HTTPRedirect leads every request to one URL.
func HTTPRedirect(code int, target string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", target)
		w.WriteHeader(code)
	})
}

// HTTPRedirectLoop leads every request to another URL of the same host, without end.
func HTTPRedirectLoop() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		w.Header().Set("Location", fmt.Sprintf("%s?n=%d", r.URL.Path, n+1))
		w.WriteHeader(http.StatusFound)
	})
}

// raw takes the connection over from net/http and closes it behind f.
func raw(f func(net.Conn, *bufio.Writer)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h, ok := w.(http.Hijacker)
		if !ok {
			panic("nettest: this fault needs HTTP/1")
		}
		c, rw, err := h.Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		f(c, rw.Writer)
	})
}

func flush(w http.ResponseWriter) {
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}
