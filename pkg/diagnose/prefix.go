package diagnose

import "strings"

// modulePrefix is the narrowest prefix that one would exempt for a module:
// host, owner and repository on forges with that scheme, else the whole path.
func modulePrefix(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 3 {
		parts = parts[:3]
	}
	return strings.Join(parts, "/")
}

// hostOnly cuts the port from host:port.
func hostOnly(hostport string) string {
	if i := strings.LastIndexByte(hostport, ':'); i > 0 {
		hostport = hostport[:i]
	}
	return strings.Trim(hostport, "[]")
}
