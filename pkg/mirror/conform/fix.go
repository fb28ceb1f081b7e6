package conform

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Fix is what puts a failed requirement right: the setting of the product where it is
// recognised and one is known, else what holds for any product.
func (r *Report) Fix(row Row, t *i18n.Texts) string {
	keys := fixKeys(r.Product, row)
	if r.Mirror.Check(measure.Info).Status == measure.Pass { // it serves modules: what is special to this request counts
		keys = append([]string{"any.served." + string(row.ID) + "." + string(row.Symptom)}, keys...)
	}
	switch {
	case row.Symptom == symptom.HTTP401 && !row.secure():
		keys = []string{"plain.http-401"} // go sends no login without TLS, whatever the product
	case row.noRelay():
		keys = []string{string(r.Product) + "." + string(row.ID)} // of any product it is no fault
	case row.Status != measure.Fail:
		return ""
	}
	for _, key := range keys {
		if text, ok := t.Lookup("conform.fix."+key, map[string]string{"hop": row.Hop}); ok {
			return text
		}
	}
	return ""
}

// fixKeys are the texts that may apply, the most special first. How a request was
// refused tells more than what was asked for: behind a login or a wrong certificate
// nothing is known of what the proxy would serve.
func fixKeys(product Product, row Row) []string {
	id, p := string(row.ID), string(product)
	keys := []string{p + "." + id + "." + string(row.Symptom)}
	if row.page() {
		keys = append(keys, p+".page."+id, "any.page."+id)
	}
	if how := refused(row); how != "" {
		keys = append(keys, p+"."+how, "any."+how)
	}
	keys = append(keys, p+"."+id, "any."+id+"."+string(row.Symptom))
	if row.ID != measure.Sumdb && row.ID != measure.Missing { // there the status itself is what is wrong
		keys = append(keys, "any."+string(row.Symptom))
	}
	return append(keys, "any."+id)
}

// page reports whether a web page came in place of what was asked for.
func (r Row) page() bool {
	return r.Symptom == symptom.HTTPNotProxy && r.Code == 200 && strings.HasPrefix(r.MIME, "text/html")
}

// secure reports whether the request was made over TLS.
func (r Row) secure() bool {
	u, err := url.Parse(r.Request)
	return err == nil && u.Scheme == "https"
}

// refused says how a request was refused before what it asked for counted; "" where it
// was answered.
func refused(row Row) string {
	s := row.Symptom
	switch {
	case row.HopSymptom != "":
		return "" // the texts of zips tell more
	case row.ID != measure.Missing && (s == symptom.HTTP401 || s == symptom.HTTP403 || s == symptom.HTTP429):
		return string(s)
	}
	switch l := s.Layer(); l {
	case symptom.LayerDNS, symptom.LayerTCP, symptom.LayerTLS:
		return string(l)
	}
	return ""
}

type addressOf struct {
	product          Product
	has, insert, add string
}

// addresses are the parts of a path that a product's address of Go modules has.
var addresses = []addressOf{
	{Artifactory, "/api/go/", "/artifactory/", ""},
	{GitLab, "/packages/go", "", "/packages/go"},
	{Gitea, "/go", "", "/go"},
}

// Address is the address that was probably meant; "" where the one that was given has
// the product's form, or answers.
func (r *Report) Address() string {
	i := slices.IndexFunc(addresses, func(a addressOf) bool { return a.product == r.Product })
	u, err := url.Parse(r.Mirror.URL.String())
	if i < 0 || err != nil || r.Mirror.Check(measure.Info).Status != measure.Fail || strings.Contains(u.Path+"/", addresses[i].has) {
		return ""
	}
	form := addresses[i]
	path := strings.TrimRight(u.Path, "/")
	before, after, found := strings.Cut(path, form.insert)
	if form.insert != "" && !found {
		return ""
	}
	if form.insert != "" {
		u.Path = before + strings.TrimRight(form.insert, "/") + form.has + after
	} else {
		u.Path = path + form.add
	}
	return u.String()
}
