package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// BaselineSchema is the name and version of a baseline file.
const BaselineSchema = "gofix-net/lint-baseline/v1"

// Baseline is what is known already and not to be told again.
type Baseline struct {
	Schema   string  `json:"schema"`
	Findings []Known `json:"findings"`
}

// Known is a finding of a baseline. It does not name a line: what is written
// above it may change.
type Known struct {
	Rule ID `json:"rule"`
	// File is seen from the folder of the baseline, with slashes, so that it does not
	// matter where lint is started.
	File string `json:"file"`
	Mark string `json:"mark"` // of the line's text, without credentials
}

// ReadBaseline reads a baseline file.
func ReadBaseline(r io.Reader) (*Baseline, error) {
	var b Baseline
	if err := json.NewDecoder(r).Decode(&b); err != nil {
		return nil, tell.Errorf("could not read the baseline: %w", err)
	}
	if b.Schema != BaselineSchema {
		return nil, tell.Errorf("not a baseline of gofix-net lint: its schema is %q, not %q", foreign.Redact(b.Schema), BaselineSchema)
	}
	return &b, nil
}

// Mark returns how a baseline knows a finding; its File is that of f.
func Mark(f *place.File, x Finding) Known {
	line := strings.TrimSpace(f.Of(f.Line(f.Position(x.Span.Start).Line)))
	sum := sha256.Sum256([]byte(foreign.Redact(line)))
	return Known{Rule: x.Rule, File: f.Path, Mark: hex.EncodeToString(sum[:8])}
}

// Take reports whether a finding is in the baseline, and takes it out, so that a
// second one of the kind is told.
func (b *Baseline) Take(k Known) bool {
	i := slices.Index(b.Findings, k)
	if i < 0 {
		return false
	}
	b.Findings = slices.Delete(b.Findings, i, i+1)
	return true
}

func settingsValue(s string) settings.Value { return settings.Value(s) }
