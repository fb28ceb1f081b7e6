package profile

import (
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// CheckCompany reports what keeps an address from being that of a company's module
// proxy: one https URL of a host that is no public proxy.
func CheckCompany(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return tell.New("not a URL")
	case u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "":
		return tell.New("give the https URL of a server")
	case strings.ContainsAny(address, ",| \t"):
		return tell.New("give one address only")
	case mirror.IsPublic(settings.Value(address)):
		return tell.New("this is a public module proxy")
	}
	return nil
}
