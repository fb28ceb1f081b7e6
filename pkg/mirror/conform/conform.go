// Package conform reports whether a module proxy does what go needs, for the person
// who runs that proxy: each requirement with the request, the answer, what go does
// because of it, and the setting of the product that puts it right. It is pure.
package conform

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Report is the conformance of one module proxy.
type Report struct {
	Mirror  measure.Mirror
	Result  *measure.Result
	Product Product
	Rows    []Row
}

// Row is one requirement.
type Row struct {
	measure.Check
	// Curl is the request as a command line, without credentials.
	Curl string
}

// Of returns the report on the proxy that was measured first.
func Of(r *measure.Result) *Report {
	m := r.Mirrors[0]
	out := &Report{Mirror: m, Result: r, Product: Recognise(m)}
	for _, c := range m.Checks {
		out.Rows = append(out.Rows, Row{Check: c, Curl: curl(c.Request)})
	}
	return out
}

// Failed reports whether a requirement failed.
func (r *Report) Failed() bool { return r.Mirror.Decisive() != nil }

// Asked says which module the proxy was asked for, and who else was.
func (r *Report) Asked(t *i18n.Texts) string {
	s := r.Result.Sample
	id := "conform.asked"
	if s.IsSecret() {
		id = "conform.asked.secret"
	}
	return t.T(id, map[string]string{"module": s.Module.String(), "recorded": s.Recorded.String()})
}

// Hint says which address was probably meant, or how to check a proxy that has nothing
// but a company's own modules; "" for one that has the module it was asked for, or
// where the person named another.
func (r *Report) Hint(t *i18n.Texts) string {
	if address := r.Address(); address != "" {
		return t.T("conform.address", map[string]string{"url": address, "product": t.T("conform.product."+string(r.Product), nil)})
	}
	s := r.Result.Sample
	if s.IsSecret() || r.Mirror.Known || !r.Mirror.Check(measure.Info).Symptom.NotFound() {
		return ""
	}
	return t.T("conform.own", map[string]string{"module": s.Module.String(), "url": r.Mirror.URL.String()})
}

// Requirement says what is wanted of a proxy.
func Requirement(id measure.CheckID, t *i18n.Texts) string {
	return t.T("conform.need."+string(id), nil)
}

// Answer describes in one line what came.
func (r Row) Answer(t *i18n.Texts) string {
	var parts []string
	if r.Code > 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", r.Code))
	}
	if kind, _, _ := strings.Cut(r.MIME, ";"); kind != "" {
		parts = append(parts, kind)
	}
	if r.Status == measure.Fail && r.Said != "" {
		parts = append(parts, r.Said)
	}
	switch {
	case r.Status == measure.Fail && r.Detail != "" && (r.Refusal.Status == "" || r.HopSymptom != ""): // else the code says it
		parts = append(parts, r.Words(t))
	case r.Status == measure.Fail && r.Code == 0:
		parts = append(parts, t.T("screen.symptom."+string(r.Symptom), nil))
	}
	// No relay is no fault, so what fails is the database itself.
	if r.ID == measure.Sumdb && r.Status == measure.Fail && r.Code == 404 && !r.Symptom.NotFound() {
		parts = append(parts, r.Hop+": "+t.T("screen.symptom."+string(r.Symptom), nil))
	}
	return strings.Join(parts, ", ")
}

// noRelay reports whether the proxy does not relay the checksum database, which is its
// right.
func (r Row) noRelay() bool {
	return r.ID == measure.Sumdb && r.Status == measure.NA && r.Symptom.NotFound()
}

// same reports whether another request failed by the same answer, so that what is said of
// the first one holds for it too: it was refused before what it asked for counted, or the
// proxy has nothing, fails, or shows one page for everything.
func (r Row) same(other Row) bool {
	if r.Status != measure.Fail || other.Status != measure.Fail || other.Symptom != r.Symptom || other.HopSymptom != r.HopSymptom || other.Hop != r.Hop || other.Code != r.Code {
		return false
	}
	switch {
	case r.page() && other.page():
		return true
	case refused(r) != "":
		return other.Said == r.Said
	case other.ID == measure.Sumdb: // behind it is another upstream
		return false
	}
	return r.Symptom.NotFound() || r.Symptom == symptom.HTTP5xx
}

// Consequence says what go does because of a failed requirement, or of a missing relay.
func (r Row) Consequence(t *i18n.Texts) string {
	if r.noRelay() {
		return t.T("conform.go.norelay", nil)
	}
	if r.Status != measure.Fail {
		return ""
	}
	text := t.T("conform.go."+string(r.ID), nil)
	switch {
	case r.ID == measure.Content || r.ID == measure.Sumdb || r.ID == measure.Fresh || r.ID == measure.Versions || r.ID == measure.Missing:
		return text
	case r.Symptom.NotFound():
		return text + " " + t.T("conform.next.notfound", nil)
	case r.Code == 200:
		return text
	}
	return text + " " + t.T("conform.next.stops", nil)
}

// curl returns the request as a command line, under the name of go's client: some
// filters refuse that alone.
func curl(request string) string {
	u, err := url.Parse(request)
	if request == "" || err != nil || u.Host == "" {
		return ""
	}
	login := ""
	if u.User != nil {
		login, u.User = " --netrc", nil
	}
	return "curl -sSL -A Go-http-client/1.1 -D - -o /dev/null" + login + " '" + strings.ReplaceAll(u.String(), "'", "%27") + "'"
}
