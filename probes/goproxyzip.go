package probes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// zip asks for the zip as the go command does, without a Range: servers that
// treat ranges otherwise would answer another question.
func (v *visit) zip(ctx context.Context, version string) answer {
	m := module.Version{Path: v.path, Version: version}
	escaped, err := module.EscapeVersion(version)
	if err != nil {
		return answer{HTTPRequest: probe.HTTPRequest{Name: probe.ReqZip, Symptom: symptom.HTTPNotProxy, Detail: err.Error()}}
	}
	q := request{name: probe.ReqZip, url: v.url("@v/" + escaped + ".zip"), limit: maxZip, spell: zipSpell}
	a := v.ask(ctx, q, func(a *answer) error { return checkDownload(a, m) })
	if a.Symptom == "" && a.ended {
		if hash, err := hashZip(a.body); err == nil {
			v.evidence.Zip = v.compared(version, "", hash)
		}
	}
	if a.Symptom == "" && !a.ended && a.ranges && a.length > maxZip {
		v.zipEnd(ctx, &a)
	}
	return a
}

// checkDownload checks a zip as far as it was read.
func checkDownload(a *answer, m module.Version) error {
	if a.ended {
		return checkZip(a.body, m)
	}
	if r := perSecond(*a); a.reading >= zipSpell && r < minZipRate && !endsSoon(a, r) {
		return stalledError{r}
	}
	return checkZipHead(a.body, m)
}

// endsSoon reports whether the rest of a zip of known length would be there
// within a minute at that rate: slow, and not stalled, since go has no limit.
func endsSoon(a *answer, rate int64) bool {
	return a.length > 0 && rate > 0 && (a.length-int64(len(a.body)))/rate < 60
}

// zipEnd looks at the end of a zip that is too long to be read whole: a mirror
// can hold one that was cut short when it was stored. It proves nothing where
// the server does not serve the range, so that failures of it count for nothing.
func (v *visit) zipEnd(ctx context.Context, a *answer) {
	tail := v.client.get(ctx, request{
		name: probe.ReqZip, url: a.final, limit: zipTail + 1, spell: zipSpell, rng: fmt.Sprintf("bytes=%d-", a.length-zipTail),
	})
	if tail.Symptom == "" && tail.Status == 206 && tail.ended && len(tail.body) == zipTail && !hasZipEnd(tail.body) {
		v.client.blame(a, v.base, symptom.HTTPTruncated, errCutShort.Error())
	}
}

// stalledError is a body that comes so slowly that it will never be there.
type stalledError struct{ rate int64 }

func (e stalledError) Error() string {
	return fmt.Sprintf("the body stalls: %d bytes per second", e.rate)
}

// contentSymptom tells why a body that arrived is not what it should be.
func contentSymptom(err error) symptom.Symptom {
	if _, ok := errors.AsType[stalledError](err); ok {
		return symptom.HTTPTimeout
	}
	if errors.Is(err, errCutShort) {
		return symptom.HTTPTruncated
	}
	return symptom.HTTPNotProxy
}

// What a throughput can be told from: less would measure the buffers on the way.
const (
	minMeasured = 64 << 10 // bytes
	minMeasure  = 500 * time.Millisecond
)

// rate returns the throughput of a body in bytes per second, 0 where it was
// too short to tell.
func rate(a answer) int64 {
	if len(a.body) < minMeasured && a.reading < minMeasure {
		return 0
	}
	return perSecond(a)
}

func perSecond(a answer) int64 {
	return int64(float64(len(a.body)) / max(a.reading, time.Millisecond).Seconds())
}
