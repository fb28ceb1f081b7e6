package protocol

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// zip asks for the zip as the go command does, without a Range: servers that
// treat ranges otherwise would answer another question.
func (v *Visit) zip(ctx context.Context, version string) wire.Answer {
	m := module.Version{Path: v.path, Version: version}
	escaped, err := module.EscapeVersion(version)
	if err != nil {
		return wire.Answer{HTTPRequest: probe.HTTPRequest{Name: probe.ReqZip, Symptom: symptom.HTTPNotProxy, Detail: err.Error()}}
	}
	q := wire.Request{Name: probe.ReqZip, URL: v.url("@v/" + escaped + ".zip"), Limit: maxZip, Spell: zipSpell}
	hash := ""
	a := v.client.Ask(ctx, q, func(a *wire.Answer) (err error) {
		hash, err = CheckDownload(a, m)
		return err
	})
	if a.Symptom == "" && hash != "" {
		v.evidence.Zip = v.compared(version, "", hash)
	}
	if a.Symptom == "" && !a.Ended && a.Ranges && a.Length > maxZip {
		v.zipEnd(ctx, &a)
	}
	return a
}

// CheckDownload checks a zip as far as it was read, and returns its h1: hash, "" where
// it is not known.
func CheckDownload(a *wire.Answer, m module.Version) (hash string, err error) {
	if a.Ended {
		return checkWhole(a.Body, m)
	}
	if r := perSecond(*a); a.Reading >= zipSpell && r < minZipRate && !endsSoon(a, r) {
		return "", &wire.ContentError{Symptom: symptom.HTTPTimeout, Text: fmt.Sprintf("the body stalls: %d bytes per second", r)}
	}
	return "", checkZipHead(a.Body, m)
}

// checkWhole checks a whole zip, and unpacks it for its hash as the go command does.
func checkWhole(data []byte, m module.Version) (hash string, err error) {
	if err := checkZip(data, m); err != nil {
		return "", err
	}
	hash, err = HashZip(data)
	if errors.Is(err, errTooLarge) {
		return "", nil // what is too large for this program is no fault
	}
	if err != nil {
		return "", fmt.Errorf("a zip archive that cannot be unpacked: %w", err)
	}
	return hash, nil
}

// endsSoon reports whether the rest of a zip of known length would be there
// within a minute at that rate: slow, and not stalled, since go has no limit.
func endsSoon(a *wire.Answer, rate int64) bool {
	return a.Length > 0 && rate > 0 && (a.Length-int64(len(a.Body)))/rate < 60
}

// zipEnd looks at the end of a zip that is too long to be read whole: a mirror
// can hold one that was cut short when it was stored. It proves nothing where
// the server does not serve the range, so that failures of it count for nothing.
func (v *Visit) zipEnd(ctx context.Context, a *wire.Answer) {
	tail := v.client.Get(ctx, wire.Request{
		Name: probe.ReqZip, URL: a.Final, Limit: zipTail + 1, Spell: zipSpell, Range: fmt.Sprintf("bytes=%d-", a.Length-zipTail),
	})
	if tail.Symptom == "" && tail.Status == 206 && tail.Ended && len(tail.Body) == zipTail && !hasZipEnd(tail.Body) {
		v.client.Blame(a, v.base, symptom.HTTPTruncated, errCutShort.Text)
	}
}

// What a throughput can be told from: less would measure the buffers on the way.
const (
	minMeasured = 64 << 10 // bytes
	minMeasure  = 500 * time.Millisecond
)

// rate returns the throughput of a body in bytes per second, 0 where it was
// too short to tell.
func rate(a wire.Answer) int64 {
	if len(a.Body) < minMeasured && a.Reading < minMeasure {
		return 0
	}
	return perSecond(a)
}

func perSecond(a wire.Answer) int64 {
	return int64(float64(len(a.Body)) / max(a.Reading, time.Millisecond).Seconds())
}
