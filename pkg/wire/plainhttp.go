package wire

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// plainPatience bounds the question over plain HTTP: it does not matter
// if no server answers.
const plainPatience = 1500 * time.Millisecond

// AskPlain asks t's host for / over plain HTTP. A login page or a filter that answers in
// the host's place shows itself there, and each answer has a date. Nil where no answer
// came, or where an outbound proxy, which would answer itself, is in between.
func AskPlain(ctx context.Context, env *probe.Env, t probe.Target, host string) *probe.PlainEvidence {
	if t.Via != "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, plainPatience)
	defer cancel()
	addresses, err := Resolve(ctx, env, t, host)
	if err != nil {
		return nil
	}
	conn, _ := Race(ctx, env, addresses, "80")
	if conn == nil {
		return nil
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	res := getRoot(conn, host, env.UserAgent) //nolint:bodyclose // closed with its connection, which carries nothing else
	if res == nil {
		return nil
	}
	e := &probe.PlainEvidence{Status: res.StatusCode, Location: foreign.Redact(probe.OneLine(res.Header.Get("Location")))}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		e.Date = date.UTC()
		e.Ahead = int64(date.Sub(env.Now()).Round(time.Second) / time.Second)
	}
	return e
}

// getRoot asks for / and reads the header of the answer, nil where there is none.
func getRoot(conn net.Conn, host, userAgent string) *http.Response {
	_, err := fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n", host, userAgent)
	if err != nil {
		return nil
	}
	res, err := http.ReadResponse(bufio.NewReader(io.LimitReader(conn, maxHeader)), nil)
	if err != nil {
		return nil
	}
	_ = res.Body.Close()
	return res
}
