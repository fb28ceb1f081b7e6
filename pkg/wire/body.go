package wire

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// read takes the body as far as q asks.
func (c *Client) read(ctx context.Context, q Request, res *http.Response, a *Answer) {
	defer res.Body.Close()
	a.Length, a.Header = res.ContentLength, res.Header
	a.Ranges = res.Header.Get("Accept-Ranges") == "bytes"
	a.mime, _, _ = mime.ParseMediaType(res.Header.Get("Content-Type"))
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		a.Date = date.UTC()
	}
	if endpoint(a.Final) != endpoint(q.URL) {
		a.FinalHost = endpoint(a.Final)
	}
	good := res.StatusCode == http.StatusOK || q.AnyStatus || (q.Range != "" && res.StatusCode == http.StatusPartialContent)
	if !good {
		s := symptom.FromStatus(res.StatusCode)
		if s == "" { // 204 and its like: the go command takes only 200
			s = symptom.HTTPNotProxy
		}
		words := ""
		switch {
		case a.mime == "text/plain":
			words = Quote(errorText(res))
			a.Said = strings.TrimPrefix(words, ": ")
		case jsonType(a.mime): // the go command shows plain text alone
			a.Said = strings.TrimPrefix(Quote(jsonOrText(errorText(res))), ": ")
		}
		c.blame(a, q.URL, s, res.Status+words)
		a.Refusal = probe.RefusedWith(res.Status, strings.TrimPrefix(words, ": "))
		return
	}
	started := time.Now()
	var err error
	a.Body, a.Ended, err = readBody(res.Body, q.Limit, q.Spell)
	a.Reading = time.Since(started)
	a.Bytes = int64(len(a.Body))
	if err != nil {
		c.blame(a, q.URL, c.bodySymptom(err), fmt.Sprintf("after %d bytes of the body: %v", len(a.Body), err))
		return
	}
	if !a.Ended && q.Spell == 0 {
		c.blame(a, q.URL, symptom.HTTPNotProxy, fmt.Sprintf("the body is longer than %d bytes", q.Limit))
	}
}

// bodySymptom classifies what ended a body early.
func (c *Client) bodySymptom(err error) symptom.Symptom {
	_, corrupt := errtype.As[flate.CorruptInputError](err)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return symptom.HTTPTruncated
	case corrupt, errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum): // not packed as its header says
		return symptom.HTTPNotProxy
	}
	return Classify(err, probe.Protocol, c.env.Now())
}

// readBody reads until the end, limit bytes, or the end of the spell: then it
// reports that the body has not ended, without an error. A body that is
// silent altogether ends by the context of its request.
func readBody(r io.Reader, limit int64, spell time.Duration) (body []byte, ended bool, err error) {
	start := time.Now()
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		body = append(body, buf[:n]...)
		if int64(len(body)) > limit {
			return body[:limit], false, nil
		}
		switch {
		case err == io.EOF:
			return body, true, nil
		case err != nil:
			return body, false, err
		case spell > 0 && time.Since(start) > spell:
			return body, false, nil
		}
	}
}

// errorTime bounds the wait for the text that comes with an error status: the
// status says enough.
const errorTime = 500 * time.Millisecond

// maxQuote bounds a quoted line, in characters.
const maxQuote = 160

// Quote returns ": " and the first line of a server's own text, cut and
// without what a terminal would obey; "" where there is none. An ellipsis says that
// there are more lines.
func Quote(text string) string {
	// A secret may go on in the next line: patterns see both, and whoever knows the
	// secret finds its beginning before an ellipsis.
	line, _, more := strings.Cut(strings.TrimSpace(foreign.Redact(text)), "\n")
	if more {
		line = strings.TrimRight(line, " \t\r") + "…"
	}
	if line = foreign.Line(line, maxQuote); line == "" {
		return ""
	}
	return ": " + line
}

// readFile answers a file:// URL as cmd/go/internal/web does: a missing file
// is a 404, an unreadable one a 403.
func (c *Client) readFile(q Request, a *Answer) {
	if c.env.ReadFile == nil {
		a.Symptom, a.Detail = symptom.Unknown, "files are not read here"
		return
	}
	name, err := filePath(q.URL, c.env.Settings.OS)
	if err != nil {
		a.Symptom, a.Detail = symptom.Unknown, err.Error()
		return
	}
	data, cut, err := c.env.ReadFile(name, q.Limit)
	answer := func(status int, s symptom.Symptom, detail string) {
		a.Status, a.Symptom, a.Detail = status, s, detail
		a.Refusal = probe.RefusedWith(fmt.Sprint(status, " ", http.StatusText(status)), "")
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		answer(http.StatusNotFound, symptom.HTTP404, "no such file: "+name)
	case errors.Is(err, fs.ErrPermission):
		answer(http.StatusForbidden, symptom.HTTP403, "not readable: "+name)
	case err != nil:
		a.Symptom, a.Detail = symptom.Unknown, err.Error()
	default:
		a.Status, a.Body, a.Ended, a.Bytes = http.StatusOK, data, !cut, int64(len(data))
	}
}

// filePath returns the name that a file:// URL means
// (cmd/go/internal/web/file_url.go; on Windows file:///C:/dir is C:\dir).
func filePath(u *url.URL, goos string) (string, error) {
	if u.Host != "" && u.Host != "localhost" {
		return "", fmt.Errorf("the file URL %s names a host", foreign.Redact(u.String()))
	}
	if goos != "windows" {
		return u.Path, nil
	}
	name := strings.TrimPrefix(u.Path, "/")
	if len(name) < 2 || name[1] != ':' {
		return "", fmt.Errorf("the file URL %s names no drive", foreign.Redact(u.String()))
	}
	return strings.ReplaceAll(name, "/", "\\"), nil
}

// Join returns base with a path appended, as the go command joins them. The
// elements are escaped here.
func Join(base *url.URL, elements string) *url.URL {
	u := *base
	escaped := strings.ReplaceAll(url.PathEscape(elements), "%2F", "/")
	u.RawPath = strings.TrimRight(base.EscapedPath(), "/") + "/" + escaped
	u.Path = strings.TrimRight(base.Path, "/") + "/" + elements
	return &u
}
