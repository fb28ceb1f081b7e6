package desktop

import "strings"

// Scutil reads what macOS' `scutil --proxy` prints: a dictionary of lines KEY : VALUE
// (SCSchemaDefinitions, kSCPropNetProxies...). The dictionaries in it are the proxies of
// one interface, or of a VPN's domains; its arrays are exceptions.
func Scutil(text string) []Proxy {
	values := scutilValues(text)
	var out []Proxy
	for _, s := range schemes {
		key := strings.ToUpper(s.kind)
		if values[key+"Enable"] == "1" {
			out = append(out, Proxy{URL: address(s.scheme, bare(values[key+"Proxy"]), values[key+"Port"]), Name: "scutil " + key + "Proxy"})
		}
	}
	return distinct(out)
}

// bare is a host where a URL was typed in its place.
func bare(host string) string {
	if _, rest, ok := strings.Cut(host, "://"); ok {
		host = rest
	}
	return strings.TrimSuffix(host, "/")
}

// ScutilScript returns the URL of the script by which macOS chooses a proxy; "" where
// there is none.
func ScutilScript(text string) string {
	values := scutilValues(text)
	if values["ProxyAutoConfigEnable"] != "1" {
		return ""
	}
	return values["ProxyAutoConfigURLString"]
}

// scutilValues are the values of the outermost dictionary.
func scutilValues(text string) map[string]string {
	values := map[string]string{}
	depth := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if key, value, ok := strings.Cut(line, " : "); ok && depth == 1 {
			values[key] = value
		}
		if strings.HasSuffix(line, "{") {
			depth++
		}
		if line == "}" {
			depth--
		}
	}
	return values
}
