package settings

import (
	"context"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/desktop"
	"github.com/gofix-net/gofix-net/pkg/host"
)

// maxDesktopFile bounds the files in which a desktop keeps its settings.
const maxDesktopFile = 1 << 20

// readDesktop reads the outbound proxy of the operating system's own settings. Not to
// find one is no problem: most machines have none. script is where a script is that
// chooses it.
func (r *reader) readDesktop(ctx context.Context) (found []Setting, script Value) {
	switch r.m.OS {
	case "windows":
		text := r.printed(ctx, "reg", "query", desktop.InternetSettings)
		return r.desktopOf("", desktop.Registry(text)), Value(desktop.RegistryScript(text))
	case "darwin":
		text := r.printed(ctx, "scutil", "--proxy")
		return r.desktopOf("", desktop.Scutil(text)), Value(desktop.ScutilScript(text))
	}
	config := r.env.get("XDG_CONFIG_HOME")
	if config == "" {
		home, err := r.m.HomeDir()
		if err != nil {
			return nil, ""
		}
		config = filepath.Join(home, ".config")
	}
	// Reading GNOME's database touches the session's runtime directory: outside of a
	// session there is none, and nothing to be asked.
	if r.env.get("XDG_RUNTIME_DIR") != "" && r.env.get("DBUS_SESSION_BUS_ADDRESS") != "" {
		text := r.printed(ctx, "gsettings", "list-recursively", "org.gnome.system.proxy")
		found, script = r.desktopOf("", desktop.Gsettings(text)), Value(desktop.GsettingsScript(text))
	}
	for _, f := range []struct {
		name string
		read func(string) []desktop.Proxy
	}{
		{filepath.Join("glib-2.0", "settings", "keyfile"), func(text string) []desktop.Proxy { return desktop.Keyfile(text, "") }},
		{"kioslaverc", desktop.Kioslaverc},
	} {
		name := r.abs(filepath.Join(config, f.name))
		if data, cut, err := r.m.ReadFile(name, maxDesktopFile); err == nil && !cut {
			found = append(found, r.desktopOf(name, f.read(string(data)))...)
		}
	}
	return found, script
}

// AskScript adds the proxy that the script of this system's settings names for a URL. The
// system fetches the script, so that [Read] does not do it.
func (s *Snapshot) AskScript(ctx context.Context, m *host.Machine, url string) {
	if s.ProxyScript == "" || m.ScriptProxy == nil || len(s.Desktop) > 0 {
		return
	}
	s.Desktop = (&reader{m: m}).desktopOf("", desktop.Chosen(m.ScriptProxy(ctx, s.ProxyScript.Reveal(), url)))
}

// printed is what a program prints, "" where it is not there or fails.
func (r *reader) printed(ctx context.Context, args ...string) string {
	path, err := r.m.LookPath(args[0])
	if err != nil {
		return ""
	}
	out, err := r.ask(ctx, host.Command{Args: append([]string{path}, args[1:]...), Dir: r.root()})
	if err != nil || out.Code != 0 || len(out.Stdout) > maxDesktopFile {
		return ""
	}
	return string(out.Stdout)
}

func (r *reader) desktopOf(file string, found []desktop.Proxy) []Setting {
	var out []Setting
	for _, p := range found {
		out = append(out, Setting{Key: Key{System, p.Name}, Value: Value(p.URL), Origin: OfSystem, File: file, Line: p.Line})
	}
	return out
}
