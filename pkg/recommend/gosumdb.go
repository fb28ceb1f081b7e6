package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var gosumdbKey = settings.Go("GOSUMDB")

// chooseGosumdb removes a value that is malformed or switches the check off,
// and offers the database's other public address where it cannot be reached.
// It removes a value that names the same database by a blocked address. It counts that
// a download ends there, whatever the cause is called: an outbound proxy that go does
// not use may be the reason.
// The other address bypasses every relay, so it comes last.
func chooseGosumdb(c *Case) []Option {
	if c.has(cause.SumdbMalformed, cause.SumdbOff) {
		var wants []profile.Want
		for _, name := range []string{"GOSUMDB", "GONOSUMDB"} {
			if w, ok := c.unset(name, "recommend.gosumdb.unset"); ok && c.blames(name) {
				wants = append(wants, w)
			}
		}
		if len(wants) == 0 {
			return nil
		}
		var options []Option
		if w, ok := c.corrected("GOSUMDB"); ok && c.has(cause.SumdbMalformed) && w.Value.Reveal() != known.SumGolangOrg {
			options = append(options, Option{Wants: join([]profile.Want{w}, wants)})
		}
		// The last one changes nothing: a database that is switched off may break no
		// download, and switching it on may break one.
		return append(options, Option{Wants: wants}, otherAddress(wants), Option{})
	}
	if !c.has(cause.SumdbUnreachable) && !slices.ContainsFunc(facts.Stops(c.Facts), facts.Stop.AtSumDB) {
		return nil
	}
	options := []Option{{}}
	if w, ok := c.unset("GOSUMDB", "recommend.gosumdb.default"); ok {
		options = append(options, Option{Wants: []profile.Want{w}})
	}
	if db := c.Facts.Config().SumDB; db.Relay && db.Err == nil {
		options = append(options, c.straight(db))
	}
	if c.Facts.Config().SumDB.Name == known.SumGolangOrg {
		options = append(options, otherAddress(nil))
	}
	return options
}

// straight asks the database itself, past a relay that fails: a value with a
// URL skips relays (cmd/go/internal/modfetch/sumdb.go).
func (c *Case) straight(db route.SumDB) Option {
	name := db.Name
	if fields := strings.Fields(c.Facts.Settings.Get("GOSUMDB").Reveal()); len(fields) > 0 {
		name = fields[0] // with its key, where it has one
	}
	v := settings.Value(name + " " + db.URL.Reveal())
	reason := profile.Reason{ID: "recommend.gosumdb.straight", Args: map[string]string{"url": db.URL.String()}}
	return Option{Wants: []profile.Want{{Key: gosumdbKey, Value: &v, Reason: reason}}}
}

// otherAddress is the database of sum.golang.org under the name that is served
// from inside China: the same log, verified by the same key.
func otherAddress(instead []profile.Want) Option {
	v := settings.Value(known.SumGolangCN)
	wants := []profile.Want{{Key: gosumdbKey, Value: &v, Reason: profile.Reason{ID: "recommend.gosumdb.china"}}}
	for _, w := range instead {
		if w.Key != gosumdbKey {
			wants = append(wants, w)
		}
	}
	return Option{Wants: wants}
}

// unset removes a variable from the GOENV file, if it is set there.
func (c *Case) unset(name, reason string) (profile.Want, bool) {
	k := settings.Go(name)
	in := c.Facts.Settings.In(k, settings.GoenvFile)
	if !in.Set() {
		return profile.Want{}, false
	}
	return profile.Want{Key: k, Reason: profile.Reason{ID: reason, Args: map[string]string{"name": name, "value": in.Value.String()}}}, true
}

// blames reports whether a finding names the setting as its evidence.
func (c *Case) blames(name string) bool {
	for _, x := range c.Findings {
		for _, e := range x.Evidence {
			if e == evidence.Setting(name) && x.Cause != cause.EnvShadowsGoenv {
				return true
			}
		}
	}
	return false
}
