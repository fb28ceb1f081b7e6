package facts

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ModulePrefix is the narrowest prefix that one would exempt for a module:
// host, owner and repository on forges with that scheme, else the whole path.
func ModulePrefix(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 3 {
		parts = parts[:3]
	}
	return strings.Join(parts, "/")
}

// WithoutPort cuts the port from host:port, and the brackets of an IPv6 address.
func WithoutPort(hostport string) string {
	if i := strings.LastIndexByte(hostport, ':'); i > 0 {
		hostport = hostport[:i]
	}
	return strings.Trim(hostport, "[]")
}

// PrivatePrefix is the prefix to name in GOPRIVATE for a private module: its
// host, or, where the host serves public modules to everybody, the owner there.
func PrivatePrefix(path string) string {
	parts := strings.SplitN(path, "/", 3)
	if len(parts) > 1 && known.CodeHost(parts[0]) {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// OriginHost is the host of a URL as git takes it, scp-like ones included, for people.
func OriginHost(v settings.Value) string {
	if hp, err := route.HostPort(v); err == nil {
		return WithoutPort(hp)
	}
	return HostName(v)
}
