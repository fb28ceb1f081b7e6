package plan

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ID names the change in reports: the key in lower case ("goproxy"), for git
// with "git-" in front and without special characters. It is unique in a plan
// and the same for the same plan.
func (c Change) ID() string {
	if c.id != "" {
		return c.id
	}
	return keyID(c.Key)
}

var special = lazyre.New(`[^a-z0-9]+`)

// keyID returns the ID of the first change of a key.
func keyID(k settings.Key) string {
	id := strings.Trim(special.ReplaceAllString(strings.ToLower(k.String()), "-"), "-")
	if k.Tool == settings.GitConfig {
		return "git-" + id
	}
	return id
}

// nameChanges numbers the changes of one key from the second on.
func nameChanges(list []Change) {
	seen := map[string]int{}
	for i := range list {
		id := keyID(list[i].Key)
		if seen[id]++; seen[id] > 1 {
			id = fmt.Sprintf("%s-%d", id, seen[id])
		}
		list[i].id = id
	}
}

// JSON is a plan as reports carry it, without credentials. Proven is theirs to add.
type JSON struct {
	Profile string       `json:"profile"`
	Changes []JSONChange `json:"changes"`
}

// JSONChange is one change in a report.
type JSONChange struct {
	ID      string          `json:"id"`
	Tool    settings.Tool   `json:"tool"`
	Key     string          `json:"key"`
	From    *settings.Value `json:"from"`
	To      *settings.Value `json:"to"`
	File    string          `json:"file,omitempty"`
	Command []string        `json:"command"`
	Reason  string          `json:"reason"`
}

// JSON returns the plan for a report. text words a reason; nil gives its id.
func (p Plan) JSON(text func(profile.Reason) string) JSON {
	if text == nil {
		text = func(r profile.Reason) string { return r.ID }
	}
	out := JSON{Profile: p.Profile, Changes: []JSONChange{}}
	for _, c := range p.Changes {
		out.Changes = append(out.Changes, JSONChange{
			ID: c.ID(), Tool: c.Key.Tool, Key: c.Key.String(), From: hide(c.From), To: hide(c.To),
			File: c.File, Command: c.RedactedCommand(), Reason: text(c.Reason),
		})
	}
	return out
}

// hide returns v redacted for good, so that not even the value in memory of a
// report has the credential.
func hide(v *settings.Value) *settings.Value {
	if v == nil {
		return nil
	}
	r := settings.Value(v.String())
	return &r
}

// MarshalJSON writes the plan without credentials.
func (p Plan) MarshalJSON() ([]byte, error) { return json.Marshal(p.JSON(nil)) }
