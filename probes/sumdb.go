package probes

import (
	"context"
	"net/url"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Sumdb asks the checksum database itself, where GOSUMDB says it is: for its
// signed tree head, and for the checksums of one module asked about. Signatures
// are verified with the key that the go command has. It asks nothing where no
// module may be asked about, and never about a path that the settings keep
// from the database.
//
// Symptoms: all of http-*; http-not-proxy where an answer is not signed by the
// database. Evidence: both requests. Budget: 5 s: two round trips and slack.
var Sumdb = probe.Probe{
	Kind: probe.Sumdb, Doc: "checksum database, asked directly", Stage: probe.Protocol,
	Budget: 5 * time.Second, Targets: sumdbTargets, Run: runSumdb,
}

func sumdbTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	q, ok := publicQuery(c, queries)
	if !ok {
		return nil
	}
	if keptBack(s, q) {
		// Where a relay answers, the go command does not come here.
		q.Version = ""
	}
	return withKey(c, baseTarget(s, c.SumDB.URL, c.SumDB.URL.String(), q))
}

// keptBack reports whether a path may be private: then it is sent to no server that
// the go command might not ask.
func keptBack(s *settings.Snapshot, q probe.Query) bool {
	_, private := route.PrivateEvidence(s, q.Path)
	return private || route.MaybePrivate(s, q.Path)
}

// withKey puts the database and its verifier key into targets: a second round looks at
// databases that the settings in force do not name.
func withKey(c *route.Config, targets []probe.Target) []probe.Target {
	for i := range targets {
		targets[i].Value, targets[i].Database = settings.Value(c.SumDB.Key), c.SumDB.Name
	}
	return targets
}

// publicQuery returns the module to ask the database about: one with a known
// version where there is one, else the well-known one, if the database is Go's own:
// without a record no tile is read, and a relay without tiles looks like a good one.
// False where the go command would ask nothing.
func publicQuery(c *route.Config, queries []probe.Query) (probe.Query, bool) {
	if c.ModulesOff || c.SumDB.Off || c.SumDB.Err != nil {
		return probe.Query{}, false
	}
	var some *probe.Query
	for _, q := range queries {
		if module.CheckPath(q.Path) != nil || c.SkipsSumDB(q.Path) {
			continue
		}
		if protocol.HasVersion(q) && !keptBack(c.Settings, q) && q.Path != known.ToolchainModule {
			return q, true
		}
		if some == nil || !protocol.HasVersion(*some) && protocol.HasVersion(q) {
			some = &q
		}
	}
	switch {
	case some == nil:
		return probe.Query{}, false
	case !protocol.HasVersion(*some) && c.SumDB.Name == known.SumGolangOrg:
		return probe.Query{Path: known.SampleModule, Version: known.SampleVersion}, true
	}
	return *some, true
}

func runSumdb(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	base, err := url.Parse(t.URL.Reveal())
	if err != nil {
		return probe.Failed(symptom.Unknown, "the checksum database's address is not a URL")
	}
	return protocol.AskDatabase(ctx, env, t, base, false)
}

// SumdbAt returns the task that probes the checksum database's record of one module:
// through the relay of one proxy or, where base is "", from the database itself.
// It is for modules about which the go command surely asks there.
func SumdbAt(s *settings.Snapshot, base settings.Value, q probe.Query) []probe.Task {
	c := route.Read(s)
	if _, ok := publicQuery(c, []probe.Query{q}); !ok {
		return nil
	}
	kind, where := &SumdbRelay, base.String()+"/sumdb/"+c.SumDB.Name
	if base == "" {
		kind, base, where = &Sumdb, c.SumDB.URL, c.SumDB.URL.String()
	}
	var out []probe.Task
	for _, t := range withKey(c, baseTarget(s, base, where+"/lookup/"+q.String(), q)) {
		out = append(out, probe.Task{Probe: kind, Target: t})
	}
	return out
}
