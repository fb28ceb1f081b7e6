package route

import (
	"net/url"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Exposure says who can read and change what a URL transports.
type Exposure string

// The exposures. The go command asks a module proxy by http:// as it asks one by
// https://: it needs no GOINSECURE for that, and refuses only to send a password
// (cmd/go/internal/web). Everyone on the way can then read the module paths, the
// private ones too, and answer in the proxy's place. The checksum database
// finds changed code of public modules; it does not find an old list of versions,
// and knows nothing of private modules.
const (
	// Protected is everything but plain http, and plain http within this machine.
	Protected Exposure = ""
	// Inside is plain http to a host of a private network ([known.PrivateNetwork]).
	// Who is on that network, a machine cannot find out, but its owner may know. So
	// the diagnosis of a machine that is set up this way is silent. What is carried
	// to other machines (files that lint reads, what emit writes) or chosen by this
	// program (plans, profiles) does not rest on it: there the same name or address
	// can be in another network.
	Inside Exposure = "inside"
	// Open is plain http to every other host.
	Open Exposure = "open"
)

// PlainHTTP returns the exposure of what a URL transports. What is no URL is not
// asked, so it is [Protected].
func PlainHTTP(v settings.Value) Exposure {
	u, err := url.Parse(v.Reveal())
	switch {
	case err != nil, u.Scheme != "http", known.Loopback(u.Hostname()):
		return Protected
	case known.PrivateNetwork(u.Hostname()):
		return Inside
	}
	return Open
}
