package profile

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// CheckCompany reports what keeps an address from being that of a company's module
// proxy: one https URL of a host that is no public proxy.
func CheckCompany(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return errors.New("not a URL")
	case u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "":
		return errors.New("not the https URL of a server")
	case strings.ContainsAny(address, ",| \t"):
		return errors.New("more than one address")
	case mirror.IsPublic(settings.Value(address)):
		return errors.New("a public module proxy")
	}
	return nil
}
