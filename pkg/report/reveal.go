package report

import (
	"encoding/json"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// reveal puts the values of settings and of the plan into a report as they are,
// credentials included, so that its commands can be pasted. What probes saw and
// what the texts name stays redacted: those are read without a password.
func (r *Report) reveal(s *settings.Snapshot, p plan.Plan) {
	r.unredacted = true
	if s != nil {
		r.Settings = settingsOf(s, func(k settings.Key) string { return k.Name }, settings.Value.Reveal)
	}
	for i := range r.Settings {
		r.Settings[i].Name, r.Settings[i].Value = bare(r.Settings[i].Name), bare(r.Settings[i].Value)
	}
	for i, c := range p.Changes {
		shown := &r.Plan.Changes[i]
		shown.Key = bare(c.Key.Name)
		shown.From, shown.To = revealed(c.From), revealed(c.To)
		shown.Command = nil
		for _, word := range c.Command() {
			shown.Command = append(shown.Command, bare(word))
		}
	}
}

func revealed(v *settings.Value) *string {
	if v == nil {
		return nil
	}
	s := bare(v.Reveal())
	return &s
}

// Masked returns a report of which everything but the values of settings and the plan
// has gone through guard, which is given a JSON document and returns one: a server may
// have sent back what the settings hold, and its words were not asked for.
func (r *Report) Masked(guard func(document string) string) (*Report, error) {
	rest := *r
	rest.Settings, rest.Plan = nil, Plan{}
	data, err := json.Marshal(&rest)
	if err != nil {
		return nil, err
	}
	var out Report
	if err := json.Unmarshal([]byte(guard(string(data))), &out); err != nil {
		return nil, err
	}
	out.Settings, out.Plan, out.unredacted = r.Settings, r.Plan, r.unredacted
	return &out, nil
}
