package netlab

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"
)

// serveHTTP answers every web request of the lab.
func (l *Lab) serveHTTP(w http.ResponseWriter, r *http.Request) {
	c := r.Context().Value(connKey{}).(*conn)
	asked, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		asked = r.Host
	}
	l.record(Request{Host: asked, Method: r.Method, Path: r.URL.RequestURI(), UserAgent: r.UserAgent()})
	for _, f := range l.faultsAt(c.host.name, c.port) {
		if f.matchesPath(r.URL.Path) && l.failHTTP(w, r, c, f) {
			return
		}
	}
	c.host.handler.ServeHTTP(w, r)
}

// failHTTP does what f says and reports whether that was the whole answer.
func (l *Lab) failHTTP(w http.ResponseWriter, r *http.Request, c *conn, f Fault) bool {
	switch f.Kind {
	case Status:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if f.code == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Basic realm="lab"`)
		}
		w.WriteHeader(f.code)
		if f.code != http.StatusNoContent && f.code != http.StatusNotModified {
			_, _ = fmt.Fprintln(w, f.body)
		}
	case HTML:
		writeHTML(w, "Welcome to "+c.host.name)
	case Redirect:
		to := f.Arg
		if strings.HasSuffix(to, "/") {
			to = strings.TrimSuffix(to, "/") + r.URL.RequestURI()
		}
		http.Redirect(w, r, to, http.StatusFound)
	case RedirectLoop:
		http.Redirect(w, r, r.URL.RequestURI(), http.StatusFound)
	case NoRelay:
		if !strings.Contains(r.URL.Path, "/sumdb/"+sumdbName+"/") {
			return false
		}
		notFound(w, r)
	case Flaky, FlakyBody, FlakyReply:
		if l.count(c.host.name)%2 == 0 {
			return false
		}
		switch f.Kind {
		case FlakyBody:
			l.failBody(w, r, c, Truncate)
		case FlakyReply:
			c.finish()
		default:
			http.Error(w, "try again", http.StatusServiceUnavailable)
		}
	case First:
		return l.count(c.host.name+r.URL.Path) <= f.count && l.failHTTP(w, r, c, *f.then)
	case EmptyReply:
		c.finish()
	case HTTPStall:
		l.silence(r)
	case Date:
		w.Header().Set("Date", time.Now().Add(f.duration).UTC().Format(http.TimeFormat))
		return false
	case Altered:
		return alterZip(w, r, c)
	case As:
		whole := l.answer(r, c)
		forms[f.Arg](whole)
		whole.write(w)
	case Slow:
		l.sleep(f.duration)
		return false
	case HTTP10:
		l.oldHTTP(w, r, c)
	case OtherKey:
		return l.signOtherwise(w, r)
	case Truncate, BodyStall, Trickle:
		l.failBody(w, r, c, f.Kind)
	default:
		return false
	}
	return true
}

// answer is what the host answers without a fault.
func (l *Lab) answer(r *http.Request, c *conn) *reply {
	recorded := httptest.NewRecorder()
	c.host.handler.ServeHTTP(recorded, r)
	return &reply{code: recorded.Code, header: recorded.Header(), body: recorded.Body.Bytes()}
}

// oldHTTP sends the true answer as HTTP/1.0 does: the body ends with the connection.
func (l *Lab) oldHTTP(w http.ResponseWriter, r *http.Request, c *conn) {
	whole := l.answer(r, c)
	under, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer under.Close()
	_, _ = fmt.Fprintf(buffered, "HTTP/1.0 %d %s\r\n", whole.code, http.StatusText(whole.code))
	_ = whole.header.Write(buffered)
	_, _ = buffered.WriteString("\r\n")
	_, _ = buffered.Write(whole.body)
	_ = buffered.Flush()
}

// signOtherwise answers for the checksum database in the name of one with another key,
// and reports whether the request was for a database.
func (l *Lab) signOtherwise(w http.ResponseWriter, r *http.Request) bool {
	_, path, relayed := strings.Cut(r.URL.Path, "/sumdb/"+sumdbName)
	if !relayed || path == "/supported" {
		return false
	}
	asked := r.Clone(r.Context())
	asked.URL.Path = path
	l.forged().ServeHTTP(w, asked)
	return true
}

// failBody sends the true headers and spoils the body.
func (l *Lab) failBody(w http.ResponseWriter, r *http.Request, c *conn, kind Kind) {
	recorded := l.answer(r, c)
	body := recorded.body
	maps.Copy(w.Header(), recorded.header)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(recorded.code)
	flush := http.NewResponseController(w).Flush
	if kind == Trickle {
		const each = 10 * time.Millisecond
		for begun, sent := time.Now(), 0; sent < len(body); {
			// By the clock, as a slow line is: a busy machine wakes late, and sends more then.
			due := min(1+int(time.Since(begun)/each), len(body))
			if _, err := w.Write(body[sent:due]); err != nil {
				return
			}
			_ = flush()
			sent = due
			l.sleep(each)
		}
		return
	}
	_, _ = w.Write(body[:len(body)/2])
	_ = flush()
	if kind == BodyStall {
		l.silence(r)
		return
	}
	c.finish()
}

// silence waits until the client or the lab gives up, or the fault ends.
func (l *Lab) silence(r *http.Request) {
	l.mu.Lock()
	healed := l.healed
	l.mu.Unlock()
	select {
	case <-r.Context().Done():
	case <-healed:
	case <-l.done:
	}
}
