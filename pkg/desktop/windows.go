package desktop

import "strings"

// InternetSettings is the key of the user's proxy in the Windows registry.
const InternetSettings = `HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings`

// Registry reads what `reg query KEY` prints of [InternetSettings]: lines of NAME, TYPE
// and VALUE. ProxyServer is HOST:PORT for all, or KIND=HOST:PORT;... for each kind.
func Registry(text string) []Proxy {
	values := registryValues(text)
	if values["ProxyEnable"] != "0x1" {
		return nil
	}
	return server(values["ProxyServer"], "Internet Settings")
}

// Chosen is the proxy that the script of Windows' settings names, HOST:PORT.
func Chosen(at string) []Proxy { return server(at, "AutoConfigURL") }

// server reads the value of ProxyServer, or what stands in the setting name in its form.
func server(value, name string) []Proxy {
	byKind := map[string]string{}
	for part := range strings.SplitSeq(value, ";") {
		kind, at, named := strings.Cut(part, "=")
		if !named {
			kind, at = "https", part
		}
		byKind[strings.ToLower(kind)] = at
	}
	var out []Proxy
	for _, s := range schemes {
		at := byKind[s.kind]
		if _, rest, ok := strings.Cut(at, "://"); ok {
			at = rest
		}
		i := strings.LastIndexByte(at, ':')
		if i < 0 {
			continue
		}
		out = append(out, Proxy{URL: address(s.scheme, at[:i], at[i+1:]), Name: name})
	}
	return distinct(out)
}

// RegistryScript returns the URL of the script by which Windows chooses a proxy; ""
// where there is none.
func RegistryScript(text string) string { return registryValues(text)["AutoConfigURL"] }

func registryValues(text string) map[string]string {
	values := map[string]string{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) >= 3 && strings.HasPrefix(words[1], "REG_") {
			values[words[0]] = words[2]
		}
	}
	return values
}
