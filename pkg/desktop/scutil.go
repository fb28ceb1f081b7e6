package desktop

import "strings"

// Scutil reads what macOS' `scutil --proxy` prints: a dictionary of lines KEY : VALUE
// (SCSchemaDefinitions, kSCPropNetProxies...).
func Scutil(text string) []Proxy {
	values := map[string]string{}
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(line, " : "); ok {
			values[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	var out []Proxy
	for _, s := range schemes {
		key := strings.ToUpper(s.kind)
		if values[key+"Enable"] == "1" {
			out = append(out, Proxy{URL: address(s.scheme, values[key+"Proxy"], values[key+"Port"]), Name: "scutil " + key + "Proxy"})
		}
	}
	return distinct(out)
}
