// Package prove asks the real go command: it downloads modules into a scratch
// cache, under the settings as they are or as a plan would leave them. Nothing
// of the user's is written: not the module cache, not go.mod or go.sum, not
// the GOENV file, not git's configuration.
package prove

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Proof is what the go command did.
type Proof struct {
	// Tried tells whether it was asked at all; OK means nothing without it.
	Tried bool
	// OK: every module that was asked for was downloaded and verified.
	OK     bool
	Asked  []probe.Query // at most [MaxQueries], see [Pick]
	Failed []Failure
	Took   time.Duration
	// Err is why it could not be tried.
	Err error
}

// Failure is a module that was not downloaded, in the go command's words.
type Failure struct {
	Query probe.Query
	Error string // without credentials
}

// Prove downloads the queries under the settings that p would leave.
func Prove(ctx context.Context, m *host.Machine, s *settings.Snapshot, p plan.Plan, queries []probe.Query) Proof {
	proof := Proof{Asked: Pick(s, queries)}
	if s.Go.Path == "" {
		proof.Err = tell.New("there is no go command")
		return proof
	}
	if len(proof.Asked) == 0 {
		proof.Err = tell.New("no module was named")
		return proof
	}
	start := m.Now()
	dir, remove, err := m.TempDir("gofix-net-proof-")
	if err != nil {
		proof.Err = scratchErr(err)
		return proof
	}
	defer remove()
	sc, err := prepare(ctx, m, s, p, dir)
	if err != nil {
		proof.Err = scratchErr(err)
		return proof
	}
	proof.Failed, proof.Err = sc.download(ctx, proof.Asked)
	proof.Tried = proof.Err == nil
	proof.OK = proof.Tried && len(proof.Failed) == 0
	proof.Took = m.Now().Sub(start)
	return proof
}

// Baseline downloads the queries under the settings as they are: in the
// environment of this process, with the real GOENV file and git's real
// configuration. After writing it is what the user's next shell will see.
func Baseline(ctx context.Context, m *host.Machine, s *settings.Snapshot, queries []probe.Query) Proof {
	return Prove(ctx, m, s, plan.Plan{}, queries)
}

// download runs `go mod download` once for all queries.
func (sc *scratch) download(ctx context.Context, queries []probe.Query) ([]Failure, error) {
	args := append([]string{sc.s.Go.Path, "mod", "download", "-json"}, sc.args...)
	for _, q := range queries {
		args = append(args, argument(q))
	}
	out, err := sc.m.Run(ctx, host.Command{Args: args, Dir: sc.cwd, Env: sc.env, JSON: true})
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, ctx.Err()
	}
	grown := errors.Is(err, host.ErrGrown) // go fails where another machine would run out of memory
	if err != nil && ctx.Err() == nil && !grown {
		return nil, err
	}
	answers := parseAnswers(out.Stdout)
	var failed []Failure
	for _, q := range queries {
		a, ok := answers.of(q)
		if ok && a.Error == "" && a.Zip != "" {
			continue
		}
		if grown && a.Error == "" {
			a.Error = err.Error()
		}
		text := strings.ReplaceAll(sc.reason(ctx, a, out), sc.dir+string(filepath.Separator), "")
		failed = append(failed, Failure{q, foreign.Redact(text)})
	}
	return failed, nil
}

// argument is PATH@VERSION; a path without a version would have to be a dependency.
func argument(q probe.Query) string {
	if q.Version == "" {
		return q.Path + "@latest"
	}
	return q.String()
}

// reason says why a module is not there.
func (sc *scratch) reason(ctx context.Context, a answer, out host.Output) string {
	if a.Error != "" {
		return a.Error
	}
	if ctx.Err() != nil {
		return "the go command was still waiting when its time was over"
	}
	text := strings.TrimSpace(string(out.Stderr))
	if text == "" {
		return fmt.Sprintf("the go command ended with code %d and said nothing", out.Code)
	}
	return tail(text, 2000)
}

// tail keeps the end, where the go command says what was decisive.
func tail(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return "…" + strings.ToValidUTF8(text[len(text)-limit:], "")
}

// answer is one object of `go mod download -json` (go help mod download).
type answer struct {
	Path, Query, Version, Error, Zip string
}

type answers []answer

// of returns the answer to a query. Where it was not asked with a version, go
// names what it found.
func (l answers) of(q probe.Query) (answer, bool) {
	for _, a := range l {
		if a.Path == q.Path && (a.Version == q.Version || a.Query == q.Version || q.Version == "" || a.Query == "" && a.Version == "") {
			return a, true
		}
	}
	// A query such as a branch is answered with the version it led to.
	for _, a := range l {
		if a.Path == q.Path {
			return a, true
		}
	}
	return answer{}, false
}

// parseAnswers reads the objects up to the first thing that is none.
func parseAnswers(stdout []byte) answers {
	var out answers
	dec := json.NewDecoder(bytes.NewReader(stdout))
	for {
		var a answer
		if dec.Decode(&a) != nil {
			return out
		}
		out = append(out, a)
	}
}
