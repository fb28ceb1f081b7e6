package desktop

import "strings"

// gnomeSchema is where GNOME and those that follow it keep their proxy
// (gsettings-desktop-schemas, org.gnome.system.proxy.gschema.xml).
const gnomeSchema = "org.gnome.system.proxy"

// Gsettings reads what `gsettings list-recursively org.gnome.system.proxy` prints:
// lines of SCHEMA KEY VALUE.
func Gsettings(text string) []Proxy { return gnome(gsettingsValues(text), nil) }

// GsettingsScript returns the URL of the script by which GNOME chooses a proxy; "" where
// there is none.
func GsettingsScript(text string) string {
	values := gsettingsValues(text)
	if unquoted(values["/mode"]) != "auto" {
		return ""
	}
	return unquoted(values["/autoconfig-url"])
}

// gsettingsValues are the values by GROUP/KEY.
func gsettingsValues(text string) map[string]string {
	values := map[string]string{}
	for line := range strings.Lines(text) {
		schema, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		key, value, ok := strings.Cut(rest, " ")
		if group, own := strings.CutPrefix(schema, gnomeSchema); own && ok {
			values[strings.TrimPrefix(group, ".")+"/"+key] = value
		}
	}
	return values
}

// Keyfile reads GSettings' keyfile (GKeyfileSettingsBackend: glib-2.0/settings/keyfile
// in the configuration directory), and what `dconf dump /` prints, whose paths are the
// same: groups such as [system/proxy/https], relative to root.
func Keyfile(text, root string) []Proxy {
	values, lines := map[string]string{}, map[string]int{}
	group, n := "", 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			group = strings.Trim(root+"/"+strings.Trim(strings.TrimSuffix(name, "]"), "/"), "/")
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if own, inside := strings.CutPrefix(group, "system/proxy"); ok && inside && !strings.HasPrefix(line, "#") {
			id := strings.Trim(own, "/") + "/" + strings.TrimSpace(key)
			values[id], lines[id] = strings.TrimSpace(value), n
		}
	}
	return gnome(values, lines)
}

// gnome reads the keys, GROUP/KEY with an empty group for the schema itself.
func gnome(values map[string]string, lines map[string]int) []Proxy {
	if unquoted(values["/mode"]) != "manual" {
		return nil // none, or a script's
	}
	var out []Proxy
	for _, s := range schemes {
		host := s.kind + "/host"
		out = append(out, Proxy{
			URL:  address(s.scheme, unquoted(values[host]), values[s.kind+"/port"]),
			Name: gnomeSchema + "." + s.kind, Line: lines[host],
		})
	}
	return distinct(out)
}

// unquoted is the text of a GVariant string.
func unquoted(v string) string { return strings.Trim(strings.TrimSpace(v), `'"`) }
