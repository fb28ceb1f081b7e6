package desktop_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/desktop"
)

// gsettings is what GNOME 43 prints for a proxy that was set by hand in its settings.
const gsettings = `org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password ''
org.gnome.system.proxy.http enabled false
org.gnome.system.proxy.http host '127.0.0.1'
org.gnome.system.proxy.http port 7890
org.gnome.system.proxy.https host '127.0.0.1'
org.gnome.system.proxy.https port 7890
org.gnome.system.proxy.socks host '127.0.0.1'
org.gnome.system.proxy.socks port 7891
`

const keyfile = `[org/gnome/desktop/interface]
color-scheme='default'

[system/proxy]
mode='manual'

[system/proxy/https]
host='proxy.corp.example'
port=3128
`

const kioslaverc = `PersistentProxyConnection=false
[$Version]
update_info=kioslave.upd:kde2.2/r1

[Proxy Settings]
NoProxyFor=localhost
Proxy Config Script=
ProxyType=1
ReversedException=false
ftpProxy=
httpProxy=http://10.0.0.1 3128
httpsProxy=http://10.0.0.1 3129
socksProxy=socks://10.0.0.1 1080
`

// scutil is what macOS 14 prints with a web proxy and a secure web proxy.
const scutil = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 7890
  HTTPProxy : 127.0.0.1
  HTTPSEnable : 1
  HTTPSPort : 7890
  HTTPSProxy : 127.0.0.1
  SOCKSEnable : 0
}
`

// registry is what reg.exe of Windows 11 prints.
const registry = "\r\nHKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\r\n" +
	"    User Agent    REG_SZ    Mozilla/4.0 (compatible; MSIE 8.0; Win32)\r\n" +
	"    ProxyEnable    REG_DWORD    0x1\r\n" +
	"    ProxyServer    REG_SZ    127.0.0.1:7890\r\n" +
	"    ProxyOverride    REG_SZ    localhost;127.*;<local>\r\n"

func TestProxies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story string
		got   []desktop.Proxy
		want  []desktop.Proxy
	}{
		{"GNOME, set by hand", desktop.Gsettings(gsettings), []desktop.Proxy{
			{URL: "http://127.0.0.1:7890", Name: "org.gnome.system.proxy.https"}, {URL: "socks5://127.0.0.1:7891", Name: "org.gnome.system.proxy.socks"}}},
		{"GNOME, none", desktop.Gsettings("org.gnome.system.proxy mode 'none'\norg.gnome.system.proxy.https host 'proxy.corp.example'\norg.gnome.system.proxy.https port 3128\n"), nil},
		{"GNOME, a script", desktop.Gsettings("org.gnome.system.proxy mode 'auto'\norg.gnome.system.proxy.https host 'proxy.corp.example'\norg.gnome.system.proxy.https port 3128\n"), nil},
		{"GNOME, no port", desktop.Gsettings("org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.https host 'proxy.corp.example'\norg.gnome.system.proxy.https port 0\n"), nil},
		{"the keyfile", desktop.Keyfile(keyfile, ""), []desktop.Proxy{{URL: "http://proxy.corp.example:3128", Name: "org.gnome.system.proxy.https", Line: 8}}},
		{"dconf dump of the directory", desktop.Keyfile("[/]\nmode='manual'\n\n[http]\nhost='10.0.0.1'\nport=8080\n", "system/proxy"), []desktop.Proxy{{URL: "http://10.0.0.1:8080", Name: "org.gnome.system.proxy.http", Line: 5}}},
		{"KDE", desktop.Kioslaverc(kioslaverc), []desktop.Proxy{
			{URL: "http://10.0.0.1:3129", Name: "kioslaverc httpsProxy", Line: 12}, {URL: "http://10.0.0.1:3128", Name: "kioslaverc httpProxy", Line: 11}, {URL: "socks5://10.0.0.1:1080", Name: "kioslaverc socksProxy", Line: 13}}},
		{"KDE, the environment's", desktop.Kioslaverc("[Proxy Settings]\nProxyType=4\nhttpsProxy=HTTPS_PROXY\n"), nil},
		{"KDE, an older file", desktop.Kioslaverc("[Proxy Settings]\nProxyType=1\nhttpsProxy=http://10.0.0.1:3128\n"), []desktop.Proxy{{URL: "http://10.0.0.1:3128", Name: "kioslaverc httpsProxy", Line: 3}}},
		{"macOS", desktop.Scutil(scutil), []desktop.Proxy{{URL: "http://127.0.0.1:7890", Name: "scutil HTTPSProxy"}}},
		{"macOS, none", desktop.Scutil("<dictionary> {\n  FTPPassive : 1\n}\n"), nil},
		{"Windows, one for all", desktop.Registry(registry), []desktop.Proxy{{URL: "http://127.0.0.1:7890", Name: "Internet Settings"}}},
		{"Windows, by kind", desktop.Registry("    ProxyEnable    REG_DWORD    0x1\r\n    ProxyServer    REG_SZ    http=10.0.0.1:80;https=10.0.0.2:443;socks=10.0.0.3:1080\r\n"), []desktop.Proxy{
			{URL: "http://10.0.0.2:443", Name: "Internet Settings"}, {URL: "http://10.0.0.1:80", Name: "Internet Settings"}, {URL: "socks5://10.0.0.3:1080", Name: "Internet Settings"}}},
		{"Windows, by a script", desktop.Chosen("proxy.corp.example:3128"), []desktop.Proxy{{URL: "http://proxy.corp.example:3128", Name: "AutoConfigURL"}}},
		{"Windows, a script that names none", desktop.Chosen(""), nil},
		{"Windows, switched off", desktop.Registry("    ProxyEnable    REG_DWORD    0x0\r\n    ProxyServer    REG_SZ    127.0.0.1:7890\r\n"), nil},
		{"Windows, an IPv6 address", desktop.Registry("    ProxyEnable    REG_DWORD    0x1\r\n    ProxyServer    REG_SZ    [::1]:7890\r\n"), []desktop.Proxy{{URL: "http://[::1]:7890", Name: "Internet Settings"}}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", c.story, diff)
		}
	}
}

func FuzzProxies(f *testing.F) {
	for _, seed := range []string{gsettings, keyfile, kioslaverc, scutil, registry, ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func(string) []desktop.Proxy{
			desktop.Gsettings, desktop.Kioslaverc, desktop.Scutil, desktop.Registry, desktop.Chosen,
			func(s string) []desktop.Proxy { return desktop.Keyfile(s, "system/proxy") },
		} {
			for _, p := range read(text) {
				if p.URL == "" || p.Name == "" || p.Line < 0 {
					t.Errorf("%+v of %q", p, text)
				}
			}
		}
	})
}
